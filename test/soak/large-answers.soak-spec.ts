import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { GotransverseClient } from '../../src/billing/gotransverse/gotransverse.client.js';
import { gotransverseSchema } from '../../src/billing/gotransverse/gotransverse.schema.js';
import { GotransverseTransport } from '../../src/billing/gotransverse/gotransverse.transport.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { longestBlockMs } from '../support/event-loop.js';
import { MisbehavingServer } from '../support/misbehaving-server.js';

const VERSION = '1.28';
const DOMAIN = 'http://www.tractbilling.com/billing/1_28/domain';
const CONNECTION = {
  username: 'api',
  password: 'secret',
  version: VERSION,
  timeoutMs: 20_000,
  concurrency: 4,
};

let server: MisbehavingServer;
let transport: GotransverseTransport;

beforeEach(async () => {
  server = await MisbehavingServer.start();
  transport = new GotransverseTransport({ ...CONNECTION, baseUrl: `${server.url}/t/s/r` }, new Clock());
});
afterEach(async () => {
  transport.close();
  await server.stop();
});

function clientOf() {
  return GotransverseClient.over(transport, gotransverseSchema(VERSION), VERSION, new Clock());
}

function page(items: string) {
  const counts = 'pageNumber="1" pageSize="50" totalElements="1" elementCount="1" totalPages="1"';
  return `<r:billingAccounts xmlns="${DOMAIN}" xmlns:r="${DOMAIN}/rest" ${counts}>${items}</r:billingAccounts>`;
}

describe('no answer blocks the process for 50 ms', () => {
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${'bcdefghij'[n]} "${`&${'abcdefghi'[n]};`.repeat(10)}">`).join('')}]><l>&j;</l>`;
  const many = (item: string, bytes: number) => item.repeat(Math.floor(bytes / item.length));
  const account = `<billingAccount eid="1" externalAccountNum="D-1" status="ACTIVE" balance="12.50"><person eid="2"/><monthlyBillCycle eid="3"/></billingAccount>`;

  test.each([
    ['billion laughs', laughs],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['character references out of range', page(`<billingAccount eid="${many('&#x110000;', 1_900_000)}"/>`)],
    ['character references in range', page(`<billingAccount eid="1" x="${many('&#65;', 1_900_000)}"/>`)],
    ['2 MiB of text', page(`<x>${'y'.repeat(2_000_000)}</x>`)],
    ['2 MiB of accounts', page(many(account, 2_000_000))],
    ['2 MiB of a few large accounts', page(many(account.replace('D-1', 'D'.repeat(1000)), 2_000_000))],
    ['2 MiB of elements', page(many(`<x a="${'y'.repeat(180)}" b="c" d="e" f="g"/>`, 2_000_000))],
    ['2 MiB of attributes', page(`<x ${many('a="b" ', 1_900_000)}/>`)],
    ['2 MiB of depth', page(many('<x>', 2_000_000))],
    ['an empty answer of 2 MiB', ' '.repeat(2_000_000)],
  ])('%s', async (_, answer) => {
    server.behaviour = (_request, response) => response.end(answer);
    const client = clientOf();
    const blockedMs = await longestBlockMs(async () => {
      expect(['done', 'unavailable']).toContain((await client.findAccounts('D-1')).kind);
    });

    expect(blockedMs).toBeLessThan(50);
  });
});
