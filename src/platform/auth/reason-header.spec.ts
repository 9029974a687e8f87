import { describe, expect, test } from '@jest/globals';
import { reasonFrom } from './reason-header.js';

/** A header as Node hands it over. */
function header(bytes: string | Buffer): string {
  return Buffer.from(bytes as string).toString('latin1');
}

test.each([
  [undefined, null],
  ['', null],
  ['  ', null],
  ['wrong amount', 'wrong amount'],
  [' wrong amount ', 'wrong amount'],
  [header('créditeur: 支払い済み 😀'), 'créditeur: 支払い済み 😀'],
  [header('😀'.repeat(1000)), '😀'.repeat(1000)],
  [['one', 'two'], 'one, two'],
])('%j gives the reason %j', (given, reason) => {
  expect(reasonFrom(given)).toBe(reason);
});

describe('refuses', () => {
  test.each([
    ['what is no UTF-8', header(Buffer.from('caf\u00e9', 'latin1')), 'must be UTF-8'],
    ['what is too long', 'x'.repeat(1001), 'must have at most 1000 characters'],
    ['a tab', 'a\tb', 'must not have control characters'],
    ['a C1 control character', header('a\u0085b'), 'must not have control characters'],
    ['what XML cannot carry', header('a\uFFFFb'), 'must not have control characters'],
  ])('%s', (_what, given, message) => {
    expect(() => reasonFrom(given)).toThrow(
      expect.objectContaining({ refusal: 'invalid', fields: [{ field: 'X-Reason', message }] }),
    );
  });
});
