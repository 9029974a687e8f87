import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type GotransverseSandbox,
  startGotransverseSandbox,
} from '../../sandbox/gotransverse/gotransverse-sandbox.js';
import { billingOn } from '../support/billing-sandbox.js';
import { fuzzEach } from '../support/fuzz-rounds.js';
import { Fuzzing } from '../support/fuzzing.js';
import { startService, type Service } from '../support/service.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

// Round after round of what test/fuzz.e2e-spec.ts does once, each with other bodies broken at other places.

const SEED = Number(process.env['SOAK_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 4);
/** Enough for every attack on every operation, so that a round ends by itself. */
const ROUND_SECONDS = 300;

let database: TestDatabase;
let sandbox: GotransverseSandbox;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  sandbox = await startGotransverseSandbox();
  // Without work in the background, which changes rows while a request is refused.
  const env = { API_RATE_PER_MINUTE: '0', PROCESS_ROLE: 'web', ...billingOn(sandbox) };
  service = await startService({ database, env });
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
  await database.drop();
});

test(`nothing fails over anything, for minutes (SOAK_SEED=${String(SEED)}, SOAK_MINUTES=${String(MINUTES)})`, async () => {
  const endMs = performance.now() + MINUTES * 60_000;
  let requests = 0;
  for (let round = 0; round === 0 || performance.now() < endMs; round += 1) {
    const fuzzing = await Fuzzing.of(service, database, SEED);
    for (const way of ['valid', 'broken'] as const) {
      const done = await fuzzEach(
        fuzzing,
        ROUND_SECONDS,
        way === 'valid' ? 'taken' : 'refused',
        (operation, ms) => fuzzing[way](operation, round, ms),
      );
      requests += done.requests;
      expect(done.findings).toEqual([]);
    }
  }
  process.stdout.write(`Fuzz: seed ${String(SEED)}, ${String(requests)} requests\n`);
});
