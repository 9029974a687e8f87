import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditEventView } from '../src/activity/audit-event.types.js';
import { ApiKeysService } from '../src/platform/auth/api-keys.service.js';
import { cliCaller, type Scope } from '../src/platform/auth/caller.js';
import { books, newRef } from './support/books.js';
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

function events(query = ''): Promise<AuditEventView[]> {
  return pageOf(service.api(), `/audit-events${query}`);
}

async function newKey(scopes: Scope[]): Promise<{ id: string; key: string }> {
  const made = await service.app
    .get(ApiKeysService)
    .create(cliCaller('somebody'), { name: newRef('key'), scopes, expiresAt: null });
  return { id: made.apiKey.id, key: made.key };
}

test('an event tells who did what to which record, and why', async () => {
  const account = await books(service.api()).account({ balance: 500 });
  const answer = await service.api().post(
    `/debt-accounts/${account.external_id}/entries`,
    { kind: 'fee', amount: 50, reason: 'agreed by letter' },
    {
      'x-request-id': 'audit-test-1',
    },
  );
  const { id } = (answer.body as { data: { id: string } }).data;

  expect((await events())[0]).toEqual({
    id: expect.any(String),
    occurred_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    actor_kind: 'bootstrap_key',
    actor_id: null,
    actor_name: 'ADMIN_API_KEY',
    action: 'ledger_entry.posted',
    record_kind: 'ledger_entry',
    record_id: id,
    debt_account_id: account.id,
    debt_account_external_id: account.external_id,
    reason: 'agreed by letter',
    request_id: 'audit-test-1',
    changes: { sequence: 2, kind: 'fee', amount: 50 },
  });
});

describe('the list', () => {
  test('is found by actor, action, record, account, request and time', async () => {
    const { id, key } = await newKey(['write']);
    const before = new Date().toISOString();
    const location = await service.api(key).createLocation({ external_id: newRef('LOC'), name: newRef('N') });
    const account = await books(service.api()).account({ balance: 1, location_id: location.external_id });
    const [made] = await events(`?record_kind=location&record_id=${location.id}`);

    expect(made).toMatchObject({ action: 'location.created', actor_id: id, actor_kind: 'api_key' });
    expect(await events(`?actor_id=${id}`)).toEqual([made]);
    expect(await events(`?actor_kind=api_key&since=${before}`)).toEqual([made]);
    expect(await events(`?request_id=${made!.request_id!}`)).toEqual([made]);
    expect((await events(`?actor_kind=cli`)).map(({ actor_name }) => actor_name)).toEqual(['somebody']);
    for (const ref of [account.id, account.external_id])
      expect(await events(`?debt_account=${ref}`)).toMatchObject([
        { action: 'debt_account.created', record_id: account.id, changes: { entries: [1] } },
      ]);
    expect((await events('?action=debt_account.created'))[0]).toMatchObject({ record_id: account.id });
    expect(await events(`?debt_account=${account.id}&action=customer.created`)).toEqual([]);
    expect(await events(`?debt_account=NOBODY`)).toEqual([]);
    expect(await events(`?until=2026-01-01T00:00:00Z`)).toEqual([]);
  });

  test('has each event once, page by page, while others are added; of one time in order', async () => {
    const account = await books(service.api()).account();
    await database.service.query(
      `INSERT INTO audit_events (id, actor_kind, actor_name, action, record_kind, record_id, debt_account_id)
       SELECT gen_random_uuid(), 'system', 'the test', 'demo.loaded', 'debt_account', $1, $1 FROM generate_series(1, 7)`,
      [account.id],
    );
    const path = `/audit-events?action=demo.loaded`;
    const seen = await walk<AuditEventView>(service.api(), path, 2, () =>
      database.service.query(
        `INSERT INTO audit_events (id, actor_kind, actor_name, action, record_kind, record_id)
         VALUES (gen_random_uuid(), 'system', 'the test', 'demo.loaded', 'debt_account', $1)`,
        [account.id],
      ),
    );

    expect(seen).toHaveLength(7);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
    const { rows } = await database.owner.query<{ id: string }>(
      'SELECT id FROM audit_events WHERE debt_account_id = $1 AND action = $2 ORDER BY position DESC',
      [account.id, 'demo.loaded'],
    );
    expect(seen.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });

  test.each([
    ['?record_id=01a20537-c2bf-7680-80f9-1c5e82232820', ['record_kind']],
    ['?record_kind=location&record_id=X', ['record_id']],
    ['?actor_kind=robot', ['actor_kind']],
    ['?since=yesterday', ['since']],
    ['?who=me', ['who']],
    ['?cursor=x', ['cursor']],
  ])('refuses %s', async (query, fields) => {
    const answer = await service.api().get(`/audit-events${query}`);
    expect(answer.status).toBe(422);
    expect(fieldsAtFault(answer)).toEqual(fields);
  });

  test('is for keys with the scope admin', async () => {
    const { key } = await newKey(['read', 'write', 'pii']);
    expect((await service.api(key).get('/audit-events')).status).toBe(403);
  });
});
