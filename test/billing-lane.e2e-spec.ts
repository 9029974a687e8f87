import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BillingLaneView } from '../src/billing/billing-lane.types.js';
import type { BillingRunAccountView, BillingRunView } from '../src/billing/billing-run.types.js';
import type { BillingAttemptView, RequeuedView } from '../src/billing/billing-worklist.types.js';
import { logger } from '../src/platform/logging/logger.js';
import { Api, dataOf } from './support/api.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import { expectAllTrue, hurry, meanwhile } from './support/billing-check.js';
import { eventually } from './support/eventually.js';

// The lane to Gotransverse, and what a run makes of what its accounts are made of.

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start({
    env: { BILLING_MAX_CHANGE_PERCENT: '100', GOTRANSVERSE_LINK_PARENTS: 'on' },
  });
});

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(() => books.close());

async function newRefs(count: number, more: Record<string, unknown> = {}): Promise<string[]> {
  const refs: string[] = [];
  for (let n = 1; n <= count; n += 1)
    refs.push((await books.make.account({ balance: 1_000 + n, ...more })).external_id);
  return refs;
}

async function asked(): Promise<string> {
  return (dataOf(await books.api.post('/billing/runs', { mode: 'incremental' }), 201) as BillingRunView).id;
}

async function runNow(id: string): Promise<BillingRunView> {
  return dataOf(await books.api.get(`/billing/runs/${id}`), 200) as BillingRunView;
}

async function lane(): Promise<BillingLaneView> {
  return dataOf(await books.api.get('/billing/lane'), 200) as BillingLaneView;
}

async function resume(): Promise<void> {
  expect(dataOf(await books.api.post('/billing/resume', {}), 200)).toMatchObject({
    state: 'open',
    paused_by: null,
  });
}

/** The calls of a run that change something there. */
async function changesOf(): Promise<(string | undefined)[]> {
  const calls = await books.callsOf(() => books.run());
  return operationsOf(calls.filter(({ method }) => method !== 'GET')).sort();
}

describe('the lane', () => {
  test('is slowed as a whole by 429, for as long as it says; that costs no attempt, and the run goes on', async () => {
    const refs = await newRefs(12);
    books.sandbox.faults.add({ fault: '429', retryAfter: 2, match: { operation: 'billingAccounts.create' } });
    const id = await asked();
    const slowed = await eventually(lane, ({ state }) => state === 'slowed');
    expect(slowed).toMatchObject({ reason: expect.stringContaining('too many calls'), paused_by: null });
    const run = await books.runEnded(id);
    expect(run).toMatchObject({ state: 'finished', counts: { created: 12, retrying: 0, quarantined: 0 } });
    for (const ref of refs) expect(await books.standing(ref)).toMatchObject({ state: 'synced', attempts: 0 });

    // Nobody was in there between: only what was under way already was ended.
    const until = Date.parse(slowed.slowed_until ?? '');
    const told = books.sandbox.requests().find(({ fault }) => fault === '429');
    const meantime = books.sandbox
      .requests()
      .filter(({ id: call, at }) => call > (told?.id ?? 0) && Date.parse(at) < until);
    expect(meantime.filter(({ operation }) => operation === 'billingAccounts.create').length).toBeLessThan(8);
    expect(until - Date.parse(told?.at ?? '')).toBeGreaterThanOrEqual(2_000);
    await expectAllTrue(books);
  });

  test.each([
    ['401', 'GOTRANSVERSE_USERNAME'],
    ['403', 'API User'],
  ] as const)(
    'is paused by %s, said once; the run waits for somebody to resume it, and ends then',
    async (fault, hint) => {
      const said = jest.spyOn(logger, 'error');
      const refs = await newRefs(12);
      books.sandbox.faults.add({ fault, times: 1_000 });
      const id = await asked();
      const paused = await eventually(lane, ({ state }) => state === 'paused');
      expect(paused).toMatchObject({ paused_by: 'vendor', reason: expect.stringContaining(hint) });
      const waiting = await eventually(
        () => runNow(id),
        ({ state }) => state === 'queued',
      );
      expect(waiting.reason).toContain(`the lane is paused: `);
      expect(waiting.reason).toContain(hint);
      const calls = await books.callsOf(async () => {
        expect((await books.attempt(refs[0] ?? '')).status).toBe(503);
      });
      const lines = said.mock.calls.filter(
        ([, text]) => text === 'The lane is paused until somebody resumes it',
      );
      expect(lines).toHaveLength(1);
      books.sandbox.faults.clear();
      await resume();
      expect(await books.runEnded(id)).toMatchObject({
        state: 'finished',
        counts: { created: 12, quarantined: 0 },
      });
      expect(calls.length).toBeLessThanOrEqual(1);
      await expectAllTrue(books);
    },
  );

  test('is paused by a person: what is under way is ended, nothing is begun, and the run goes on once resumed', async () => {
    await newRefs(30);
    books.sandbox.faults.add({ fault: 'latency', ms: 100, times: 10_000 });
    const id = await asked();
    await eventually(
      () => runNow(id),
      ({ accounts_done }) => accounts_done > 0,
    );
    const paused = await books.api.post('/billing/pause', { reason: 'maintenance until six' });
    expect(dataOf(paused, 200)).toMatchObject({
      state: 'paused',
      paused_by: 'person',
      reason: 'maintenance until six',
    });
    const waiting = await eventually(
      () => runNow(id),
      ({ state }) => state === 'queued',
    );
    expect(waiting).toMatchObject({
      reason: 'the lane is paused: maintenance until six',
      counts: { retrying: 0, unknown: 0, pending: 0, quarantined: 0 },
    });
    expect(waiting.accounts_done).toBeLessThan(30);
    // Each of those begun was brought to its end.
    expect(await sendingCount()).toBe(0);
    const calls = await books.callsOf(async () => {
      const again = await books.api.post('/billing/runs', { mode: 'incremental' });
      expect(again.status).toBe(409);
    });
    expect(calls).toEqual([]);
    books.sandbox.faults.clear();
    await resume();
    expect(await books.runEnded(id)).toMatchObject({ state: 'finished', counts: { created: 30 } });
    await expectAllTrue(books);
  });

  test('is slowed where five in a row are not answered, and open again with the first that is', async () => {
    await newRefs(8);
    books.sandbox.faults.add({ fault: '503', times: 5 });
    const id = await asked();
    const slowed = await eventually(lane, ({ state }) => state === 'slowed');
    expect(slowed.reason).toBe('it gives no answer, again and again');
    await meanwhile(
      () => hurry(books.database),
      () => books.runEnded(id),
    );
    expect(await lane()).toMatchObject({ state: 'open', reason: null, slowed_until: null });
    await expectAllTrue(books);
  });
});

