import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findJsonMistake } from './json-scanner.js';

const TWICE = 'is given more than once';
const INEXACT = 'is a number with more digits, or a larger or smaller one, than can be kept exactly';
const NO_FIELD = 'is not a field of this request';
const TOO_DEEP = 'is nested deeper than 20 levels';

describe('finds nothing in', () => {
  test.each([
    'null',
    'true',
    '""',
    '-0',
    '[]',
    '{}',
    '[1,2,[3,{"a":[]}]]',
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}',
    '{"a":"a","b":"a"}',
    '{"":1,"a":{"":2}}',
    String.raw`{"a\"":1,"a\\":2,"a":"\\\"","b":"{\"a\":1,\"a\":2}"}`,
    '{"a":"9007199254740993","b":"1e400","c":"__proto__"}',
    ' {\n"a" :\t[ 1 , 2.50 , -3e2 ] , "b" : "x" } ',
    '["__proto__"]',
    '{"proto":1,"__proto":2,"constructor":3}',
    `${'['.repeat(20)}${']'.repeat(20)}`,
    `[${Array(100).fill('{"a":{"a":{}}}').join(',')}]`,
  ])('%s', (text) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(findJsonMistake(text)).toBeUndefined();
  });

  test('whatever JavaScript writes', () => {
    const value = fc.jsonValue({ maxDepth: 18, noUnicodeString: false });
    fc.assert(
      fc.property(value, fc.nat(3), (json, indent) => {
        const text = JSON.stringify(json, null, indent);
        fc.pre(!text.includes('__proto__'));
        return findJsonMistake(text) === undefined;
      }),
    );
  });
});

describe('finds', () => {
  test.each([
    ['a member twice', '{"a":1,"a":2}', 'a', TWICE],
    ['a member twice with the same value', '{"a":1,"a":1}', 'a', TWICE],
    ['a member twice, far apart', '{"a":1,"b":{"c":[1,{"d":2}]},"a":null}', 'a', TWICE],
    ['a member twice, once with escapes', String.raw`{"ab":1,"\u0061b":2}`, 'ab', TWICE],
    ['a member twice, with a quote in its name', String.raw`{"a\"":1,"a\"":2}`, 'a"', TWICE],
    ['an empty name twice', '{"":1,"":2}', '', TWICE],
    ['a member twice in a list', '[1,{"b":[0,0,{"c":1,"c":1}]}]', '1.b.2.c', TWICE],
    ['a member of a member', '{"a":{"b":{"c":1,"c":2}}}', 'a.b.c', TWICE],
    ['a number that would be rounded', '{"a":[1,9007199254740993]}', 'a.1', INEXACT],
    ['a fraction that would be rounded', '{"a":100.00000000000000001}', 'a', INEXACT],
    ['a number beyond all', '[1e400]', '0', INEXACT],
    ['a number that is all', '1e400', '', INEXACT],
    ['the second place after a list', '{"a":[[1],[2,-1e999]]}', 'a.1.1', INEXACT],
    ['a prototype', '{"__proto__":{}}', '__proto__', NO_FIELD],
    ['a prototype with escapes', String.raw`{"a":{"\u005f_proto\u005f_":1}}`, 'a.__proto__', NO_FIELD],
    ['lists too deep', `${'['.repeat(21)}${']'.repeat(21)}`, Array(20).fill('0').join('.'), TOO_DEEP],
    [
      'objects too deep',
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      Array(20).fill('a').join('.'),
      TOO_DEEP,
    ],
  ])('%s', (_what, text, path, message) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(findJsonMistake(text)).toEqual({ path, message });
  });

  test('the first of several', () => {
    expect(findJsonMistake('{"a":1e400,"b":1,"b":2}')).toEqual({ path: 'a', message: INEXACT });
  });

  test('a long name, and does not repeat all of it', () => {
    const name = 'n'.repeat(100_000);

    expect(findJsonMistake(`{"${name}":1,"${name}":1}`)?.path).toBe(`${'n'.repeat(64)}…`);
  });

  test('a member twice wherever it is put twice', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 }),
        fc.nat(),
        (members, pick) => {
          const parts = Object.entries(members).map(
            ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
          );
          const again = parts[pick % parts.length]!;
          fc.pre(!parts.join('').includes('__proto__'));
          expect(findJsonMistake(`[{${[...parts, again].join(',')}}]`)?.message).toBe(TWICE);
        },
      ),
    );
  });
});

test.each([
  ['backslashes', `["${'\\\\'.repeat(1_000_000)}"]`],
  ['quotes', `["${'\\"'.repeat(1_000_000)}"]`],
  ['names', `{${Array.from({ length: 100_000 }, (_, i) => `"n${String(i)}":1`).join(',')}}`],
])('takes time in proportion to the length of %s', (_what, text) => {
  const startMs = performance.now();

  expect(findJsonMistake(text)).toBeUndefined();
  expect(performance.now() - startMs).toBeLessThan(2000);
});
