import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BillingRunAccountView, BillingRunView } from '../src/billing/billing-run.types.js';
import { SchedulesService } from '../src/platform/schedules/schedules.service.js';
import { dataOf } from './support/api.js';
import { billingOn } from './support/billing-sandbox.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import { eventually } from './support/eventually.js';
import { GotransverseCaller } from './support/gotransverse-caller.js';
import { startService } from './support/service.js';

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start({ env: { BILLING_MAX_CHANGE_PERCENT: '10' } });
});

afterAll(() => books.close());

async function accountsOf(run: BillingRunView, query = ''): Promise<BillingRunAccountView[]> {
  const answer = await books.api.get(`/billing/runs/${run.id}/accounts${query}`);
  return dataOf(answer, 200) as BillingRunAccountView[];
}

/** Asks for a run without waiting for it. */
async function asked(body: Record<string, unknown> = {}): Promise<BillingRunView> {
  return dataOf(
    await books.api.post('/billing/runs', { mode: 'incremental', ...body }),
    201,
  ) as BillingRunView;
}

async function newRefs(count: number): Promise<string[]> {
  const refs: string[] = [];
  for (let n = 1; n <= count; n += 1)
    refs.push((await books.make.account({ balance: 1_000 + n })).external_id);
  return refs;
}

describe('a run', () => {
  test('brings what is behind, and the next one finds nothing to do and says why', async () => {
    const refs = await newRefs(6);
    const closed = await books.make.account({ balance: 500, status: 'closed' });
    const nameless = await books.make.account({
      balance: 700,
      customer_id: (await books.make.customer({ name: 'Cher' })).external_id,
    });
    const run = await books.run();
    expect(run).toMatchObject({
      mode: 'incremental',
      dry_run: false,
      state: 'finished',
      reason: null,
      due_at: null,
      accounts_due: 8,
      accounts_done: 8,
      seconds_left: null,
      counts: {
        created: 6,
        changed: 0,
        unchanged: 0,
        not_needed: 1,
        quarantined: 1,
        retrying: 0,
        unknown: 0,
        pending: 0,
      },
      left_out: { unchanged: 0, quarantined: 0, not_due: 0, not_needed: 0 },
    });
    for (const ref of refs) await books.expectTrue(ref);
    expect(await books.standing(closed.external_id)).toMatchObject({ state: 'not_needed', eid: null });
    expect(await accountsOf(run, '?outcome=quarantined')).toMatchObject([
      {
        debt_account_external_id: nameless.external_id,
        attempts: 1,
        reason: expect.stringContaining('customer.name'),
      },
    ]);

    const calls = await books.callsOf(async () => {
      expect(await books.run()).toMatchObject({
        state: 'finished',
        accounts_due: 0,
        accounts_done: 0,
        left_out: { unchanged: 6, not_needed: 1, quarantined: 1, not_due: 0 },
      });
    });
    expect(calls).toEqual([]);
  });

  test('of one account takes up that one alone, or says what is the matter with it', async () => {
    const [one = '', other = ''] = await newRefs(2);
    expect(await books.run({ account: one })).toMatchObject({ accounts_due: 1, counts: { created: 1 } });
    expect(await books.standing(other)).toMatchObject({ state: 'pending' });
    const again = await books.run({ account: one });
    expect(again.counts).toMatchObject({ unchanged: 1, changed: 0 });
    expect(await accountsOf(again)).toMatchObject([{ debt_account_external_id: one, attempts: 0 }]);
    await books.run();
    await books.expectTrue(other);
  });

  test('that is dry sends nothing, and says of each account what would be sent', async () => {
    const [fresh = '', known = ''] = await newRefs(2);
    await books.run({ account: known });
    await books.api.post(`/debt-accounts/${known}/entries`, { kind: 'payment', amount: -100 });
    await books.api.post(`/debt-accounts/${known}/entries`, { kind: 'fee', amount: 25 });
    const calls = await books.callsOf(async () => {
      const run = await books.run({ dry_run: true });
      expect(run).toMatchObject({ dry_run: true, state: 'finished', counts: { created: 1, changed: 1 } });
      expect(await accountsOf(run)).toMatchObject([
        { debt_account_external_id: fresh, outcome: 'created', reason: '1 entry', attempts: 0 },
        { debt_account_external_id: known, outcome: 'changed', reason: '2 entries', attempts: 0 },
      ]);
    });
    expect(calls).toEqual([]);
    expect(await books.run()).toMatchObject({ counts: { created: 1, changed: 1 } });
    await books.expectTrue(known);
  });

  test('that is full compares all, and sends only what differs', async () => {
    const [ref = ''] = await newRefs(1);
    await books.run();
    // By hand, there.
    const { eid } = books.there(ref);
    const byHand = new GotransverseCaller(books.sandbox, '1.28');
    const command = `<suspendBillingAccount xmlns="${byHand.namespace}"><billingAccount eid="${eid}"/><reason eid="211"/></suspendBillingAccount>`;
    expect((await byHand.post(`billingAccounts/${eid}/suspend`, command)).status).toBe(200);
    expect(books.there(ref).status).toBe('SUSPENDED');
    const calls = await books.callsOf(async () => {
      const run = await books.run({ mode: 'full' });
      expect(run).toMatchObject({ state: 'finished', counts: { changed: 1, created: 0 } });
      expect(run.counts.unchanged).toBeGreaterThan(5);
      expect(run.accounts_due).toBe(run.counts.changed + run.counts.unchanged);
    });
    expect(operationsOf(calls.filter(({ method }) => method !== 'GET'))).toEqual(['billingAccounts.resume']);
    await books.expectTrue(ref);
  });

  test('during a run is refused; one that is cancelled leaves the rest to the next', async () => {
    const refs = await newRefs(30);
    books.sandbox.faults.add({ fault: 'latency', ms: 150, times: 10_000 });
    const run = await asked();
    const second = await books.api.post('/billing/runs', { mode: 'full' });
    expect([second.status, second.text]).toEqual([409, expect.stringContaining('A run is under way')]);
    await eventually(
      async () => dataOf(await books.api.get(`/billing/runs/${run.id}`), 200) as BillingRunView,
      ({ accounts_done }) => accounts_done > 0,
    );
    expect((await books.api.post(`/billing/runs/${run.id}/cancel`, { reason: 'test' })).status).toBe(200);
    const ended = await books.runEnded(run.id);
    books.sandbox.faults.clear();
    expect(ended).toMatchObject({ state: 'cancelled', counts: { quarantined: 0, unknown: 0, retrying: 0 } });
    expect(ended.left_out?.not_due).toBeGreaterThan(0);
    expect((await books.api.post(`/billing/runs/${run.id}/cancel`, {})).status).toBe(409);
    await books.run();
    for (const ref of refs) await books.expectTrue(ref);
  });

  test('that a process left behind says what it waits for, and can be cancelled while the lane is slowed', async () => {
    const id = '01a00000-0000-7000-8000-000000000001';
    await books.database.owner.query(`
      UPDATE sync_lanes SET slowed_until = clock_timestamp() + interval '1 hour', slow_reason = 'HTTP 429' WHERE name = 'gotransverse';
      INSERT INTO sync_runs (id, lane, mode, dry_run, state, started_at)
      VALUES ('${id}', 'gotransverse', 'incremental', false, 'running', clock_timestamp())`);
    await eventually(
      async () => dataOf(await books.api.get(`/billing/runs/${id}`), 200) as BillingRunView,
      ({ state, reason }) => state === 'queued' && reason === 'the lane is slowed: HTTP 429',
    );
    dataOf(await books.api.post(`/billing/runs/${id}/cancel`, {}), 200);
    expect(await books.runEnded(id)).toMatchObject({ state: 'cancelled' });
    expect((await books.api.post('/billing/resume', {})).status).toBe(200);
  });

  test('goes on past an account of which something stored cannot be opened, and ends', async () => {
    const [broken = '', other = ''] = await newRefs(2);
    await books.run();
    await books.database.owner.query(
      `UPDATE billing_accounts SET sent_cipher = '\\x00' WHERE external_account_num = $1`,
      [broken],
    );
    for (const ref of [broken, other])
      dataOf(
        await books.api.post(`/debt-accounts/${ref}/entries`, {
          kind: 'payment',
          amount: -100,
          reference: ref,
        }),
        201,
      );
    const planned = await books.run({ mode: 'full', dry_run: true });
    expect(planned).toMatchObject({ state: 'finished', counts: { retrying: 1, changed: 1 } });
    expect(planned.accounts_due).toBe(planned.accounts_done + 1);
    const run = await books.run();
    expect(run).toMatchObject({ state: 'finished', counts: { retrying: 1, changed: 1 } });
    await books.expectTrue(other);
    expect(await books.standing(broken)).toMatchObject({
      state: 'retrying',
      reason: expect.stringContaining('the service failed at this account'),
    });
    // Not known any more: all of it is sent anew.
    await books.database.owner.query(
      `UPDATE billing_accounts SET sent_cipher = NULL WHERE external_account_num = $1`,
      [broken],
    );
    await books.settled(broken);
    await books.expectTrue(broken);
  });

  test('that would change too many of those there waits for a person', async () => {
    const refs = await newRefs(70);
    await books.run();
    for (const ref of refs.slice(0, 20))
      await books.api.post(`/debt-accounts/${ref}/entries`, { kind: 'fee', amount: 5 });
    const calls = await books.callsOf(async () => {
      const run = await books.run();
      expect(run).toMatchObject({
        state: 'needs_confirmation',
        would_change: 20,
        reason: expect.stringContaining('more than 10 %'),
        counts: { changed: 0 },
      });
      expect(run.accounts_there).toBeGreaterThanOrEqual(100);
      expect(await alarmIds()).toContain('billing.run.needs_confirmation');
      expect((await books.api.post('/billing/runs', { mode: 'incremental' })).status).toBe(409);
    });
    expect(calls).toEqual([]);
    const { id } = (await newest()) as BillingRunView;
    expect((await books.api.post(`/billing/runs/${id}/confirm`, {})).status).toBe(200);
    expect(await books.runEnded(id)).toMatchObject({ state: 'finished', counts: { changed: 20 } });
    expect((await books.api.post(`/billing/runs/${id}/confirm`, {})).status).toBe(409);
    for (const ref of refs.slice(0, 20)) await books.expectTrue(ref);
  });
});

