import { expect, test } from '@jest/globals';
import { changedMetadata } from './metadata.js';

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key ${String(index)}`, 'v']));

test.each<[Record<string, string>, Record<string, string | null>, Record<string, string>]>([
  [{}, {}, {}],
  [{ a: '1' }, {}, { a: '1' }],
  [{ a: '1' }, { b: '2' }, { a: '1', b: '2' }],
  [{ a: '1', b: '2' }, { a: '3', b: null }, { a: '3' }],
  [{ a: '1' }, { b: null }, { a: '1' }],
])('%j changed by %j is %j', (current, change, changed) => {
  expect(changedMetadata(current, change)).toEqual(changed);
});

test('no more keys are left than a record may have', () => {
  expect(Object.keys(changedMetadata(many(200), { ['key 0']: null, more: 'v' }))).toHaveLength(200);
  expect(() => changedMetadata(many(200), { more: 'v' })).toThrow(
    expect.objectContaining({ refusal: 'invalid', fields: [expect.objectContaining({ field: 'metadata' })] }),
  );
});
