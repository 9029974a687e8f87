import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { JitConnections } from '../src/jit/jit-connections.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../src/platform/database/embedded/embedded-postgres.js';
import { ensureRolesAndDatabase } from '../src/platform/database/embedded/roles-and-database.js';
import { books } from './support/books.js';
import { eventually } from './support/eventually.js';
import { FlakyProxy } from './support/flaky-proxy.js';
import type { Answer } from './support/http.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, testServer, type TestDatabase } from './support/test-database.js';

const DEADLINE_MS = 2_000;
const WELL_AGAIN_MS = 5_000;
const ASKERS = 12;

/** How late this process itself is at times, being caller and service on a machine that is busy with other tests. */
const lag = monitorEventLoopDelay({ resolution: 5 });

/** A timer, a write and a read may each be that late before an answer's end is seen. */
function deadlineSeenMs(): number {
  return DEADLINE_MS + (3 * lag.max) / 1e6;
}

let database: TestDatabase;
let proxy: FlakyProxy;
let service: Service;
let externalIds: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  const calm = await startService({ database });
  const make = books(calm.api());
  const [customer, location] = [await make.customer(), await make.location()];
  const shared = { customer_id: customer.external_id, location_id: location.external_id };
  externalIds = [];
  for (let index = 1; index <= ASKERS; index += 1)
    externalIds.push((await make.account({ ...shared, balance: index * 100 })).external_id);
  await calm.close();
});

afterAll(() => database.drop());

beforeEach(async () => {
  lag.reset();
  lag.enable();
  proxy = await FlakyProxy.before(database.serviceUrl);
  service = await startService({
    database: { serviceUrl: proxy.through(database.serviceUrl), ownerUrl: database.ownerUrl },
    env: { JIT_DEADLINE_MS: String(DEADLINE_MS) },
  });
});

afterEach(async () => {
  proxy.pass();
  await Askers.stopAll();
  await service.close();
  await proxy.stop();
});

interface Asked {
  index: number;
  answer: Answer;
}

/** Callers that ask on and on, each for an account of its own. */
class Askers {
  readonly answers: Asked[] = [];
  private static readonly all: Askers[] = [];
  private asking = true;
  private readonly done: Promise<unknown>;

  constructor() {
    Askers.all.push(this);
    this.done = Promise.all(externalIds.map((externalId, index) => this.askOn(externalId, index)));
  }

  /** Those of a test that failed ask on otherwise. */
  static async stopAll(): Promise<void> {
    await Promise.all(Askers.all.splice(0).map((askers) => askers.stop()));
  }

  count(status: number): number {
    return this.answers.filter(({ answer }) => answer.status === status).length;
  }

  /** Until `more` further answers of the status have come. */
  async until(status: number, more: number): Promise<void> {
    const wanted = this.count(status) + more;
    await eventually(
      () => this.count(status),
      (count) => count >= wanted,
      30_000,
    );
  }

  async stop(): Promise<Asked[]> {
    this.asking = false;
    await this.done;
    return this.answers;
  }

  private async askOn(externalId: string, index: number): Promise<void> {
    while (this.asking) this.answers.push({ index, answer: await service.jit(externalId) });
  }
}

/**
 * 200 with the account that was asked for, or 503 in JIT's shape; before the deadline either way. The service
 * breaks the connection at the deadline, so a late answer would be none.
 */
function expectWellFormed({ index, answer }: Asked): void {
  expect(answer.ms).toBeLessThan(deadlineSeenMs());
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  if (answer.status === 200) {
    expect(answer.body).toMatchObject({
      data: { debt_account: { external_id: externalIds[index], current_balance: (index + 1) * 100 } },
    });
    return;
  }
  expect(answer.status).toBe(503);
  expect(answer.body).toEqual({
    error: 'The account cannot be read now; try again',
    errorCode: 'UNAVAILABLE',
  });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
}

/** Each caller has had its account, five seconds after the database came back. */
async function expectWellAgain(askers: Askers): Promise<void> {
  const from = askers.answers.length;
  const served = (): number =>
    new Set(
      askers.answers
        .slice(from)
        .filter(({ answer }) => answer.status === 200)
        .map(({ index }) => index),
    ).size;
  await eventually(served, (count) => count === ASKERS, WELL_AGAIN_MS);
}

