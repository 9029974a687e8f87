import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { DifferenceView, ReconciliationView } from '../src/billing/reconciliation.types.js';
import { SchedulesService } from '../src/platform/schedules/schedules.service.js';
import { Api, dataOf } from './support/api.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import { newRef } from './support/books.js';
import { eventually } from './support/eventually.js';
import { problemOf } from './support/http.js';
import { VendorHand } from './support/vendor-hand.js';

// Comparisons that are held up, ended or orphaned, and repairs whose answers are lost.

const ACCOUNTS = 120;
const PAGES = 3;
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
  const customer = await books.make.customer({ date_of_birth: '1980-02-03' });
  const location = await books.make.location();
  refs = Array.from({ length: ACCOUNTS }, () => newRef('RECO'));
  const accounts = refs.map((external_id) => ({
    external_id,
    customer_id: customer.external_id,
    location_id: location.external_id,
    balance: 10_000,
  }));
  dataOf(await books.api.post('/bulk', { debt_accounts: accounts }), 200);
  // The first makes the customer's party.
  await books.settled(refs[0]!);
  const waiting = refs.slice(1);
  const worker = async () => {
    for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) await books.settled(ref);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
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

/** An account whose only entry is posted twice. */
async function doubled(ref: string): Promise<{ eid: string; doubleEid: string }> {
  const { id } = await books.api.account(ref);
  const { account: eid } = hand.eidsOf(ref);
  const doubleEid = await hand.adjustment(eid, { amount: '100.00', description: `ARREARS ${id} 1-1` });
  return { eid, doubleEid };
}

async function onlyFound(): Promise<DifferenceView> {
  const { found } = await books.reconcile();
  expect(found).toHaveLength(1);
  return found[0]!;
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
      expect((await books.api.post(`/billing/reconciliations/${id}/cancel`, {})).status).toBe(409);
    });
    expect(calls).toEqual([]);
    const { id } = await start();
    await books.reconciled(id, ({ state }) => state === 'waiting');
    await sql(`UPDATE sync_lanes SET paused_at = NULL, paused_by = NULL, pause_reason = NULL`);
    expect(await books.reconciled(id, hasEnded)).toMatchObject({ state: 'finished', reason: null });
  });

  test('fails at once where nobody is let in', async () => {
    books.sandbox.faults.add({ fault: '401', seconds: 60, match: { operation: 'billingAccounts.query' } });
    const { end } = await books.reconcile();
    expect(end).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('check GOTRANSVERSE_USERNAME'),
    });
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

