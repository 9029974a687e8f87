import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type GotransverseSandbox,
  startGotransverseSandbox,
} from '../sandbox/gotransverse/gotransverse-sandbox.js';
import { billingOn } from './support/billing-sandbox.js';
import { fuzzEach } from './support/fuzz-rounds.js';
import { Fuzzing } from './support/fuzzing.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// The short form; test/soak/fuzz.soak-spec.ts does it for minutes.

const VALID_SECONDS = 6;
const BROKEN_SECONDS = 14;
/** Making the requests up comes on top, and a busy machine. */
const TIMEOUT_MS = 240_000;
/** The same each time, for a test that fails by chance tells nothing; `npm test -- --seed N fuzz` takes another. */
const SEED = Number(process.env['SOAK_SEED'] ?? 20_261_124);

let database: TestDatabase;
let sandbox: GotransverseSandbox;
let service: Service;
let fuzzing: Fuzzing;

beforeAll(async () => {
  database = await createTestDatabase();
  sandbox = await startGotransverseSandbox();
  // Without work in the background, which changes rows while a request is refused.
  const env = { API_RATE_PER_MINUTE: '0', PROCESS_ROLE: 'web', ...billingOn(sandbox) };
  service = await startService({ database, env });
  fuzzing = await Fuzzing.of(service, database, SEED);
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
  await database.drop();
});

test(
  `what the document allows is taken, or refused in its words (SOAK_SEED=${String(SEED)})`,
  async () => {
    const { findings, neverTaken } = await fuzzEach(fuzzing, VALID_SECONDS, 'taken', (operation, ms) =>
      fuzzing.valid(operation, 0, ms),
    );

    expect(findings).toEqual([]);
    expect(neverTaken).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  `whatever is sent, nothing fails, and a refusal changes nothing (SOAK_SEED=${String(SEED)})`,
  async () => {
    const { findings, neverRefused } = await fuzzEach(fuzzing, BROKEN_SECONDS, 'refused', (operation, ms) =>
      fuzzing.broken(operation, 0, ms),
    );

    expect(findings).toEqual([]);
    expect(neverRefused).toEqual([]);
  },
  TIMEOUT_MS,
);
