import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Feeds } from './support/feeds.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// The short form; test/soak/feeds.soak-spec.ts does it for ten minutes.

const SECONDS = 10;
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
  const endMs = performance.now() + SECONDS * 1_000;

  await feeds.run(() => performance.now() < endMs);

  expect(await feeds.books.differences()).toEqual([]);
  const { figures } = feeds;
  expect(feeds.books.jitFigures().answers).toBeGreaterThan(20);
  for (const what of ['entries', 'reversals', 'counted', 'bulks', 'puts', 'keys', 'stale'] as const)
    expect({ what, happened: figures[what] > 0, figures }).toEqual({ what, happened: true, figures });
});
