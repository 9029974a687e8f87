import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultSpec } from '../sandbox/gotransverse/faults.js';
import type { LoggedRequest } from '../sandbox/gotransverse/request-log.js';
import { dataOf } from './support/api.js';
import { BilledBooks } from './support/billed-books.js';
import {
  expectAllTrue,
  expectLedgerKept,
  ledgerOf,
  letLeasesRunOut,
  settleAll,
} from './support/billing-check.js';
import { newRef } from './support/books.js';
import { eventually } from './support/eventually.js';
import { FedBilling } from './support/fed-billing.js';
import { Seeded } from './support/seeded.js';
import type { SpawnedService } from './support/spawn-service.js';

// Processes that are killed while they work on a run: another one takes the run over, and nothing comes about twice.

const LONG = process.env['ARREARS_LONG_TESTS'] === 'on';
const SEED = Number(process.env['SOAK_SEED'] ?? 20_261_127);
const ACCOUNTS = LONG ? 5_000 : 60;
const MOMENTS = LONG ? 200 : 3;
/** How many of the runs are full ones, which read every account there. */
const FULL_SHARE = LONG ? 0.02 : 0.2;
const LEASE_MS = 5_000;
/** So long that who is killed is surely killed before its own time limit. */
const SETTINGS = {
  BILLING_LEASE_SECONDS: String(LEASE_MS / 1000),
  GOTRANSVERSE_TIMEOUT_MS: '2500',
  BILLING_MAX_CHANGE_PERCENT: '100',
  GOTRANSVERSE_LINK_PARENTS: 'on',
};

let books: BilledBooks;
/** Whoever works now: takes over from the one that was killed before. */
let alive: SpawnedService;

beforeAll(async () => {
  // It answers and does not work: work is done by those who are killed.
  books = await BilledBooks.start({
    env: { ...SETTINGS, PROCESS_ROLE: 'web' },
    sandbox: { requestsKept: 5_000 },
  });
  alive = await worker();
});

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(() => books.close());

async function worker(): Promise<SpawnedService> {
  return (await books.spawn({ ...SETTINGS, PROCESS_ROLE: 'worker' })).process;
}

async function kill(): Promise<void> {
  alive.process.kill('SIGKILL');
  await alive.exit();
}

function lastCall(): number {
  return books.sandbox.requests().at(-1)?.id ?? 0;
}

async function calls(since: number, passes: (calls: LoggedRequest[]) => boolean): Promise<LoggedRequest[]> {
  return eventually(() => books.sandbox.requests().filter(({ id }) => id > since), passes, 30_000);
}

/** Each kind of call that a push may make. */
const STEPS = [
  ...['billingAccounts.query', 'billingAccounts.create', 'billingAccounts.get', 'billingAccounts.suspend'],
  ...[
    'people.update',
    'customFieldValues.update',
    'adjustments.query',
    'adjustments.create',
    'adjustments.post',
  ],
];

async function patch(path: string, body: Record<string, unknown>): Promise<void> {
  dataOf(await books.api.patch(path, body), 200);
}

/** Accounts that need each of them: some new, some that are there and changed. */
async function withWorkForAllSteps(seeded: Seeded): Promise<void> {
  const fed = new FedBilling(books, seeded);
  await fed.feed(12);
  const [customer, location] = [await books.make.customer(), await books.make.location()];
  const shared = { customer_id: customer.external_id, location_id: location.external_id };
  const refs: string[] = [];
  for (let n = 0; n < 6; n += 1)
    refs.push((await books.make.account({ ...shared, balance: 5_000 + n })).external_id);
  await settleAll(books);
  await fed.feed(12);
  await patch(`/customers/${customer.external_id}`, { name: 'Robin Renamed' });
  await patch(`/locations/${location.external_id}`, { name: newRef('Renamed & Co') });
  for (const ref of refs) await books.api.postEntry(ref, { kind: 'payment', amount: -1_000 });
  for (const ref of refs.slice(0, 3)) await patch(`/debt-accounts/${ref}`, { status: 'disputed' });
}

