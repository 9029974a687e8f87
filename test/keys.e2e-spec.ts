import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { ApiKeysService } from '../src/platform/auth/api-keys.service.js';
import { cliCaller, SCOPES, type Scope } from '../src/platform/auth/caller.js';
import { Clock } from '../src/platform/clock/clock.js';
import { books, newRef } from './support/books.js';
import { ask, type Answer } from './support/http.js';
import { ADMIN_KEY, startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let service: Service;
let keys: ApiKeysService;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  keys = service.app.get(ApiKeysService);
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const caller = cliCaller('the test');

async function newKey(
  scopes: Scope[],
  expiresAt: Date | null = null,
): Promise<{ key: string; id: string; publicId: string }> {
  const { apiKey, key } = await keys.create(caller, { name: newRef('key'), scopes, expiresAt });
  return { key, id: apiKey.id, publicId: apiKey.publicId };
}

function expectDenied(answer: Answer, status: 401 | 403): void {
  expect(answer).toMatchObject({
    status,
    body: { type: 'about:blank', status, request_id: expect.any(String) },
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
}

interface Route {
  method: string;
  path: string;
}

/** All routes of all controllers, with `X` for their parameters. */
function routes(): Route[] {
  const found: Route[] = [];
  for (const module of service.app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prefix = Reflect.getMetadata(PATH_METADATA, metatype) as string;
      for (const name of Object.getOwnPropertyNames(metatype.prototype)) {
        const handler: unknown = Object.getOwnPropertyDescriptor(metatype.prototype, name)?.value;
        if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) continue;
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
        const path = `/${prefix}/${Reflect.getMetadata(PATH_METADATA, handler) as string}`;
        found.push({
          method,
          path: path
            .replaceAll(/:\w+/g, 'X')
            .replaceAll(/\/+/g, '/')
            .replace(/(.)\/$/, '$1'),
        });
      }
    }
  return found;
}

function request({ method, path }: Route, key?: string): Promise<Answer> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return ask(`${service.url}${path}`, { method, headers });
}

describe('the routes', () => {
  test('that need no key are these, and each other one lies under /api', () => {
    const open = routes().filter(({ path }) => !path.startsWith('/api/'));

    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /docs',
      'GET /docs/X',
      'GET /health/live',
      'GET /health/ready',
      'GET /jit/X',
      'GET /metrics',
      'GET /openapi.json',
    ]);
  });

  test('under /api deny whoever has no key, and whose key may do nothing that they do', async () => {
    const api = routes().filter(({ path }) => path.startsWith('/api/'));
    const idle = await newKey(['tratta']);

    expect(api.length).toBeGreaterThanOrEqual(7);
    for (const route of api) {
      expectDenied(await request(route), 401);
      expectDenied(await request(route, idle.key), 403);
    }
  });

  test('that do not exist say so, with or without a key', async () => {
    for (const key of [undefined, ADMIN_KEY]) {
      const answer = await request({ method: 'GET', path: '/api/v1/nothing' }, key);
      expect(answer).toMatchObject({ status: 404, body: { status: 404, detail: 'There is no such route' } });
    }
  });
});

