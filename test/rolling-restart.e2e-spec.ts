import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';
import { eventually } from './support/eventually.js';
import { freePort } from './support/free-port.js';
import { RollingProxy } from './support/rolling-proxy.js';
import { ADMIN_KEY, ENCRYPTION_KEY, JIT_TOKEN } from './support/service.js';
import { spawnService, type SpawnedService } from './support/spawn-service.js';

const CALLERS = 8;

let database: TestDatabase;
let ports: string[];
const replicas: (SpawnedService | undefined)[] = [undefined, undefined];

async function startReplica(index: number): Promise<void> {
  const replica = await spawnService({
    PORT: ports[index] ?? '',
    DATABASE_URL: database.serviceUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    ADMIN_API_KEY: ADMIN_KEY,
    ENCRYPTION_KEYS: ENCRYPTION_KEY,
    JIT_TOKENS: JIT_TOKEN,
    SHUTDOWN_DRAIN_MS: '1000',
  });
  replicas[index] = replica;
  await replica.ready();
}

async function createAccount(url: string): Promise<void> {
  const post = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(201);
  };
  await post('/locations', { external_id: 'L', name: 'Invented Bank' });
  await post('/customers', { external_id: 'C', name: 'Ivy Vented' });
  await post('/debt-accounts', { external_id: 'A', customer_id: 'C', location_id: 'L', balance: 12_345 });
}

beforeAll(async () => {
  database = await createTestDatabase();
  ports = [await freePort(), await freePort()];
  await Promise.all([startReplica(0), startReplica(1)]);
  await createAccount(`http://127.0.0.1:${ports[0] ?? ''}`);
});

afterAll(async () => {
  await Promise.all(replicas.map(async (replica) => replica?.stop()));
  await database.drop();
});

it('loses no call while both replicas behind a proxy are replaced one after the other', async () => {
  const proxy = await RollingProxy.before(...ports.map((port) => `http://127.0.0.1:${port}`));
  const bothReady = () =>
    eventually(
      () => proxy.readyCount(),
      (count) => count === 2,
      30_000,
    );
  await bothReady();

  let calling = true;
  let answered = 0;
  const failures: string[] = [];
  const callers = Array.from({ length: CALLERS }, async () => {
    while (calling) {
      const answer = await fetch(`${proxy.url}/jit/${JIT_TOKEN}?debt_account_external_id=A`);
      const body = await answer.text();
      if (answer.status === 200 && body.includes('"current_balance":12345')) answered += 1;
      else failures.push(`${String(answer.status)} ${body}`);
    }
  });
  for (const index of [0, 1]) {
    expect(await replicas[index]?.stop()).toEqual({ code: 0, signal: null });
    await startReplica(index);
    await bothReady();
  }
  calling = false;
  await Promise.all(callers);
  await proxy.close();

  expect(failures).toEqual([]);
  expect(answered).toBeGreaterThan(100);
  // Written behind the answers, and none lost by either stop: what the second replicas hold is written when they stop.
  await Promise.all(replicas.map(async (replica) => replica?.stop()));
  const { rows } = await database.owner.query<{ count: string }>(
    `SELECT count(*) FROM jit_requests WHERE outcome = 'found'`,
  );
  expect(Number(rows[0]?.count)).toBe(answered);
});
