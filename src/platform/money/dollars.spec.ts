import { expect, test } from '@jest/globals';
import { decimalDollars, dollars } from './dollars.js';

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

test.each([
  [0n, '0.00'],
  [5n, '0.05'],
  [-5n, '-0.05'],
  [100n, '1.00'],
  [-123_456_789n, '-1234567.89'],
  [9_999_999_999_999n, '99999999999.99'],
])('%d cents are %s in XML', (cents, text) => {
  expect(decimalDollars(cents)).toBe(text);
});
