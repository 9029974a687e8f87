import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ApiKeyView, NewApiKeyView } from '../src/platform/auth/api-key.types.js';
import { SCOPES, type Scope } from '../src/platform/auth/caller.js';
import { Clock } from '../src/platform/clock/clock.js';
import { dataOf } from './support/api.js';
import { newRef } from './support/books.js';
import { fieldsAtFault, problemOf } from './support/http.js';
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

afterEach(() => {
  jest.restoreAllMocks();
});

async function newKey(scopes: Scope[], body: object = {}, by?: string): Promise<NewApiKeyView> {
  const answer = await service.api(by).post('/api-keys', { name: newRef('key'), scopes, ...body });
  return dataOf(answer, 201) as NewApiKeyView;
}

async function statusWith(key: string | null): Promise<number> {
  return (await service.api(key).get('/locations/X')).status;
}

interface KeyEvent {
  action: string;
  actor_name: string;
  reason: string | null;
  changes: object;
}

async function eventsOf(id: string): Promise<KeyEvent[]> {
  const { rows } = await database.owner.query<KeyEvent>(
    'SELECT action, actor_name, reason, changes FROM audit_events WHERE record_id = $1 ORDER BY position',
    [id],
  );
  return rows;
}

describe('making a key', () => {
  test('shows it once, and it works at once', async () => {
    const made = await newKey(['write', 'read', 'read'], { reason: 'the new posting job' });

    expect(made).toEqual({
      id: expect.any(String),
      name: expect.stringMatching(/^key-/),
      public_id: expect.stringMatching(/^[a-z0-9]{16}$/),
      scopes: ['read', 'write'],
      state: 'valid',
      created_at: expect.any(String),
      expires_at: null,
      last_used_at: null,
      revoked_at: null,
      key: expect.stringContaining(made.public_id),
    });
    expect(await statusWith(made.key)).toBe(404);
    const { key: _key, ...shown } = made;
    expect(dataOf(await service.api().get(`/api-keys/${made.id}`), 200)).toEqual({
      ...shown,
      last_used_at: expect.any(String),
    });
    expect(await eventsOf(made.id)).toEqual([
      {
        action: 'api_key.created',
        actor_name: 'ADMIN_API_KEY',
        reason: 'the new posting job',
        changes: { name: made.name, scopes: ['read', 'write'], expires_at: null },
      },
    ]);
  });

  test('is for keys with the scope admin', async () => {
    const { key } = await newKey(SCOPES.filter((scope) => scope !== 'admin'));
    const api = service.api(key);

    expect((await api.post('/api-keys', { name: 'x', scopes: ['read'] })).status).toBe(403);
    expect((await api.get('/api-keys')).status).toBe(403);
    expect((await api.get('/api-keys/x')).status).toBe(403);
    expect((await api.delete('/api-keys/x')).status).toBe(403);
  });

  test('hands on only what the maker may do', async () => {
    const { key } = await newKey(['admin', 'read']);
    const refused = await service.api(key).post('/api-keys', { name: 'x', scopes: ['read', 'pii', 'write'] });

    expect(refused.status).toBe(403);
    expect(problemOf(refused).detail).toContain('"write", "pii"');
    expect(fieldsAtFault(refused)).toEqual(['scopes']);
    expect((await newKey(['admin', 'read'], {}, key!)).scopes).toEqual(['read', 'admin']);
  });

  test.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(101) }, 'name'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['an unknown scope', { scopes: ['read', 'root'] }, 'scopes'],
    ['scopes as a text', { scopes: 'read' }, 'scopes'],
    ['an expiry that is past', { expires_at: '2026-01-01T00:00:00Z' }, 'expires_at'],
    ['an expiry that is no time', { expires_at: 'tomorrow' }, 'expires_at'],
    ['a field that there is not yet', { locations: ['A'] }, 'locations'],
  ])('is refused with %s', async (_what, body, field) => {
    const answer = await service.api().post('/api-keys', { name: 'x', scopes: ['read'], ...body });

    expect(answer.status).toBe(422);
    expect(fieldsAtFault(answer)).toEqual([field]);
  });

  test('until a time ends then', async () => {
    const { key, id } = await newKey(['read'], { expires_at: '2999-01-01T00:00:00+01:00' });
    expect(await statusWith(key)).toBe(404);

    jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(new Date('2998-12-31T23:00:00Z'));
    expect(await statusWith(key)).toBe(401);
    expect(dataOf(await service.api().get(`/api-keys/${id}`), 200)).toMatchObject({
      state: 'expired',
      expires_at: '2998-12-31T23:00:00.000Z',
    });
  });

  test('again under its Idempotency-Key makes none and shows no secret, which is kept nowhere', async () => {
    const headers = { 'idempotency-key': newRef('idem') };
    const body = { name: newRef('key'), scopes: ['read'] };
    const first = dataOf(await service.api().post('/api-keys', body, headers), 201) as NewApiKeyView;
    const again = await service.api().post('/api-keys', body, headers);

    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(dataOf(again, 201)).toEqual({ ...first, key: null });
    expect(await statusWith(first.key)).toBe(404);
    const secret = first.key!.split('_').slice(2).join('_');
    const needles = [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')];
    for (const table of ['api_keys', 'audit_events', 'idempotency_keys']) {
      const { rows } = await database.owner.query<{ text: string }>(`SELECT t::text AS text FROM ${table} t`);
      for (const { text } of rows) for (const needle of needles) expect(text).not.toContain(needle);
    }
  });
});

