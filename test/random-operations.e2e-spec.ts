import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RandomOperations } from './support/random-operations.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// The short form; `npm run test:soak` runs it for minutes, with a database that comes and goes.

const WRITERS = 8;
const OPERATIONS = 500;
/** Another one each time, and named in the test; `npm test -- --seed N random-operations` takes it again. */
const SEED = Number(process.env['SOAK_SEED'] ?? Math.floor(Math.random() * 1_000_000));

let database: TestDatabase;
let services: Service[];

beforeAll(async () => {
  database = await createTestDatabase();
  services = [await startService({ database }), await startService({ database })];
});

afterAll(async () => {
  await Promise.all(services.map((service) => service.close()));
  await database.drop();
});

test(`whatever ${String(WRITERS)} writers do at once, the books are what arithmetic says (SOAK_SEED=${String(SEED)})`, async () => {
  const operations = new RandomOperations(SEED, services, database);
  await operations.prepare();

  await operations.run(WRITERS, () => operations.figures.operations < OPERATIONS);

  expect(await operations.differences()).toEqual([]);
  const { figures } = operations;
  expect(figures.triedAgain).toBe(0);
  for (const [what, atLeast] of [
    ['accounts', 10],
    ['children', 3],
    ['entries', 75],
    ['reversals', 5],
    ['repeats', 5],
    ['refusals', 25],
    ['asked', 10],
  ] as const)
    expect({ what, enough: figures[what] >= atLeast, figures }).toEqual({ what, enough: true, figures });
});
