import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReconciliationView } from '../src/billing/reconciliation.types.js';
import { SchedulesService } from '../src/platform/schedules/schedules.service.js';
import { dataOf } from './support/api.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import { problemOf } from './support/http.js';
import { VendorHand } from './support/vendor-hand.js';

// Comparisons that are held up, ended, or left by their process.

/** Two pages; the long form has some more. */
const ACCOUNTS = process.env['ARREARS_LONG_TESTS'] === 'on' ? 320 : 55;
const PAGES = Math.ceil(ACCOUNTS / 50);
const SETTINGS = {
  GOTRANSVERSE_TIMEOUT_MS: '1000',
  BILLING_LEASE_SECONDS: '5',
  BILLING_RECONCILE_CRON: '0 3 1 1 *',
};

let books: BilledBooks;
let hand: VendorHand;
let refs: string[];

beforeAll(async () => {
  books = await BilledBooks.start({ env: SETTINGS });
  hand = new VendorHand(books);
  refs = await books.manySettled(ACCOUNTS);
}, 120_000);

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(() => books.close());

async function start(): Promise<ReconciliationView> {
  return dataOf(await books.api.post('/billing/reconciliations', {}), 201) as ReconciliationView;
}

const hasEnded = ({ ended_at }: ReconciliationView): boolean => ended_at !== null;

function sql(statement: string): Promise<unknown> {
  return books.database.owner.query(statement);
}

test('books that are the same on both sides cost a call an account and one a page', async () => {
  let end: ReconciliationView | undefined;
  const calls = await books.callsOf(async () => {
    ({ end } = await books.reconcile());
  });
  expect(end).toMatchObject({
    state: 'finished',
    accounts_there: ACCOUNTS,
    accounts_compared: ACCOUNTS,
    differences_by_type: {},
  });
  const operations = operationsOf(calls);
  expect(operations.filter((one) => one === 'billingAccounts.query')).toHaveLength(PAGES);
  expect(operations.filter((one) => one === 'adjustments.query')).toHaveLength(ACCOUNTS);
  expect(operations).toHaveLength(PAGES + ACCOUNTS);
});

describe('a comparison', () => {
  test('leaves a paused lane alone, one at a time, and can be cancelled', async () => {
    await sql(
      `UPDATE sync_lanes SET paused_at = now(), paused_by = 'person', pause_reason = 'month end' WHERE name = 'gotransverse'`,
    );
    const calls = await books.callsOf(async () => {
      const { id } = await start();
      const waiting = await books.reconciled(id, ({ state }) => state === 'waiting');
      expect(waiting).toMatchObject({ reason: 'The lane is paused: month end', ended_at: null });
      const other = await books.api.post('/billing/reconciliations', {});
      expect([other.status, problemOf(other).detail]).toEqual([
        409,
        'A reconciliation is under way; wait for its end, or cancel it',
      ]);
      const cancelled = await books.api.post(`/billing/reconciliations/${id}/cancel`, { reason: 'too late' });
      expect(dataOf(cancelled, 200)).toMatchObject({ state: 'cancelled', reason: 'too late' });
      // Again it is so already.
      expect((await books.api.post(`/billing/reconciliations/${id}/cancel`, {})).status).toBe(200);
    });
    expect(calls).toEqual([]);
    const { id } = await start();
    await books.reconciled(id, ({ state }) => state === 'waiting');
    await sql(`UPDATE sync_lanes SET paused_at = NULL, paused_by = NULL, pause_reason = NULL`);
    expect(await books.reconciled(id, hasEnded)).toMatchObject({ state: 'finished', reason: null });
    expect((await books.api.post(`/billing/reconciliations/${id}/cancel`, {})).status).toBe(409);
  });

  test('fails at once where nobody is let in', async () => {
    books.sandbox.faults.add({ fault: '401', seconds: 60, match: { operation: 'billingAccounts.query' } });
    const { end } = await books.reconcile();
    expect(end).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('check GOTRANSVERSE_USERNAME'),
    });
    expect(dataOf(await books.api.get('/billing/lane'), 200)).toMatchObject({
      state: 'paused',
      paused_by: 'vendor',
    });
    await books.api.post('/billing/resume', {});
    books.sandbox.faults.clear();
  });

  test('waits where there is no answer, and goes on', async () => {
    books.sandbox.faults.add({ fault: '503', times: 4, match: { operation: 'billingAccounts.query' } });
    books.sandbox.faults.add({
      fault: '429',
      retryAfter: 1,
      times: 1,
      match: { operation: 'adjustments.query' },
    });
    const { id } = await start();
    const waiting = await books.reconciled(id, ({ state }) => state === 'waiting');
    expect(waiting.reason).toContain('Gotransverse does not answer: HTTP 503');
    expect(await books.reconciled(id, hasEnded)).toMatchObject({
      state: 'finished',
      accounts_compared: ACCOUNTS,
      differences_by_type: {},
    });
  });

  test('fails when it came no further for half an hour', async () => {
    books.sandbox.faults.add({ fault: '503', seconds: 60, match: { operation: 'billingAccounts.query' } });
    const { id } = await start();
    await books.reconciled(id, ({ state }) => state === 'waiting');
    await sql(
      `UPDATE billing_reconciliations SET progressed_at = now() - interval '31 minutes', waits_until = NULL WHERE ended_at IS NULL`,
    );
    expect(await books.reconciled(id, hasEnded)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('no further for half an hour'),
    });
  });

  test('skips an account about which nothing usable is told', async () => {
    books.sandbox.faults.add({
      fault: 'wrong_namespace',
      times: 1,
      match: { operation: 'adjustments.query' },
    });
    const { end } = await books.reconcile();
    expect(end).toMatchObject({ state: 'finished', accounts_compared: ACCOUNTS - 1, accounts_skipped: 1 });
  });

  test('asks for each part where the tenant forbids deep answers', async () => {
    const { party } = hand.eidsOf(refs[1]!);
    await hand.rename(party, 'Other');
    // Of the pages only: single accounts are asked for deep as well.
    const match = { operation: 'billingAccounts.query', path: '/queryScope=DEEP/' };
    books.sandbox.faults.add({ fault: '400', times: PAGES, match });
    const { found } = await books.reconcile();
    expect(found).toHaveLength(ACCOUNTS);
    expect(found[0]).toMatchObject({ type: 'party', there: { lastName: 'Other' } });
    await books.repair(found[0]!.id);
    expect((await books.reconcile()).found).toEqual([]);
  });

  test('is asked for by the schedule, unless one is under way', async () => {
    const schedules = books.service.app.get(SchedulesService);
    await schedules.round();
    await sql(
      `UPDATE schedule_ticks SET due_at = due_at - interval '2 years' WHERE name = 'billing-reconciliation'`,
    );
    await schedules.round();
    const { body } = await books.api.get('/billing/reconciliations?limit=1');
    const [newest] = (body as { data: ReconciliationView[] }).data;
    expect(newest?.due_at).toMatch(/-01-01T03:00:00/);
    await books.reconciled(newest!.id, hasEnded);
  });
});
