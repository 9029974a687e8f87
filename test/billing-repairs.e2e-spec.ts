import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { DifferenceView } from '../src/billing/reconciliation.types.js';
import { Api, dataOf } from './support/api.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import { eventually } from './support/eventually.js';
import { VendorHand } from './support/vendor-hand.js';

// Repairs whose answers are lost, that come too late, or that meet others.

let books: BilledBooks;
let hand: VendorHand;
let refs: string[];

beforeAll(async () => {
  books = await BilledBooks.start({ env: { GOTRANSVERSE_TIMEOUT_MS: '1000', BILLING_LEASE_SECONDS: '5' } });
  hand = new VendorHand(books);
  refs = await books.manySettled(11);
}, 60_000);

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(() => books.close());

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
    const attempts = dataOf(await books.api.get(`/billing/accounts/${ref}/attempts`), 200) as {
      operation: string;
      outcome: string;
    }[];
    expect(attempts.filter(({ operation }) => operation.startsWith('reverseDebit'))).toMatchObject([
      { outcome: 'unknown' },
    ]);
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