async function sendingCount(): Promise<number> {
  return (dataOf(await books.api.get('/billing/accounts?state=sending'), 200) as unknown[]).length;
}

describe('what is refused', () => {
  test('holds up nobody else, and is tried again in one request, once it is mended there', async () => {
    const refs = await newRefs(20);
    books.sandbox.faults.add({ fault: '422', times: 6, match: { operation: 'billingAccounts.create' } });
    const run = await books.run();
    expect(run).toMatchObject({ state: 'finished', counts: { created: 14, quarantined: 6 } });
    const refused = dataOf(
      await books.api.get(`/billing/runs/${run.id}/accounts?outcome=quarantined`),
      200,
    ) as BillingRunAccountView[];
    expect(refused).toHaveLength(6);
    for (const { reason, attempts } of refused)
      expect([attempts, reason]).toEqual([1, expect.stringContaining('was refused: HTTP 422')]);
    // Not by itself.
    expect(await changesOf()).toEqual([]);

    const [first, second, ...others] = refused.map(
      ({ debt_account_external_id }) => debt_account_external_id,
    );
    expect(await requeued({ accounts: [first, second] })).toBe(2);
    expect(await books.run()).toMatchObject({ counts: { created: 2 }, left_out: { quarantined: 4 } });
    expect(await requeued({})).toBe(others.length);
    expect(await books.run()).toMatchObject({ counts: { created: 4 }, left_out: { quarantined: 0 } });
    expect(await requeued({})).toBe(0);
    for (const ref of refs) await books.expectTrue(ref);
  });

  async function requeued(body: Record<string, unknown>): Promise<number> {
    const answer = await books.api.post('/billing/accounts/resend', { state: 'quarantined', ...body });
    return (dataOf(answer, 200) as RequeuedView).requeued;
  }
});

