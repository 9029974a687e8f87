import { describe, expect, test } from '@jest/globals';
import { assertMayBeNew, assertVersion, type Precondition, readIfMatch } from './precondition.js';

describe('If-Match', () => {
  test.each<[string | undefined, Precondition]>([
    [undefined, null],
    ['*', '*'],
    [' * ', '*'],
    ['"3"', [3n]],
    ['W/"3"', [3n]],
    ['"3","4" , W/"5"', [3n, 4n, 5n]],
    ['"999999999999999999"', [999_999_999_999_999_999n]],
  ])('%s is read', (header, versions) => {
    expect(readIfMatch(header)).toEqual(versions);
  });

  test.each([
    '',
    '3',
    '"3',
    '"a"',
    '"-3"',
    '"3.0"',
    '"1234567890123456789"',
    '"1",',
    '*,"1"',
    'w/"1"',
    '"1" "2"',
  ])('%s is refused', (header) => {
    expect(() => readIfMatch(header)).toThrow(expect.objectContaining({ refusal: 'malformed' }));
  });
});

describe('a record', () => {
  test.each<[Precondition]>([[null], ['*'], [[3n]], [[2n, 3n]]])(
    'at version 3 is changed by %p',
    (precondition) => {
      expect(() => assertVersion(3n, precondition)).not.toThrow();
    },
  );

  test.each<[Precondition]>([[[2n]], [[4n, 5n]], [[]]])(
    'at version 3 is not changed by %p',
    (precondition) => {
      expect(() => assertVersion(3n, precondition)).toThrow(
        expect.objectContaining({
          refusal: 'precondition_failed',
          message: expect.stringContaining('version 3'),
        }),
      );
    },
  );

  test('that is not there yet is made by who asks for no version only', () => {
    expect(() => assertMayBeNew(null)).not.toThrow();
    for (const precondition of ['*', [1n]] as const)
      expect(() => assertMayBeNew(precondition)).toThrow(
        expect.objectContaining({ refusal: 'precondition_failed' }),
      );
  });
});
