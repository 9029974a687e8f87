import { once } from 'node:events';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { GotransverseClient } from '../src/billing/gotransverse/gotransverse.client.js';
import { gotransverseSchema } from '../src/billing/gotransverse/gotransverse.schema.js';
import { GotransverseTransport } from '../src/billing/gotransverse/gotransverse.transport.js';
import { element } from '../src/billing/gotransverse/gotransverse.xml.js';
import { Clock } from '../src/platform/clock/clock.js';
import { longestBlockMs } from './support/event-loop.js';
import { freePort } from './support/free-port.js';
import { MisbehavingServer } from './support/misbehaving-server.js';
import { SELF_SIGNED } from './support/self-signed.js';

const VERSION = '1.28';
const REST = 'http://www.tractbilling.com/billing/1_28/domain/rest';
const DOMAIN = 'http://www.tractbilling.com/billing/1_28/domain';
const PATIENCE_MS = 20_000;
const CREATED = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><createResponse xmlns="${REST}" type="BillingAccount" eid="52926"/>`;
const ACCOUNT = element('billingAccount', { externalAccountNum: 'D-1', billType: 'NONE' });

let server: MisbehavingServer;
const transports: GotransverseTransport[] = [];

beforeEach(async () => {
  server = await MisbehavingServer.start();
});
afterEach(async () => {
  for (const transport of transports.splice(0)) transport.close();
  await server.stop();
});

function clientOf(changes: { baseUrl?: string; timeoutMs?: number; concurrency?: number } = {}) {
  const transport = new GotransverseTransport(
    {
      baseUrl: `${server.url}/t/s/r`,
      username: 'api',
      password: 'sécret:x',
      version: VERSION,
      timeoutMs: PATIENCE_MS,
      concurrency: 4,
      ...changes,
    },
    new Clock(),
  );
  transports.push(transport);
  return GotransverseClient.over(transport, gotransverseSchema(VERSION), VERSION, new Clock());
}

function page(
  items: string,
  counts = 'pageNumber="1" pageSize="50" totalElements="1" elementCount="1" totalPages="1"',
) {
  return `<r:billingAccounts xmlns="${DOMAIN}" xmlns:r="${REST}" ${counts}>${items}</r:billingAccounts>`;
}

test('what is sent, and what comes back', async () => {
  server.behaviour = (_request, response) => response.writeHead(201).end(CREATED);

  const outcome = await clientOf().createAccount(ACCOUNT);

  expect(outcome).toEqual({ kind: 'done', value: { eid: '52926' } });
  expect(server.seen).toEqual([
    {
      method: 'POST',
      url: '/t/s/r/1.28/billingAccounts',
      headers: {
        accept: 'application/xml',
        'accept-encoding': 'identity',
        authorization: `Basic ${Buffer.from('api:sécret:x').toString('base64')}`,
        connection: 'keep-alive',
        'content-length': expect.any(String),
        'content-type': 'application/xml',
        host: server.url.slice('http://'.length),
        'user-agent': expect.any(String),
      },
      body: expect.stringContaining(
        `<billingAccount xmlns="${DOMAIN}" externalAccountNum="D-1" billType="NONE"/>`,
      ),
    },
  ]);
});

test('a number of any characters is found by its very self', async () => {
  const number = `A&b=c/d?e%f#g "h" é😀+`;
  server.behaviour = (_request, response) =>
    response.end(
      page(
        `<billingAccount eid="1" externalAccountNum="${number.replace('&', '&amp;').replaceAll('"', '&quot;')}"/>`,
      ),
    );

  const found = await clientOf().findAccounts(number);

  expect(found).toMatchObject({ kind: 'done', value: [{ eid: '1', externalAccountNum: number }] });
  const asked = new URL(`http://x${server.seen[0]?.url ?? ''}`);
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    externalAccountNum: number,
    pageNumber: '1',
    pageSize: '50',
  });
});

