import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AlarmView } from '../src/platform/alarms/alarm.types.js';
import { dataOf } from './support/api.js';
import { BilledBooks } from './support/billed-books.js';

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start({ env: { BILLING_SILENCE_MINUTES: '30' } });
});

afterAll(() => books.close());

async function alarm(id: string): Promise<AlarmView | undefined> {
  const alarms = dataOf(await books.api.get('/alarms'), 200) as AlarmView[];
  return alarms.find((one) => one.id === id);
}

const sql = (text: string) => books.database.owner.query(text);

test('a paused lane is told until it is resumed', async () => {
  expect(await alarm('billing.lane.paused')).toBeUndefined();
  await books.api.post('/billing/pause', { reason: 'month end' });
  expect(await alarm('billing.lane.paused')).toMatchObject({
    severity: 'warning',
    summary: expect.stringContaining('month end'),
    what_to_do: expect.stringContaining('/billing/resume'),
  });
  await books.api.post('/billing/resume', {});
  expect(await alarm('billing.lane.paused')).toBeUndefined();
});

test('a lane that Gotransverse lets nobody into is critical', async () => {
  const { external_id: ref } = await books.make.account({ balance: 100 });
  books.sandbox.faults.add({ fault: '403', times: 1 });
  expect((await books.attempt(ref)).status).toBe(503);
  expect(await alarm('billing.lane.paused')).toMatchObject({
    severity: 'critical',
    summary: expect.stringContaining('HTTP 403'),
  });
  await books.api.post('/billing/resume', {});
  await books.settled(ref);
});

test('a call whose outcome is not known for over an hour is told', async () => {
  const { external_id: ref } = await books.make.account({ balance: 100 });
  books.sandbox.faults.add({
    fault: 'drop_before_commit',
    times: 1,
    match: { operation: 'billingAccounts.create' },
  });
  expect(await books.send(ref)).toMatchObject({ state: 'unknown' });
  expect(await alarm('billing.unknown')).toBeUndefined();
  await sql(
    `UPDATE sync_records SET call_ends_by = call_ends_by - interval '61 minutes' WHERE state = 'unknown'`,
  );
  expect(await alarm('billing.unknown')).toMatchObject({
    severity: 'critical',
    summary: expect.stringContaining('1 accounts'),
  });
  await books.settled(ref);
  expect(await alarm('billing.unknown')).toBeUndefined();
});

test('many that are refused within an hour are told', async () => {
  const customer_id = (await books.make.customer({ name: 'Cher' })).external_id;
  for (let n = 0; n < 9; n += 1) await books.make.account({ customer_id });
  expect(await books.run()).toMatchObject({ counts: { quarantined: 9 } });
  expect(await alarm('billing.quarantine')).toBeUndefined();
  await books.make.account({ customer_id });
  await books.run();
  expect(await alarm('billing.quarantine')).toMatchObject({
    severity: 'warning',
    summary: expect.stringContaining('10 accounts'),
  });
  await sql(
    `UPDATE sync_records SET settled_at = settled_at - interval '2 hours' WHERE state = 'quarantined'`,
  );
  expect(await alarm('billing.quarantine')).toBeUndefined();
});

test('silence while accounts are behind is told, until something is confirmed', async () => {
  await sql(`UPDATE sync_lanes SET confirmed_at = now() - interval '3 hours'`);
  expect(await alarm('billing.silent')).toBeUndefined();
  const { external_id: ref } = await books.make.account({ balance: 100 });
  expect(await alarm('billing.silent')).toBeUndefined();
  await sql(
    `UPDATE sync_records SET behind_since = now() - interval '31 minutes' WHERE wanted_version > settled_version`,
  );
  expect(await alarm('billing.silent')).toMatchObject({
    severity: 'critical',
    summary: expect.stringContaining('30 minutes'),
  });
  await books.settled(ref);
  await books.run();
  expect(await alarm('billing.silent')).toBeUndefined();
});

test('what is refused here without asking Gotransverse confirms nothing', async () => {
  await sql(`UPDATE sync_lanes SET confirmed_at = '2026-01-01'`);
  await books.make.account({ balance: 500, status: 'closed' });
  expect(await books.run()).toMatchObject({ counts: { not_needed: 1 } });
  expect(dataOf(await books.api.get('/billing/lane'), 200)).toMatchObject({
    confirmed_at: '2026-01-01T00:00:00.000Z',
  });
});

test('an account that is looked at again is behind from then on, not from its last change', async () => {
  await sql(`UPDATE sync_lanes SET confirmed_at = now() - interval '3 hours'`);
  await sql(`UPDATE sync_records SET behind_since = now() - interval '90 days'`);
  expect(await alarm('billing.silent')).toBeUndefined();
  dataOf(await books.api.post('/billing/accounts/resend', { state: 'quarantined' }), 200);
  expect(dataOf(await books.api.get('/billing/lane'), 200)).toMatchObject({ accounts_due: 10 });
  expect(await alarm('billing.silent')).toBeUndefined();
});
