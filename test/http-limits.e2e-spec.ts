import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CustomersController } from '../src/customers/customers.controller.js';
import { CustomersService } from '../src/customers/customers.service.js';
import { LocationsController } from '../src/locations/locations.controller.js';
import { LocationsService } from '../src/locations/locations.service.js';
import { ApiKeysService } from '../src/platform/auth/api-keys.service.js';
import { cliCaller } from '../src/platform/auth/caller.js';
import { Clock } from '../src/platform/clock/clock.js';
import { BodyLimit, Deadline } from '../src/platform/http/route-limits.js';
import { books, newRef } from './support/books.js';
import { ask, fieldsAtFault, problemOf, type Answer } from './support/http.js';
import { rawRequest, sendRaw } from './support/raw-http.js';
import { ADMIN_KEY, startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const MIB = 1_048_576;
const JSON_TYPE = { 'content-type': 'application/json' };
const NEVER_REPEATED = 'SECRET';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  mark(BodyLimit(2 * MIB), LocationsController, 'create');
  mark(BodyLimit(1000), CustomersController, 'create');
  database = await createTestDatabase();
  service = await startService({ database, prepare: addProbe });
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** As if the route had been written with the decorator. */
function mark(decorator: MethodDecorator, { prototype }: { prototype: object }, method: string): void {
  decorator(prototype, method, Object.getOwnPropertyDescriptor(prototype, method)!);
}

/** A route that tells which body it was given. */
function addProbe(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  for (const method of ['GET', 'DELETE', 'POST'])
    server.route({
      method,
      url: '/probe',
      handler: (request, reply) => reply.send({ body: request.body ?? 'none' }),
    });
}

/** Gives slow clients up soon. */
function hurryClients(app: NestFastifyApplication): void {
  const http = app.getHttpServer() as ReturnType<typeof app.getHttpServer> & {
    connectionsCheckingInterval: number;
  };
  // Node takes the shorter of the two for the head, whichever it is.
  if (http.headersTimeout > http.requestTimeout) throw new Error('A slow body would have the longer time');
  http.headersTimeout = 300;
  http.requestTimeout = 300;
  http.connectionsCheckingInterval = 50;
}

function expectProblem(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ type: 'about:blank', status, request_id: expect.any(String) });
  expect(answer.text).not.toContain(NEVER_REPEATED);
}

async function reasonsOf(recordId: string): Promise<(string | null)[]> {
  const { rows } = await database.owner.query<{ reason: string | null }>(
    'SELECT reason FROM audit_events WHERE record_id = $1 ORDER BY position',
    [recordId],
  );
  return rows.map(({ reason }) => reason);
}