describe('nothing happened there', () => {
  test('nobody listens', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}/t`;

    expect(await clientOf({ baseUrl }).createAccount(ACCOUNT)).toEqual({
      kind: 'not_sent',
      reason: 'no connection (ECONNREFUSED)',
    });
  });

  test('the host has no address', async () => {
    const outcome = await clientOf({ baseUrl: 'http://nowhere.invalid/t' }).createAccount(ACCOUNT);

    expect(outcome.kind).toBe('not_sent');
  });

  test('the certificate is not trusted: the request is held back', async () => {
    const secure = await MisbehavingServer.start(SELF_SIGNED);
    const outcome = await clientOf({ baseUrl: secure.url }).createAccount(ACCOUNT);

    expect(outcome).toEqual({ kind: 'not_sent', reason: 'no connection (DEPTH_ZERO_SELF_SIGNED_CERT)' });
    expect(secure.seen).toEqual([]);
    await secure.stop();
  });

  test('the other side speaks no TLS', async () => {
    const outcome = await clientOf({ baseUrl: server.url.replace('http:', 'https:') }).createAccount(ACCOUNT);

    expect(outcome.kind).toBe('not_sent');
  });

  test('the handshake never ends', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const port = (silent.address() as { port: number }).port;
    const outcome = await clientOf({ baseUrl: `https://127.0.0.1:${port}`, timeoutMs: 200 }).createAccount(
      ACCOUNT,
    );

    expect(outcome).toEqual({ kind: 'not_sent', reason: 'no connection within GOTRANSVERSE_TIMEOUT_MS' });
    silent.close();
  });

  test('given up before its turn came', async () => {
    const client = clientOf({ concurrency: 1 });
    const stop = new AbortController();
    const records: string[] = [];
    server.behaviour = () => undefined;
    const first = client.in({ signal: stop.signal }).createAccount(ACCOUNT);
    await server.nextRequest();
    const second = client
      .in({ signal: stop.signal, onCall: ({ outcome }) => records.push(outcome) })
      .createAccount(ACCOUNT);
    stop.abort();

    expect(await first).toEqual({ kind: 'unknown', reason: 'given up while the answer was awaited' });
    expect(await second).toEqual({ kind: 'not_sent', reason: 'given up before it was sent' });
    expect(await client.in({ signal: stop.signal }).createAccount(ACCOUNT)).toMatchObject({
      kind: 'not_sent',
    });
    expect(records).toEqual(['not_sent']);
    expect(server.seen).toHaveLength(1);
  });

  test('our own schema refuses the body', async () => {
    const outcome = await clientOf().createAccount(element('billingAccount', { billType: 'Tim' }));

    expect(outcome).toEqual({
      kind: 'rejected',
      reason:
        'not sent: not what version 1.28 takes: billingAccount/@billType is none of the values that it may have',
    });
    expect(server.connections).toBe(0);
  });
});

