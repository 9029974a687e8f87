import { expect, test } from '@jest/globals';
import { dollars } from './dollars.js';

test.each([
  [0, '$0.00'],
  [5, '$0.05'],
  [-5, '-$0.05'],
  [99_999, '$999.99'],
  [100_000, '$1,000.00'],
  [-123_456_789, '-$1,234,567.89'],
  [9_999_999_999_999n, '$99,999,999,999.99'],
])('%d cents are %s', (cents, text) => {
  expect(dollars(cents)).toBe(text);
});
