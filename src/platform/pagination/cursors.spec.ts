import { describe, expect, test } from '@jest/globals';
import { PersonalDataVault } from '../crypto/personal-data.js';
import { type CursoredList, Cursors } from './cursors.js';

const OLD = { id: 'old', key: Buffer.alloc(32, 1) };
const NEW = { id: 'new', key: Buffer.alloc(32, 2) };

function cursorsWith(...keys: (typeof OLD)[]): Cursors {
  return new Cursors(new PersonalDataVault(keys));
}

function listWith(more: Partial<CursoredList> = {}): CursoredList {
  return { name: 'things', filters: { kind: 'a', size: undefined }, limit: 2, cursor: null, ...more };
}

function pageOf(cursors: Cursors, rows: string[], list = listWith()) {
  return cursors.page(
    list,
    rows,
    (row) => [row, 'ü'],
    (row) => row.toUpperCase(),
  );
}

const ONE_KEY = cursorsWith(OLD);
const NEXT = pageOf(ONE_KEY, ['a', 'b', 'c']).nextCursor;
const refused = expect.objectContaining({
  refusal: 'invalid',
  fields: [expect.objectContaining({ field: 'cursor' })],
});

describe('a page', () => {
  test.each<[string[], string[], boolean]>([
    [[], [], false],
    [['a'], ['A'], false],
    [['a', 'b'], ['A', 'B'], false],
    [['a', 'b', 'c'], ['A', 'B'], true],
  ])('of two, made of %j, has %j, and more: %s', (rows, items, more) => {
    const page = pageOf(ONE_KEY, rows);

    expect(page.items).toEqual(items);
    expect(page.nextCursor !== null).toBe(more);
  });

  test('ends with a cursor that tells where its last row stands', () => {
    expect(ONE_KEY.position(listWith({ cursor: NEXT }))).toEqual(['b', 'ü']);
    expect(ONE_KEY.position(listWith())).toBeNull();
    expect(ONE_KEY.position(listWith({ cursor: undefined }))).toBeNull();
  });
});

describe('a cursor', () => {
  test('is that of its list and filters, whatever their order, absent ones and the limit', () => {
    const filters = { size: null, kind: 'a' };
    expect(ONE_KEY.position(listWith({ cursor: NEXT, filters, limit: 9 }))).toEqual(['b', 'ü']);
    for (const other of [
      { name: 'thing' },
      { filters: {} },
      { filters: { kind: 'b' } },
      { filters: { kind: ['a'] } },
    ])
      expect(() => ONE_KEY.position(listWith({ cursor: NEXT, ...other }))).toThrow(refused);
  });

  test('outlives its key while that is known', () => {
    expect(cursorsWith(NEW, OLD).position(listWith({ cursor: NEXT }))).toEqual(['b', 'ü']);
    expect(() => cursorsWith(NEW).position(listWith({ cursor: NEXT }))).toThrow(refused);
  });

  test('is taken letter for letter', () => {
    const text = String(NEXT);
    const others = Array.from(text, (letter, index) => [
      text.slice(0, index) + (letter === 'A' ? 'B' : 'A') + text.slice(index + 1),
      text.slice(0, index),
      `${text.slice(0, index)} ${text.slice(index)}`,
    ]).flat();
    for (const cursor of [...others, `${text}A`, `${text}.x`, `${text}=`, 'ü.ü'])
      expect(() => ONE_KEY.position(listWith({ cursor }))).toThrow(refused);
  });
});
