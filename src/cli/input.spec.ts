import { expect, test } from '@jest/globals';
import { centsFromDollars } from './input.js';

test.each([
  ['12.34', 1_234],
  ['-12', -1_200],
  ['+0.05', 5],
  ['-0.00', 0],
  ['-$1,234.56', -123_456],
  ['1.15', 115],
  ['99,999,999,999.99', 9_999_999_999_999],
])('%s dollars are %d cents', (text, cents) => {
  expect(centsFromDollars(text)).toBe(cents);
});

test.each(['', '.5', '1.5', '1.234', '1,23.00', '1e3', '12.34 ', '0x10', '--1'])(
  '%j is no amount',
  (text) => {
    expect(() => centsFromDollars(text)).toThrow('dollars');
  },
);
