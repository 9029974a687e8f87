import { expect, test } from '@jest/globals';
import { differing } from './differences.js';

const ROW = {
  name: 'A',
  amount: 5n,
  day: new Date('2026-01-02'),
  metadata: { a: '1', b: '2' },
  list: ['x', 'y'],
  nothing: null,
};

test.each<[object]>([
  [{}],
  [{ ...ROW }],
  [{ metadata: { b: '2', a: '1' } }],
  [{ day: new Date('2026-01-02T00:00:00.000Z') }],
  [{ nothing: undefined, unknown: null }],
])('%p is what the row says', (wanted) => {
  expect(differing(ROW, wanted)).toEqual([]);
});

test.each<[object, string[]]>([
  [{ name: 'a' }, ['name']],
  [{ amount: 5 }, ['amount']],
  [{ amount: 6n, name: null }, ['amount', 'name']],
  [{ day: new Date('2026-01-03') }, ['day']],
  [{ metadata: { a: '1' } }, ['metadata']],
  [{ metadata: { a: '1', b: '2', c: '3' } }, ['metadata']],
  [{ list: ['y', 'x'] }, ['list']],
  [{ nothing: '' }, ['nothing']],
  [{ unknown: 0 }, ['unknown']],
])('%p differs in %j', (wanted, names) => {
  expect(differing(ROW, wanted)).toEqual(names);
});
