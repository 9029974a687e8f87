import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { books } from './support/books.js';
import { eventually } from './support/eventually.js';
import { ask, type Answer } from './support/http.js';
import { JIT_TOKEN, startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// Others than the caller on the phone: slow readers, and staff and programs that keep the books busy.

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

describe('200 slow requests to the books at once', () => {
  test('leave the answers of JIT as they were, and the service ready', async () => {
    const make = books(service.api());
    const busy = await make.account({ balance: 1_000_000 });
    const other = await make.account({ balance: 500 });
    const holder = await database.owner.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT id FROM debt_accounts WHERE id = $1 FOR UPDATE', [busy.id]);
    const posts = Array.from({ length: 200 }, () =>
      service.api().entries(busy.external_id, { kind: 'fee', amount: 1 }),
    );
    try {
      await eventually(waitingForLocks, (count) => count >= 10);

      const answers = await asksFor(other.external_id, 200);
      const ready = await ask(`${service.url}/health/ready`);

      expect(await waitingForLocks()).toBeGreaterThanOrEqual(10);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      // The others wait for five seconds and more; a caller that shared anything with them would too.
      const sorted = answers.map(({ ms }) => ms).sort((one, other) => one - other);
      expect(sorted[100]).toBeLessThan(500);
      expect(sorted.at(-1)).toBeLessThan(4_000);
      expect(ready.status).toBe(200);
      // The account that is being written to is read all the same.
      expect((await service.jit(busy.external_id)).status).toBe(200);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }

    // Each is posted, or told to come again.
    const outcomes = (await Promise.all(posts)).map(
      ({ status, headers }) => `${String(status)} ${headers.get('retry-after') ?? ''}`,
    );
    const posted = outcomes.filter((outcome) => outcome === '201 ').length;
    expect(outcomes.filter((outcome) => outcome !== '201 ' && !/^503 [1-9]\d*$/.test(outcome))).toEqual([]);
    expect(posted).toBeGreaterThanOrEqual(10);
    expect((await service.api().account(busy.external_id)).current_balance).toBe(1_000_000 + posted);
  });

  /** Sessions of the service's role; one role sees of another's that it is there, but not at what. */
  async function waitingForLocks(): Promise<number> {
    const { rows } = await database.service.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'arrears' AND wait_event_type = 'Lock'`,
    );
    return rows[0]!.count;
  }

  /** Ten at a time. */
  async function asksFor(externalId: string, count: number): Promise<Answer[]> {
    const answers: Answer[] = [];
    while (answers.length < count)
      answers.push(...(await Promise.all(Array.from({ length: 10 }, () => service.jit(externalId)))));
    return answers;
  }
});

describe('a reader that does not read', () => {
  const DEADLINE_MS = 1_500;
  let quick: Service;

  beforeAll(async () => {
    quick = await startService({ database, env: { JIT_DEADLINE_MS: String(DEADLINE_MS) } });
  });

  afterAll(() => quick.close());

  test('is let go at the deadline, and others are served meanwhile', async () => {
    const make = books(service.api());
    // An answer larger than all that the system keeps for a connection.
    const large = await largeFamily();
    const small = await make.account({ balance: 100 });
    const server = quick.app.getHttpServer();
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const startMs = performance.now();
    const slow = request(`${quick.url}/jit/${JIT_TOKEN}?debt_account_external_id=${large}`, { agent: false });
    slow.on('error', () => undefined);
    slow.end();
    // Never read: the answer's bytes stay in the system's buffers, ours and theirs.
    slow.on('response', (response) => response.pause());
    const [socket] = await connected;
    const let_go = once(socket, 'close');

    const meanwhile = await quick.jit(small.external_id);
    await let_go;
    const elapsedMs = performance.now() - startMs;
    slow.destroy();

    expect(meanwhile.status).toBe(200);
    expect(socket.bytesWritten).toBeGreaterThan(0);
    expect(elapsedMs).toBeGreaterThanOrEqual(DEADLINE_MS - 200);
    expect(elapsedMs).toBeLessThan(DEADLINE_MS + 1_000);
  });

  test('and the same answer reaches a reader that reads', async () => {
    const answer = await service.jit(await largeFamily());

    expect(answer.status).toBe(200);
    expect(answer.text.length).toBeGreaterThan(16_000_000);
  });

  let made: string | undefined;

  /** A parent of 2,500 children with 8 kB of metadata each, without ledgers: some 20 MB. */
  async function largeFamily(): Promise<string> {
    if (made !== undefined) return made;
    const parent = await books(service.api()).account();
    await database.owner.query(
      `INSERT INTO debt_accounts (id, external_id, customer_id, location_id, parent_id, metadata)
       SELECT gen_random_uuid(), 'LARGE-' || number, $1, $2, $3,
              (SELECT jsonb_object_agg('key ' || key, repeat('x', 250)) FROM generate_series(1, 32) AS key)
         FROM generate_series(1, 2500) AS number`,
      [parent.customer_id, parent.location_id, parent.id],
    );
    made = parent.external_id;
    return made;
  }
});
