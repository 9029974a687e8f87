import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JitRequestView } from '../src/jit/jit-requests.types.js';
import { books } from './support/books.js';
import { eventually } from './support/eventually.js';
import { fieldsAtFault } from './support/http.js';
import { pageOf, walk } from './support/pages.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

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

function requests(query: string): Promise<JitRequestView[]> {
  return pageOf(service.api(), `/jit-requests${query}`);
}

/** Records are written soon after the answer, not before it. */
async function asked(externalId: string, requestId: string): Promise<JitRequestView> {
  await service.jit(externalId, { headers: { 'x-request-id': requestId } });
  const [request] = await eventually(
    () => requests(`?request_id=${requestId}`),
    (found) => found.length > 0,
  );
  return request!;
}

test('a call tells what was told, from which versions, and how long it took', async () => {
  const account = await books(service.api()).account({ balance: 900, current_balance: 700 });
  const request = await asked(account.external_id, 'list-test-1');

  expect(request).toEqual({
    id: expect.any(String),
    requested_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    request_id: 'list-test-1',
    outcome: 'found',
    http_status: 200,
    asked_external_id: null,
    debt_account_id: account.id,
    debt_account_external_id: account.external_id,
    debt_account_version: account.version,
    customer_version: 1,
    location_version: 1,
    told_balance: 700,
    wait_ms: expect.any(Number),
    query_ms: expect.any(Number),
    total_ms: expect.any(Number),
    source_address: '127.0.0.1',
  });
});

describe('the list', () => {
  test('is found by account, outcome, status, time and what was asked in vain', async () => {
    const account = await books(service.api()).account({ balance: 100 });
    const found = await asked(account.external_id, 'list-test-2');
    const missed = await asked('NOBODY AT ALL', 'list-test-3');

    for (const ref of [account.id, account.external_id])
      expect(await requests(`?debt_account=${ref}`)).toEqual([found]);
    expect(await requests('?debt_account=NOBODY')).toEqual([]);
    expect(await requests('?outcome=unknown_account')).toEqual([missed]);
    expect(await requests('?http_status=404')).toEqual([missed]);
    expect(await requests('?asked_external_id=NOBODY%20AT%20ALL&outcome=unknown_account')).toEqual([missed]);
    expect(await requests('?outcome=found&http_status=404')).toEqual([]);
    expect(await requests(`?since=${missed.requested_at}`)).toEqual([missed]);
    expect((await requests(`?until=${missed.requested_at}`))[0]).toEqual(found);
  });

  test('goes through months and calls of the same time, each once', async () => {
    const { id } = await books(service.api()).account();
    await database.owner.query(
      `INSERT INTO jit_requests (requested_at, id, request_id, outcome, http_status, debt_account_id, total_ms)
       SELECT date_trunc('month', now()) + make_interval(months => g % 3, secs => g / 3 / 7), gen_random_uuid(), 'many', 'found', 200, $1, 1
         FROM generate_series(1, 60) g`,
      [id],
    );
    const seen = await walk<JitRequestView>(service.api(), `/jit-requests?debt_account=${id}`, 7);
    const { rows } = await database.owner.query<{ id: string }>(
      'SELECT id FROM jit_requests WHERE debt_account_id = $1 ORDER BY requested_at DESC, id DESC',
      [id],
    );

    expect(seen.map((request) => request.id)).toEqual(rows.map((row) => row.id));
    expect(new Set(rows.map((row) => row.id)).size).toBe(60);
  });

  test.each([
    ['?outcome=lost', ['outcome']],
    ['?http_status=1', ['http_status']],
    ['?http_status=ok', ['http_status']],
    ['?until=2026-13-01T00:00:00Z', ['until']],
    ['?token=x', ['token']],
  ])('refuses %s', async (query, fields) => {
    const answer = await service.api().get(`/jit-requests${query}`);
    expect(answer.status).toBe(422);
    expect(fieldsAtFault(answer)).toEqual(fields);
  });
});
