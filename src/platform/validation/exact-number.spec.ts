import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { survivesAsNumber } from './exact-number.js';

describe('a number survives', () => {
  test.each([
    '0',
    '-0',
    '0.0',
    '-0.000',
    '0e5',
    '0e-999',
    '1',
    '-1',
    '0.1',
    '1.10',
    '100.00',
    '1e3',
    '1E+3',
    '1.5e-7',
    '0.00000015',
    '123456789012345',
    '9007199254740991',
    '9007199254740992',
    '-9007199254740991',
    '9999999999999',
    '12345678901234567000',
    '1e21',
    '1000000000000000000000',
    '1.7976931348623157e308',
    '5e-324',
    `1.${'0'.repeat(1000)}`,
  ])('%s', (token) => {
    expect(survivesAsNumber(token)).toBe(true);
  });

  test('as JavaScript itself writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        survivesAsNumber(JSON.stringify(value)),
      ),
    );
  });

  test('as any whole number that is kept exactly, written with a fraction or with an exponent', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.nat(20),
        (value, zeros) =>
          survivesAsNumber(`${String(value)}.${'0'.repeat(zeros + 1)}`) &&
          survivesAsNumber(`${String(value)}${'0'.repeat(zeros)}e-${String(zeros)}`),
      ),
    );
  });
});

describe('a number does not survive', () => {
  test.each([
    '9007199254740993',
    '-9007199254740993',
    '100.00000000000000001',
    '0.10000000000000000001',
    '12345678901234567890',
    '1e400',
    '-1e400',
    '1e-400',
    '1.7976931348623159e308',
    '1e99999999999999999999',
    `1${'0'.repeat(400)}`,
    `0.${'0'.repeat(400)}1`,
  ])('%s', (token) => {
    expect(survivesAsNumber(token)).toBe(false);
  });

  test('beside a whole number that is kept exactly', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger().filter((value) => value !== 0),
        (value) => !survivesAsNumber(`${String(value)}.00000000000000000000001`),
      ),
    );
  });
});

test('takes time in proportion to its length', () => {
  const zeros = '0'.repeat(1_000_000);
  const startMs = performance.now();

  expect(survivesAsNumber(`0.${zeros}1${zeros}1`)).toBe(false);
  expect(performance.now() - startMs).toBeLessThan(1000);
});
