import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askedExternalId } from './jit-query.js';

function asked(query: string): string | undefined {
  const answer = askedExternalId(`/jit/token?${query}`);
  return 'externalId' in answer ? answer.externalId : undefined;
}

function mistake(url: string): string | undefined {
  const answer = askedExternalId(url);
  return 'mistake' in answer ? answer.mistake : undefined;
}

const NAME = 'debt_account_external_id';

describe('the id that is asked for', () => {
  test.each([
    ['A-1', 'A-1'],
    ['two+words', 'two words'],
    ['two%20words', 'two words'],
    ['one%2Btwo', 'one+two'],
    ['once%2541', 'once%41'],
    ['a=b=c', 'a=b=c'],
    ['%F0%9F%98%80', '😀'],
    ['a?b', 'a?b'],
    ['a#b', 'a#b'],
    ['a;b', 'a;b'],
    ['%00', '\0'],
    ['%20', ' '],
  ])('%s is "%s"', (spelling, externalId) => {
    expect(asked(`${NAME}=${spelling}`)).toBe(externalId);
  });

  test('is the only parameter that counts', () => {
    expect(asked(`x=1&x=2&&=&%zz=%zz&${NAME}=A&${NAME.toUpperCase()}=B&${NAME}[]=C`)).toBe('A');
    expect(asked(`debt%5faccount%5Fexternal_id=A`)).toBe('A');
  });

  test('is whatever was encoded, as a path or as a form', () => {
    const ids = fc.string({ unit: 'binary', minLength: 1, maxLength: 255 });
    fc.assert(
      fc.property(ids, ids, (externalId, other) => {
        const encoded = encodeURIComponent(externalId);
        expect(asked(`${NAME}=${encoded}`)).toBe(externalId);
        expect(asked(`${NAME}=${encoded.replaceAll('%20', '+')}`)).toBe(externalId);
        expect(asked(new URLSearchParams({ other, [NAME]: externalId, x: other }).toString())).toBe(
          externalId,
        );
      }),
    );
  });

  test('is read, or refused, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (query) => {
        const answer = askedExternalId(`/jit/t?${query}`);
        expect('externalId' in answer || 'mistake' in answer).toBe(true);
      }),
    );
  });

  test('has up to 255 characters, however many bytes each', () => {
    for (const letter of ['a', 'é', '田', '😀']) {
      expect(asked(`${NAME}=${encodeURIComponent(letter.repeat(255))}`)).toBe(letter.repeat(255));
      expect(mistake(`/jit/t?${NAME}=${encodeURIComponent(letter.repeat(256))}`)).toBe('too_long');
    }
  });
});

describe('what names no account', () => {
  test.each([
    ['/jit/t', 'missing'],
    ['/jit/t?', 'missing'],
    ['/jit/t?a=b', 'missing'],
    [`/jit/t?${NAME}`, 'empty'],
    [`/jit/t?${NAME}=`, 'empty'],
    [`/jit/t?${NAME}=A&${NAME}=A`, 'repeated'],
    [`/jit/t?${NAME}=&${NAME}=`, 'repeated'],
    [`/jit/t?${NAME}=%`, 'undecodable'],
    [`/jit/t?${NAME}=%zz`, 'undecodable'],
    [`/jit/t?${NAME}=%ff`, 'undecodable'],
    [`/jit/t?${NAME}=%c0%af`, 'undecodable'],
    [`/jit/t?${NAME}=%ed%a0%80`, 'undecodable'],
    [`/jit/t?${NAME}=%f8%88%80%80%80`, 'undecodable'],
    [`/jit/t?${NAME}=A&${NAME}=%ff`, 'undecodable'],
  ])('%s: %s', (url, expected) => {
    expect(mistake(url)).toBe(expected);
  });
});