describe('the schedule', () => {
  test('asks for one run at a time, and says for when it was due', async () => {
    const [ref = ''] = await newRefs(1);
    const scheduled = await startService({
      database: books.database,
      env: { ...billingOn(books.sandbox), BILLING_SYNC_CRON: '* * * * *' },
    });
    const rounds = scheduled.app.get(SchedulesService);
    await rounds.round();
    // As if that, when the name was first seen, had been long ago.
    await books.database.owner.query(
      `UPDATE schedule_ticks SET due_at = due_at - interval '1 hour' WHERE name = 'billing-sync'`,
    );
    await Promise.all([rounds.round(), rounds.round()]);
    const run = (await eventually(
      newest,
      (one) => one?.due_at != null && one.state === 'finished',
    )) as BillingRunView;
    expect(run).toMatchObject({ mode: 'incremental', counts: { created: 1 } });
    await books.expectTrue(ref);
    expect(await scheduledRuns()).toBe(1);
    await scheduled.close();
  });
});

test('who asks for no such run is told so', async () => {
  for (const path of ['', '/accounts', '/cancel', '/confirm'])
    for (const id of ['0198a2b4-0000-7000-8000-000000000000', 'nonsense']) {
      const url = `/billing/runs/${id}${path}`;
      const answer = await (path === '' || path === '/accounts'
        ? books.api.get(url)
        : books.api.post(url, {}));
      expect([url, answer.status]).toEqual([url, 404]);
    }
  const wrong = await books.api.post('/billing/runs', { mode: 'sometimes', account: 7 });
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('"field":"mode"')]);
  const nobody = await books.api.post('/billing/runs', { mode: 'full', account: 'nobody' });
  expect([nobody.status, nobody.text]).toEqual([422, expect.stringContaining('"field":"account"')]);
});

async function scheduledRuns(): Promise<number> {
  const runs = dataOf(await books.api.get('/billing/runs'), 200) as BillingRunView[];
  return runs.filter(({ due_at }) => due_at !== null).length;
}

async function newest(): Promise<BillingRunView | undefined> {
  return (dataOf(await books.api.get('/billing/runs?limit=1'), 200) as BillingRunView[])[0];
}

async function alarmIds(): Promise<string[]> {
  return (dataOf(await books.api.get('/alarms'), 200) as { id: string }[]).map(({ id }) => id);
}