describe('a worker that is killed in the middle of its accounts, at each kind of call', () => {
  const ways: Record<string, FaultSpec[]> = {
    'which had taken effect': [{ fault: 'commit_then_hang' }],
    'which takes effect after its death': [{ fault: 'latency', ms: 2_000 }],
    'which never takes effect': [{ fault: 'latency', ms: 2_000 }, { fault: 'drop_before_commit' }],
  };
  const chosen = Object.keys(ways).slice(0, LONG ? 3 : 1);

  test.each(chosen)('%s: the next one takes the run over within a lease', async (way) => {
    await withWorkForAllSteps(new Seeded(SEED));
    const ledger = await ledgerOf(books);
    for (const operation of STEPS)
      for (const fault of ways[way] ?? []) books.sandbox.faults.add({ ...fault, match: { operation } });
    const before = lastCall();
    await books.api.post('/billing/runs', { mode: 'incremental' });
    const next = worker();
    await eventually(
      () => books.sandbox.faults.list().filter(({ fault }) => fault !== 'drop_before_commit'),
      (left) => left.length === 0,
      30_000,
    );
    const open = (await calls(before, () => true)).filter(({ status }) => status === undefined);
    await kill();
    // Several at once: how many, is a matter of how fast the machine is.
    expect(open.length).toBeGreaterThan(1);
    const at = lastCall();
    alive = await next;
    const readyMs = performance.now();
    await calls(at, (made) => made.length > 0);
    expect(performance.now() - readyMs).toBeLessThan(LEASE_MS + 3_000);
    await settleAll(books);
    await expectAllTrue(books);
    await expectLedgerKept(books, ledger);
  });
});

test('a worker that is killed between an answer and its writing down: the next one asks, and makes nothing anew', async () => {
  const [fresh, known] = [await newAccount(), await newAccount()];
  await books.run({ account: known });
  await books.api.postEntry(known, { kind: 'payment', amount: -2_501 });
  const { id } = await books.api.account(known);
  const before = lastCall();
  for (const operation of ['billingAccounts.create', 'adjustments.create'])
    books.sandbox.faults.add({ fault: 'latency', ms: 700, match: { operation } });
  await books.api.post('/billing/runs', { mode: 'incremental' });
  const isEither = ({ operation, body = '' }: LoggedRequest): boolean =>
    (operation === 'billingAccounts.create' && body.includes(`"${fresh}"`)) ||
    (operation === 'adjustments.create' && body.includes(id));
  await calls(before, (made) => made.filter(isEither).length === 2);
  const holder = await books.database.owner.connect();
  try {
    await holder.query('BEGIN');
    await holder.query(
      `SELECT FROM sync_records JOIN debt_accounts account ON account.id = record_id
        WHERE external_id IN ($1, $2) FOR UPDATE OF sync_records`,
      [fresh, known],
    );
    await calls(before, (made) => made.filter((call) => isEither(call) && call.status === 201).length === 2);
    await eventually(writersWaiting, (count) => count === 2);
    await kill();
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
  alive = await worker();
  await letLeasesRunOut(books.database, LEASE_MS);
  await settleAll(books);
  await expectAllTrue(books);
  expect((await calls(before, () => true)).filter(isEither)).toHaveLength(2);
});

/** Those that are about to write down what a call was answered. */
async function writersWaiting(): Promise<number> {
  const { rows } = await books.database.service.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%call_step = NULL%'`,
  );
  return rows[0]?.count ?? 0;
}

async function newAccount(): Promise<string> {
  return (await books.make.account({ balance: 10_000 })).external_id;
}

test(`workers that are killed at ${String(MOMENTS)} moments of runs over ${String(ACCOUNTS)} accounts`, async () => {
  const seeded = new Seeded(SEED);
  const fed = new FedBilling(books, seeded);
  await fed.feed(ACCOUNTS);
  const ledger = await ledgerOf(books);
  const beganMs = performance.now();
  // As far away as a vendor is; so that what is under way when a worker dies is seldom nothing.
  books.sandbox.faults.add({ fault: 'latency', ms: 25, times: 1_000_000 });
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    // 409 where the last one was taken over and goes on.
    await books.api.post('/billing/runs', { mode: seeded.chance(FULL_SHARE) ? 'full' : 'incremental' });
    const next = worker();
    await calls(lastCall(), (made) => made.length > 0);
    const changing = changeSome(fed, 5);
    await delay(seeded.integer(0, 900));
    await kill();
    await changing;
    // What was under way when it died has ended by now, and its lease may as well.
    await delay(100);
    await letLeasesRunOut(books.database, LEASE_MS);
    alive = await next;
  }
  books.sandbox.faults.clear();
  await settleAll(books);
  await expectAllTrue(books);
  await expectLedgerKept(books, ledger, fed.entries);
  const seconds = Math.round((performance.now() - beganMs) / 1000);
  if (LONG) process.stdout.write(`${String(MOMENTS)} kills in ${String(seconds)} s (seed ${String(SEED)})\n`);
});

async function changeSome(fed: FedBilling, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await fed.change();
}