describe('a write that may have happened', () => {
  test.each<[string, MisbehavingServer['behaviour']]>([
    ['the connection is reset', (request) => request.socket.resetAndDestroy()],
    ['the connection ends without an answer', (request) => request.socket.end()],
    ['no HTTP comes back', (request) => request.socket.end('Hello\r\n\r\n')],
    ['headers that are too long', (_, response) => response.setHeader('x', 'y'.repeat(100_000)).end(CREATED)],
    ['it breaks off in the body', breaksOff(201, CREATED)],
    ['HTML', (_, response) => response.writeHead(200).end('<!doctype html><html><br></html>')],
    ['nothing', (_, response) => response.writeHead(201).end()],
    ['no content', (_, response) => response.writeHead(204).end()],
    ['half of it', (_, response) => response.writeHead(201).end(CREATED.slice(0, -3))],
    [
      'packed',
      (_, response) => response.writeHead(201, { 'content-encoding': 'gzip' }).end(gzipSync(CREATED)),
    ],
    ['a document type', (_, response) => response.writeHead(201).end(`<!DOCTYPE a><a/>`)],
    [
      'another root',
      (_, response) => response.writeHead(201).end(`<updateResponse xmlns="${REST}" eid="1"/>`),
    ],
    ['no eid', (_, response) => response.writeHead(201).end(`<createResponse xmlns="${REST}"/>`)],
    ['an eid that is a path', (_, response) => response.writeHead(201).end(CREATED.replace('52926', '../1'))],
    ['more than 2 MiB', (_, response) => response.writeHead(201).end(`${CREATED}${' '.repeat(3_000_000)}`)],
    ['a redirect', (_, response) => response.writeHead(307, { location: `${server.url}/elsewhere` }).end()],
    ['a bare 500', (_, response) => response.writeHead(500).end('x')],
  ])('%s', async (_, behaviour) => {
    server.behaviour = behaviour;
    const outcome = await clientOf().createAccount(ACCOUNT);

    expect(outcome.kind).toBe('unknown');
    expect(server.seen).toHaveLength(1);
  });

  test('of another version: both namespaces are named', async () => {
    server.behaviour = (_, response) => response.writeHead(201).end(CREATED.replace('1_28', '1_33'));

    expect(await clientOf().createAccount(ACCOUNT)).toMatchObject({
      kind: 'unknown',
      reason: `HTTP 201, but the answer cannot be used: createResponse is of ${REST.replace('1_28', '1_33')}, not of ${REST}: check GOTRANSVERSE_API_VERSION`,
    });
  });

  test('a kept connection that breaks is not tried again', async () => {
    const client = clientOf({ concurrency: 1 });
    server.behaviour = (_, response) => response.writeHead(201).end(CREATED);
    await client.createAccount(ACCOUNT);
    server.behaviour = (request) => request.socket.resetAndDestroy();

    expect(await client.createAccount(ACCOUNT)).toEqual({
      kind: 'unknown',
      reason: 'the connection broke (ECONNRESET)',
    });
    expect(server.connections).toBe(1);
    expect(server.seen).toHaveLength(2);
  });
});

describe('2xx decides a change', () => {
  test.each<[string, MisbehavingServer['behaviour']]>([
    ['nothing', (_, response) => response.writeHead(204).end()],
    ['text', (_, response) => response.end('OK')],
    ['a body that breaks off', breaksOff(200, '<updateRes')],
    ['a flood', (_, response) => response.end('x'.repeat(3_000_000))],
    ['packed', (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')],
  ])('%s', async (_, behaviour) => {
    server.behaviour = behaviour;

    expect(await clientOf().updateAccount('1', ACCOUNT)).toEqual({ kind: 'done', value: undefined });
  });
});

describe('the deadline', () => {
  test('ends a call that hangs, and its socket', async () => {
    server.behaviour = () => undefined;

    expect(await clientOf({ timeoutMs: 150 }).createAccount(ACCOUNT)).toEqual({
      kind: 'unknown',
      reason: 'no whole answer within GOTRANSVERSE_TIMEOUT_MS',
    });
    await server.connectionClosed();
  });

  test('a read that hangs is asked again later', async () => {
    server.behaviour = () => undefined;

    expect((await clientOf({ timeoutMs: 150 }).findAccounts('D-1')).kind).toBe('unavailable');
  });

  test('covers headers that come byte by byte', async () => {
    server.behaviour = (request) =>
      drip((text) => request.socket.write(text), 'HTTP/1.1 200 OK\r\nx-y: '.padEnd(9999, 'z'));

    const startedMs = performance.now();
    expect((await clientOf({ timeoutMs: 300 }).createAccount(ACCOUNT)).kind).toBe('unknown');
    expect(performance.now() - startedMs).toBeLessThan(2000);
    await server.connectionClosed();
  });

  test('covers a body that comes byte by byte', async () => {
    server.behaviour = (_, response) => {
      response.writeHead(201);
      drip((text) => response.write(text), CREATED);
    };

    const startedMs = performance.now();
    expect(await clientOf({ timeoutMs: 300 }).createAccount(ACCOUNT)).toEqual({
      kind: 'unknown',
      status: 201,
      reason: 'HTTP 201, but the answer cannot be used: it did not come in time',
    });
    expect(performance.now() - startedMs).toBeLessThan(2000);
    await server.connectionClosed();
  });

  test('a refusal whose body does not come keeps its status', async () => {
    server.behaviour = (_, response) => {
      response.writeHead(422);
      drip((text) => response.write(text), 'x'.repeat(9999));
    };

    expect(await clientOf({ timeoutMs: 300 }).createAccount(ACCOUNT)).toMatchObject({
      kind: 'rejected',
      status: 422,
    });
  });

  test('begins with the turn, which is waited for half as long', async () => {
    const client = clientOf({ timeoutMs: 2000, concurrency: 1 });
    const answersAfterMs = [700, 1700];
    server.behaviour = (_, response) =>
      setTimeout(() => response.writeHead(201).end(CREATED), answersAfterMs.shift());

    const outcomes = await Promise.all(Array.from({ length: 3 }, () => client.createAccount(ACCOUNT)));

    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'not_sent']);
    expect(server.connections).toBe(1);
  });
});

