import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { FlakyProxy } from '../support/flaky-proxy.js';
import { ask } from '../support/http.js';
import { type Figures, RandomOperations } from '../support/random-operations.js';
import { Seeded } from '../support/seeded.js';
import { startService, type Service } from '../support/service.js';
import { createTestDatabase, testServer, type TestDatabase } from '../support/test-database.js';

// Minutes of what test/random-operations.e2e-spec.ts does in seconds: first with a database that behaves,
// then with one whose connections are cut, frozen, refused and ended by an administrator while the writers
// write. Whoever is told 503 sends the same again; nothing may be lost or happen twice.

const SEED = Number(process.env['SOAK_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 4);
const WRITERS = 12;
/** After each of them everybody rests, and the books are compared with the model. */
const ROUND_MS = 20_000;

let database: TestDatabase;
let proxy: FlakyProxy;
let services: Service[];

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await FlakyProxy.before(database.serviceUrl);
  const throughProxy = { serviceUrl: proxy.through(database.serviceUrl), ownerUrl: database.ownerUrl };
  services = [await startService({ database: throughProxy }), await startService({ database: throughProxy })];
  process.stdout.write(
    `Random operations: SOAK_SEED=${String(SEED)}, ${String(MINUTES)} minutes (SOAK_MINUTES)\n`,
  );
});

afterAll(async () => {
  proxy.pass();
  await Promise.all(services.map((service) => service.close()));
  await proxy.stop();
  await database.drop();
});

/** Rounds until the time is over; returns what was done. */
async function soak(
  seed: number,
  minutes: number,
  trouble: (random: Seeded) => Promise<void>,
): Promise<Figures> {
  const operations = new RandomOperations(seed, services, database);
  await operations.prepare();
  const random = new Seeded(seed);
  const endMs = performance.now() + minutes * 60_000;
  while (performance.now() < endMs) {
    const roundEndMs = Math.min(endMs, performance.now() + ROUND_MS);
    const goOn = (): boolean => performance.now() < roundEndMs;
    const writing = operations.run(WRITERS, goOn);
    while (goOn()) await trouble(random);
    await writing;
    await everybodyIsReady();
    expect(await operations.differences()).toEqual([]);
  }
  process.stdout.write(`Seed ${String(seed)}: ${JSON.stringify(operations.figures)}\n`);
  return operations.figures;
}

async function everybodyIsReady(): Promise<void> {
  proxy.pass();
  for (const { url } of services)
    await eventually(
      () => ask(`${url}/health/ready`),
      ({ status }) => status === 200,
    );
}

test('the books are what arithmetic says, for minutes', async () => {
  const figures = await soak(SEED, MINUTES / 2, () => delay(100));

  expect(figures.triedAgain).toBe(0);
  expect(figures.entries).toBeGreaterThan(100);
});

test('and so they are where the database comes and goes', async () => {
  const admin = new pg.Client({ connectionString: testServer().adminUrl });
  await admin.connect();
  const { pathname } = new URL(database.serviceUrl);
  const troubles: ((random: Seeded) => unknown)[] = [
    () => proxy.cut(),
    async (random) => {
      proxy.freeze();
      await delay(random.integer(50, 1_500));
      proxy.pass();
    },
    async (random) => {
      proxy.refuse();
      proxy.cut();
      await delay(random.integer(50, 1_000));
      proxy.pass();
    },
    () =>
      admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE 'arrears%'`,
        [pathname.slice(1)],
      ),
  ];
  try {
    const figures = await soak(SEED + 1, MINUTES / 2, async (random) => {
      await delay(random.integer(100, 2_000));
      await random.pick(troubles)(random);
    });

    expect(figures.triedAgain).toBeGreaterThan(0);
    expect(figures.entries).toBeGreaterThan(100);
  } finally {
    await admin.end();
  }
});
