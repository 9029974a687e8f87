import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { books } from './support/books.js';
import { type RawAnswer, rawRequest, sendRaw } from './support/raw-http.js';
import { JIT_TOKEN, startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// Whatever comes to a path of JIT is answered in the shape that Tratta relays, by whichever layer, and no
// answer repeats the path: it holds the token.

const WRONG_TOKEN = 'wrong-token-0123456789abcdef';

let database: TestDatabase;
let service: Service;
let known: string;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  known = (await books(service.api()).account({ balance: 100 })).external_id;
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

function expectJitRefusal(answer: RawAnswer, status: number): void {
  expect(answer.status).toBe(status);
  expect(Object.keys(JSON.parse(answer.body) as object)).toEqual(['error', 'errorCode']);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  expectNoPath(answer);
}

function expectNoPath({ text }: RawAnswer): void {
  for (const secret of [JIT_TOKEN, WRONG_TOKEN, known, 'debt_account_external_id=', '/jit'])
    expect(text).not.toContain(secret);
}

describe('another method than GET', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '%s is not there, with the right token as with a wrong one',
    async (method) => {
      const query = `?debt_account_external_id=${known}`;
      const [right, wrong] = [
        await sendRaw(service.url, rawRequest(method, `/jit/${JIT_TOKEN}${query}`)),
        await sendRaw(service.url, rawRequest(method, `/jit/${WRONG_TOKEN}${query}`)),
      ];

      expectJitRefusal(right, 404);
      expect(wrong.body).toBe(right.body);
      expect([...wrong.headers.keys()]).toEqual([...right.headers.keys()]);
    },
  );

  test('HEAD is not there either, and has no body', async () => {
    const answer = await sendRaw(
      service.url,
      rawRequest('HEAD', `/jit/${JIT_TOKEN}?debt_account_external_id=${known}`),
    );

    expect(answer.status).toBe(404);
    expect(answer.body).toBe('');
    expectNoPath(answer);
  });

  test.each([
    ['JSON', ['Content-Type: application/json'], '{"a":1}'],
    ['broken JSON', ['Content-Type: application/json'], '{"a":'],
    ['a form', ['Content-Type: application/x-www-form-urlencoded'], 'a=1'],
    ['something of no known type', ['Content-Type: application/x-unheard-of'], 'a=1'],
  ])('POST with %s', async (_what, headers, body) => {
    const answer = await sendRaw(service.url, rawRequest('POST', `/jit/${JIT_TOKEN}`, headers, body));

    expect([400, 404, 415]).toContain(answer.status);
    expectJitRefusal(answer, answer.status!);
  });

  test('a body with a GET changes nothing', async () => {
    const answer = await sendRaw(
      service.url,
      rawRequest(
        'GET',
        `/jit/${JIT_TOKEN}?debt_account_external_id=${known}`,
        ['Content-Type: application/json'],
        '{',
      ),
    );

    expect(answer.status).toBe(200);
  });
});

describe('a path that is no token', () => {
  test.each([
    ['none', '/jit'],
    ['none, but a slash', '/jit/'],
    ['none, but a query', `/jit?debt_account_external_id=1`],
    ['two parts', `/jit/${JIT_TOKEN}/more`],
    ['an empty part', `/jit//${JIT_TOKEN}`],
    ['dots', '/jit/../jit'],
  ])('%s', async (_what, target) => {
    expectJitRefusal(await sendRaw(service.url, rawRequest('GET', target)), 404);
  });

  test.each([
    ['a percent sign and no digits', `/jit/%zz${JIT_TOKEN}`],
    ['a byte that is no UTF-8', `/jit/${JIT_TOKEN}%ff`],
    ['a percent sign at the end', `/jit/${JIT_TOKEN}%`],
  ])('cannot be decoded: %s', async (_what, target) => {
    expectJitRefusal(
      await sendRaw(service.url, rawRequest('GET', `${target}?debt_account_external_id=1`)),
      400,
    );
  });

  test('is too long for a parameter', async () => {
    const answer = await sendRaw(service.url, rawRequest('GET', `/jit/${JIT_TOKEN.repeat(200)}`));

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expectJitRefusal(answer, answer.status!);
  });

  test('is too long for a request', async () => {
    const answer = await sendRaw(service.url, rawRequest('GET', `/jit/${JIT_TOKEN.repeat(2_000)}`));

    expect(answer.status).toBe(431);
    expect(JSON.parse(answer.body)).toMatchObject({ error: expect.any(String), errorCode: 'BAD_REQUEST' });
    expectNoPath(answer);
  });
});

describe('what is no request', () => {
  test.each<[string, string | Buffer]>([
    ['noise', 'Hello?\r\n\r\n'],
    ['the beginning of TLS', Buffer.from('16030100a5010000a10303', 'hex')],
    ['an unknown version', `GET /jit/${JIT_TOKEN} HTTP/9.9\r\n\r\n`],
    ['a header without a name', `GET /jit/${JIT_TOKEN} HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n`],
    [
      'two lengths',
      `GET /jit/${JIT_TOKEN} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    ],
    [
      'a length and chunks',
      `POST /jit/${JIT_TOKEN} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['an unknown method', `FETCH /jit/${JIT_TOKEN} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a blank in the target', `GET /jit/${JIT_TOKEN} oh HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a NUL in the target', `GET /jit/\0${JIT_TOKEN} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('%s is answered 400, in both shapes, and the connection ends', async (_what, bytes) => {
    const answer = await sendRaw(service.url, bytes);

    expect(answer.status).toBe(400);
    expect(answer.headers.get('connection')).toBe('close');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: expect.any(String),
      errorCode: 'BAD_REQUEST',
      title: expect.any(String),
      status: 400,
      request_id: answer.headers.get('x-request-id'),
    });
    expectNoPath(answer);
  });

  test('a request without a host is refused by Node itself, before any shape', async () => {
    const answer = await sendRaw(service.url, `GET /jit/${JIT_TOKEN} HTTP/1.1\r\n\r\n`);

    expect(answer.status).toBe(400);
    expect(answer.body.replace(/^0\s*$/, '')).toBe('');
  });

  test('and the service goes on', async () => {
    await Promise.all(Array.from({ length: 20 }, () => sendRaw(service.url, '\0\0\0\0\r\n\r\n')));

    expect((await service.jit(known)).status).toBe(200);
  });
});
