import { describe, expect, test } from '@jest/globals';
import {
  addressRanges,
  atLeast,
  cronOrOff,
  encryptionKeys,
  integer,
  list,
  onOff,
  oneOf,
  pairs,
  pathTokens,
  someOf,
  timeZone,
  url,
} from './parsers.js';

test.each(['0', '7', '10', '007'])('a whole number: %s', (text) => {
  expect(integer(0, 10)(text)).toBe(Number(text));
});

test.each(['-1', '11', '1.0', '1e1', '0x1', ' 1', '1 ', '', 'one', '١', 'Infinity', '99999999999999999999'])(
  'not a whole number from 0 to 10: "%s"',
  (text) => {
    expect(() => integer(0, 10)(text)).toThrow('must be a whole number from 0 to 10');
  },
);

test('on and off', () => {
  expect([onOff('on'), onOff('off')]).toEqual([true, false]);
  for (const text of ['ON', 'true', '1', 'yes', ''])
    expect(() => onOff(text)).toThrow('must be one of on, off');
});

test('one of several', () => {
  expect(oneOf('a', 'b')('b')).toBe('b');
  expect(() => oneOf('a', 'b')('c')).toThrow('must be one of a, b');
});

test('some of several', () => {
  expect(someOf('a', 'b')('b, a')).toEqual(['b', 'a']);
  for (const text of ['c', 'a,,b', 'a,']) expect(() => someOf('a', 'b')(text)).toThrow(Error);
});

test('a list', () => {
  expect(list()(' a , b')).toEqual(['a', 'b']);
  expect(() => list()('a,,b')).toThrow('without empty parts');
  expect(() => list(3)('abc,ab')).toThrow('every part must have at least 3 characters');
});

test('a text of some length', () => {
  expect(atLeast(3)('abc')).toBe('abc');
  expect(() => atLeast(3)('ab')).toThrow('at least 3 characters');
});

describe('a URL', () => {
  test.each([
    ['https://a.example/x', 'https://a.example/x'],
    ['https://a.example/x//', 'https://a.example/x'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('%s', (text, expected) => {
    expect(url('http:', 'https:')(text)).toBe(expected);
  });

  test.each(['a.example', 'ftp://a.example', 'https://', '//a.example', 'javascript:alert(1)', ''])(
    'not "%s"',
    (text) => {
      expect(() => url('http:', 'https:')(text)).toThrow(
        'must be a URL that begins with http:// or https://',
      );
    },
  );
});

describe('path tokens', () => {
  test('are at least 22 characters that need no encoding', () => {
    const tokens = ['abcdefghijklmnopqrstuv', 'ABC-DEF_GHI~0123456789'];
    expect(pathTokens(tokens.join(', '))).toEqual(tokens);
  });

  test.each([
    'abcdefghijklmnopqrstu',
    'abcdefghijklmnopqrstu/',
    'abcdefghijklmnopqrstu%',
    'abcdefghijklmnopqrstu ü',
    '',
  ])('not "%s", which the reason does not read out', (text) => {
    expect(() => pathTokens(text)).toThrow(Error);
    expect(() => pathTokens(text)).not.toThrow(/abcdef/);
  });
});

describe('address ranges', () => {
  test('are CIDRs, or single addresses', () => {
    expect(
      addressRanges('10.0.0.0/8, 192.0.2.7, 2001:db8::/32, ::1').map(([address, bits]) => [
        address.toString(),
        bits,
      ]),
    ).toEqual([
      ['10.0.0.0', 8],
      ['192.0.2.7', 32],
      ['2001:db8::', 32],
      ['::1', 128],
    ]);
  });

  test.each(['10.0.0.0/33', '10.0.0/8', '300.0.0.1', 'localhost', '10.0.0.0/8,', '::/129', '10.0.0.0/-1'])(
    'not "%s"',
    (text) => {
      expect(() => addressRanges(text)).toThrow(Error);
    },
  );
});

describe('encryption keys', () => {
  const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

  test('are ids with 32 bytes each, in order', () => {
    expect(encryptionKeys(`k2:${key(2)}, k.1_a-b:${key(1)}`)).toEqual([
      { id: 'k2', key: Buffer.alloc(32, 2) },
      { id: 'k.1_a-b', key: Buffer.alloc(32, 1) },
    ]);
  });

  test.each([
    ['no id', key(1)],
    ['an empty id', `:${key(1)}`],
    ['an id of 33 characters', `${'k'.repeat(33)}:${key(1)}`],
    ['an id with a blank', `k 1:${key(1)}`],
    ['31 bytes', `k:${Buffer.alloc(31).toString('base64')}`],
    ['33 bytes', `k:${Buffer.alloc(33).toString('base64')}`],
    ['no base64', `k:${'!'.repeat(44)}`],
    ['hex', `k:${'0a'.repeat(32)}`],
    ['a torn end', `k:${key(1).slice(0, -1)}`],
    ['nothing', 'k:'],
    ['the same id twice', `k:${key(1)},k:${key(2)}`],
  ])('not with %s; the reason does not read the key out', (_what, text) => {
    expect(() => encryptionKeys(text)).toThrow(Error);
    expect(() => encryptionKeys(text)).not.toThrow(/AQEB|0a0a|!!!!/);
  });
});

test('pairs', () => {
  const parse = pairs(['a', 'b'] as const, ['x', 'y'] as const);
  expect(parse('a=x, b = y')).toEqual([
    ['a', 'x'],
    ['b', 'y'],
  ]);
  for (const text of ['a', 'a=', 'a=z', 'c=x', '=x', 'a=x=y,', '']) expect(() => parse(text)).toThrow(Error);
});

test('a cron expression has five parts, or is off', () => {
  for (const text of ['*/5 * * * 1-5', 'off']) expect(cronOrOff(text)).toBe(text);
  for (const text of ['* * * *', '* * * * * *', '61 * * * *', 'now', 'OFF', 'on', ''])
    expect(() => cronOrOff(text)).toThrow('five parts, or off');
});

test('a time zone is one that the system knows', () => {
  expect(timeZone('America/Chicago')).toBe('America/Chicago');
  for (const text of ['Mars/Olympus', 'CST6', 'GMT+25']) expect(() => timeZone(text)).toThrow('IANA');
});
