import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { ANSWERING_FAULTS, type AnsweringFault, type FaultSpec } from '../sandbox/gotransverse/faults.js';
import type { BillingLaneView } from '../src/billing/billing-lane.types.js';
import type { BillingRunView } from '../src/billing/billing-run.types.js';
import { startEmbeddedPostgres } from '../src/platform/database/embedded/embedded-postgres.js';
import { ensureRolesAndDatabase } from '../src/platform/database/embedded/roles-and-database.js';
import { dataOf } from './support/api.js';
import { BilledBooks } from './support/billed-books.js';
import {
  expectAllTrue,
  expectLedgerKept,
  hurry,
  ledgerOf,
  meanwhile,
  settleAll,
} from './support/billing-check.js';
import { eventually } from './support/eventually.js';
import { FedBilling } from './support/fed-billing.js';
import { FlakyProxy } from './support/flaky-proxy.js';
import { Seeded } from './support/seeded.js';
import { createTestDatabase, testServer, type TestDatabase } from './support/test-database.js';

// Bad days of a run whose own process lives on: the database goes away, the vendor does all that it may do, or nothing.

const LONG = process.env['ARREARS_LONG_TESTS'] === 'on';
const SEED = Number(process.env['SOAK_SEED'] ?? 20_261_127);
const SETTINGS = {
  BILLING_LEASE_SECONDS: '5',
  GOTRANSVERSE_TIMEOUT_MS: '1000',
  BILLING_MAX_CHANGE_PERCENT: '100',
  GOTRANSVERSE_LINK_PARENTS: 'on',
};

let database: TestDatabase;
let proxy: FlakyProxy;
let books: BilledBooks;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await FlakyProxy.before(database.serviceUrl);
  books = await BilledBooks.start({
    database,
    env: { ...SETTINGS, DATABASE_URL: proxy.through(database.serviceUrl) },
  });
});

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(async () => {
  await books.close();
  await proxy.stop();
});

async function asked(of = books): Promise<string> {
  return (dataOf(await of.api.post('/billing/runs', { mode: 'incremental' }), 201) as BillingRunView).id;
}

/** Waits until so many more calls have come in. */
async function moreCalls(count: number, of = books): Promise<void> {
  const before = of.sandbox.requests().at(-1)?.id ?? 0;
  await eventually(
    () => of.sandbox.requests().at(-1)?.id ?? 0,
    (last) => last >= before + count,
    20_000,
  );
}

/** As far away as a vendor is. */
function slowly(of = books): void {
  of.sandbox.faults.add({ fault: 'latency', ms: 20, times: 1_000_000 });
}

describe('the database', () => {
  test('ends all connections again and again during a run', async () => {
    const fed = new FedBilling(books, new Seeded(SEED));
    await fed.feed(LONG ? 400 : 40);
    const ledger = await ledgerOf(books);
    slowly();
    await asked();
    for (let time = 0; time < (LONG ? 30 : 3); time += 1) {
      await moreCalls(20);
      await database.service.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'arrears'`,
      );
    }
    await eventually(
      () => books.api.get('/billing/lane'),
      ({ status }) => status === 200,
    );
    await settleAll(books);
    await expectAllTrue(books);
    await expectLedgerKept(books, ledger);
  });

  /** What a push commits around a call: that it is about to be made, and what it was answered. */
  const COMMITS = [
    ['before a call, of what is about to be sent', 'NEW.call_step IS NOT NULL AND OLD.call_step IS NULL'],
    ['after a call, of what it was answered', 'NEW.call_step IS NULL AND OLD.call_step IS NOT NULL'],
    [
      'at the end of an attempt',
      "NEW.state = 'synced' AND OLD.lease_owner IS NOT NULL AND NEW.lease_owner IS NULL",
    ],
  ];
  test.each(LONG ? COMMITS : COMMITS.slice(0, 2))(
    'breaks the connection in the middle of the COMMIT %s',
    async (_which, when) => {
      const fed = new FedBilling(books, new Seeded(SEED));
      await fed.feed(6);
      await database.owner.query(`
      CREATE FUNCTION commit_slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER commit_slowly AFTER UPDATE ON sync_records
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.record_kind = 'debt_account' AND ${when})
        EXECUTE FUNCTION commit_slowly()`);
      try {
        await asked();
        await eventually(commitsUnderWay, (count) => count > 0);
        proxy.cut();
      } finally {
        await database.owner.query(
          'DROP TRIGGER commit_slowly ON sync_records; DROP FUNCTION commit_slowly()',
        );
      }
      await settleAll(books);
      await expectAllTrue(books);
    },
  );

  async function commitsUnderWay(): Promise<number> {
    const { rows } = await database.service.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'arrears' AND wait_event = 'PgSleep'`,
    );
    return rows[0]?.count ?? 0;
  }

  test('is stopped in the middle of a run, and started again', async () => {
    const own = await ownServer();
    const other = await BilledBooks.start({ database: own.database, env: SETTINGS });
    try {
      const fed = new FedBilling(other, new Seeded(SEED));
      await fed.feed(30);
      const ledger = await ledgerOf(other);
      slowly(other);
      const run = await asked(other);
      await moreCalls(40, other);
      await own.restart();
      await eventually(
        () => other.api.get(`/billing/runs/${run}`),
        ({ status }) => status === 200,
        30_000,
      );
      await settleAll(other);
      await expectAllTrue(other);
      await expectLedgerKept(other, ledger);
    } finally {
      await other.close();
      await own.stop();
    }
  });
});