describe.each(['application/json', 'application/merge-patch+json', 'application/json; charset=utf-8'])(
  'a body of %s',
  (type) => {
    const post = (body: string | Buffer): Promise<Answer> =>
      ask(`${service.url}/api/v1/locations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': type },
        body: new Uint8Array(Buffer.from(body as string)),
      });

    test('is read', async () => {
      const external_id = newRef('LOC');

      expect((await post(JSON.stringify({ external_id, name: `Clínica ${external_id} 😀` }))).status).toBe(
        201,
      );
    });

    test.each([
      ['a member twice', '{"external_id":"SECRET","external_id":"SECRET"}', ['external_id']],
      ['a member twice, deep in', '{"metadata":{"a":"SECRET","\\u0061":"b"}}', ['metadata.a']],
      ['a number too fine', '{"a":[100.00000000000000001]}', ['a.0']],
      ['a number too large', '{"a":1e400}', ['a']],
      ['a whole number too long', '{"a":9007199254740993}', ['a']],
      ['a prototype', '{"__proto__":{"name":"SECRET"}}', ['__proto__']],
      ['a prototype, deep in', '{"metadata":{"__proto__":"SECRET"}}', ['metadata.__proto__']],
    ])('is refused with %s, which is named', async (_what, body, fields) => {
      const refused = await post(body);

      expectProblem(refused, 400);
      expect(fieldsAtFault(refused)).toEqual(fields);
      expect(problemOf(refused).detail).toContain(fields[0]);
    });

    test.each([
      ['lists', `{"a":${'['.repeat(20)}${']'.repeat(20)}}`],
      ['objects', `${'{"a":'.repeat(50_000)}"SECRET"${'}'.repeat(50_000)}`],
    ])('is refused with %s more than 20 deep', async (_what, body) => {
      const refused = await post(body);

      expectProblem(refused, 400);
      expect(problemOf(refused).detail).toContain('is nested deeper than 20 levels');
    });

    test.each([
      ['bytes that are no UTF-8', Buffer.from('{"name":"SECRETé"}', 'latin1'), 'The body is not valid UTF-8'],
      [
        'a byte order mark',
        '\uFEFF{"name":"SECRET"}',
        'The body begins with a byte order mark; send UTF-8 without one',
      ],
      ['no JSON', '{"name":"SECRET', 'The body is not valid JSON, from character 16 on'],
      ['nothing', '', 'Send a JSON object with Content-Type: application/json'],
    ])('is refused with %s', async (_what, body, detail) => {
      const refused = await post(body);

      expectProblem(refused, 400);
      expect(problemOf(refused).detail).toBe(detail);
    });

    test.each(['constructor', 'toString', 'hasOwnProperty'])('is refused with %s, by name', async (name) => {
      const refused = await post(`{"external_id":"X","name":"X","${name}":"SECRET"}`);

      expectProblem(refused, 422);
      expect(fieldsAtFault(refused)).toEqual([name]);
    });

    test.each(['GET', 'DELETE'])('is no body where it is empty, with %s', async (method) => {
      const answer = await sendRaw(
        service.url,
        rawRequest(method, '/probe', [`Content-Type: ${type}`, 'Content-Length: 0']),
      );

      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toEqual({ body: 'none' });
    });
  },
);

describe('a body that is too large', () => {
  const bodyOf = (bytes: number): string => JSON.stringify({ a: 'x'.repeat(bytes - 8) });

  test.each([
    ['/debt-accounts', MIB, '1 MiB'],
    ['/locations', 2 * MIB, '2 MiB'],
    ['/customers', 1000, '1000 bytes'],
  ])('at %s is one of more than %i bytes', async (path, bytes, told) => {
    const [largest, tooLarge] = [
      await service.api().send(path, bodyOf(bytes), JSON_TYPE),
      await service.api().send(path, bodyOf(bytes + 1), JSON_TYPE),
    ];

    expectProblem(largest, 422);
    expectProblem(tooLarge, 413);
    expect(problemOf(tooLarge).detail).toBe(`The body is larger than ${told}`);
  });

  test('is not read at all of who has no key', async () => {
    for (const body of [bodyOf(2 * MIB), '{"name":"SECRET', '\uFEFF{}'])
      expectProblem(await service.api(null).send('/locations', body, JSON_TYPE), 401);
    // Nothing of this one ever comes.
    const answer = await sendRaw(
      service.url,
      'POST /api/v1/locations HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n',
    );
    expect(answer.status).toBe(401);
  });

  test('is found out while it comes, where its length is not told', async () => {
    const chunk = `${(600).toString(16)}\r\n${'x'.repeat(600)}\r\n`;
    const request = rawRequest('POST', '/api/v1/customers', [
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      `Authorization: Bearer ${ADMIN_KEY}`,
    ]);
    const answer = await sendRaw(service.url, Buffer.concat([request, Buffer.from(chunk + chunk)]));

    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ detail: 'The body is larger than 1000 bytes' });
  });
});

describe('the rate of a key', () => {
  let limited: Service;

  beforeAll(async () => {
    limited = await startService({ database, env: { API_RATE_PER_MINUTE: '3' } });
  });

  afterAll(() => limited.close());

  test('is told with each answer, held to, and forgotten after a minute', async () => {
    const clock = jest.spyOn(limited.app.get(Clock), 'monotonicMs');
    const after = async (ms: number): Promise<Answer> => {
      clock.mockReturnValue(ms);
      return limited.api().get('/locations/NOBODY');
    };
    const told = ({ status, headers }: Answer) => [
      status,
      headers.get('ratelimit-policy'),
      headers.get('ratelimit'),
      headers.get('retry-after'),
    ];
    const policy = '"key";q=3;w=60';

    expect(told(await after(0))).toEqual([404, policy, '"key";r=2;t=60', null]);
    expect(told(await after(1_000))).toEqual([404, policy, '"key";r=1;t=59', null]);
    expect(told(await after(30_000))).toEqual([404, policy, '"key";r=0;t=30', null]);
    const refused = await after(30_000);
    expect(told(refused)).toEqual([429, policy, '"key";r=0;t=30', '30']);
    expectProblem(refused, 429);
    expect(problemOf(refused).detail).toBe('This API key may make 3 requests a minute; go on in 30 s');
    expect(told(await after(60_000))).toEqual([404, policy, '"key";r=2;t=60', null]);
  });

  test('is its own, and nobody else’s', async () => {
    const keys = limited.app.get(ApiKeysService);
    const { key } = await keys.create(cliCaller('the test'), {
      name: newRef('key'),
      scopes: ['billing'],
      expiresAt: null,
    });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await limited.api(key).get('/locations/X')).status);

    expect(statuses).toEqual([403, 403, 403, 429]);
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      const open = await ask(`${limited.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
      expect([path, open.status, open.headers.get('ratelimit')]).toEqual([path, 200, null]);
    }
    const jit = await limited.jit('NOBODY', { headers: { authorization: `Bearer ${key}` } });
    expect([jit.status, jit.headers.get('ratelimit')]).toEqual([404, null]);
  });

  test('is told and counted where the body is none', async () => {
    const answers: Answer[] = [];
    const { key } = await limited.app.get(ApiKeysService).create(cliCaller('the test'), {
      name: newRef('key'),
      scopes: ['write'],
      expiresAt: null,
    });
    for (const body of ['{', 'x'.repeat(MIB + 1), '[]', '{}'])
      answers.push(await limited.api(key).send('/debt-accounts', body, JSON_TYPE));

    expect(answers.map(({ status }) => status)).toEqual([400, 413, 400, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit')?.slice(0, 9))).toEqual([
      '"key";r=2',
      '"key";r=1',
      '"key";r=0',
      '"key";r=0',
    ]);
  });

  test('is not told to who has no key', async () => {
    const denied = await limited.api(null).get('/locations/X');

    expectProblem(denied, 401);
    expect(denied.headers.get('ratelimit-policy')).toBeNull();
  });
});

