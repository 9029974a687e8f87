import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Feeds } from '../support/feeds.js';
import { startService, type Service } from '../support/service.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

// Minutes of what test/feeds.e2e-spec.ts does in seconds.

const SEED = Number(process.env['SOAK_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 10);

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

test(`eight writers, a bulk and a feed on the same accounts for ${String(MINUTES)} minutes (SOAK_MINUTES) end with every invariant true (SOAK_SEED=${String(SEED)})`, async () => {
  const feeds = await Feeds.of(SEED, services, database);
  const endMs = performance.now() + MINUTES * 60_000;

  await feeds.run(() => performance.now() < endMs);

  const differences = await feeds.books.differences();
  process.stdout.write(
    `Feeds: seed ${String(SEED)}: ${JSON.stringify({ ...feeds.figures, jit: feeds.books.jitFigures() })}\n`,
  );
  expect(differences).toEqual([]);
  expect(feeds.figures.entries).toBeGreaterThan(100);
});