/** A PostgreSQL of the test's own, which it may stop. Another port after that: a proxy stands before it. */
async function ownServer() {
  const options = {
    directory: join(testServer().folder, `outages-${String(process.pid)}`),
    superuserPassword: 'p',
    durable: true,
    report: () => undefined,
  };
  let server = await startEmbeddedPostgres(options);
  const front = await FlakyProxy.before(server.superuserUrl());
  const urls = await ensureRolesAndDatabase(server.superuserUrl(), {
    database: 'arrears',
    ownerRole: 'owner',
    ownerPassword: 'o',
    serviceRole: 'service',
    servicePassword: 's',
  });
  const [ownerUrl, serviceUrl] = [front.through(urls.ownerUrl), front.through(urls.serviceUrl)];
  const [owner, service] = [ownerUrl, serviceUrl].map((connectionString) => {
    const pool = new pg.Pool({ connectionString });
    pool.on('error', () => undefined);
    return pool;
  }) as [pg.Pool, pg.Pool];
  const database: TestDatabase = {
    ownerUrl,
    serviceUrl,
    owner,
    service,
    drop: async () => {
      await Promise.all([owner.end(), service.end()]);
    },
  };
  return {
    database,
    restart: async () => {
      await server.stop();
      server = await startEmbeddedPostgres(options);
      front.leadTo(server.superuserUrl());
    },
    stop: async () => {
      await front.stop();
      await server.stop();
    },
  };
}