describe('a reason in X-Reason', () => {
  const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

  test('stands in the audit of what the request changed', async () => {
    const body = { external_id: newRef('LOC'), name: newRef('Clinic') };
    const created = await service
      .api()
      .post('/locations', body, { 'x-reason': latin1(' Ersteinspielung für März 😀 ') });

    expect(created.status).toBe(201);
    expect(await reasonsOf((created.body as { data: { id: string } }).data.id)).toEqual([
      'Ersteinspielung für März 😀',
    ]);
  });

  test('gives way to the reason that a change has of its own', async () => {
    const api = service.api();
    const account = await books(api).account({ balance: 1000 });
    const posted = await api.post(
      `/debt-accounts/${account.external_id}/entries`,
      { kind: 'fee', amount: 5, reason: 'of its own' },
      { 'x-reason': 'of the request' },
    );

    expect(posted.status).toBe(201);
    const { rows } = await database.owner.query(
      "SELECT reason FROM audit_events WHERE debt_account_id = $1 AND action = 'ledger_entry.posted'",
      [account.id],
    );
    expect(rows).toEqual([{ reason: 'of its own' }]);
  });

  test('may be absent', async () => {
    const { id } = await service.api().createLocation({ external_id: newRef('LOC'), name: newRef('Clinic') });

    expect(await reasonsOf(id)).toEqual([null]);
  });

  test.each([
    ['too long', 'x'.repeat(1001)],
    ['no UTF-8', 'SECRET caf\u00e9'],
    ['with a tab', 'SECRET\ttab'],
  ])('is refused where it is %s', async (_what, reason) => {
    const refused = await service.api().get('/locations/NOBODY', { 'x-reason': reason });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toEqual(['X-Reason']);
  });
});