describe('a repair', () => {
  test('whose answer is lost is looked for, and not made twice', async () => {
    const ref = refs[2]!;
    await doubled(ref);
    const { id } = await onlyFound();
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'adjustments.reverseDebit' } });
    const calls = await books.callsOf(async () => {
      expect(await books.repair(id)).toMatchObject({
        state: 'open',
        reason: expect.stringContaining('repair it again'),
      });
      expect(await books.repair(id)).toMatchObject({ state: 'repaired' });
    });
    books.only(calls, 'adjustments.reverseDebit');
    await books.expectBalanceOf(ref);
  });

  test('that never arrived is made again when it surely will not', async () => {
    const ref = refs[3]!;
    await doubled(ref);
    const { id } = await onlyFound();
    books.sandbox.faults.add({
      fault: 'drop_before_commit',
      match: { operation: 'adjustments.reverseDebit' },
    });
    const calls = await books.callsOf(() =>
      eventually(
        () => books.repair(id),
        ({ state }) => state === 'repaired',
        20_000,
      ),
    );
    expect(operationsOf(calls).filter((one) => one === 'adjustments.reverseDebit')).toHaveLength(2);
    await books.expectBalanceOf(ref);
  });

  test('by a credit whose answer is lost makes one credit', async () => {
    const ref = refs[4]!;
    const { eid } = await doubled(ref);
    books.sandbox.state.markInvoiced(eid);
    const { id } = await onlyFound();
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'adjustments.create' } });
    const calls = await books.callsOf(async () => {
      expect(await books.repair(id)).toMatchObject({ state: 'open' });
      expect(await books.repair(id)).toMatchObject({ state: 'repaired' });
    });
    books.only(calls, 'adjustments.create');
    await books.expectBalanceOf(ref);
  });

  test('that was left without an outcome does not keep the account from being sent', async () => {
    const ref = refs[5]!;
    await doubled(ref);
    const { id } = await onlyFound();
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'adjustments.reverseDebit' } });
    expect(await books.repair(id)).toMatchObject({ state: 'open' });
    await books.api.postEntry(ref, { kind: 'fee', amount: 300 });
    expect(await books.settled(ref)).toMatchObject({ state: 'synced', balance_there: 10_300 });
    expect(await books.repair(id)).toMatchObject({ state: 'gone' });
  });

  test('is refused while the account is being sent', async () => {
    const ref = refs[6]!;
    const { doubleEid } = await doubled(ref);
    const { id, debt_account_id } = await onlyFound();
    const lease = (value: string) =>
      sql(
        `UPDATE sync_records SET ${value} WHERE lane = 'gotransverse' AND record_id = '${debt_account_id ?? ''}'`,
      );
    await lease(`lease_owner = gen_random_uuid(), leased_until = now() + interval '1 hour'`);
    const path = `/billing/reconciliations/differences/${id}/repair`;
    for (const repair of ['reverse_adjustment', 'accept'])
      expect((await books.api.post(path, { repair })).status).toBe(409);
    // It is told all the same that it is there twice.
    expect((await books.reconcile()).found).toMatchObject([
      { type: 'adjustment_doubled', adjustment_eid: doubleEid },
    ]);
    await lease('lease_owner = NULL, leased_until = NULL');
    expect((await books.api.post(path, { repair: 'adopt' })).status).toBe(422);
    expect(await books.repair(id)).toMatchObject({ state: 'repaired' });
  });

  test('of what has changed meanwhile does nothing', async () => {
    const { doubleEid } = await doubled(refs[7]!);
    const { id } = await onlyFound();
    await hand.reverse(doubleEid, false);
    const calls = await books.callsOf(async () => {
      expect(await books.repair(id)).toMatchObject({
        state: 'gone',
        reason: expect.stringContaining('nothing to repair'),
      });
    });
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('does not end a second account that holds money of others', async () => {
    const ref = refs[8]!;
    const [second = ''] = books.sandbox.state.plant({ externalAccountNum: ref, balanceCents: 5 });
    const { id } = await onlyFound();
    expect(await books.repair(id)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(`EID ${second} has a balance of $0.05 that was not posted from here`),
    });
    await hand.adjustment(second, { amount: '0.05', credit: true });
    expect(await books.repair(id)).toMatchObject({ state: 'repaired' });
    expect((await books.reconcile()).found).toEqual([]);
  });

  test('is for keys with the scope billing, and dates of birth are for those with pii', async () => {
    const { party } = hand.eidsOf(refs[9]!);
    await hand.born(party, '1970-01-01');
    const { found } = await books.reconcile();
    expect(found[0]).toMatchObject({
      type: 'party',
      here: { dob: '1980-02-03' },
      there: { dob: '1970-01-01' },
    });
    const audit = await books.api.get('/audit-events?action=customer.revealed&limit=1');
    expect(audit.body).toMatchObject({ data: [{ changes: { by: 'billing_difference' } }] });
    const key = dataOf(await books.api.post('/api-keys', { name: 'reader', scopes: ['read'] }), 201) as {
      key: string;
    };
    const reader = new Api(books.service.url, key.key);
    const path = `/billing/reconciliations/differences/${found[0]!.id}`;
    expect(dataOf(await reader.get(path), 200)).toMatchObject({
      here: { dob: '****-**-**' },
      there: { dob: '****-**-**' },
    });
    expect((await reader.post(`${path}/repair`, {})).status).toBe(403);
    expect(await books.repair(found[0]!.id)).toMatchObject({ state: 'repaired' });
    expect((await books.reconcile()).found).toEqual([]);
  });
});

test.each([
  ['reversed', {}],
  ['countered', { repair: 'counter_credit' }],
  ['accepted', { repair: 'accept' }],
])('an account whose second adjustment was %s goes on being sent', async (_how, repair) => {
  const ref = refs.at(-1)!;
  const { id } = await doubledOnce(ref);
  expect(await books.repair(id, repair)).toMatchObject({ state: 'repaired' });
  await books.api.postEntry(ref, { kind: 'fee', amount: 300 });
  expect(await books.settled(ref)).toMatchObject({ state: 'synced', reason: null });
  expect((await books.reconcile()).found).toEqual([]);
});

async function doubledOnce(ref: string): Promise<DifferenceView> {
  await doubled(ref);
  return onlyFound();
}
