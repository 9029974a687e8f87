import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MISSES_PER_WINDOW } from '../src/jit/miss-throttle.js';
import { books } from './support/books.js';
import { eventually } from './support/eventually.js';
import { FlakyProxy } from './support/flaky-proxy.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database, env: { TRUSTED_PROXIES: '127.0.0.1' } });
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

interface JitRecordRow {
  outcome: string;
  http_status: number;
  asked_external_id: string | null;
  debt_account_id: string | null;
  debt_account_version: string | null;
  customer_version: string | null;
  location_version: string | null;
  told_balance: string | null;
  wait_ms: number | null;
  query_ms: number | null;
  total_ms: number;
  source_address: string | null;
  requested_at: Date;
}

async function recordsOf(requestIds: readonly string[]): Promise<JitRecordRow[]> {
  const { rows } = await database.owner.query<JitRecordRow>(
    'SELECT * FROM jit_requests WHERE request_id = ANY ($1) ORDER BY requested_at, id',
    [requestIds],
  );
  return rows;
}

/** Records are written soon after the answer, not before it. */
async function recordOf(requestId: string): Promise<JitRecordRow> {
  const [row] = await eventually(
    () => recordsOf([requestId]),
    (rows) => rows.length > 0,
  );
  return row!;
}

let asked = 0;

/** Asks under an id of our own, by which the record is found. */
async function ask(by: Service, externalId: string, headers: Record<string, string> = {}, token?: string) {
  asked += 1;
  const requestId = `records-test-${String(asked)}`;
  const answer = await by.jit(externalId, {
    headers: { 'x-request-id': requestId, ...headers },
    ...(token === undefined ? {} : { token }),
  });
  return { requestId, answer };
}