describe('time', () => {
  let hasty: Service;
  const stream = new PassThrough();

  beforeAll(async () => {
    mark(Deadline(700), LocationsController, 'create');
    hasty = await startService({
      database,
      env: { API_DEADLINE_MS: '1000' },
      prepare: (app) => {
        hurryClients(app);
        app
          .getHttpAdapter()
          .getInstance()
          .get('/api/stream', (_request, reply) => reply.send(stream));
      },
    });
  });

  afterAll(() => hasty.close());

  test('ends for a client that does not send its whole body', async () => {
    const answer = await sendRaw(
      hasty.url,
      `POST /api/v1/locations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_KEY}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":`,
    );

    expect(answer.status).toBe(408);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 408 });
  });

  /** Work that ends when the test says so. */
  function held<T>(): { work: Promise<T>; end: (result: T) => void } {
    let end: (result: T) => void = () => undefined;
    const work = new Promise<T>((resolve) => (end = resolve));
    return { work, end };
  }

  test('ends for a read without a result', async () => {
    const { work, end } = held<never>();
    jest.spyOn(hasty.app.get(CustomersService), 'read').mockReturnValue(work);
    const late = await hasty.api().get('/customers/X');

    expectProblem(late, 503);
    expect(late.headers.get('retry-after')).toBe('5');
    expect(problemOf(late).detail).toMatch(/^There was no result within 1000 ms; /);
    expect(late.ms).toBeGreaterThanOrEqual(990);
    end({ version: 7 } as never);
    await work;
    expect((await ask(`${hasty.url}/health/live`)).status).toBe(200);
  });

  test('ends for a change without a result, at the time that its route says', async () => {
    const { work, end } = held<never>();
    jest.spyOn(hasty.app.get(LocationsService), 'create').mockReturnValue(work);
    const late = await hasty.api().post('/locations', { external_id: newRef('LOC'), name: 'X' });

    expectProblem(late, 503);
    expect(problemOf(late).detail).toMatch(/^There was no result within 700 ms; /);
    end({ version: 1 } as never);
    await work;
  });

  test('does not end for an answer that is being written', async () => {
    stream.write('first ');
    const streaming = await fetch(`${hasty.url}/api/stream`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    jest.spyOn(hasty.app.get(CustomersService), 'read').mockReturnValueOnce(new Promise(() => undefined));
    // Asked later, so it ends later.
    expectProblem(await hasty.api().get('/customers/X'), 503);
    stream.end('and last');

    expect(await streaming.text()).toBe('first and last');
  });

  test('ends for work that fails later, and the service goes on', async () => {
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_resolve, reject) => (fail = reject));
    jest.spyOn(hasty.app.get(CustomersService), 'read').mockReturnValueOnce(work);

    expectProblem(await hasty.api().get('/customers/X'), 503);
    fail(new Error('too late'));
    await expect(work).rejects.toThrow('too late');
    expectProblem(await hasty.api().get('/customers/X'), 404);
  });

  test('ends for work that waits for a lock, though the work itself comes to its end', async () => {
    const { id, external_id } = await books(service.api()).account({ balance: 1000 });
    const other = await database.owner.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM debt_accounts WHERE id = $1 FOR UPDATE', [id]);
    const late = await hasty.api().entries(external_id, { kind: 'fee', amount: 5, reference: 'LATE' });
    await other.query('COMMIT');
    other.release();

    expectProblem(late, 503);
    // The same again is the same entry, whether the first has come to its end by now or not.
    const again = await service.api().entries(external_id, { kind: 'fee', amount: 5, reference: 'LATE' });
    expect([200, 201]).toContain(again.status);
    expect((await service.api().account(external_id)).current_balance).toBe(1005);
  });
});

describe('a method that a path does not take', () => {
  test.each([
    ['PURGE', '/api/v1/locations', 405],
    ['GET', '/api/v1/nothing', 404],
    ['DELETE', '/api/v1/nothing/X', 404],
    ['OPTIONS', '/api/v1/locations', 405],
    ['TRACE', '/api/v1/locations/A%2FB?x=1', 405],
  ])('%s %s is answered %i', async (method, path, status) => {
    const answer = await sendRaw(service.url, rawRequest(method, path));

    expect(answer.status).toBe(status);
    expect(answer.headers.has('allow')).toBe(status === 405);
    expect(JSON.parse(answer.body)).toMatchObject({ status, request_id: expect.any(String) });
  });

  test('is told which it takes', async () => {
    const answer = await sendRaw(service.url, rawRequest('TRACE', '/api/v1/locations/X'));

    const allowed = answer.headers.get('allow')!;
    expect(allowed.split(', ')).toContain('GET');
    expect(JSON.parse(answer.body)).toMatchObject({ detail: `This route takes ${allowed}` });
  });
});
