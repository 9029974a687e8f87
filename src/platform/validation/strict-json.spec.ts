import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../errors/domain-error.js';
import { parseStrictJson } from './strict-json.js';

/** What a body is refused with. */
function refusalOf(body: string | Buffer): DomainError {
  try {
    parseStrictJson(Buffer.from(body as string));
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('It was taken');
}

test.each(['{"a":[1,"é😀",null]}', '[]', '7', '"\\ud800"', '{"constructor":1}'])('reads %s', (text) => {
  expect(parseStrictJson(Buffer.from(text))).toEqual(JSON.parse(text));
});

test('an empty body is none', () => {
  expect(parseStrictJson(Buffer.alloc(0))).toBeUndefined();
});

describe('refuses', () => {
  test.each<[string, string | Buffer, string]>([
    ['a byte order mark', '\uFEFF{}', 'The body begins with a byte order mark; send UTF-8 without one'],
    ['UTF-16', Buffer.from('\uFEFF{"a":1}', 'utf16le'), 'The body is not valid UTF-8'],
    ['Latin-1', Buffer.from('{"name":"SECRETé"}', 'latin1'), 'The body is not valid UTF-8'],
    ['half a character', Buffer.from('{"a":"é"}').subarray(0, 7), 'The body is not valid UTF-8'],
    ['an overlong form', Buffer.from('22c0af22', 'hex'), 'The body is not valid UTF-8'],
    ['half a surrogate pair', Buffer.from('22eda08022', 'hex'), 'The body is not valid UTF-8'],
    [
      'a number that is all',
      '1e400',
      'The body is a number with more digits, or a larger or smaller one, than can be kept exactly',
    ],
  ])('%s', (_what, body, detail) => {
    expect(refusalOf(body)).toMatchObject({ refusal: 'malformed', message: detail, fields: [] });
  });

  test.each([
    ['blanks', ' \n'],
    ['what ends too early', '{"a":"SECRET'],
    ['a comma too many', '{"a":"SECRET",}'],
    ['what is no JSON', 'SECRET'],
    ['two values', '{"a":"SECRET"}{}'],
    ['what looks like a place', 'x in JSON at position 123456789'],
    ['lists without an end', '['.repeat(1_000_000)],
  ])('%s, as no JSON', (_what, body) => {
    // Where it stops being JSON is told as far as this release of Node says so.
    expect(refusalOf(body)).toMatchObject({
      refusal: 'malformed',
      message: expect.stringMatching(/^The body is not valid JSON(, from character \d{1,7} on)?$/),
      fields: [],
    });
  });

  test('what stops being JSON, and says where', () => {
    expect(refusalOf('{"a":"SECRET').message).toBe('The body is not valid JSON, from character 13 on');
  });

  test('a member given twice, and names it', () => {
    expect(refusalOf('{"people":[{"ssn":"SECRET","ssn":"SECRET"}]}')).toMatchObject({
      refusal: 'malformed',
      message: 'people.0.ssn is given more than once',
      fields: [{ field: 'people.0.ssn', message: 'is given more than once' }],
    });
  });
});

test('a member named __proto__ never becomes a prototype', () => {
  expect(refusalOf('{"__proto__":{"admin":true}}').message).toBe('__proto__ is not a field of this request');
});
