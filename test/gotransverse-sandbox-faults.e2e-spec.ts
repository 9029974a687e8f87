import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXml } from '../src/billing/gotransverse/gotransverse.xml.js';
import type { FaultName, FaultSpec } from '../sandbox/gotransverse/faults.js';
import {
  startGotransverseSandbox,
  type GotransverseSandbox,
} from '../sandbox/gotransverse/gotransverse-sandbox.js';
import type { LoggedRequest } from '../sandbox/gotransverse/request-log.js';
import { eventually } from './support/eventually.js';
import { described, GotransverseCaller, type GotransverseAnswer } from './support/gotransverse-caller.js';
import { rawRequest, sendRaw } from './support/raw-http.js';

let sandbox: GotransverseSandbox;
let caller: GotransverseCaller;
let origin: string;
let nowMs = Date.parse('2026-03-01T12:00:00Z');

beforeAll(async () => {
  sandbox = await startGotransverseSandbox({ now: () => new Date(nowMs) });
  caller = new GotransverseCaller(sandbox);
  origin = new URL(sandbox.baseUrl).origin;
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const create = (): Promise<GotransverseAnswer> => caller.post('billingAccounts', caller.account('debt-1'));
const accounts = (): number => sandbox.state.all().counts.accounts;

/** What comes back for a creation, byte by byte, whatever becomes of the connection. */
function createRaw(): ReturnType<typeof sendRaw> {
  const body = caller.account('debt-1');
  const authorization = `Authorization: Basic ${Buffer.from('sandbox:sandbox').toString('base64')}`;
  const headers = [authorization, 'Content-Type: application/xml'];
  return sendRaw(origin, rawRequest('POST', '/t/s/r/1.29/billingAccounts', headers, body));
}

/** What the control routes say, each a part of it. */
interface ControlAnswer {
  id: number;
  error: string;
  routes: string[];
  faults: object;
  counts: object;
  accounts: object[];
  requests: LoggedRequest[];
}

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: ControlAnswer }> {
  const answer = await fetch(`${origin}/_sandbox${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: JSON.parse(text === '' ? '{}' : text) as ControlAnswer };
}

describe('connections', () => {
  it.each([
    ['commit_then_drop', 1],
    ['drop_before_commit', 0],
  ] as const)('%s cuts before the answer', async (fault, made) => {
    sandbox.faults.add({ fault });
    expect((await createRaw()).text).toBe('');
    expect(accounts()).toBe(made);
    await expect(create()).resolves.toMatchObject({ status: 201 });
    expect(sandbox.requests()).toMatchObject([
      { fault, dropped: true, aborted: false, operation: 'billingAccounts.create' },
      { status: 201, dropped: false },
    ]);
  });

  it.each(['drop_mid_answer', 'truncated'] as const)('%s cuts in the middle', async (fault) => {
    sandbox.faults.add({ fault });
    const answer = await createRaw();
    expect([answer.status, answer.body.length]).toEqual([
      201,
      Math.floor(Number(answer.headers.get('content-length')) / 2),
    ]);
    expect(accounts()).toBe(1);
    sandbox.faults.add({ fault });
    await expect(create()).rejects.toThrow('terminated');
  });

  it('truncated can be well-framed and half its XML', async () => {
    sandbox.faults.add({ fault: 'truncated', variant: 'xml' });
    const answer = await create();
    expect(answer.status).toBe(201);
    expect(() => answer.root()).toThrow('not well-formed');
  });

  it('commit_then_hang never answers, and sees the client give up', async () => {
    sandbox.faults.add({ fault: 'commit_then_hang' });
    const given = new AbortController();
    const call = caller.send('POST', 'billingAccounts', caller.account('debt-1'), {}, given.signal);
    await eventually(accounts, (count) => count === 1);
    expect(sandbox.requests()[0]).toMatchObject({ fault: 'commit_then_hang', aborted: false });
    given.abort();
    await expect(call).rejects.toThrow('aborted');
    await eventually(
      () => sandbox.requests()[0]?.aborted,
      (aborted) => aborted === true,
    );
    expect(sandbox.requests()[0]?.status).toBeUndefined();
  });

  it('commit_then_hang for a time ends in a cut', async () => {
    sandbox.faults.add({ fault: 'commit_then_hang', ms: 20 });
    expect((await createRaw()).text).toBe('');
    expect(accounts()).toBe(1);
  });

  it('a call that is given up before its latency is over takes effect all the same, and as late', async () => {
    sandbox.faults.add({ fault: 'latency', ms: 800 });
    const startedMs = performance.now();
    const given = new AbortController();
    const call = caller.send('POST', 'billingAccounts', caller.account('debt-1'), {}, given.signal);
    await eventually(
      () => sandbox.faults.list(),
      (left) => left.length === 0,
    );
    given.abort();
    await expect(call).rejects.toThrow('aborted');
    await eventually(
      () => sandbox.requests()[0]?.aborted,
      (aborted) => aborted === true,
    );
    await eventually(accounts, (count) => count === 1);
    expect(performance.now() - startedMs).toBeGreaterThan(750);
  });

  it('latency delays, and lets other faults through', async () => {
    sandbox.faults.add({ fault: 'latency', ms: 120 });
    sandbox.faults.add({ fault: '503' });
    const startedMs = performance.now();
    expect((await create()).status).toBe(503);
    expect(performance.now() - startedMs).toBeGreaterThan(110);
  });

  it('slow_headers and slow_body come byte by byte and are right in the end', async () => {
    for (const fault of ['slow_headers', 'slow_body'] as const) {
      sandbox.faults.add({ fault, ms: 1 });
      const startedMs = performance.now();
      const answer = await create();
      expect([answer.status, answer.root().name]).toEqual([201, 'createResponse']);
      expect(performance.now() - startedMs).toBeGreaterThan(100);
    }
    expect(sandbox.requests().every(({ aborted, dropped }) => !aborted && !dropped)).toBe(true);
  });

  it('enormous streams without holding it, and stops when nobody listens', async () => {
    sandbox.faults.add({ fault: 'enormous', bytes: 20_000_000 });
    const whole = await create();
    expect(whole.text.length).toBeGreaterThanOrEqual(20_000_000);
    sandbox.faults.add({ fault: 'enormous', bytes: 1e12 });
    const before = process.memoryUsage().arrayBuffers;
    const given = new AbortController();
    const answer = await fetch(`${sandbox.baseUrl}/1.29/billCycles`, { signal: given.signal });
    await answer.body!.getReader().read();
    given.abort();
    await eventually(
      () => sandbox.requests()[1]?.aborted,
      (aborted) => aborted === true,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });
});

describe('answers', () => {
  it.each<[FaultSpec, number, string | RegExp]>([
    [{ fault: 'transient_500' }, 500, 'Internal Server Error'],
    [{ fault: 'permanent_500_unmarshalling' }, 500, 'Unmarshalling Error: Unexpected'],
    [{ fault: 'permanent_500_mismatched' }, 500, "Mismatched input '\"' expecting"],
    [{ fault: '400' }, 400, 'Bad request, Enter a valid entity in'],
    [{ fault: '401' }, 401, 'Unauthorized'],
    [{ fault: '403' }, 403, 'Access Denied'],
    [{ fault: '404' }, 404, 'does not exist'],
    [{ fault: '409' }, 409, 'Conflict'],
    [{ fault: '415' }, 415, 'Unsupported media type'],
    [{ fault: '422' }, 422, 'addresses list is required'],
    [{ fault: '422', description: 'no such thing', failureReason: 'ALREADY_EXISTS' }, 422, 'ALREADY_EXISTS'],
    [{ fault: '429' }, 429, 'Too Many Requests'],
    [{ fault: '502' }, 502, '<html>'],
    [{ fault: '503' }, 503, '<html>'],
    [{ fault: '504' }, 504, '<html>'],
    [{ fault: 'html' }, 200, '<!DOCTYPE html>'],
    [{ fault: 'empty' }, 200, /^$/],
    [{ fault: 'redirect' }, 302, /^$/],
    [{ fault: 'redirect', status: 307, location: 'http://127.0.0.1:9/x' }, 307, /^$/],
    [{ fault: 'bad_character_reference' }, 200, '&#0;'],
    [{ fault: 'billion_laughs' }, 200, '<!ENTITY l9 '],
    [{ fault: 'external_entity' }, 200, 'SYSTEM "file:'],
  ])('%j', async (spec, status, words) => {
    sandbox.faults.add(spec);
    const answer = await create();
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(words);
    expect(answer.headers.get('location')).toBe(
      spec.fault === 'redirect' ? (spec.location ?? 'http://127.0.0.1:9/elsewhere') : null,
    );
    expect(accounts()).toBe(0);

    sandbox.faults.add({ ...spec, effect: true });
    expect((await create()).status).toBe(status);
    expect(accounts()).toBe(1);
    expect((await create()).status).toBe(201);
  });

  it('commit_then_500 takes effect first', async () => {
    sandbox.faults.add({ fault: 'commit_then_500' });
    expect((await create()).status).toBe(500);
    expect(accounts()).toBe(1);
  });

  it.each([[7], ['Wed, 21 Oct 2026 07:28:00 GMT'], [undefined]])('Retry-After is %p', async (retryAfter) => {
    for (const fault of ['429', '503'] as const) {
      sandbox.faults.add({ fault, ...(retryAfter !== undefined && { retryAfter }) });
      expect((await create()).headers.get('retry-after')).toBe(
        retryAfter === undefined ? null : String(retryAfter),
      );
    }
  });

  it('wrong_namespace answers in that of another version', async () => {
    sandbox.faults.add({ fault: 'wrong_namespace' });
    expect((await create()).root().namespace).toContain('/1_27/');
  });

  it('422 is a document of the vendor, with its description', async () => {
    sandbox.faults.add({ fault: '422', description: 'tell me' });
    expect(described(await create())).toBe('Validation error: tell me');
  });

  it('attacks are well-framed documents that our own reader refuses', async () => {
    for (const fault of ['billion_laughs', 'external_entity', 'bad_character_reference'] as const) {
      sandbox.faults.add({ fault });
      const { text } = await create();
      expect(() => readXml(Buffer.from(text))).toThrow('it ');
    }
  });

  it('invisible hides what is created from queries until the time is over', async () => {
    sandbox.faults.add({ fault: 'invisible', ms: 5_000, times: 2 });
    const found = async (path: string) => (await caller.get(path)).root().children.length;
    const eid = (await create()).root().attributes['eid']!;
    await caller.created('adjustments', caller.adjustment(eid, '1.00', false));
    const paths = ['billingAccounts?externalAccountNum=debt-1', `adjustments?billingAccountEid=${eid}`];
    for (const path of paths) expect(await found(path)).toBe(0);
    expect((await caller.get(`billingAccounts/${eid}`)).status).toBe(200);
    nowMs += 5_000;
    for (const path of paths) expect(await found(path)).toBe(1);
    expect((await create()).status).toBe(201);
    expect(await found(paths[0]!)).toBe(2);
  });
});

describe('when a fault happens', () => {
  const statuses = async (calls: number): Promise<number[]> => {
    const got: number[] = [];
    for (let call = 0; call < calls; call += 1) got.push((await caller.get('billCycles')).status);
    return got;
  };

  it('once, a number of times, or for a time', async () => {
    sandbox.faults.add({ fault: '503' });
    sandbox.faults.add({ fault: '409', times: 2 });
    expect(await statuses(4)).toEqual([503, 409, 409, 200]);
    sandbox.faults.add({ fault: '503', seconds: 10 });
    expect(await statuses(3)).toEqual([503, 503, 503]);
    nowMs += 10_000;
    expect(await statuses(1)).toEqual([200]);
  });

  it('by chance, and with the same seed by the same chance', async () => {
    const draw = async (seed?: number): Promise<number[]> => {
      sandbox.faults.clear();
      sandbox.faults.add({
        fault: '503',
        times: 1000,
        probability: 0.5,
        ...(seed !== undefined && { seed }),
      });
      return statuses(40);
    };
    const first = await draw(7);
    expect(await draw(7)).toEqual(first);
    expect(await draw(8)).not.toEqual(first);
    const failed = first.filter((status) => status === 503).length;
    expect(failed).toBeGreaterThan(8);
    expect(failed).toBeLessThan(32);
  });

  it.each<[NonNullable<FaultSpec['match']>, number[]]>([
    [{ method: 'post' }, [503, 200, 200]],
    [{ path: '/t/s/r/1.29/bill' }, [503, 200, 503]],
    [{ path: '/people|Cycles$/' }, [201, 503, 503]],
    [{ operation: 'billingAccounts.create' }, [503, 200, 200]],
    [{ operation: 'billCycles.*' }, [201, 200, 503]],
    [{ operation: 'people.query', method: 'POST' }, [201, 200, 200]],
  ])('to the calls that fit %j', async (match, expected) => {
    sandbox.faults.add({ fault: '503', seconds: 10, match });
    const got = [
      (await create()).status,
      (await caller.get('people')).status,
      (await caller.get('billCycles')).status,
    ];
    expect(got).toEqual(expected);
  });
});

describe('the control routes', () => {
  it('take, show and take back faults', async () => {
    const { status, json } = await control('POST', '/faults', {
      fault: '503',
      times: 3,
      match: { method: 'GET' },
    });
    expect([status, json]).toEqual([
      201,
      { id: expect.any(Number), fault: '503', times: 3, fired: 0, match: { method: 'GET' } },
    ]);
    await caller.get('billCycles');
    await control('POST', '/faults', { fault: 'html' });
    expect((await control('GET', '/faults')).json.faults).toMatchObject([
      { fault: '503', fired: 1 },
      { fault: 'html' },
    ]);
    expect((await control('DELETE', `/faults/${String(json.id)}`)).status).toBe(204);
    expect((await control('GET', '/faults')).json.faults).toMatchObject([{ fault: 'html' }]);
    await control('DELETE', '/faults');
    expect((await caller.get('billCycles')).status).toBe(200);
  });

  it.each<[unknown, string]>([
    ['{', 'not JSON'],
    [[], 'must be a JSON object'],
    [{ fault: 'meteor' }, '"fault" must be one of latency, invisible, '],
    [{ fault: '503', time: 3 }, '"time" is not known'],
    [{ fault: '503', times: 0 }, '"times" must be a number from 1'],
    [{ fault: '503', probability: 2 }, '"probability"'],
    [{ fault: '503', effect: 'yes' }, '"effect"'],
    [{ fault: '503', retryAfter: {} }, '"retryAfter"'],
    [{ fault: '503', match: { verb: 'GET' } }, '"verb" is not known'],
    [{ fault: '503', match: { path: '/(/' } }, 'no regular expression'],
    [{ fault: 'redirect', location: 1 }, '"location" must be a text'],
  ])('refuse the fault %j', async (body, words) => {
    const { status, json } = await control('POST', '/faults', body);
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)]);
    expect(sandbox.faults.list()).toEqual([]);
  });

  it('list every fault and route', async () => {
    const { json } = await control('GET', '');
    const names: FaultName[] = ['latency', 'commit_then_drop', 'billion_laughs', '429'];
    expect(Object.keys(json.faults)).toEqual(expect.arrayContaining(names));
    expect(json.routes).toContain('POST /_sandbox/faults');
    expect((await control('GET', '/nothing')).status).toBe(404);
    expect((await control('PUT', '/faults')).status).toBe(404);
  });

  it('make accounts as if somebody else had, and show them', async () => {
    const planted = { externalAccountNum: 'twice', count: 2, status: 'SUSPENDED', balanceCents: 1234 };
    const { status, json } = await control('POST', '/accounts', planted);
    expect([status, json]).toEqual([201, { eids: ['5000001', '5000002'] }]);
    await create();
    const state = (await control('GET', '/state?externalAccountNum=twice')).json;
    expect(state.counts).toMatchObject({ accounts: 3 });
    expect(state.accounts).toMatchObject([
      {
        eid: '5000001',
        status: 'SUSPENDED',
        balance: '12.34',
        adjustments: [{ reason: 'Placement', status: 'POSTED' }],
      },
      { eid: '5000002' },
    ]);
    for (const wrong of [
      {},
      { externalAccountNum: 'a', status: 'GONE' },
      { externalAccountNum: 'a', count: 0 },
    ])
      expect((await control('POST', '/accounts', wrong)).status).toBe(400);
  });

  it('show what was asked, and forget all of it', async () => {
    await create();
    await caller.get('billingAccounts?status=ACTIVE');
    const { json } = await control('GET', '/requests');
    expect(json.requests).toMatchObject([
      {
        method: 'POST',
        path: '/t/s/r/1.29/billingAccounts',
        status: 201,
        at: new Date(nowMs).toISOString(),
        aborted: false,
      },
      { method: 'GET', query: 'status=ACTIVE', operation: 'billingAccounts.query', status: 200 },
    ]);
    expect(json.requests[0]!.body).toBeUndefined();
    const later = (await control('GET', `/requests?after=${String(json.requests[0]!.id)}&bodies=true`)).json
      .requests;
    expect(later).toHaveLength(1);
    expect((await control('GET', '/requests?bodies=true')).json.requests[0]!.body).toContain('debt-1');
    expect((await control('POST', '/reset')).status).toBe(204);
    expect((await control('GET', '/state')).json).toMatchObject({ counts: { accounts: 0 }, accounts: [] });
    expect((await control('GET', '/requests')).json.requests).toEqual([]);
  });
});

it('keeps the bodies that it receives, each in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-bodies-'));
  try {
    for (const name of ['one', 'two']) {
      const keeping = await startGotransverseSandbox({ keepBodies: folder });
      const client = new GotransverseCaller(keeping);
      await client.post('billingAccounts', client.account(name));
      await client.get('billCycles');
      await keeping.close();
    }
    expect((await readdir(folder)).sort()).toEqual([
      '000001-1.29-billingAccounts.create.xml',
      '000002-1.29-billingAccounts.create.xml',
    ]);
    expect(await readFile(join(folder, '000002-1.29-billingAccounts.create.xml'), 'utf8')).toBe(
      caller.account('two'),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('ends at once, also while calls hang and wait', async () => {
  const short = await startGotransverseSandbox();
  const client = new GotransverseCaller(short);
  short.faults.add({ fault: 'commit_then_hang' });
  short.faults.add({ fault: 'latency', ms: 60_000, match: { operation: 'people.query' } });
  const calls = Promise.allSettled([client.get('billCycles'), client.get('people')]);
  await eventually(
    () => short.faults.list(),
    (left) => left.length === 0,
  );
  await short.close();
  expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
