import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bodyOf, createApiClient } from '../src/api-client/api-client.js';
import { ApiError, ApiUnreachableError } from '../src/api-client/api-error.js';
import { newRef } from './support/books.js';
import { freePort } from './support/free-port.js';
import { ADMIN_KEY, startService, type Service } from './support/service.js';
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

const PATH = '/api/v1/locations/{ref}';
const params = { path: { ref: 'A/B 1' } };

describe('with the service', () => {
  test('writes and reads by the types of the document', async () => {
    const client = createApiClient({ url: `${service.url}/`, key: ADMIN_KEY });
    const external_id = `${newRef('LOC')}/A 1`;

    const made = await bodyOf(
      client.POST('/api/v1/locations', { body: { external_id, name: `Clinic ${external_id}` } }),
    );
    const read = await bodyOf(client.GET(PATH, { params: { path: { ref: external_id } } }));

    expect(read).toEqual(made);
    expect(read.data).toMatchObject({ external_id, type: 'original_creditor', version: 1 });
  });

  test('a refusal has the status, the words and the fields at fault', async () => {
    const client = createApiClient({ url: service.url, key: ADMIN_KEY });
    const refused = client.POST('/api/v1/locations', { body: { external_id: ' ', name: 'x' } });

    await expect(refused).rejects.toThrow(ApiError);
    await expect(refused).rejects.toMatchObject({
      status: 422,
      detail: expect.stringContaining('external_id'),
      fields: [{ field: 'external_id', message: expect.stringContaining('blanks') }],
      requestId: expect.stringMatching(/^[\w-]{36}$/),
    });
  });

  test('so has one without fields', async () => {
    const client = createApiClient({ url: service.url, key: 'no-key' });
    await expect(client.GET(PATH, { params })).rejects.toMatchObject({ status: 401, fields: [] });
  });
});

/** What the client makes of another server's answer. */
async function askedOf(answer: RequestListener, options = {}): Promise<unknown> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await createApiClient({ url: `http://127.0.0.1:${port}`, key: 'k', ...options }).GET(PATH, {
      params,
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('with anything else', () => {
  test('waits no longer than its deadline', async () => {
    const asked = askedOf(() => undefined, { deadlineMs: 50 });
    await expect(asked).rejects.toThrow('The service did not answer within 50 ms');
  });

  test('also where the answer begins and does not end', async () => {
    const asked = askedOf((_request, response) => void response.write('{'), { deadlineMs: 200 });
    await expect(asked).rejects.toThrow('The service did not answer within 200 ms');
  });

  test('reads no more than it may', async () => {
    const asked = askedOf((_request, response) => response.end('x'.repeat(2000)), { maxAnswerBytes: 1000 });
    await expect(asked).rejects.toThrow(/longer than 1000 bytes/);
  });

  test('carries its key nowhere else', async () => {
    const seen: string[] = [];
    const asked = askedOf((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await expect(asked).rejects.toThrow(ApiUnreachableError);
    expect(seen).toEqual(['/api/v1/locations/A%2FB%201']);
  });

  test('tells the status of an error that is not of the service', async () => {
    const asked = askedOf((_request, response) => {
      response.writeHead(502, { 'retry-after': '7' }).end('<h1>Bad gateway</h1>');
    });
    await expect(asked).rejects.toMatchObject({ status: 502, fields: [], retryAfterSeconds: 7 });
  });

  test('says so where nobody listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const asked = createApiClient({ url, key: 'k' }).GET(PATH, { params });
    await expect(asked).rejects.toThrow(/^The service cannot be reached: .*ECONNREFUSED/);
  });
});
