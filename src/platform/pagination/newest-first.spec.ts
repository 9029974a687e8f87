import { expect, test } from '@jest/globals';
import { Page } from '../http/answers.js';
import { recordsOf } from './newest-first.js';

test('a record that was removed since its id was found is left out, and the walk goes on behind it', async () => {
  const read = () => Promise.resolve([{ id: 'a' }, { id: 'c' }]);

  expect(await recordsOf(new Page(['c', 'b', 'a'], 'NEXT'), read, ({ id }) => id.toUpperCase())).toEqual(
    new Page(['C', 'A'], 'NEXT'),
  );
});

test('nothing is read for a page without ids', async () => {
  const read = () => Promise.reject(new Error('was read'));

  expect(await recordsOf(new Page([], null), read, ({ id }) => id)).toEqual(new Page([], null));
});
