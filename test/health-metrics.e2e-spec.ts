import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ReadinessService } from '../src/platform/health/readiness.service.js';
import { books } from './support/books.js';
import { eventually } from './support/eventually.js';
import { FlakyProxy } from './support/flaky-proxy.js';
import { ask, type Answer } from './support/http.js';
import { rawRequest, sendRaw } from './support/raw-http.js';
import { ADMIN_KEY, JIT_TOKEN, startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let proxy: FlakyProxy;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await FlakyProxy.before(database.serviceUrl);
  service = await startService({
    database: { serviceUrl: proxy.through(database.serviceUrl), ownerUrl: database.ownerUrl },
    env: { JIT_DEADLINE_MS: '1000' },
  });
});

afterAll(async () => {
  await service.close();
  await proxy.stop();
  await database.drop();
});

function ready(by = service): Promise<Answer> {
  return ask(`${by.url}/health/ready`);
}

describe('health', () => {
  test('is live and ready, and not to be kept by a cache', async () => {
    const live = await ask(`${service.url}/health/live`);
    expect(live).toMatchObject({ status: 200, body: { status: 'live' } });

    const answer = await ready();
    expect(answer).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('is live but not ready, and says why, while the database is gone; and ready again by itself', async () => {
    await proxy.stop();
    const answer = await eventually(ready, ({ status }) => status === 503);
    expect(answer.body).toEqual({
      status: 'not_ready',
      reasons: [expect.stringMatching(/^database away \(\w+\)$/)],
    });
    expect((await ask(`${service.url}/health/live`)).status).toBe(200);

    await proxy.listen();
    await eventually(ready, ({ status }) => status === 200, 5_000);
  });

  test('says within its two seconds that the database hangs, however many ask', async () => {
    proxy.freeze();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ready()));
    proxy.pass();

    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 503,
        body: { status: 'not_ready', reasons: [expect.stringMatching(/^database /)] },
      });
      expect(answer.ms).toBeLessThan(4_000);
    }
    await eventually(ready, ({ status }) => status === 200, 5_000);
  });

  test('takes no more than one connection, however many ask', async () => {
    const asking = Array.from({ length: 50 }, () => ready());
    const { rows } = await database.owner.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'arrears-health'",
    );
    await Promise.all(asking);

    expect(rows[0]!.count).toBeLessThanOrEqual(1);
  });

  test('waits for a database that was never there', async () => {
    const nowhere = 'postgresql://nobody@127.0.0.1:1/nothing';
    const waiting = await startService({
      database: { serviceUrl: nowhere, ownerUrl: nowhere },
      awaitDatabase: false,
    });
    try {
      const answer = await eventually(
        () => ready(waiting),
        ({ body }) => (body as { reasons: string[] }).reasons[0] === 'database waiting',
      );
      expect(answer.status).toBe(503);
      expect((await ask(`${waiting.url}/health/live`)).status).toBe(200);
      expect((await ask(`${waiting.url}/metrics`)).status).toBe(200);
    } finally {
      await waiting.close();
    }
  });

  test('is not ready from the moment a stop is announced, while requests are still answered', async () => {
    const stopping = await startService({ database });
    const { external_id } = await books(stopping.api()).account({ balance: 5 });
    stopping.app.get(ReadinessService).announceStop();
    try {
      expect(await ready(stopping)).toMatchObject({
        status: 503,
        body: { status: 'not_ready', reasons: ['stopping'] },
      });
      const answer = await stopping.jit(external_id);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('connection')).toBe('close');
    } finally {
      await stopping.close();
    }
  });
});