describe('the record of a call', () => {
  test('holds, for an account, what was told and by which versions', async () => {
    const make = books(service.api());
    const account = await make.account({ balance: 900, current_balance: 700 });
    await service.api().postEntry(account.external_id, { kind: 'payment', amount: -100 });
    const { version } = await service.api().account(account.external_id);
    const before = new Date();
    const { requestId, answer } = await ask(service, account.external_id, {
      'x-forwarded-for': '192.0.2.33',
    });
    const after = new Date();

    const row = await recordOf(requestId);

    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(row).toMatchObject({
      outcome: 'found',
      http_status: 200,
      asked_external_id: null,
      debt_account_id: account.id,
      debt_account_version: String(version),
      customer_version: '1',
      location_version: '1',
      told_balance: '600',
      source_address: '192.0.2.33',
    });
    expect(row.requested_at >= before && row.requested_at <= after).toBe(true);
    expect(row.wait_ms).toBeGreaterThanOrEqual(0);
    expect(row.query_ms).toBeGreaterThan(0);
    expect(row.total_ms).toBeGreaterThanOrEqual(row.wait_ms! + row.query_ms!);
  });

  test("tells, of a family, the parent's told sum", async () => {
    const { parent, children } = await books(service.api()).family([{ balance: 100 }, { balance: 50 }]);
    const [whole, part] = [
      await ask(service, parent.external_id),
      await ask(service, children[1]!.external_id),
    ];

    expect(await recordOf(whole.requestId)).toMatchObject({
      debt_account_id: parent.id,
      told_balance: '150',
    });
    expect(await recordOf(part.requestId)).toMatchObject({
      debt_account_id: children[1]!.id,
      told_balance: '50',
    });
  });

  test('holds, for an unknown account, what was asked', async () => {
    const { requestId } = await ask(service, 'NOBODY\0 😀');

    expect(await recordOf(requestId)).toMatchObject({
      outcome: 'unknown_account',
      http_status: 404,
      asked_external_id: 'NOBODY\uFFFD 😀',
      debt_account_id: null,
      debt_account_version: null,
      told_balance: null,
      source_address: '127.0.0.1',
    });
  });

  test('is kept of a bad request', async () => {
    const { requestId } = await ask(service, '');

    expect(await recordOf(requestId)).toMatchObject({
      outcome: 'bad_request',
      http_status: 400,
      asked_external_id: null,
      debt_account_id: null,
      wait_ms: null,
      query_ms: null,
    });
  });

  test('is kept of a source that is told to wait', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.34' };
    await Promise.all(Array.from({ length: MISSES_PER_WINDOW }, () => service.jit('NOBODY', { headers })));
    const { requestId, answer } = await ask(service, 'NOBODY', headers);

    expect(answer.status).toBe(429);
    expect(await recordOf(requestId)).toMatchObject({
      outcome: 'throttled',
      http_status: 429,
      asked_external_id: 'NOBODY',
    });
  });

  test('is not kept of a wrong token or of a source that is not allowed', async () => {
    const narrow = await startService({ database, env: { JIT_ALLOWED_CIDRS: '192.0.2.0/24' } });
    const refused = [await ask(service, 'X', {}, 'wrong-token-0123456789'), await ask(narrow, 'X')];
    await narrow.close();
    // Later calls are recorded after earlier ones, so by then the refused ones would be there too.
    const { requestId } = await ask(service, 'NOBODY');
    await recordOf(requestId);

    expect(refused.map(({ answer }) => answer.status)).toEqual([404, 404]);
    expect(await recordsOf(refused.map((call) => call.requestId))).toEqual([]);
  });

  test.each(['not-an-address', '192.0.2.7:443', 'unknown', 'fe80::1%eth0'])(
    'is kept of a source whose proxy calls it "%s", and holds up no other record',
    async (forwardedFor) => {
      const odd = await ask(service, 'NOBODY', { 'x-forwarded-for': forwardedFor });
      const next = await ask(service, 'NOBODY', { 'x-forwarded-for': '192.0.2.35' });

      expect(await recordOf(odd.requestId)).toMatchObject({ outcome: 'unknown_account' });
      expect(await recordOf(next.requestId)).toMatchObject({ source_address: '192.0.2.35' });
    },
  );

  test("lies in its month's partition", async () => {
    await recordOf((await ask(service, 'NOBODY')).requestId);
    const { rows } = await database.owner.query<{ partition: string }>(
      'SELECT DISTINCT tableoid::regclass::text AS partition FROM jit_requests',
    );

    for (const { partition } of rows) expect(partition).toMatch(/^partitions\.jit_requests_\d{4}_\d{2}$/);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('records are not lost', () => {
  test('when the service stops right after its answers', async () => {
    const account = await books(service.api()).account({ balance: 100 });
    const stopping = await startService({ database });
    const calls = await Promise.all(Array.from({ length: 20 }, () => ask(stopping, account.external_id)));

    await stopping.close();

    expect(await recordsOf(calls.map(({ requestId }) => requestId))).toHaveLength(20);
  });

  test('when the database goes away before they are written', async () => {
    const account = await books(service.api()).account({ balance: 100 });
    const proxy = await FlakyProxy.before(database.serviceUrl);
    const shaky = await startService({
      database: { serviceUrl: proxy.through(database.serviceUrl), ownerUrl: database.ownerUrl },
    });
    try {
      const calls = await Promise.all(Array.from({ length: 5 }, () => ask(shaky, account.external_id)));
      await proxy.stop();
      const during = await ask(shaky, account.external_id);
      expect(during.answer.status).toBe(503);
      expect(await recordsOf(calls.map(({ requestId }) => requestId))).toEqual([]);

      await proxy.listen();

      for (const { requestId } of calls)
        expect(await recordOf(requestId)).toMatchObject({ outcome: 'found' });
      expect(await recordOf(during.requestId)).toMatchObject({ outcome: 'unavailable', http_status: 503 });
    } finally {
      await shaky.close();
      await proxy.stop();
    }
  });
});