describe('the list of keys', () => {
  test('has each once, the newest first, page by page, while others are made', async () => {
    const made = [await newKey(['read']), await newKey(['read']), await newKey(['read'])];
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const path = `/api-keys?limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const answer = await service.api().get(path);
      const page = answer.body as { data: ApiKeyView[]; meta: { next_cursor: string | null } };
      seen.push(...page.data.map(({ id }) => id));
      expect(answer.text).not.toContain('"key"');
      cursor = page.meta.next_cursor;
      if (seen.length === 2) await newKey(['read']);
    } while (cursor !== null);

    expect(seen.slice(0, 3)).toEqual(made.map(({ id }) => id).reverse());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  test.each(['nothing', '01a20537-c2bf-7680-80f9-1c5e82232820', '%00'])('has no %s', async (id) => {
    expect((await service.api().get(`/api-keys/${id}`)).status).toBe(404);
    expect((await service.api().delete(`/api-keys/${id}`)).status).toBe(404);
  });
});

describe('revoking a key', () => {
  test('ends it at once; again changes nothing', async () => {
    const { key, id, name, public_id } = await newKey(['read']);
    const first = dataOf(await service.api().delete(`/api-keys/${id}`, { reason: 'leaked' }), 200);
    const second = dataOf(await service.api().delete(`/api-keys/${public_id}`), 200);

    expect(await statusWith(key)).toBe(401);
    expect(first).toMatchObject({ id, state: 'revoked', revoked_at: expect.any(String) });
    expect(second).toEqual(first);
    expect(await eventsOf(id)).toMatchObject([
      { action: 'api_key.created' },
      { action: 'api_key.revoked', reason: 'leaked', changes: { name } },
    ]);
  });

  test('by itself works, and is the last thing that it does', async () => {
    const { key, id } = await newKey(['admin']);
    const api = service.api(key);
    const headers = { 'idempotency-key': newRef('idem') };

    expect(dataOf(await api.delete(`/api-keys/${id}`, undefined, headers), 200)).toMatchObject({
      state: 'revoked',
    });
    expect((await api.delete(`/api-keys/${id}`, undefined, headers)).status).toBe(401);
  });

  test('of two at the same time leaves one event', async () => {
    const { id } = await newKey(['read']);
    const answers = await Promise.all([1, 2, 3].map(() => service.api().delete(`/api-keys/${id}`)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await eventsOf(id)).toHaveLength(2);
  });
});

test('where reasons are required, both are asked for one', async () => {
  const strict = await startService({ database, env: { REQUIRE_REASONS: 'on' } });
  const api = strict.api();
  try {
    const body = { name: newRef('key'), scopes: ['read'] };
    expect(fieldsAtFault(await api.post('/api-keys', body))).toEqual(['reason']);
    const made = dataOf(await api.post('/api-keys', body, { 'x-reason': 'a job' }), 201) as NewApiKeyView;
    expect(fieldsAtFault(await api.delete(`/api-keys/${made.id}`))).toEqual(['reason']);
    expect((await api.delete(`/api-keys/${made.id}`, { reason: 'done' })).status).toBe(200);
    expect((await eventsOf(made.id)).map(({ reason }) => reason)).toEqual(['a job', 'done']);
  } finally {
    await strict.close();
  }
});