/** One sample of Prometheus' text, 0 where there is none yet. */
async function metric(name: string, labels: Record<string, string> = {}): Promise<number> {
  const { text } = await ask(`${service.url}/metrics`);
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find(
      (candidate) =>
        candidate.startsWith(name) &&
        /^[{ ]/.test(candidate.slice(name.length)) &&
        wanted.every((part) => candidate.includes(part)),
    );
  return line === undefined ? 0 : Number(line.slice(line.lastIndexOf(' ') + 1));
}

describe('metrics', () => {
  test('are Prometheus’ text, with the process’s own figures', async () => {
    const answer = await ask(`${service.url}/metrics`);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const line of answer.text.split('\n').filter((text) => text !== ''))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? [-+.\de]+(Inf|NaN)?)$/);
    expect(answer.text).toContain('process_cpu_seconds_total');
    expect(answer.text).toContain('nodejs_eventloop_lag_seconds');
  });

  test('count JIT’s answers by outcome, and time them by stage', async () => {
    const { external_id } = await books(service.api()).account({ balance: 5 });
    const outcomes = ['found', 'unknown_account', 'refused', 'bad_request'];
    const count = () =>
      Promise.all(outcomes.map((outcome) => metric('arrears_jit_answers_total', { outcome })));
    const timed = () =>
      Promise.all(
        ['wait', 'query', 'total'].map((stage) => metric('arrears_jit_stage_seconds_count', { stage })),
      );
    const [before, timedBefore] = [await count(), await timed()];

    for (let index = 0; index < 3; index += 1) await service.jit(external_id);
    await service.jit('NOBODY');
    await service.jit('NOBODY', { token: 'wrong-token-0123456789' });
    await service.jit('');

    const after = await count();
    expect(after.map((value, index) => value - before[index]!)).toEqual([3, 1, 1, 1]);
    const timedAfter = await timed();
    // Wrong tokens and bad requests ask nothing of the database.
    expect(timedAfter.map((value, index) => value - timedBefore[index]!)).toEqual([4, 4, 6]);
  });

  test('count the answers of a bad day', async () => {
    const { external_id } = await books(service.api()).account({ balance: 5 });
    await service.jit(external_id);
    const before = [
      await metric('arrears_jit_answers_total', { outcome: 'deadline' }),
      await metric('arrears_jit_answers_total', { outcome: 'unavailable' }),
    ];

    proxy.freeze();
    await service.jit(external_id);
    proxy.pass();
    await proxy.stop();
    await service.jit(external_id);
    await proxy.listen();

    expect(await metric('arrears_jit_answers_total', { outcome: 'deadline' })).toBe(before[0]! + 1);
    expect(await metric('arrears_jit_answers_total', { outcome: 'unavailable' })).toBe(before[1]! + 1);
  });

  test('show JIT’s connections, and those who wait for one', async () => {
    const { external_id } = await books(service.api()).account({ balance: 5 });
    await eventually(
      () => service.jit(external_id),
      ({ status }) => status === 200,
    );
    expect(await metric('arrears_jit_connections', { state: 'open' })).toBeGreaterThanOrEqual(1);
    expect(await metric('arrears_jit_connections', { state: 'idle' })).toBeGreaterThanOrEqual(1);

    proxy.freeze();
    const asking = Array.from({ length: 12 }, () => service.jit(external_id));
    // Eight connections, four that wait.
    await eventually(
      () => metric('arrears_jit_connections', { state: 'waiting' }),
      (waiting) => waiting >= 4,
    );
    proxy.pass();
    await Promise.all(asking);
    await eventually(
      () => metric('arrears_jit_connections', { state: 'waiting' }),
      (waiting) => waiting === 0,
    );
  });

  test('name HTTP requests by method, pattern and status, never by their path', async () => {
    const { external_id, id } = await books(service.api()).account({ balance: 5 });
    const labels = { method: 'GET', route: '/api/v1/debt-accounts/:ref', status: '200' };
    const before = await metric('arrears_http_request_seconds_count', labels);
    await service.api().account(external_id);
    await service.api().get('/debt-accounts/NOBODY-AT-ALL');
    await ask(`${service.url}/no/such/place-at-all`);
    await ask(`${service.url}/jit/${JIT_TOKEN}?debt_account_external_id=${external_id}`);

    expect(await metric('arrears_http_request_seconds_count', labels)).toBe(before + 1);
    expect(
      await metric('arrears_http_request_seconds_count', { ...labels, status: '404' }),
    ).toBeGreaterThanOrEqual(1);
    expect(
      await metric('arrears_http_request_seconds_count', { route: '/jit/:token' }),
    ).toBeGreaterThanOrEqual(1);
    const { text } = await ask(`${service.url}/metrics`);
    for (const secret of [external_id, id, 'NOBODY-AT-ALL', 'place-at-all', JIT_TOKEN, ADMIN_KEY])
      expect(text).not.toContain(secret);
  });
});