describe('a run', () => {
  test('makes one push of ten edits, and none of edits that come to nothing', async () => {
    const [ref = ''] = await newRefs(1);
    await books.run();
    const { customer_external_id: customer } = await books.api.account(ref);
    for (let n = 0; n < 10; n += 1) {
      const name = `Robin Edited-${String.fromCharCode(65 + n)}`;
      dataOf(await books.api.patch(`/customers/${customer}`, { name }), 200);
    }
    expect(await changesOf()).toEqual(['people.update']);
    expect(books.there(ref).party.attributes['lastName']).toBe('Edited-J');
    for (const name of ['Robin Elsewhere', 'Robin Edited-J'])
      dataOf(await books.api.patch(`/customers/${customer}`, { name }), 200);
    dataOf(await books.api.patch(`/debt-accounts/${ref}`, { metadata: { region: 'North' } }), 200);
    expect(await changesOf()).toEqual([]);
    await books.expectTrue(ref);
  });

  test('makes one person of a customer with two new accounts', async () => {
    const customer_id = (await books.make.customer()).external_id;
    const before = books.sandbox.state.all().counts.people;
    const [one = '', other = ''] = await newRefs(2, { customer_id });
    expect(await books.run()).toMatchObject({ counts: { created: 2 } });
    expect(books.sandbox.state.all().counts.people).toBe(before + 1);
    expect(books.there(one).party.eid).toBe(books.there(other).party.eid);
  });

  test("brings a customer's changed name and address, and a creditor's, to all of their accounts", async () => {
    const address = { line1: '1 A St', city: 'Austin', state: 'TX', postal_code: '78701', country: 'US' };
    const customer = await books.make.customer({ email: 'robin@example.com', addresses: [address] });
    const location = await books.make.location();
    const refs = await newRefs(3, { customer_id: customer.external_id, location_id: location.external_id });
    await books.run();
    const changed = { name: 'Robin Married', addresses: [{ ...address, city: 'Dallas' }] };
    dataOf(await books.api.patch(`/customers/${customer.external_id}`, changed), 200);
    dataOf(await books.api.patch(`/locations/${location.external_id}`, { name: 'Merged & Co' }), 200);
    const changes = await changesOf();
    // Accounts that are brought at the same time each find the person as it was.
    expect(new Set(changes)).toEqual(
      new Set(['customFieldValues.update', 'people.update', 'people.addAddress']),
    );
    expect(changes.filter((operation) => operation === 'customFieldValues.update')).toHaveLength(3);
    for (const ref of refs) {
      const { customFields, party } = books.there(ref);
      expect([customFields['Creditor'], party.attributes['lastName']]).toEqual(['Merged & Co', 'Married']);
      expect(party.addresses.map(({ kind, attributes }) => [kind, attributes['city']])).toEqual(
        expect.arrayContaining([
          ['postalAddress', 'Dallas'],
          ['emailAddress', undefined],
        ]),
      );
      expect(party.addresses).toHaveLength(2);
    }
    expect(await changesOf()).toEqual([]);
    await expectAllTrue(books);
  });

  test("brings a parent's hold to its children, and lifts it again", async () => {
    const { parent, children } = await books.make.family([{ balance: 100 }, { balance: 200 }]);
    await books.run();
    const family = [parent, ...children].map(({ external_id }) => external_id);
    const hold = (status: string) =>
      books.api.patch(`/debt-accounts/${parent.external_id}`, { status, reason: 'the court says so' });
    dataOf(await hold('bankruptcy'), 200);
    expect(await changesOf()).toEqual(family.map(() => 'billingAccounts.suspend'));
    for (const ref of family) expect(books.there(ref).status).toBe('SUSPENDED');
    dataOf(await hold('active'), 200);
    expect(await changesOf()).toEqual(family.map(() => 'billingAccounts.resume'));
    await expectAllTrue(books);
  });
});

describe('the calls of an account', () => {
  test('are listed, newest first; what they held is sealed, and shown for pii alone', async () => {
    const customer = await books.make.customer({ name: 'Robin Sealedname', date_of_birth: '1971-11-23' });
    const [ref = ''] = await newRefs(1, { customer_id: customer.external_id });
    await books.run();
    const path = `/billing/accounts/${ref}/attempts`;
    const shown = await eventually(
      async () => dataOf(await books.api.get(path), 200) as BillingAttemptView[],
      (calls) => calls.some(({ operation }) => operation === 'postAdjustment'),
    );
    expect(new Set(shown.map(({ attempt_id }) => attempt_id)).size).toBe(1);
    const times = shown.map(({ called_at }) => called_at);
    expect(times).toEqual([...times].sort().reverse());
    const creation = shown.find(({ operation }) => operation === 'createAccount');
    expect(creation).toMatchObject({
      method: 'POST',
      path_pattern: '/billingAccounts',
      status: 201,
      outcome: 'done',
      reason: null,
    });
    expect(creation?.request_body).toContain('Sealedname');
    expect(creation?.request_body).toContain('1971-11-23');

    const made = await books.api.post('/api-keys', { name: 'no pii', scopes: ['read', 'billing'] });
    const without = await new Api(books.service.url, (dataOf(made, 201) as { key: string }).key).get(path);
    expect(without.status).toBe(200);
    expect(without.text).not.toMatch(/Sealedname|1971-11-23/);
    for (const call of dataOf(without, 200) as BillingAttemptView[])
      expect([call.request_body, call.answer_body]).toEqual([null, null]);

    const { rows } = await books.database.owner.query<{ row: string; sealed: Buffer | null }>(
      `SELECT to_jsonb(call)::text AS row, request_cipher AS sealed FROM sync_calls call
         JOIN debt_accounts account ON account.id = call.record_id WHERE external_id = $1`,
      [ref],
    );
    expect(rows).toHaveLength(shown.length);
    expect(rows.some(({ sealed }) => sealed !== null)).toBe(true);
    for (const { row, sealed } of rows)
      expect(`${row} ${sealed?.toString('latin1') ?? ''}`).not.toMatch(/Sealedname|1971-11-23/);
  });
});
