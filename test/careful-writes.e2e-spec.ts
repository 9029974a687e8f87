import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiKeysService } from '../src/platform/auth/api-keys.service.js';
import { cliCaller } from '../src/platform/auth/caller.js';
import { dataOf } from './support/api.js';
import { books, childOf, newRef } from './support/books.js';
import { eventually } from './support/eventually.js';
import { FlakyProxy } from './support/flaky-proxy.js';
import { type Answer, fieldsAtFault, problemOf } from './support/http.js';
import { Seeded } from './support/seeded.js';
import { ADMIN_KEY, ENCRYPTION_KEY, JIT_TOKEN, startService, type Service } from './support/service.js';
import { spawnService, type SpawnedService } from './support/spawn-service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

type Body = Record<string, unknown>;

let database: TestDatabase;
let service: Service;
let make: ReturnType<typeof books>;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  make = books(service.api());
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

const api = () => service.api();

function newKey(): { 'idempotency-key': string } {
  return { 'idempotency-key': newRef('KEY') };
}

function isReplay(answer: Answer): boolean {
  return answer.headers.get('idempotency-replayed') === 'true';
}

/** How much of everything there is, and how often it was changed. */
async function state(): Promise<unknown> {
  const versioned = ['locations', 'customers', 'debt_accounts'].map(
    (table) => `(SELECT coalesce(sum(version), 0)::int FROM ${table}) AS ${table}`,
  );
  const counted = ['customer_addresses', 'ledger_entries', 'audit_events', 'idempotency_keys'].map(
    (table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`,
  );
  const { rows } = await database.owner.query<Body>(`SELECT ${[...versioned, ...counted].join(', ')}`);
  return rows[0];
}

async function entriesOf(accountId: string): Promise<number[]> {
  const { rows } = await database.owner.query<{ amount: number }>(
    'SELECT amount::int FROM ledger_entries WHERE debt_account_id = $1 ORDER BY sequence',
    [accountId],
  );
  return rows.map(({ amount }) => amount);
}

/** How many of the service's statements are at that point. */
async function waiting(where: string): Promise<number> {
  const { rows } = await database.service.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'arrears' AND ${where}`,
  );
  return rows[0]!.count;
}

async function expectBooksInOrder(): Promise<void> {
  expect((await database.owner.query('SELECT * FROM broken_books()')).rows).toEqual([]);
}

interface Write {
  method: string;
  path: string;
  body?: Body;
  status: number;
}

/** One of each kind of write, ready to be sent. */
const WRITES: Record<string, () => Promise<Write>> = {
  'POST of a location': async () => ({
    method: 'POST',
    path: '/locations',
    body: { external_id: newRef('LOC'), name: newRef('Lakeside Clinic') },
    status: 201,
  }),
  'POST of a customer': async () => ({
    method: 'POST',
    path: '/customers',
    body: { external_id: newRef('CUST'), name: 'Robin Example', ssn_last4: '0098' },
    status: 201,
  }),
  'POST of an account': async () => ({
    method: 'POST',
    path: '/debt-accounts',
    body: {
      external_id: newRef('ACCT'),
      customer_id: (await make.customer()).external_id,
      location_id: (await make.location()).external_id,
      balance: 500,
      current_balance: 400,
    },
    status: 201,
  }),
  'POST of an entry': async () => ({
    method: 'POST',
    path: `/debt-accounts/${(await make.account({ balance: 100 })).external_id}/entries`,
    body: { kind: 'fee', amount: 5 },
    status: 201,
  }),
  'PUT of a new location': async () => ({
    method: 'PUT',
    path: `/locations/${newRef('LOC')}`,
    body: { name: newRef('Lakeside Clinic') },
    status: 201,
  }),
  'PUT of a customer': async () => ({
    method: 'PUT',
    path: `/customers/${(await make.customer()).external_id}`,
    body: { name: 'Kim Sample', addresses: [{ city: 'Austin' }] },
    status: 200,
  }),
  'PUT of an account that keeps its hold': async () => {
    const account = await make.account({ status: 'disputed', balance: 10 });
    return {
      method: 'PUT',
      path: `/debt-accounts/${account.external_id}`,
      body: {
        customer_id: account.customer_external_id,
        location_id: account.location_external_id,
        status: 'active',
        balance: 30,
      },
      status: 200,
    };
  },
  'PATCH of a location': async () => ({
    method: 'PATCH',
    path: `/locations/${(await make.location()).external_id}`,
    body: { metadata: { region: 'North' } },
    status: 200,
  }),
  'PATCH of a customer': async () => ({
    method: 'PATCH',
    path: `/customers/${(await make.customer()).external_id}`,
    body: { name: 'Kim Sample' },
    status: 200,
  }),
  'PATCH of an account': async () => ({
    method: 'PATCH',
    path: `/debt-accounts/${(await make.account()).external_id}`,
    body: { status: 'disputed', reason: 'Letter of the debtor' },
    status: 200,
  }),
  'DELETE of a location': async () => ({
    method: 'DELETE',
    path: `/locations/${(await make.location()).external_id}`,
    status: 204,
  }),
  'DELETE of a customer': async () => ({
    method: 'DELETE',
    path: `/customers/${(await make.customer()).external_id}`,
    status: 204,
  }),
  'DELETE of an account': async () => ({
    method: 'DELETE',
    path: `/debt-accounts/${(await make.account({ balance: 7 })).external_id}`,
    body: { reason: 'Placed in error' },
    status: 200,
  }),
};

function send({ method, path, body }: Write, headers: Record<string, string> = {}): Promise<Answer> {
  return api().request(method, path, body, {
    ...(method === 'PATCH' ? { 'if-match': '*' } : {}),
    ...headers,
  });
}

describe('the same write again under its Idempotency-Key', () => {
  test.each(Object.keys(WRITES))('%s: gets the stored answer and does nothing', async (kind) => {
    const write = await WRITES[kind]!();
    const key = newKey();

    const first = await send(write, key);
    const after = await state();
    const again = await send(write, key);
    const third = await send(write, key);

    expect(first).toMatchObject({ status: write.status });
    expect(isReplay(first)).toBe(false);
    for (const answer of [again, third]) {
      expect(answer).toMatchObject({ status: first.status, text: first.text });
      expect(isReplay(answer)).toBe(true);
      for (const header of ['etag', 'content-type'])
        expect(answer.headers.get(header)).toBe(first.headers.get(header));
      expect(answer.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    }
    expect(await state()).toEqual(after);
  });

  test('the answer is that of the first time, whatever became of the record', async () => {
    const location = await make.location();
    const path = `/locations/${location.external_id}`;
    const key = newKey();
    const first = await api().patch(path, { name: `${location.name} East` }, key);
    await api().patch(path, { name: `${location.name} West` });

    expect(await api().patch(path, { name: `${location.name} East` }, key)).toMatchObject({
      status: 200,
      text: first.text,
    });
    expect(dataOf(await api().get(path), 200)).toMatchObject({ name: `${location.name} West` });
  });

  test('the order of members and blanks do not count', async () => {
    const { external_id, id } = await make.account();
    const headers = { ...newKey(), 'content-type': 'application/json' };
    const path = `/debt-accounts/${external_id}/entries`;

    const first = await api().send(path, '{"kind":"fee","amount":5,"reason":"Late"}', headers);
    const again = await api().send(path, ' { "reason" : "Late",\n "amount": 5e0, "kind": "fee" } ', headers);

    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(isReplay(again)).toBe(true);
    expect(await entriesOf(id)).toEqual([5]);
  });

  test('a search is no write: its key is not kept', async () => {
    const before = await state();
    const key = newKey();
    for (const name of ['Nobody At All', 'Nobody Else'])
      expect(await api().post('/searches/customers', { name }, key)).toMatchObject({ status: 200 });

    expect(await state()).toEqual(before);
  });
});

describe('another write under a used Idempotency-Key', () => {
  test('is refused with another body, another path of the route, or another query, and changes nothing', async () => {
    const [one, other] = [await make.account(), await make.account()];
    const key = newKey();
    const path = `/debt-accounts/${one.external_id}/entries`;
    const body = { kind: 'fee', amount: 5 };
    expect(await api().post(path, body, key)).toMatchObject({ status: 201 });
    const before = await state();

    const refused = [
      await api().post(path, { ...body, amount: 6 }, key),
      await api().post(path, { ...body, reason: null }, key),
      await api().post(`/debt-accounts/${other.external_id}/entries`, body, key),
      await api().post(`${path}?again=1`, body, key),
    ];

    for (const answer of refused) {
      expect(answer).toMatchObject({ status: 422 });
      expect(fieldsAtFault(answer)).toEqual(['Idempotency-Key']);
      expect(isReplay(answer)).toBe(false);
    }
    expect(await state()).toEqual(before);
  });

  test('goes its own way on another route', async () => {
    const key = newKey();
    const location = await make.location();

    expect(
      await api().patch(`/locations/${location.external_id}`, { name: newRef('New') }, key),
    ).toMatchObject({
      status: 200,
    });
    expect(await api().delete(`/locations/${location.external_id}`, undefined, key)).toMatchObject({
      status: 204,
    });
  });

  test('goes its own way with another API key', async () => {
    const keys = service.app.get(ApiKeysService);
    const caller = cliCaller('the test');
    const { id, external_id } = await make.account();
    const key = newKey();
    const holders = [ADMIN_KEY];
    for (const name of ['one', 'other'])
      holders.push((await keys.create(caller, { name, scopes: ['read', 'write'], expiresAt: null })).key);

    for (const [index, holder] of holders.entries()) {
      const answer = await service
        .api(holder)
        .post(`/debt-accounts/${external_id}/entries`, { kind: 'fee', amount: index + 1 }, key);
      expect(answer).toMatchObject({ status: 201 });
      expect(isReplay(answer)).toBe(false);
    }
    expect(await entriesOf(id)).toEqual([1, 2, 3]);
  });
});

describe('a key', () => {
  test.each([
    ['blank inside', 'a b'],
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['not ASCII', 'schlüssel'],
    ['given twice', 'a, b'],
  ])('that is malformed (%s) is refused, and nothing is done', async (_what, key) => {
    const before = await state();
    const answer = await api().post(
      '/locations',
      { external_id: newRef('LOC'), name: newRef('Name') },
      { 'idempotency-key': key },
    );

    expect(answer).toMatchObject({ status: 400 });
    expect(fieldsAtFault(answer)).toEqual(['Idempotency-Key']);
    expect(await state()).toEqual(before);
  });

  test.each(['k', '~!"#$%&\'()*+,-./:;<=>?@[]^_`{|}', 'k'.repeat(255)])('may be %s', async (key) => {
    const write = await WRITES['POST of an entry']!();
    await send(write, { 'idempotency-key': key });

    expect(isReplay(await send(write, { 'idempotency-key': key }))).toBe(true);
  });

  test('is free again after 24 hours, not before, and old answers are cleared away', async () => {
    const { id, external_id } = await make.account();
    const key = newKey();
    const post = (amount: number) =>
      api().post(`/debt-accounts/${external_id}/entries`, { kind: 'fee', amount }, key);
    const age = (interval: string) =>
      database.owner.query(`UPDATE idempotency_keys SET created_at = now() - $1::interval WHERE key = $2`, [
        interval,
        key['idempotency-key'],
      ]);
    await post(1);

    await age('23:59:30');
    expect(isReplay(await post(1))).toBe(true);
    expect(await post(2)).toMatchObject({ status: 422 });
    await age('24:00:01');
    expect(isReplay(await post(2))).toBe(false);
    expect(isReplay(await post(2))).toBe(true);
    expect(await entriesOf(id)).toEqual([1, 2]);

    await age('48:00:00');
    await send(await WRITES['POST of a location']!(), newKey());
    const { rows } = await database.owner.query('SELECT FROM idempotency_keys WHERE key = $1', [
      key['idempotency-key'],
    ]);
    expect(rows).toEqual([]);
  });

  test('guards a body that is nested beyond all measure', async () => {
    const depth = 100_000;
    const answer = await api().send('/locations', `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`, {
      ...newKey(),
      'content-type': 'application/json',
    });

    expect(answer.status).toBe(400);
  });
});

test('what is kept under a key is encrypted, and tells nobody’s name', async () => {
  const key = newKey();
  const body = {
    external_id: newRef('CUST'),
    name: 'Persephone Unheard-Of',
    email: 'persephone@unheard.example',
    phone: '(512) 555-0142',
    ssn_last4: '7391',
    date_of_birth: '1961-02-03',
  };
  expect(await api().post('/customers', body, key)).toMatchObject({ status: 201 });

  const { rows } = await database.owner.query<Record<string, unknown>>(
    'SELECT * FROM idempotency_keys WHERE key = $1',
    [key['idempotency-key']],
  );
  const kept = Object.values(rows[0]!)
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
    .join('\n');
  for (const secret of ['Persephone', 'unheard', '555-0142', '7391', '1961', '"status"', body.external_id])
    expect(kept).not.toContain(secret);
  expect(kept).toContain(key['idempotency-key']);
});

describe('a refused write leaves nothing under its key', () => {
  async function stored(key: { 'idempotency-key': string }): Promise<number> {
    const { rowCount } = await database.owner.query('SELECT FROM idempotency_keys WHERE key = $1', [
      key['idempotency-key'],
    ]);
    return rowCount ?? 0;
  }

  test('422: the mended body then does its work', async () => {
    const { id, external_id } = await make.account();
    const key = newKey();
    const path = `/debt-accounts/${external_id}/entries`;

    expect(await api().post(path, { kind: 'fee', amount: -1 }, key)).toMatchObject({ status: 422 });
    expect(await api().post(path, { kind: 'gift', amount: 1 }, key)).toMatchObject({ status: 422 });
    expect(await stored(key)).toBe(0);
    expect(await api().post(path, { kind: 'fee', amount: 1 }, key)).toMatchObject({ status: 201 });
    expect(await entriesOf(id)).toEqual([1]);
  });

  test('409: once the way is free, the same again does its work', async () => {
    const location = await make.location();
    const account = await make.account({ location_id: location.external_id });
    const key = newKey();
    const path = `/locations/${location.external_id}`;

    expect(await api().delete(path, undefined, key)).toMatchObject({ status: 409 });
    expect(await stored(key)).toBe(0);
    const elsewhere = await make.location();
    await api().patch(`/debt-accounts/${account.external_id}`, { location_id: elsewhere.external_id });
    expect(await api().delete(path, undefined, key)).toMatchObject({ status: 204 });
  });

  test('404: once the record is there, the same again does its work', async () => {
    const external_id = newRef('CUST');
    const key = newKey();
    const change = () => api().patch(`/customers/${external_id}`, { name: 'Kim Sample' }, key);

    expect(await change()).toMatchObject({ status: 404 });
    expect(await stored(key)).toBe(0);
    await make.customer({ external_id });
    expect(await change()).toMatchObject({ status: 200 });
  });

  test('412: with the version of now, the same again does its work', async () => {
    const { external_id } = await make.customer();
    const key = newKey();
    const change = (tag: string) =>
      api().patch(`/customers/${external_id}`, { name: 'Kim Sample' }, { ...key, 'if-match': tag });

    expect(await change('"9"')).toMatchObject({ status: 412 });
    expect(await stored(key)).toBe(0);
    expect(await change('"1"')).toMatchObject({ status: 200 });
    expect(isReplay(await change('"1"'))).toBe(true);
  });
});

describe('the same write at the same time', () => {
  test('ten times: one does the work, the others are told to wait or get its answer', async () => {
    for (const kind of Object.keys(WRITES)) {
      const write = await WRITES[kind]!();
      const key = newKey();
      const before = (await state()) as { audit_events: number };

      const answers = await Promise.all(Array.from({ length: 10 }, () => send(write, key)));

      const done = answers.filter(({ status }) => status === write.status);
      expect(done.filter((answer) => !isReplay(answer))).toHaveLength(1);
      expect(new Set(done.map(({ text }) => text)).size).toBe(1);
      expect(answers.filter(({ status }) => status !== write.status && status !== 409)).toEqual([]);
      expect(isReplay(await send(write, key))).toBe(true);
      expect(await state()).toMatchObject({ audit_events: before.audit_events + 1 });
    }
  });

  test('while the first is under way the second is told so', async () => {
    const { id, external_id } = await make.account();
    const key = newKey();
    const post = () => api().post(`/debt-accounts/${external_id}/entries`, { kind: 'fee', amount: 1 }, key);
    const holder = await database.owner.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM debt_accounts WHERE id = $1 FOR UPDATE', [id]);
    try {
      const first = post();
      await eventually(
        () => waiting("wait_event_type = 'Lock'"),
        (count) => count === 1,
      );
      const second = await post();
      expect(second).toMatchObject({ status: 409 });
      expect(problemOf(second).detail).toContain('still under way');
      await holder.query('COMMIT');
      expect(await first).toMatchObject({ status: 201 });
    } finally {
      holder.release();
    }
    expect(isReplay(await post())).toBe(true);
    expect(await entriesOf(id)).toEqual([1]);
  });
});

describe('keyed requests of many records at the same time', () => {
  const bulk = (name: string) =>
    api().post('/bulk', { locations: [{ external_id: name, name }] }, { 'idempotency-key': name });

  test('more than there are connections: each is done or told to come again, none is starved', async () => {
    const names = Array.from({ length: 16 }, () => newRef('BULK'));
    const first = await Promise.all(names.map(bulk));
    for (const answer of first.filter(({ status }) => status !== 200)) {
      expect(answer).toMatchObject({ status: 503 });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    const done = first.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThanOrEqual(5);
    for (const { body } of done) expect(body).toMatchObject({ meta: { created: 1, failed: 0 } });

    for (const [index, name] of names.entries()) {
      const again = await bulk(name);
      expect(again).toMatchObject({ status: 200, body: { meta: { created: 1, failed: 0 } } });
      expect(isReplay(again)).toBe(first[index]!.status === 200);
    }
  });
});

describe('a keyed write that loses against another one', () => {
  test('is done again from the start, unseen, and once', async () => {
    const { children } = await make.family([{ balance: 100 }, { balance: 100 }]);
    const [first, second] = children.map(({ id }) => id) as [string, string];
    const stranger = await database.service.connect();
    const key = newKey();
    const post = () =>
      api().post(`/debt-accounts/${children[0]!.external_id}/entries`, { kind: 'fee', amount: 1 }, key);
    try {
      // A leaf before its parent, as no writer of the service locks them.
      await stranger.query('BEGIN');
      await stranger.query('SELECT FROM debt_accounts WHERE id = $1 FOR UPDATE', [first]);
      const posted = post();
      await eventually(
        () => waiting("wait_event_type = 'Lock'"),
        (count) => count === 1,
      );
      const other = `INSERT INTO ledger_entries (debt_account_id, id, kind, amount, occurred_at)
                     VALUES ($1, gen_random_uuid(), 'fee', 1, now())`;
      await stranger.query(other, [second]).then(
        () => stranger.query('COMMIT'),
        () => stranger.query('ROLLBACK'),
      );
      expect(await posted).toMatchObject({ status: 201 });
    } finally {
      stranger.release();
    }
    expect(isReplay(await post())).toBe(true);
    expect(await entriesOf(first)).toEqual([100, 1]);
    await expectBooksInOrder();
  });

  test('two that change families against each other both come through', async () => {
    const { parent: one, children } = await make.family([{ balance: 10 }, { balance: 1 }]);
    const other = await make.account({ ...childOf(one), parent_external_id: null });
    const sibling = await make.account({ ...childOf(other), balance: 20 });
    let [left, right] = [one, other];
    for (let round = 0; round < 4; round += 1) {
      const [leftwards, rightwards] = [newKey(), newKey()];
      const move = (account: string, parent: string, key: Record<string, string>) =>
        api().patch(`/debt-accounts/${account}`, { parent_external_id: parent }, key);
      const moves = await Promise.all([
        move(children[0]!.external_id, right.external_id, rightwards),
        move(sibling.external_id, left.external_id, leftwards),
      ]);
      expect(moves.map(({ status }) => status)).toEqual([200, 200]);
      expect(isReplay(await move(sibling.external_id, left.external_id, leftwards))).toBe(true);
      [left, right] = [right, left];
    }
    expect(await api().account(one.external_id)).toMatchObject({ balance: 11, child_count: 2 });
    await expectBooksInOrder();
  });
});

describe('what the database looks at when a transaction commits', () => {
  test('a family that moves as a whole moves under a key too', async () => {
    const { parent, children } = await make.family([{ balance: 1 }, { balance: 2 }]);
    const { external_id, id } = await make.customer();
    const answer = await api().patch(
      `/debt-accounts/${parent.external_id}`,
      { customer_id: external_id },
      newKey(),
    );

    expect(answer).toMatchObject({ status: 200, body: { data: { customer_id: id } } });
    for (const child of children)
      expect(await api().account(child.external_id)).toMatchObject({ customer_id: id });
  });

  test.each([
    ['debt_accounts_parent_awaits_payment', 409, 'pending payment'],
    ['debt_accounts_family_fkey', 422, 'debt_accounts_family_fkey'],
    ['customer_addresses_primary', 422, 'customer_addresses_primary'],
  ])('a broken rule %s is told with sense, with a key and without', async (rule, status, words) => {
    const { external_id } = await make.account({ balance: 5 });
    await database.owner.query(`
      CREATE FUNCTION refuse_for_the_test() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '${rule}: for the test' USING ERRCODE = 'check_violation', CONSTRAINT = '${rule}'; END $$;
      CREATE CONSTRAINT TRIGGER refuse_for_the_test AFTER UPDATE ON debt_accounts
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_for_the_test()`);
    try {
      for (const headers of [newKey(), {}]) {
        const answer = await api().patch(
          `/debt-accounts/${external_id}`,
          { metadata: { seen: 'yes' } },
          headers,
        );
        expect(answer).toMatchObject({ status });
        expect(problemOf(answer).detail).toContain(words);
      }
    } finally {
      await database.owner.query(
        'DROP TRIGGER refuse_for_the_test ON debt_accounts; DROP FUNCTION refuse_for_the_test()',
      );
    }
    expect(await api().account(external_id)).toMatchObject({ metadata: {}, version: expect.any(Number) });
  });
});

test('a connection that breaks at the commit: sent again under its key, the entry is there once', async () => {
  const proxy = await FlakyProxy.before(database.serviceUrl);
  const behind = await startService({
    database: { serviceUrl: proxy.through(database.serviceUrl), ownerUrl: database.ownerUrl },
  });
  const { id, external_id } = await make.account();
  const key = newKey();
  const post = () =>
    behind.api().post(`/debt-accounts/${external_id}/entries`, { kind: 'fee', amount: 25 }, key);
  await database.owner.query(`
    CREATE FUNCTION commit_slowly() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(1) WHERE NEW.request_id IS NOT NULL; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER commit_slowly AFTER INSERT ON audit_events
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION commit_slowly()`);
  try {
    const posted = post();
    await eventually(
      () => waiting("wait_event = 'PgSleep'"),
      (count) => count === 1,
    );
    proxy.cut();
    expect(await posted).toMatchObject({ status: 503 });

    const again = await eventually(post, ({ status }) => status !== 503 && status !== 409);
    expect(again).toMatchObject({ status: 201 });
    expect(isReplay(await post())).toBe(true);
    expect(await entriesOf(id)).toEqual([25]);
  } finally {
    await database.owner.query('DROP TRIGGER commit_slowly ON audit_events; DROP FUNCTION commit_slowly()');
    await behind.close();
    await proxy.stop();
  }
});

describe('a process that is killed', () => {
  const seeded = new Seeded(20_261_124);
  /** Each starts a process; more of them are for the long tests. */
  const ROUNDS = process.env['ARREARS_LONG_TESTS'] === 'on' ? 12 : 3;
  const ENTRIES_A_ROUND = 40;

  function start(): Promise<SpawnedService> {
    return spawnService({
      DATABASE_URL: database.serviceUrl,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      ADMIN_API_KEY: ADMIN_KEY,
      ENCRYPTION_KEYS: ENCRYPTION_KEY,
      JIT_TOKENS: JIT_TOKEN,
      SANDBOXES: 'off',
    });
  }

  test('in a stream of keyed entries: sent again, each is there once and none is lost', async () => {
    const accounts = [await make.account(), await make.account(), await make.account()];
    const unanswered = new Set<number>();
    let sent = 0;

    /** Eight at a time, until all are answered or the process is gone. */
    const stream = async (url: string, numbers: number[], onAnswer: () => void): Promise<void> => {
      const left = [...numbers];
      const worker = async (): Promise<void> => {
        for (let number = left.shift(); number !== undefined; number = left.shift()) {
          const path = `/api/v1/debt-accounts/${accounts[number % 3]!.external_id}/entries`;
          const response = await fetch(`${url}${path}`, {
            method: 'POST',
            body: JSON.stringify({ kind: 'fee', amount: number }),
            headers: {
              authorization: `Bearer ${ADMIN_KEY}`,
              'content-type': 'application/json',
              'idempotency-key': `crash-${String(number)}`,
            },
          }).catch(() => undefined);
          if (response?.status === 201) unanswered.delete(number);
          onAnswer();
        }
      };
      await Promise.all(Array.from({ length: 8 }, worker));
    };

    for (let round = 0; round < ROUNDS; round += 1) {
      const process = await start();
      const url = await process.ready();
      for (let count = 0; count < ENTRIES_A_ROUND; count += 1) unanswered.add((sent += 1));
      let answersLeft = seeded.integer(1, ENTRIES_A_ROUND - 10);
      await stream(url, [...unanswered], () => {
        answersLeft -= 1;
        if (answersLeft === 0) process.process.kill('SIGKILL');
      });
      await process.exit();
    }
    expect(unanswered.size).toBeGreaterThan(0);

    const last = await start();
    const all = Array.from({ length: sent }, (_, index) => index + 1);
    for (const number of all) unanswered.add(number);
    await stream(await last.ready(), all, () => undefined);
    await last.stop();

    expect([...unanswered]).toEqual([]);
    const posted = await Promise.all(accounts.map(({ id }) => entriesOf(id)));
    expect(posted.flat().sort((one, other) => one - other)).toEqual(all);
    await expectBooksInOrder();
  }, 120_000);
});

const NOUNS = {
  locations: async () => (await make.location()).external_id,
  customers: async () => (await make.customer()).external_id,
  'debt-accounts': async () => (await make.account()).external_id,
};

describe.each(Object.keys(NOUNS) as (keyof typeof NOUNS)[])('versions of %s', (noun) => {
  /** A record at version 2 or later, with one change to it. */
  async function record() {
    const path = `/${noun}/${await NOUNS[noun]()}`;
    const old = await api().get(path);
    await api().patch(path, { metadata: { seen: 'once' } });
    const now = await api().get(path);
    const { data } = now.body as { data: Body };
    const whole =
      noun === 'debt-accounts'
        ? { customer_id: data['customer_external_id'], location_id: data['location_external_id'] }
        : { name: data['name'] };
    return { path, whole, data, old: old.headers.get('etag')!, now: now.headers.get('etag')! };
  }

  test('every answer with a record has its version as the ETag', async () => {
    const { path, whole, data } = await record();
    const answers = [
      await api().get(path),
      await api().put(path, { ...whole, metadata: { seen: 'twice' } }),
      await api().patch(path, { metadata: { seen: 'thrice' } }),
    ];

    const versions = answers.map(({ body }) => (body as { data: { version: number } }).data.version);
    expect(versions).toEqual([0, 1, 2].map((more) => Number(data['version']) + more));
    expect(answers.map(({ headers }) => headers.get('etag'))).toEqual(
      versions.map((version) => `"${String(version)}"`),
    );
  });

  test('PATCH without If-Match is refused with 428, and says how', async () => {
    const { path, data } = await record();
    const answer = await api().request('PATCH', path, { metadata: { seen: 'never' } });

    expect(answer).toMatchObject({ status: 428 });
    expect(problemOf(answer).detail).toContain('ETag');
    expect(dataOf(await api().get(path), 200)).toEqual(data);
  });

  test('a stale version is refused with 412 by PATCH, PUT and DELETE, and nothing changes', async () => {
    const { path, whole, old, data } = await record();
    const stale = { 'if-match': old };

    const answers = [
      await api().patch(path, { metadata: { seen: 'never' } }, stale),
      await api().put(path, { ...whole, metadata: { seen: 'never' } }, stale),
      await api().delete(path, undefined, stale),
      await api().delete(path, undefined, { 'if-match': `${old}, "999999"` }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([412, 412, 412, 412]);
    expect(problemOf(answers[0]!).detail).toContain(`version ${String(data['version'])}`);
    expect(dataOf(await api().get(path), 200)).toEqual(data);
  });

  test('the version of now, in a list, marked weak, or * is taken', async () => {
    const { path, whole, old, now } = await record();

    expect(await api().patch(path, { metadata: { n: '1' } }, { 'if-match': now })).toMatchObject({
      status: 200,
    });
    const next = (await api().get(path)).headers.get('etag')!;
    expect(
      await api().put(path, { ...whole, metadata: { n: '2' } }, { 'if-match': `${old} ,${next}` }),
    ).toMatchObject({ status: 200 });
    const weak = `W/${(await api().get(path)).headers.get('etag')!}`;
    expect(await api().patch(path, { metadata: { n: '3' } }, { 'if-match': weak })).toMatchObject({
      status: 200,
    });
    expect(await api().delete(path, undefined, { 'if-match': ' * ' })).toMatchObject({
      status: noun === 'debt-accounts' ? 200 : 204,
    });
  });

  test.each(['3', '"x"', '', '"1", *', '"1" "2"', "'1'", '"-1"', '"1234567890123456789"', 'w/"1"', '"1",'])(
    'If-Match: %s is no version',
    async (tag) => {
      const { path, whole } = await record();
      for (const answer of [
        await api().patch(path, { metadata: {} }, { 'if-match': tag }),
        await api().put(path, whole, { 'if-match': tag }),
        await api().delete(path, undefined, { 'if-match': tag }),
      ])
        expect(answer).toMatchObject({ status: 400 });
    },
  );

  test.each(['"1"', '*'])(
    'PUT of a new one with If-Match: %s is refused, since there is none',
    async (tag) => {
      const { whole } = await record();
      const path = `/${noun}/${newRef('NEW')}`;
      const unique = 'name' in whole ? { ...whole, name: newRef('Name') } : whole;

      expect(await api().put(path, unique, { 'if-match': tag })).toMatchObject({ status: 412 });
      expect(await api().get(path)).toMatchObject({ status: 404 });
      expect(await api().put(path, unique)).toMatchObject({ status: 201 });
    },
  );

  test('of ten changes at once with one ETag exactly one wins', async () => {
    const { path, now, data } = await record();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        api().patch(path, { metadata: { winner: String(index) } }, { 'if-match': now }),
      ),
    );

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(dataOf(await api().get(path), 200)).toMatchObject({
      version: Number(data['version']) + 1,
      metadata: { winner: String(winner) },
    });
  });
});

describe('where REQUIRE_REASONS is on', () => {
  let strict: Service;

  beforeAll(async () => {
    strict = await startService({ database, env: { REQUIRE_REASONS: 'on' } });
  });

  afterAll(() => strict.close());

  interface Sensitive {
    method: string;
    path: string;
    body: Body;
    /** The record whose trail tells of it. */
    id: () => Promise<string>;
  }

  async function onAccount(
    body: Body,
    write: (account: { external_id: string }, whole: Body) => Omit<Sensitive, 'id'>,
  ): Promise<Sensitive> {
    const account = await make.account(body);
    const whole = { customer_id: account.customer_external_id, location_id: account.location_external_id };
    return { ...write(account, whole), id: () => Promise.resolve(account.id) };
  }

  const SENSITIVE: Record<string, () => Promise<Sensitive>> = {
    'a status by PATCH': () =>
      onAccount({}, ({ external_id }) => ({
        method: 'PATCH',
        path: `/debt-accounts/${external_id}`,
        body: { status: 'disputed' },
      })),
    'a status by PUT': () =>
      onAccount({}, ({ external_id }, whole) => ({
        method: 'PUT',
        path: `/debt-accounts/${external_id}`,
        body: { ...whole, status: 'paid' },
      })),
    'a balance by PUT': () =>
      onAccount({ balance: 100 }, ({ external_id }, whole) => ({
        method: 'PUT',
        path: `/debt-accounts/${external_id}`,
        body: { ...whole, balance: 150 },
      })),
    'a current balance by PUT': () =>
      onAccount({ balance: 100 }, ({ external_id }, whole) => ({
        method: 'PUT',
        path: `/debt-accounts/${external_id}`,
        body: { ...whole, current_balance: 50 },
      })),
    'a balance by PATCH': () =>
      onAccount({ balance: 100 }, ({ external_id }) => ({
        method: 'PATCH',
        path: `/debt-accounts/${external_id}`,
        body: { current_balance: 0 },
      })),
    'the closing of an account': () =>
      onAccount({}, ({ external_id }) => ({
        method: 'DELETE',
        path: `/debt-accounts/${external_id}`,
        body: {},
      })),
    'an adjustment': () =>
      onAccount({}, ({ external_id }) => ({
        method: 'POST',
        path: `/debt-accounts/${external_id}/entries`,
        body: { kind: 'adjustment', amount: 5 },
      })),
    'a reversal': async () => {
      const account = await make.account();
      const fee = await api().postEntry(account.external_id, { kind: 'fee', amount: 5 });
      return {
        method: 'POST',
        path: `/debt-accounts/${account.external_id}/entries`,
        body: { kind: 'reversal', reverses: fee.id },
        id: () => Promise.resolve(account.id),
      };
    },
    'a date of birth by PATCH': async () => {
      const { external_id, id } = await make.customer();
      return {
        method: 'PATCH',
        path: `/customers/${external_id}`,
        body: { date_of_birth: '1970-01-02' },
        id: () => Promise.resolve(id),
      };
    },
    'a date of birth that is taken away': async () => {
      const { external_id, id } = await make.customer({ date_of_birth: '1970-01-02' });
      return {
        method: 'PATCH',
        path: `/customers/${external_id}`,
        body: { date_of_birth: null },
        id: () => Promise.resolve(id),
      };
    },
    'four digits by PUT': async () => {
      const { external_id, id, name } = await make.customer({ ssn_last4: '1111' });
      return {
        method: 'PUT',
        path: `/customers/${external_id}`,
        body: { name, ssn_last4: '2222' },
        id: () => Promise.resolve(id),
      };
    },
    'the removal of a location': async () => {
      const { external_id, id } = await make.location();
      return { method: 'DELETE', path: `/locations/${external_id}`, body: {}, id: () => Promise.resolve(id) };
    },
    'the removal of a customer': async () => {
      const { external_id, id } = await make.customer();
      return { method: 'DELETE', path: `/customers/${external_id}`, body: {}, id: () => Promise.resolve(id) };
    },
  };

  function ask(via: Service, { method, path }: Sensitive, body: Body, headers: Record<string, string> = {}) {
    return via.api().request(method, path, body, { 'if-match': '*', ...headers });
  }

  async function lastReason(recordId: string): Promise<unknown> {
    const { rows } = await database.owner.query<{ reason: string | null }>(
      `SELECT reason FROM audit_events WHERE $1 IN (record_id, debt_account_id) ORDER BY position DESC LIMIT 1`,
      [recordId],
    );
    return rows[0]?.reason;
  }

  test.each(Object.keys(SENSITIVE))(
    '%s is refused without one, changes nothing, and is done with one',
    async (what) => {
      const sensitive = await SENSITIVE[what]!();
      const before = await state();

      const refused = await ask(strict, sensitive, sensitive.body);
      expect(refused).toMatchObject({ status: 422 });
      expect(fieldsAtFault(refused)).toEqual(['reason']);
      expect(await state()).toEqual(before);

      const done = await ask(strict, sensitive, { ...sensitive.body, reason: `Because of ${what}` });
      expect([200, 201, 204]).toContain(done.status);
      expect(await lastReason(await sensitive.id())).toBe(`Because of ${what}`);
    },
  );

  test.each(Object.keys(SENSITIVE))('%s takes the reason from the header too', async (what) => {
    const sensitive = await SENSITIVE[what]!();
    const done = await ask(strict, sensitive, sensitive.body, { 'x-reason': 'By telephone' });

    expect([200, 201, 204]).toContain(done.status);
    expect(await lastReason(await sensitive.id())).toBe('By telephone');
  });

  test.each(Object.keys(SENSITIVE))('%s needs none where it is off', async (what) => {
    const sensitive = await SENSITIVE[what]!();
    const done = await ask(service, sensitive, sensitive.body);

    expect([200, 201, 204]).toContain(done.status);
    expect(await lastReason(await sensitive.id())).toBeNull();
  });

  test('what is not sensitive needs none, nor what changes nothing', async () => {
    const account = await make.account({ balance: 10, status: 'disputed' });
    const customer = await make.customer({ ssn_last4: '3333' });
    const whole = { customer_id: account.customer_external_id, location_id: account.location_external_id };

    const answers = [
      await strict.api().put(`/debt-accounts/${account.external_id}`, {
        ...whole,
        balance: 10,
        current_balance: 10,
        status: 'disputed',
        metadata: { seen: 'yes' },
      }),
      await strict.api().entries(account.external_id, { kind: 'fee', amount: 1 }),
      await strict.api().entries(account.external_id, { kind: 'payment', amount: -1 }),
      await strict
        .api()
        .patch(`/customers/${customer.external_id}`, { ssn_last4: '3333', name: 'Kim Sample' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 201, 201, 200]);
  });

  test('the body’s reason goes before the header’s, and stands with the entry and the status', async () => {
    const account = await make.account();
    const path = `/debt-accounts/${account.external_id}`;
    const header = { 'x-reason': 'The header' };

    const entry = await strict
      .api()
      .post(`${path}/entries`, { kind: 'adjustment', amount: 5, reason: 'The body' }, header);
    const held = await strict.api().patch(path, { status: 'attorney' }, header);

    expect(entry).toMatchObject({ status: 201, body: { data: { reason: 'The body' } } });
    expect(held).toMatchObject({ status: 200, body: { data: { status_reason: 'The header' } } });
  });

  test.each([7, '', ' ', 'x'.repeat(1001), {}])('a reason is words: %j is refused', async (reason) => {
    const account = await make.account();
    const answer = await api().patch(`/debt-accounts/${account.external_id}`, { status: 'paid', reason });

    expect(answer).toMatchObject({ status: 422 });
    expect(fieldsAtFault(answer)).toEqual(['reason']);
  });
});
