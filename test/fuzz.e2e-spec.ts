import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Fuzzing, type FuzzResult } from './support/fuzzing.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// The short form; test/soak/fuzz.soak-spec.ts does it for minutes.

/** For all operations together. */
const SECONDS = 60;
/** Another one each time, and named in the tests; `npm test -- --seed N fuzz` takes it again. */
const SEED = Number(process.env['SOAK_SEED'] ?? Math.floor(Math.random() * 1_000_000));

let database: TestDatabase;
let service: Service;
let fuzzing: Fuzzing;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database, env: { API_RATE_PER_MINUTE: '0' } });
  fuzzing = await Fuzzing.of(service, database, SEED);
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

/** Each operation for its share of the time; gives what was found, by operation. */
async function each(
  seconds: number,
  work: (operation: ReturnType<Fuzzing['operations']>[number], untilMs: number) => Promise<FuzzResult>,
): Promise<{ results: Map<string, FuzzResult>; findings: string[] }> {
  const operations = fuzzing.operations();
  const results = new Map<string, FuzzResult>();
  for (const operation of operations)
    results.set(
      operation.name,
      await work(operation, performance.now() + (seconds * 1_000) / operations.length),
    );
  return {
    results,
    findings: [...results].flatMap(([name, { findings }]) => findings.map((found) => `${name}: ${found}`)),
  };
}

test(`what the document allows is taken, or refused in its words (SOAK_SEED=${String(SEED)})`, async () => {
  const { results, findings } = await each(SECONDS / 4, (operation, untilMs) =>
    fuzzing.valid(operation, 0, untilMs),
  );

  expect(findings).toEqual([]);
  expect([...results].filter(([, { taken }]) => taken === 0).map(([name]) => name)).toEqual([]);
});

test(`whatever is sent, nothing fails, and a refusal changes nothing (SOAK_SEED=${String(SEED)})`, async () => {
  const { results, findings } = await each((SECONDS * 3) / 4, (operation, untilMs) =>
    fuzzing.broken(operation, 0, untilMs),
  );

  expect(findings).toEqual([]);
  expect([...results].filter(([, { refused }]) => refused < 20).map(([name]) => name)).toEqual([]);
});
