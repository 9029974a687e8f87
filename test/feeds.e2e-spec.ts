import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Feeds } from './support/feeds.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// The short form; test/soak/feeds.soak-spec.ts does it for ten minutes.

const SECONDS = 4;
/** On a busy machine, until each thing that must happen has; then the test tells which did not. */
const SECONDS_AT_MOST = 30;
const MUST_HAPPEN = ['entries', 'reversals', 'counted', 'bulks', 'puts', 'keys', 'stale'] as const;
const JIT_ANSWERS = 20;
/** Another one each time, and named in the test; `npm test -- --seed N feeds` takes it again. */
const SEED = Number(process.env['SOAK_SEED'] ?? Math.floor(Math.random() * 1_000_000));

let database: TestDatabase;
let services: Service[];

beforeAll(async () => {
  database = await createTestDatabase();
  const env = { API_RATE_PER_MINUTE: '0' };
  services = [await startService({ database, env }), await startService({ database, env })];
});

afterAll(async () => {
  await Promise.all(services.map((service) => service.close()));
  await database.drop();
});

test(`eight writers, a bulk and a feed on the same accounts end with every invariant true (SOAK_SEED=${String(SEED)})`, async () => {
  const feeds = await Feeds.of(SEED, services, database);
  const startMs = performance.now();
  const hasTold = () =>
    MUST_HAPPEN.every((what) => feeds.figures[what] > 0) && feeds.books.jitFigures().answers > JIT_ANSWERS;

  await feeds.run(() => {
    const ms = performance.now() - startMs;
    return ms < SECONDS * 1_000 || (ms < SECONDS_AT_MOST * 1_000 && !hasTold());
  });

  expect(await feeds.books.differences()).toEqual([]);
  const { figures } = feeds;
  expect(feeds.books.jitFigures().answers).toBeGreaterThan(JIT_ANSWERS);
  for (const what of MUST_HAPPEN)
    expect({ what, happened: figures[what] > 0, figures }).toEqual({ what, happened: true, figures });
});
