import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { JitConnections } from '../src/jit/jit-connections.js';
import { MISS_STEP_MS } from '../src/jit/jit.service.js';
import { MISSES_PER_WINDOW, WINDOW_MS } from '../src/jit/miss-throttle.js';
import { Clock } from '../src/platform/clock/clock.js';
import { PrismaService } from '../src/platform/database/prisma.service.js';
import { books } from './support/books.js';
import type { Answer } from './support/http.js';
import { JIT_TOKEN, startService, type JitOptions, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const WRONG_TOKEN = 'wrong-token-0123456789abcdef';

let database: TestDatabase;
let service: Service;
let known: string;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({
    database,
    env: { TRUSTED_PROXIES: '127.0.0.1', JIT_TOKENS: `${JIT_TOKEN},second-token-of-the-tests-only` },
  });
  known = (await books(service.api()).account({ balance: 100 })).external_id;
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

afterEach(() => {
  jest.restoreAllMocks();
});

let sources = 0;

/** As from another caller each time, so that no test's misses count against the next one's. */
function newSource(): Record<string, string> {
  sources += 1;
  return { 'x-forwarded-for': `10.0.${String(Math.floor(sources / 250))}.${String((sources % 250) + 1)}` };
}

/** What a caller can see of an answer but for its id and its date. */
function seen({ status, headers, text }: Answer): unknown {
  const others = [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
  return { status, headers: Object.fromEntries(others), text };
}

describe('a wrong token, a source that is not allowed, and an unknown account', () => {
  let narrow: Service;

  beforeAll(async () => {
    narrow = await startService({
      database,
      env: { TRUSTED_PROXIES: '127.0.0.1', JIT_ALLOWED_CIDRS: '192.0.2.0/24, 10.0.0.0/8, 2001:db8::/32' },
    });
  });

  afterAll(() => narrow.close());

  test('are answered alike, to the byte and the header', async () => {
    const unknown = await narrow.jit('no such account', { headers: newSource() });
    const others: [string, JitOptions][] = [
      [known, { token: WRONG_TOKEN, headers: newSource() }],
      ['no such account', { token: WRONG_TOKEN, headers: newSource() }],
      [known, { token: `${JIT_TOKEN}x`, headers: newSource() }],
      [known, { token: JIT_TOKEN.slice(0, -1), headers: newSource() }],
      [known, { token: JIT_TOKEN.toUpperCase(), headers: newSource() }],
      [known, { token: '%00', headers: newSource() }],
      [known, { headers: { 'x-forwarded-for': '198.51.100.7' } }],
      ['', { token: WRONG_TOKEN, headers: newSource() }],
      ['no such account\0', { headers: newSource() }],
    ];

    expect(unknown.body).toEqual({ error: 'There is no such debt account', errorCode: 'NOT_FOUND' });
    expect(unknown.status).toBe(404);
    for (const [id, options] of others) expect(seen(await narrow.jit(id, options))).toEqual(seen(unknown));
  });

  test('are answered at the same step of time', async () => {
    const answers = [
      await narrow.jit('no such account', { headers: newSource() }),
      await narrow.jit('no such account\0', { headers: newSource() }),
      await narrow.jit(known, { token: WRONG_TOKEN, headers: newSource() }),
      await narrow.jit(known, { headers: { 'x-forwarded-for': '198.51.100.8' } }),
    ];

    // A millisecond less, for two clocks measure it.
    for (const { ms } of answers) expect(ms).toBeGreaterThanOrEqual(MISS_STEP_MS - 1);
  });

  test('the first one finds out nothing about the query: what is wrong with it is told to a right token only', async () => {
    const empty = await narrow.jit('', { headers: newSource() });
    const wrong = await narrow.jit('', { token: WRONG_TOKEN, headers: newSource() });

    expect([empty.status, wrong.status]).toEqual([400, 404]);
  });
});

describe('who may ask', () => {
  test('whoever has one of the tokens', async () => {
    expect(await service.jit(known, { token: JIT_TOKEN })).toMatchObject({ status: 200 });
    expect(await service.jit(known, { token: 'second-token-of-the-tests-only' })).toMatchObject({
      status: 200,
    });
    expect(
      await service.jit(known, { token: encodeURIComponent(JIT_TOKEN).replace('j', '%6A') }),
    ).toMatchObject({
      status: 200,
    });
  });

  test('nobody where there are no tokens', async () => {
    const closed = await startService({ database, env: { JIT_TOKENS: '' } });
    try {
      expect((await closed.jit(known)).status).toBe(404);
      expect((await closed.jit(known, { token: 'undefined' })).status).toBe(404);
    } finally {
      await closed.close();
    }
  });

  const allowed = { JIT_ALLOWED_CIDRS: '192.0.2.0/24, 2001:db8:7::/48' };

  test.each([
    ['the last proxy names an allowed source', '192.0.2.7', 200],
    ['an allowed source, as an IPv6 address', '::ffff:192.0.2.7', 200],
    ['an allowed IPv6 source', '2001:db8:7::1', 200],
    ['another source', '198.51.100.7', 404],
    ['another source that says it speaks for an allowed one', '192.0.2.7, 198.51.100.7', 404],
    ['an allowed source behind two trusted proxies', '192.0.2.7, 127.0.0.1', 200],
    ['an address that is none', 'localhost', 404],
  ])('behind a trusted proxy: %s', async (_what, forwardedFor, status) => {
    const narrow = await startService({ database, env: { ...allowed, TRUSTED_PROXIES: '127.0.0.1/32' } });
    try {
      expect((await narrow.jit(known, { headers: { 'x-forwarded-for': forwardedFor } })).status).toBe(status);
    } finally {
      await narrow.close();
    }
  });

  test('without trusted proxies only who really calls counts', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.7', forwarded: 'for=192.0.2.7', 'x-real-ip': '192.0.2.7' };
    const elsewhere = await startService({ database, env: allowed });
    const here = await startService({ database, env: { JIT_ALLOWED_CIDRS: '127.0.0.0/8' } });
    try {
      expect((await elsewhere.jit(known, { headers })).status).toBe(404);
      expect((await here.jit(known, { headers: { 'x-forwarded-for': '198.51.100.7' } })).status).toBe(200);
    } finally {
      await Promise.all([elsewhere.close(), here.close()]);
    }
  });
});

describe('a wrong token', () => {
  test('causes no work in the database: no connection is asked for, and no statement sent', async () => {
    // One that only serves: whoever works looks for work in the database by itself.
    const fresh = await startService({ database, env: { PROCESS_ROLE: 'web' } });
    try {
      const jit = fresh.app.get(JitConnections).pool;
      const others = fresh.app.get(PrismaService).pool;
      const uses = [jit, others].flatMap((pool) => [jest.spyOn(pool, 'connect'), jest.spyOn(pool, 'query')]);

      for (let attempt = 0; attempt < 5; attempt += 1) await fresh.jit(known, { token: WRONG_TOKEN });

      for (const use of uses) expect(use).not.toHaveBeenCalled();
      expect(jit.totalCount).toBe(0);
      // The spies do see work.
      await fresh.jit(known);
      expect(uses[0]).toHaveBeenCalled();
    } finally {
      await fresh.close();
    }
  });

  test('is answered the same while the database is away', async () => {
    const away = {
      serviceUrl: 'postgresql://nobody@127.0.0.1:1/nothing',
      ownerUrl: 'postgresql://nobody@127.0.0.1:1/nothing',
    };
    const waiting = await startService({ database: away, awaitDatabase: false });
    try {
      const wrong = await waiting.jit(known, { token: WRONG_TOKEN });
      const right = await waiting.jit(known);

      expect(wrong).toMatchObject({ status: 404, text: (await service.jit('no such account')).text });
      expect(right).toMatchObject({ status: 503, body: { errorCode: 'UNAVAILABLE' } });
      expect(Number(right.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    } finally {
      await waiting.close();
    }
  });
});

describe('a source that keeps missing', () => {
  /** All at once: they are answered at the same step of time. */
  function misses(count: number, headers: Record<string, string>): Promise<Answer[]> {
    return Promise.all(
      Array.from({ length: count }, (_, index) =>
        index % 2 === 0
          ? service.jit(`no such account ${String(index)}`, { headers })
          : service.jit(known, { token: WRONG_TOKEN, headers }),
      ),
    );
  }

  test('is told to wait, whether it guesses tokens or ids, and its hits are answered all the same', async () => {
    const headers = newSource();
    const statuses = (await misses(MISSES_PER_WINDOW, headers)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([404]));

    const [throttled, guessed, hit] = [
      await service.jit('no such account', { headers }),
      await service.jit(known, { token: WRONG_TOKEN, headers }),
      await service.jit(known, { headers }),
    ];

    for (const answer of [throttled, guessed]) {
      expect(answer).toMatchObject({ status: 429, body: { errorCode: 'TOO_MANY_REQUESTS' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(WINDOW_MS / 1000);
    }
    expect(throttled.text).toBe(guessed.text);
    expect(hit.status).toBe(200);
    expect((await service.jit('', { headers })).status).toBe(400);
    expect((await service.jit('no such account', { headers: newSource() })).status).toBe(404);
  });

  test('may miss again when the time is over', async () => {
    const headers = newSource();
    // Whole, for a fraction of a millisecond would be rounded up to a second.
    const startMs = Math.ceil(performance.now());
    let passedMs = 0;
    jest.spyOn(service.app.get(Clock), 'monotonicMs').mockImplementation(() => startMs + passedMs);
    await misses(MISSES_PER_WINDOW, headers);
    const refused = await service.jit('no such account', { headers });
    expect(refused.status).toBe(429);

    passedMs = Number(refused.headers.get('retry-after')) * 1000 - 1;
    expect((await service.jit('no such account', { headers })).status).toBe(429);
    passedMs += 1;
    expect((await service.jit('no such account', { headers })).status).toBe(404);
  });
});