test('a caller that gives up ends the socket', async () => {
  const stop = new AbortController();
  server.behaviour = (_, response) => response.writeHead(200).write('<');
  const asked = clientOf().in({ signal: stop.signal }).findAccounts('D-1');
  await server.nextRequest();
  stop.abort();

  expect((await asked).kind).toBe('unavailable');
  await server.connectionClosed();
});

test('no more calls at once than allowed', async () => {
  let now = 0;
  let most = 0;
  server.behaviour = (_, response) => {
    now += 1;
    most = Math.max(most, now);
    setImmediate(() => {
      now -= 1;
      response.writeHead(201).end(CREATED);
    });
  };
  const client = clientOf({ concurrency: 3 });

  await Promise.all(Array.from({ length: 30 }, () => client.createAccount(ACCOUNT)));

  expect(most).toBeLessThanOrEqual(3);
  expect(server.connections).toBeLessThanOrEqual(3);
  expect(server.seen).toHaveLength(30);
});

test.each([
  [200, 'unavailable'],
  [500, 'unavailable'],
])('200 MB after a %d are not fetched', async (status, kind) => {
  const chunk = Buffer.alloc(1024 * 1024, 0x20);
  let left = 200;
  server.behaviour = (_, response) => {
    response.writeHead(status);
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  };
  const before = process.memoryUsage();

  const outcome = await clientOf().findAccounts('D-1');
  const after = process.memoryUsage();
  await server.connectionClosed();

  expect(outcome).toMatchObject({ kind, status });
  // Beside the 2 MiB that were read lies what the buffers of both sides' sockets hold.
  expect(server.bytesTaken).toBeLessThan(20 * 1024 * 1024);
  expect(left).toBeGreaterThan(180);
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(30 * 1024 * 1024);
  expect(after.rss - before.rss).toBeLessThan(80 * 1024 * 1024);
});

describe('no attack blocks the process for 50 ms', () => {
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${'bcdefghij'[n]} "${`&${'abcdefghi'[n]};`.repeat(10)}">`).join('')}]><l>&j;</l>`;
  const many = (item: string, bytes: number) => item.repeat(Math.floor(bytes / item.length));

  test.each([
    ['billion laughs', laughs],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['character references out of range', page(`<billingAccount eid="${many('&#x110000;', 1_900_000)}"/>`)],
  ])('%s', async (_, answer) => {
    server.behaviour = (_request, response) => response.end(answer);
    const client = clientOf();
    const blockedMs = await longestBlockMs(async () => {
      expect(['done', 'unavailable']).toContain((await client.findAccounts('D-1')).kind);
    });

    expect(blockedMs).toBeLessThan(50);
  });
});

function breaksOff(status: number, body: string): MisbehavingServer['behaviour'] {
  return (request, response) => {
    response.writeHead(status, { 'content-length': body.length + 1 });
    response.write(body, () => request.socket.destroy());
  };
}

function drip(write: (text: string) => boolean, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (!write(text.charAt(at))) clearInterval(timer);
    at += 1;
    if (at === text.length) clearInterval(timer);
  }, 50);
  timer.unref();
}
