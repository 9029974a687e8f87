import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ReconciliationView } from '../src/billing/reconciliation.types.js';
import { dataOf } from './support/api.js';
import { BilledBooks } from './support/billed-books.js';
import { eventually } from './support/eventually.js';
import { VendorHand } from './support/vendor-hand.js';

const ACCOUNTS = 60;
const PAGE = 50;

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start({ env: { PROCESS_ROLE: 'web' } });
}, 60_000);

afterAll(() => books.close());

function asked(operation: string): number {
  return books.sandbox.requests().filter((request) => request.operation === operation).length;
}

test('a process that is killed in the middle of a page is replaced: nothing is left out or found twice', async () => {
  const refs = await books.manySettled(ACCOUNTS);
  const hand = new VendorHand(books);
  for (const ref of [refs[0]!, refs[5]!]) await hand.adjustment(hand.eidsOf(ref).account, { amount: '0.01' });
  // The last in the order of the EIDs there, and so on the second page.
  const last = books.sandbox.state.all().accounts.at(-1)!;
  await hand.adjustment(last.eid, { amount: '0.02' });
  const { process } = await books.spawn({ PROCESS_ROLE: 'worker' });
  const [pagesBefore, accountsBefore] = [asked('billingAccounts.query'), asked('adjustments.query')];
  books.sandbox.faults.add({
    fault: 'latency',
    ms: 150,
    seconds: 120,
    match: { operation: 'adjustments.query' },
  });

  const { id } = dataOf(await books.api.post('/billing/reconciliations', {}), 201) as ReconciliationView;
  // Each difference of the first page is looked at twice.
  await eventually(
    () => asked('adjustments.query') - accountsBefore,
    (count) => count > PAGE + 2,
    30_000,
  );
  process.process.kill('SIGKILL');
  await process.exit();
  books.sandbox.faults.clear();

  const orphaned = await books.reconciled(id, () => true);
  expect(orphaned).toMatchObject({
    phase: 'there',
    accounts_there: PAGE,
    accounts_compared: PAGE,
    ended_at: null,
  });
  // As if its lease had run out by itself.
  await books.database.owner.query('UPDATE leases SET leased_until = clock_timestamp()');
  expect(await books.reconciled(id, () => true)).toMatchObject({ state: 'queued' });
  await books.startAnother({ PROCESS_ROLE: 'worker' });
  expect(await books.reconciled(id, ({ ended_at }) => ended_at !== null)).toMatchObject({
    state: 'finished',
    accounts_there: ACCOUNTS,
    accounts_compared: ACCOUNTS,
    differences_by_type: { adjustment_foreign: 3 },
  });
  // The first page was read once, the second by both.
  expect(asked('billingAccounts.query') - pagesBefore).toBe(3);
  const found = await books.differences(id);
  expect(found.map(({ debt_account_external_id }) => debt_account_external_id).sort()).toEqual(
    [refs[0], refs[5], last.externalAccountNum].sort(),
  );
});