describe('a key', () => {
  test('is a secret behind a public id, in URL-safe characters', async () => {
    const { key, publicId } = await newKey(['read']);

    expect(key).toMatch(/^arrears_[a-z0-9]{16}_[\w-]{43}$/);
    expect(key).toContain(publicId);
  });

  test.each(SCOPES)('with the scope %s may do what that scope may, and no more', async (scope) => {
    const { key } = await newKey([scope]);
    const { external_id } = await books(service.api()).location();

    const read = await service.api(key).get(`/locations/${external_id}`);
    const write = await service
      .api(key)
      .post('/locations', { external_id: newRef('LOC'), name: newRef('Name') });

    expect(read.status).toBe(scope === 'read' ? 200 : 403);
    expect(write.status).toBe(scope === 'write' ? 201 : 403);
  });

  test('that may not do it is told which scope it lacks', async () => {
    const { key } = await newKey(['billing']);

    expect(await service.api(key).get('/locations/X')).toMatchObject({
      status: 403,
      body: { detail: 'This route needs the scope "read", which the API key has not' },
    });
  });

  test('stands in the audit with its id and its name', async () => {
    const { key, id } = await newKey(['write']);
    const { id: recordId } = await service
      .api(key)
      .createLocation({ external_id: newRef('LOC'), name: newRef('Name') });
    const { rows } = await database.owner.query(
      'SELECT actor_kind, actor_id, actor_name FROM audit_events WHERE record_id = $1',
      [recordId],
    );

    expect(rows).toEqual([
      { actor_kind: 'api_key', actor_id: id, actor_name: expect.stringMatching(/^key-/) },
    ]);
  });

  test('is kept as a digest of its secret only', async () => {
    const { key, id } = await newKey(['read']);
    const secret = key.split('_').slice(2).join('_');
    await service.api(key).get('/locations/X');

    const { rows } = await database.owner.query<{ secret_digest: Buffer }>(
      'SELECT * FROM api_keys WHERE id = $1',
      [id],
    );
    expect(rows[0]!.secret_digest).toEqual(createHash('sha256').update(secret).digest());
    const hex = Buffer.from(secret).toString('hex');
    for (const table of ['api_keys', 'audit_events', 'jit_requests', 'sync_records']) {
      const { rows: texts } = await database.owner.query<{ text: string }>(
        `SELECT t::text AS text FROM ${table} t`,
      );
      for (const { text } of texts) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(hex);
      }
    }
    expect(JSON.stringify(await keys.list())).not.toContain(secret);
    expect(JSON.stringify(await keys.list())).not.toContain('igest');
  });

  test('is refused from the moment it is revoked, and revoking it again changes nothing', async () => {
    const { key, id, publicId } = await newKey(['read']);
    expect((await service.api(key).get('/locations/X')).status).toBe(404);

    const revoked = await keys.revoke(caller, publicId);
    expect(await keys.revoke(caller, id)).toEqual(revoked);

    expectDenied(await service.api(key).get('/locations/X'), 401);
    const { rows } = await database.owner.query(
      'SELECT action FROM audit_events WHERE record_id = $1 ORDER BY position',
      [id],
    );
    expect(rows).toEqual([{ action: 'api_key.created' }, { action: 'api_key.revoked' }]);
  });

  test('is refused from the moment it expires', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { key } = await newKey(['read'], expiresAt);
    const clock = jest.spyOn(service.app.get(Clock), 'now');

    clock.mockReturnValue(new Date(expiresAt.getTime() - 1));
    expect((await service.api(key).get('/locations/X')).status).toBe(404);
    clock.mockReturnValue(expiresAt);
    expectDenied(await service.api(key).get('/locations/X'), 401);
  });

  test('has its last use noted, once a minute at most', async () => {
    const { key, id } = await newKey(['read']);
    const lastUse = async (): Promise<Date | null> => {
      const { rows } = await database.owner.query<{ last_used_at: Date | null }>(
        'SELECT last_used_at FROM api_keys WHERE id = $1',
        [id],
      );
      return rows[0]!.last_used_at;
    };
    const start = new Date('2026-03-01T12:00:00.000Z');
    const clock = jest.spyOn(service.app.get(Clock), 'now');
    const useAfter = async (seconds: number): Promise<Date | null> => {
      clock.mockReturnValue(new Date(start.getTime() + seconds * 1000));
      await service.api(key).get('/locations/X');
      return lastUse();
    };

    expect(await lastUse()).toBeNull();
    expect(await useAfter(0)).toEqual(start);
    expect(await useAfter(59)).toEqual(start);
    expect(await useAfter(61)).toEqual(new Date(start.getTime() + 61_000));
  });

  test('that is refused is not noted as used', async () => {
    const { key, id } = await newKey(['read']);
    await service.api(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`).get('/locations/X');

    const { rows } = await database.owner.query('SELECT last_used_at FROM api_keys WHERE id = $1', [id]);
    expect(rows).toEqual([{ last_used_at: null }]);
  });
});

describe('what is no key', () => {
  const url = (): string => `${service.url}/api/v1/locations/X`;

  test.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['the scheme alone', 'Bearer'],
    ['the scheme and a blank', 'Bearer '],
    ['no scheme', ADMIN_KEY],
    ['another scheme', `Basic ${ADMIN_KEY}`],
    ['two keys', `Bearer ${ADMIN_KEY} ${ADMIN_KEY}`],
    ['a list', `Bearer ${ADMIN_KEY}, Bearer ${ADMIN_KEY}`],
    ['an unknown key', 'Bearer some-key-that-nobody-made-0123456789'],
    ['an unknown key in our form', `Bearer arrears_${'a'.repeat(16)}_${'A'.repeat(43)}`],
    ['a word that a program prints for nothing', 'Bearer undefined'],
    ['another one', 'Bearer null'],
    ['a beginning of the admin key', `Bearer ${ADMIN_KEY.slice(0, -1)}`],
    ['the admin key and more', `Bearer ${ADMIN_KEY}x`],
    ['a very long one', `Bearer ${'x'.repeat(10_000)}`],
  ])('is denied: %s', async (_what, authorization) => {
    expectDenied(await ask(url(), { headers: authorization === undefined ? {} : { authorization } }), 401);
  });

  test('is denied: a key of another secret, or of another public id', async () => {
    const [one, other] = [await newKey(['read']), await newKey(['read'])];
    const [, onePublic, ...oneSecret] = one.key.split('_');
    const [, otherPublic] = other.key.split('_');

    expectDenied(
      await service.api(`arrears_${otherPublic!}_${oneSecret.join('_')}`).get('/locations/X'),
      401,
    );
    expectDenied(await service.api(`arrears_${onePublic!}_${'A'.repeat(43)}`).get('/locations/X'), 401);
  });

  test('is denied in the query or the body', async () => {
    expectDenied(await ask(`${url()}?api_key=${ADMIN_KEY}&authorization=Bearer%20${ADMIN_KEY}`), 401);
    expectDenied(await ask(url(), { headers: { 'x-api-key': ADMIN_KEY } }), 401);
  });

  test('the scheme may be written in any case', async () => {
    expect((await ask(url(), { headers: { authorization: `bEARER   ${ADMIN_KEY}` } })).status).toBe(404);
  });
});

describe('the bootstrap key', () => {
  test('may do everything', async () => {
    const { external_id } = await service
      .api(ADMIN_KEY)
      .createLocation({ external_id: newRef('LOC'), name: newRef('Name') });

    expect((await service.api(ADMIN_KEY).get(`/locations/${external_id}`)).status).toBe(200);
  });

  test('does not exist where none is set: then only keys that were made count', async () => {
    const without = await startService({ database, env: { ADMIN_API_KEY: '' } });
    const { key } = await newKey(['read']);
    try {
      for (const guess of [ADMIN_KEY, 'undefined', 'null', 'false', ''])
        expect((await without.api(guess).get('/locations/X')).status).toBe(401);
      expect((await without.api(key).get('/locations/X')).status).toBe(404);
    } finally {
      await without.close();
    }
  });

  test('is not asked of a database that is away: everybody with a key is told to come again', async () => {
    const nowhere = 'postgresql://nobody@127.0.0.1:1/nothing';
    const away = await startService({
      database: { serviceUrl: nowhere, ownerUrl: nowhere },
      awaitDatabase: false,
    });
    try {
      const answer = await away.api(ADMIN_KEY).get('/locations/X');
      expect(answer).toMatchObject({ status: 503, body: { status: 503 } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expectDenied(await away.api(null).get('/locations/X'), 401);
    } finally {
      await away.close();
    }
  });
});