describe('under load, the database', () => {
  test('is paused: nobody waits beyond the deadline, and all is well when it goes on', async () => {
    const askers = new Askers();
    await askers.until(200, ASKERS);

    proxy.freeze();
    await askers.until(503, 2 * ASKERS);
    proxy.pass();
    await expectWellAgain(askers);

    const answers = await askers.stop();
    for (const asked of answers) expectWellFormed(asked);
  });

  test('is stopped: it is said at once, and all is well when it is there again', async () => {
    const askers = new Askers();
    await askers.until(200, ASKERS);

    await proxy.stop();
    await askers.until(503, 10 * ASKERS);
    await proxy.listen();
    await expectWellAgain(askers);

    const answers = await askers.stop();
    for (const asked of answers) expectWellFormed(asked);
  });

  test('ends connections as soon as they are made, as one does that is starting', async () => {
    const askers = new Askers();
    await askers.until(200, ASKERS);

    proxy.refuse();
    proxy.cut();
    await askers.until(503, 10 * ASKERS);
    proxy.pass();
    await expectWellAgain(askers);

    const answers = await askers.stop();
    for (const asked of answers) expectWellFormed(asked);
  });

  test('loses its connections again and again: each answer is one of the two', async () => {
    const askers = new Askers();
    for (let round = 0; round < 10; round += 1) {
      await askers.until(200, ASKERS);
      proxy.cut();
    }
    await expectWellAgain(askers);

    const answers = await askers.stop();
    for (const asked of answers) expectWellFormed(asked);
    expect(answers.length).toBeGreaterThan(10 * ASKERS);
  });

  test('is shut down by its administrator: its last words to each connection are understood', async () => {
    const askers = new Askers();
    const admin = new pg.Client({ connectionString: testServer().adminUrl });
    await admin.connect();
    const { pathname } = new URL(database.serviceUrl);
    try {
      for (let round = 0; round < 10; round += 1) {
        await askers.until(200, ASKERS);
        await admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE 'arrears%'`,
          [pathname.slice(1)],
        );
      }
    } finally {
      await admin.end();
    }
    await expectWellAgain(askers);

    const answers = await askers.stop();
    for (const asked of answers) expectWellFormed(asked);
  });
});

describe('a server of its own', () => {
  const roles = {
    database: 'arrears',
    ownerRole: 'owner',
    ownerPassword: 'o',
    serviceRole: 'service',
    servicePassword: 's',
  };
  let options: Parameters<typeof startEmbeddedPostgres>[0];
  let server: EmbeddedPostgres;
  let front: FlakyProxy;
  let own: Service;

  beforeAll(async () => {
    options = {
      directory: join(testServer().folder, `bad-days-${String(process.pid)}`),
      superuserPassword: 'p',
      durable: false,
      report: () => undefined,
    };
    server = await startEmbeddedPostgres(options);
    front = await FlakyProxy.before(server.superuserUrl());
    const urls = await ensureRolesAndDatabase(server.superuserUrl(), roles);
    own = await startService({
      database: { serviceUrl: front.through(urls.serviceUrl), ownerUrl: front.through(urls.ownerUrl) },
      env: { JIT_DEADLINE_MS: String(DEADLINE_MS) },
    });
  });

  afterAll(async () => {
    await own.close();
    await front.stop();
    await server.stop();
  });

  test('is stopped under load and started again: 503 meanwhile, and well again without a restart of ours', async () => {
    const { external_id } = await books(own.api()).account({ balance: 100 });
    let asking = true;
    const answers: Answer[] = [];
    const askOn = async (): Promise<void> => {
      while (asking) answers.push(await own.jit(external_id));
    };
    const askers = Promise.all(Array.from({ length: ASKERS }, askOn));
    const answered = (status: number): number => answers.filter((answer) => answer.status === status).length;
    await eventually(
      () => answered(200),
      (count) => count > ASKERS,
    );

    await server.stop();
    await eventually(
      () => answered(503),
      (count) => count > ASKERS,
    );
    server = await startEmbeddedPostgres(options);
    front.leadTo(server.superuserUrl());
    const before = answered(200);
    await eventually(
      () => answered(200),
      (count) => count > before + ASKERS,
      WELL_AGAIN_MS,
    );

    asking = false;
    await askers;
    for (const { ms, status, body } of answers) {
      expect(ms).toBeLessThan(deadlineSeenMs());
      expect([
        [
          200,
          {
            data: expect.objectContaining({
              debt_account: { external_id, balance: 100, current_balance: 100 },
            }),
          },
        ],
        [503, { error: 'The account cannot be read now; try again', errorCode: 'UNAVAILABLE' }],
      ]).toContainEqual([status, body]);
    }
  });
});

describe('a connection whose answer came too late', () => {
  test('is never used again', async () => {
    const { pool } = service.app.get(JitConnections);
    expect((await service.jit(externalIds[0]!)).status).toBe(200);
    const used = pool.totalCount;
    expect(used).toBe(1);

    proxy.freeze();
    const late = await service.jit(externalIds[0]!);
    expect(late.status).toBe(503);
    expect(pool.totalCount).toBe(0);

    // Now the late answer comes, and the next question is another one's.
    proxy.pass();
    for (let round = 0; round < 3; round += 1)
      for (const index of externalIds.keys())
        expectWellFormed({ index, answer: await service.jit(externalIds[index]!) });
  });

  test('leaves none behind: what was waited for in vain comes back to the pool', async () => {
    const { pool } = service.app.get(JitConnections);

    proxy.freeze();
    const answers = await Promise.all(externalIds.map((id) => service.jit(id)));
    for (const [index, answer] of answers.entries()) {
      expectWellFormed({ index, answer });
      expect(answer.status).toBe(503);
    }
    proxy.pass();

    await eventually(
      () => [pool.waitingCount, pool.totalCount - pool.idleCount],
      ([waiting, busy]) => waiting === 0 && busy === 0,
    );
    const again = await Promise.all(externalIds.map((id) => service.jit(id)));
    for (const [index, answer] of again.entries()) expectWellFormed({ index, answer });
    expect(again.map(({ status }) => status)).toEqual(externalIds.map(() => 200));
  });
});

describe('when nothing was ever there', () => {
  test('the service starts, says 503, and comes to life with its database', async () => {
    await proxy.stop();
    const early = await startService({
      database: {
        serviceUrl: proxy.through(database.serviceUrl),
        ownerUrl: proxy.through(database.ownerUrl),
      },
      env: { JIT_DEADLINE_MS: String(DEADLINE_MS) },
      awaitDatabase: false,
    });
    try {
      expectWellFormed({ index: 0, answer: await early.jit(externalIds[0]!) });
      expect((await early.jit(externalIds[0]!)).status).toBe(503);

      await proxy.listen();

      const answer = await eventually(
        () => early.jit(externalIds[0]!),
        ({ status }) => status === 200,
        WELL_AGAIN_MS,
      );
      expectWellFormed({ index: 0, answer });
    } finally {
      await early.close();
    }
  });
});