describe('X-Request-Id', () => {
  const GENERATED = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

  /** What each layer answers. */
  const answers: [
    string,
    (headers: Record<string, string>) => Promise<{ status: number; id: string | null; body: unknown }>,
  ][] = [
    [
      'a record',
      (headers) =>
        api(
          'POST',
          '/locations',
          JSON.stringify({ external_id: `L-${String(Math.random())}`, name: `N-${String(Math.random())}` }),
          headers,
        ),
    ],
    ['a missing record', (headers) => api('GET', '/locations/NOBODY', undefined, headers)],
    ['no such route', (headers) => api('GET', '/nothing', undefined, headers)],
    ['a refused body', (headers) => api('POST', '/locations', '{}', headers)],
    ['broken JSON', (headers) => api('POST', '/locations', '{', headers)],
    ['a large body', (headers) => api('POST', '/locations', `"${'x'.repeat(1_048_577)}"`, headers)],
    ['no key', (headers) => other('/api/v1/locations/X', headers)],
    ['JIT', (headers) => other(`/jit/${JIT_TOKEN}?debt_account_external_id=NOBODY`, headers)],
    ['health', (headers) => other('/health/live', headers)],
    ['metrics', (headers) => other('/metrics', headers)],
    ['the root', (headers) => other('/', headers)],
  ];

  async function api(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ) {
    return read(
      await ask(`${service.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${ADMIN_KEY}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      }),
    );
  }

  async function other(path: string, headers: Record<string, string>) {
    return read(await ask(`${service.url}${path}`, { headers }));
  }

  function read({ status, headers, body }: Answer) {
    return { status, id: headers.get('x-request-id'), body };
  }

  test.each(answers)('is made where none is given, and another one each time: %s', async (_what, answer) => {
    const [one, another] = [await answer({}), await answer({})];

    expect(one.id).toMatch(GENERATED);
    expect(another.id).toMatch(GENERATED);
    expect(another.id).not.toBe(one.id);
    // Problems name it in their body too.
    const { request_id = one.id } = Object(one.body) as { request_id?: unknown };
    expect(request_id).toBe(one.id);
  });

  test.each(answers)('is given back: %s', async (_what, answer) => {
    expect((await answer({ 'x-request-id': 'call:42_a.b-C' })).id).toBe('call:42_a.b-C');
  });

  test.each([
    '',
    ' ',
    'a b',
    'a"b',
    "a'b",
    'a/b',
    '{"a":1}',
    'x'.repeat(129),
    'ä',
    'a,b',
    '<script>',
    '$(id)',
  ])('is not taken over where it could do harm in a log: %s', async (given) => {
    const { headers } = await sendRaw(
      service.url,
      rawRequest('GET', '/health/live', [`X-Request-Id: ${given}`]),
    );

    expect(headers.get('x-request-id')).toMatch(GENERATED);
  });

  test('is not taken over where two are given', async () => {
    const { headers } = await sendRaw(
      service.url,
      rawRequest('GET', '/health/live', ['X-Request-Id: a', 'X-Request-Id: b']),
    );

    expect(headers.get('x-request-id')).toMatch(GENERATED);
  });

  test('is there where a path cannot even be read', async () => {
    for (const target of ['/api/v1/locations/%zz', `/api/v1/locations/${'x'.repeat(5_000)}`, '/%']) {
      const answer = await sendRaw(service.url, rawRequest('GET', target, ['X-Request-Id: mine']));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('x-request-id')).toBe('mine');
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(JSON.parse(answer.body)).toMatchObject({ request_id: 'mine' });
      expect(answer.body).not.toContain('xxxx');
      expect(answer.body).not.toContain('%zz');
    }
  });
});
