import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { LoggedRequest } from '../sandbox/gotransverse/request-log.js';
import type { Api } from './support/api.js';
import { BilledBooks } from './support/billed-books.js';
import {
  expectAllTrue,
  expectLedgerKept,
  ledgerOf,
  letLeasesRunOut,
  settleAll,
} from './support/billing-check.js';
import { eventually } from './support/eventually.js';
import { FedBilling } from './support/fed-billing.js';
import { Seeded } from './support/seeded.js';
import { testServer } from './support/test-database.js';

// Several workers on one database: at the same time, with clocks that disagree, and frozen and thawed.

const LONG = process.env['ARREARS_LONG_TESTS'] === 'on';
const SEED = Number(process.env['SOAK_SEED'] ?? 20_261_127);
const LEASE_MS = 5_000;
const SETTINGS = {
  BILLING_LEASE_SECONDS: String(LEASE_MS / 1000),
  GOTRANSVERSE_TIMEOUT_MS: '2500',
  BILLING_MAX_CHANGE_PERCENT: '100',
  GOTRANSVERSE_LINK_PARENTS: 'on',
};

interface Worker {
  api: Api;
  signal: (signal: NodeJS.Signals) => void;
}

let books: BilledBooks;
/** The second one's clock is an hour ahead. */
let workers: [Worker, Worker];
/** While it lies there, the first one freezes before it sends an adjustment. */
let freezing: string;

beforeAll(async () => {
  books = await BilledBooks.start({ env: { ...SETTINGS, PROCESS_ROLE: 'web' } });
  freezing = join(testServer().folder, `freeze-${String(process.pid)}`);
  workers = await Promise.all([
    worker('freezes-before-sending', { FREEZE_BEFORE_SENDING: freezing }),
    worker('an-hour-ahead'),
  ]);
});

afterEach(() => {
  books.sandbox.faults.clear();
  for (const { signal } of workers) signal('SIGCONT');
});

afterAll(() => books.close());

async function worker(preload: string, env: Record<string, string> = {}): Promise<Worker> {
  const module = pathToFileURL(join(process.cwd(), 'test', 'support', 'preload', `${preload}.mjs`)).href;
  const { api, process: service } = await books.spawn({
    ...SETTINGS,
    ...env,
    NODE_OPTIONS: `--import ${module}`,
  });
  return { api, signal: (signal) => void service.process.kill(signal) };
}

async function calls(since: number, passes: (calls: LoggedRequest[]) => boolean): Promise<LoggedRequest[]> {
  return eventually(() => books.sandbox.requests().filter(({ id }) => id > since), passes, 20_000);
}

function lastCall(): number {
  return books.sandbox.requests().at(-1)?.id ?? 0;
}

test('two workers, one clock an hour ahead, and people who send the same accounts: each is there once', async () => {
  const seeded = new Seeded(SEED);
  const fed = new FedBilling(books, seeded);
  await fed.feed(LONG ? 1_000 : 40);
  const ledger = await ledgerOf(books);
  books.sandbox.faults.add({
    fault: 'commit_then_drop',
    probability: 0.1,
    times: 20,
    seed: SEED,
    match: { method: 'POST' },
  });
  await books.api.post('/billing/runs', { mode: 'incremental' });
  const statuses = new Set<number>();
  const people = workers.flatMap(({ api }) => [
    (async () => {
      for (let n = 0; n < (LONG ? 500 : 20); n += 1)
        statuses.add((await books.attempt(seeded.pick(fed.refs), api)).status);
    })(),
    (async () => {
      for (let n = 0; n < (LONG ? 100 : 10); n += 1) await fed.change(api);
    })(),
  ]);
  await Promise.all(people);
  // Sent, or told that somebody else is at it.
  expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([]);
  await settleAll(books);
  await expectAllTrue(books);
  await expectLedgerKept(books, ledger, fed.entries);
});

describe('a worker that is frozen past its leases, replaced, and thawed', () => {
  /** A run that only the first worker may take, over an account with an entry to bring. */
  async function begun(): Promise<{ ref: string; since: number }> {
    const { external_id: ref } = await books.make.account({ balance: 10_000 });
    await settleAll(books);
    await books.api.postEntry(ref, { kind: 'payment', amount: -2_501 });
    return { ref, since: lastCall() };
  }

  /** Has the first one take a run while the second sleeps. */
  async function run(): Promise<void> {
    workers[1].signal('SIGSTOP');
    await books.api.post('/billing/runs', { mode: 'incremental' });
  }

  test('in the middle of a call: its lease is not its own any more, and nothing is doubled', async () => {
    const { ref, since } = await begun();
    books.sandbox.faults.add({ fault: 'latency', ms: 300, match: { operation: 'adjustments.create' } });
    await run();
    await calls(since, (made) => made.some(({ operation }) => operation === 'adjustments.create'));
    workers[0].signal('SIGSTOP');
    await calls(since, (made) =>
      made.some(({ operation, status }) => operation === 'adjustments.create' && status === 201),
    );
    await letLeasesRunOut(books.database, LEASE_MS);
    workers[1].signal('SIGCONT');
    await settleAll(books);
    const settled = lastCall();
    workers[0].signal('SIGCONT');
    // It answers again, and has found out meanwhile that the account is another one's.
    expect((await workers[0].api.get('/billing/lane')).status).toBe(200);
    await settleAll(books, workers[0].api);
    expect((await calls(settled, () => true)).filter(({ method }) => method !== 'GET')).toEqual([]);
    await books.expectTrue(ref);
    await expectAllTrue(books);
  });

  // No lease can hold here: all was checked, and the vendor knows no fence. It takes the call twice.
  test('between its last check and the sending of its call: that one is doubled, and is not taken for good', async () => {
    const { ref, since } = await begun();
    await writeFile(freezing, '');
    await run();
    await eventually(
      () => existsSync(freezing),
      (lies) => !lies,
    );
    await letLeasesRunOut(books.database, LEASE_MS);
    workers[1].signal('SIGCONT');
    await settleAll(books);
    await books.expectTrue(ref);
    workers[0].signal('SIGCONT');
    await calls(
      since,
      (made) => made.filter(({ operation }) => operation === 'adjustments.create').length === 2,
    );

    // The second one stays PENDING, since its maker has lost the account: it moves no balance there.
    const { adjustments, balanceCents } = await eventually(
      () => books.there(ref),
      (there) => there.adjustments.length === 3,
    );
    const [, first, second] = adjustments;
    expect([first?.description, first?.status]).toEqual([second?.description, 'POSTED']);
    expect(second?.status).toBe('PENDING');
    expect(balanceCents).toBe(7_499);
    // Whoever brings something to the account sees it, and leaves it to a person.
    await books.api.postEntry(ref, { kind: 'fee', amount: 100 });
    await eventually(
      () => books.attempt(ref),
      ({ status }) => status === 200,
    );
    expect(await books.standing(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('two adjustments for entry 2'),
      balance_there: 7_499,
    });

    const { found } = await books.reconcile();
    expect(found).toMatchObject([
      { type: 'adjustment_pending', adjustment_eid: second?.eid, repairs: ['remove_adjustment'] },
    ]);
    expect(await books.repair(found[0]?.id ?? '')).toMatchObject({ state: 'repaired' });
    await books.settled(ref);
    await expectAllTrue(books);
    expect((await books.reconcile()).found).toEqual([]);
  });
});
