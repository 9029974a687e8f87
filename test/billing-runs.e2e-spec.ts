import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BilledBooks } from './support/billed-books.js';

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start();
});

afterAll(() => books.close());

test('a run brings what is behind, and the next one finds nothing to do', async () => {
  const accounts = [];
  for (let n = 0; n < 6; n += 1) accounts.push(await books.make.account({ balance: 1_000 + n }));
  const closed = await books.make.account({ balance: 500, status: 'closed' });
  const run = await books.run();
  expect(run).toMatchObject({
    mode: 'incremental',
    dry_run: false,
    state: 'finished',
    reason: null,
    accounts_due: 7,
    accounts_done: 7,
    counts: {
      created: 6,
      changed: 0,
      unchanged: 0,
      not_needed: 1,
      quarantined: 0,
      retrying: 0,
      unknown: 0,
      pending: 0,
    },
    left_out: { unchanged: 0, quarantined: 0, not_due: 0, not_needed: 0 },
  });
  for (const { external_id: ref } of accounts) await books.expectTrue(ref);
  expect(await books.standing(closed.external_id)).toMatchObject({ state: 'not_needed', eid: null });

  const calls = await books.callsOf(async () => {
    expect(await books.run()).toMatchObject({
      state: 'finished',
      accounts_due: 0,
      accounts_done: 0,
      left_out: { unchanged: 6, not_needed: 1, quarantined: 0, not_due: 0 },
    });
  });
  expect(calls).toEqual([]);
});