describe('the vendor', () => {
  const OPERATIONS = [
    'billingAccounts.create',
    'billingAccounts.get',
    'adjustments.create',
    'adjustments.post',
  ];
  /** Answers that no read is to take for the truth: what says that an account is gone is told to writes alone. */
  const WRITES_ONLY: AnsweringFault[] = ['404', '409'];
  /** Answered 200, which decides a change whatever the answer holds: taken, and told badly. */
  const SAID_TO_BE_TAKEN: AnsweringFault[] = [
    ...(['empty', 'enormous', 'billion_laughs', 'external_entity', 'bad_character_reference'] as const),
  ];
  const KINDS = Object.keys(ANSWERING_FAULTS) as AnsweringFault[];

  function specOf(fault: AnsweringFault, operation: string): FaultSpec {
    const spec: FaultSpec = { fault, match: { operation }, ms: 100 };
    return SAID_TO_BE_TAKEN.includes(fault) ? { ...spec, effect: true } : spec;
  }

  function operationsFor(fault: AnsweringFault): string[] {
    return WRITES_ONLY.includes(fault) ? OPERATIONS.filter((one) => one.endsWith('create')) : OPERATIONS;
  }

  /** Mends what a person would: lets the lane go on, and has those tried again that were refused. */
  async function mend(): Promise<void> {
    dataOf(await books.api.post('/billing/resume', {}), 200);
    for (const state of ['quarantined', 'conflict'])
      dataOf(await books.api.post('/billing/accounts/resend', { state }), 200);
  }

  async function expectTrueAfter(faults: FaultSpec[], accounts: number): Promise<void> {
    const fed = new FedBilling(books, new Seeded(SEED));
    await fed.feed(accounts);
    const ledger = await ledgerOf(books);
    for (const fault of faults) books.sandbox.faults.add(fault);
    await asked();
    await meanwhile(
      async () => {
        await hurry(database);
        await mend();
      },
      () =>
        eventually(
          () => books.sandbox.faults.list(),
          (left) => left.length === 0,
          50_000,
        ),
    );
    await mend();
    await settleAll(books);
    await expectAllTrue(books);
    await expectLedgerKept(books, ledger);
  }

  function onceEach(): FaultSpec[] {
    const seeded = new Seeded(SEED);
    const faults = KINDS.map((fault): FaultSpec => {
      const operation = seeded.pick(operationsFor(fault));
      const seed = seeded.integer(1, 1_000_000);
      return { ...specOf(fault, operation), probability: 0.5, times: 1, seed };
    });
    return [...faults, { fault: 'invisible', ms: 400 }];
  }

  function threeTimes(fault: AnsweringFault): FaultSpec[] {
    return operationsFor(fault).map((operation) => ({ ...specOf(fault, operation), times: 3 }));
  }

  const SORTS: [string, FaultSpec[], number][] = [
    ['each thing that it may answer, once', onceEach(), 40],
    ...(LONG ? KINDS : []).map((kind): [string, FaultSpec[], number] => [
      `${kind}, again and again`,
      threeTimes(kind),
      20,
    ]),
  ];
  test.each(SORTS)('answers %s during a run: all is there in the end', async (_what, faults, accounts) => {
    await expectTrueAfter(faults, accounts);
  });

  test('says that it posted, and did not: a comparison sees it, and a repair posts it', async () => {
    const { external_id: ref } = await books.make.account({ balance: 10_000 });
    books.sandbox.faults.add({ fault: 'empty', match: { operation: 'adjustments.post' } });
    await settleAll(books);
    const { balanceCents, adjustments } = books.there(ref);
    expect([balanceCents, adjustments.map(({ status }) => status)]).toEqual([0, ['PENDING']]);
    const { found } = await books.reconcile();
    expect(found).toMatchObject([
      {
        type: 'adjustment_pending',
        debt_account_external_id: ref,
        there: { status: 'PENDING' },
        repairs: ['post_adjustment'],
      },
    ]);
    const repaired = await books.api.post(
      `/billing/reconciliations/differences/${found[0]?.id ?? ''}/repair`,
      {},
    );
    expect(dataOf(repaired, 200)).toMatchObject({ state: 'repaired' });
    await books.send(ref);
    await expectAllTrue(books);
    expect((await books.reconcile()).found).toEqual([]);
  });

  /** Counted in what is waited for, which is skipped: slowdowns, and next attempts. */
  const MINUTES_DOWN = LONG ? 60 : 5;
  test(`is down for ${String(MINUTES_DOWN)} minutes: it is asked now and then, and no account is given up`, async () => {
    const fed = new FedBilling(books, new Seeded(SEED));
    await fed.feed(20);
    await settleAll(books);
    for (let n = 0; n < 20; n += 1) await fed.change();
    const ledger = await ledgerOf(books);
    books.sandbox.faults.add({ fault: '503', times: 1_000_000 });
    const calls = await books.callsOf(async () => {
      await asked();
      let waitedMs = 0;
      while (waitedMs < MINUTES_DOWN * 60_000) waitedMs += await skipSlowdown();
    });
    // Five that find out, then one each 5, 10, 20, 40 and 60 s; those under way come on top of it.
    expect(calls.length).toBeLessThan(8 + 8 + MINUTES_DOWN);
    expect(calls.length).toBeGreaterThanOrEqual(MINUTES_DOWN);
    const { rows } = await database.owner.query(
      `SELECT FROM sync_records WHERE state IN ('quarantined', 'conflict')`,
    );
    expect(rows).toEqual([]);
    books.sandbox.faults.clear();
    await settleAll(books);
    await expectAllTrue(books);
    await expectLedgerKept(books, ledger);
    expect(await laneNow()).toMatchObject({ state: 'open', reason: null });
  });

  /** Waits for the next slowdown, and takes it as gone by. @returns how long it would have been */
  async function skipSlowdown(): Promise<number> {
    await eventually(laneNow, ({ state }) => state === 'slowed');
    const { rows } = await database.owner.query<{ ms: number }>(
      `SELECT extract(epoch FROM slowed_until - clock_timestamp())::float8 * 1000 AS ms FROM sync_lanes WHERE name = 'gotransverse'`,
    );
    const ms = rows[0]?.ms ?? 0;
    await database.owner.query(
      `UPDATE sync_records SET next_attempt_at = next_attempt_at - $1 * interval '1 ms', call_ends_by = call_ends_by - $1 * interval '1 ms',
              last_empty_answer_at = last_empty_answer_at - $1 * interval '1 ms'
        WHERE next_attempt_at IS NOT NULL OR call_ends_by IS NOT NULL`,
      [ms],
    );
    await database.owner.query(
      `UPDATE sync_lanes SET slowed_until = slowed_until - $1 * interval '1 ms' WHERE name = 'gotransverse'`,
      [ms],
    );
    return ms;
  }

  async function laneNow(): Promise<BillingLaneView> {
    return dataOf(await books.api.get('/billing/lane'), 200) as BillingLaneView;
  }
});
