import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { books, childOf, newRef } from './support/books.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
/** Two replicas of the service on one database. */
let services: [Service, Service];
let make: ReturnType<typeof books>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = [await startService({ database }), await startService({ database })];
  make = books(services[0].api());
});

afterAll(async () => {
  await Promise.all(services.map((service) => service.close()));
  await database.drop();
});

async function sequencesOf(accountId: string): Promise<number[]> {
  const { rows } = await database.owner.query<{ sequence: number }>(
    'SELECT sequence::int FROM ledger_entries WHERE debt_account_id = $1 ORDER BY recorded_at, sequence',
    [accountId],
  );
  return rows.map(({ sequence }) => sequence);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

async function expectBooksInOrder(): Promise<void> {
  expect((await database.owner.query('SELECT * FROM broken_books()')).rows).toEqual([]);
}

describe('writers at once', () => {
  test('to one account: each entry counts once, the numbers have no gap, every balance was true', async () => {
    const account = await make.account({ balance: 1_000 });
    const amounts = upTo(40).map((index) => (index % 2 === 0 ? -index : index));

    const answers = await Promise.all(
      amounts.map((amount, index) =>
        services[index % 2]!.api().entries(account.external_id, { kind: 'adjustment', amount }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual(amounts.map(() => 201));
    const entries = answers
      .map(({ body }) => (body as { data: { sequence: number; amount: number; balance_after: number } }).data)
      .sort((one, other) => one.sequence - other.sequence);
    expect(entries.map(({ sequence }) => sequence)).toEqual(upTo(41).slice(1));
    let balance = 1_000;
    for (const { amount, balance_after } of entries) expect(balance_after).toBe((balance += amount));
    expect(await services[0].api().account(account.external_id)).toMatchObject({ current_balance: balance });
    expect((await sequencesOf(account.id)).sort((one, other) => one - other)).toEqual(upTo(41));
    await expectBooksInOrder();
  });

  test('to the children of one parent, while others join it and it is read: no deadlock shows', async () => {
    const { parent, children } = await make.family(upTo(6).map(() => ({ balance: 1_000 })));
    const work = upTo(90).map((index) => async () => {
      const api = services[index % 2]!.api();
      const child = children[index % 6]!.external_id;
      if (index % 9 === 0)
        return api.post('/debt-accounts', { ...childOf(parent), external_id: newRef('ACCT'), balance: 10 });
      if (index % 5 === 0) return services[index % 2]!.jit(parent.external_id);
      return api.entries(child, { kind: 'fee', amount: 1 });
    });

    const answers = await Promise.all(work.map((one) => one()));

    expect(answers.filter(({ status }) => status !== 200 && status !== 201).map(({ text }) => text)).toEqual(
      [],
    );
    const joined = upTo(90).filter((index) => index % 9 === 0).length;
    const fees = upTo(90).filter((index) => index % 9 !== 0 && index % 5 !== 0).length;
    expect(await services[1].api().account(parent.external_id)).toMatchObject({
      balance: 6_000 + 10 * joined,
      current_balance: 6_000 + 10 * joined + fees,
      child_count: 6 + joined,
    });
    await expectBooksInOrder();
  });

  test('to the accounts of one customer and location are in nobody’s way', async () => {
    const [customer, location] = [await make.customer(), await make.location()];
    const shared = { customer_id: customer.external_id, location_id: location.external_id };

    const answers = await Promise.all(
      upTo(30).map((index) =>
        services[index % 2]!.api().post('/debt-accounts', {
          ...shared,
          external_id: newRef('ACCT'),
          balance: index,
        }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    await expectBooksInOrder();
  });

  test('that lock in another order than the service does: it gives way and tries again, unseen', async () => {
    const { parent, children } = await make.family([{ balance: 100 }, { balance: 100 }]);
    const [first, second] = children.map(({ id }) => id) as [string, string];
    const stranger = await database.service.connect();
    const post = `INSERT INTO ledger_entries (debt_account_id, id, kind, amount, occurred_at)
                  VALUES ($1, gen_random_uuid(), 'fee', 1, now())`;
    try {
      // A leaf before its parent, as no writer of the service locks them.
      await stranger.query('BEGIN');
      await stranger.query('SELECT id FROM debt_accounts WHERE id = $1 FOR UPDATE', [first]);
      const posted = services[0].api().entries(children[0]!.external_id, { kind: 'fee', amount: 1 });
      await lockIsWaitedFor();
      // Takes the parent's row, which the service's transaction holds.
      await stranger.query(post, [second]).then(
        () => stranger.query('COMMIT'),
        () => stranger.query('ROLLBACK'),
      );

      expect((await posted).status).toBe(201);
    } finally {
      stranger.release();
    }
    expect(await services[0].api().account(parent.external_id)).toMatchObject({ balance: 200 });
    await expectBooksInOrder();
  });

  async function lockIsWaitedFor(): Promise<void> {
    const waiting = async (): Promise<number> => {
      const { rows } = await database.service.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'arrears' AND wait_event_type = 'Lock'`,
      );
      return rows[0]!.count;
    };
    while ((await waiting()) === 0);
  }
});

describe('a change that fails half way', () => {
  /** The rows that a creation or an entry writes. */
  async function counts(): Promise<unknown> {
    const tables = [
      'locations',
      'customers',
      'customer_addresses',
      'debt_accounts',
      'debt_account_locations',
      'ledger_entries',
      'audit_events',
      'sync_records',
    ];
    const counted = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
    const { rows } = await database.owner.query<Record<string, number>>(`SELECT ${counted.join(', ')}`);
    return rows[0];
  }

  /** The commit of what writes to the table fails, by a trigger that only the test's database has. */
  async function failingAt(
    table: string,
    work: () => Promise<{ status: number }>,
    how = `RAISE EXCEPTION 'failed for the test' USING ERRCODE = 'XX000'`,
  ): Promise<number> {
    await database.owner.query(`
      CREATE FUNCTION fail_for_the_test() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN ${how}; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER fail_for_the_test AFTER INSERT OR UPDATE ON ${table}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_for_the_test()`);
    try {
      return (await work()).status;
    } finally {
      await database.owner.query(
        `DROP TRIGGER fail_for_the_test ON ${table}; DROP FUNCTION fail_for_the_test()`,
      );
    }
  }

  const api = () => services[0].api();

  test.each(['audit_events', 'sync_records'])(
    'leaves nothing behind, though only %s fails, at the commit',
    async (table) => {
      const { parent, children } = await make.family([{ balance: 100 }]);
      const further = await make.location();
      const before = await counts();
      const versions = [
        await api().account(parent.external_id),
        await api().account(children[0]!.external_id),
      ];

      const requests = [
        () => api().post('/locations', { external_id: newRef('LOC'), name: newRef('Name') }),
        () =>
          api().post('/customers', { external_id: newRef('CUST'), name: 'X', addresses: [{ city: 'A' }] }),
        () =>
          api().post('/debt-accounts', {
            ...childOf(parent),
            external_id: newRef('ACCT'),
            balance: 5,
            locations: [{ external_id: further.external_id }],
          }),
        () => api().entries(children[0]!.external_id, { kind: 'fee', amount: 1 }),
      ];
      for (const request of requests) {
        expect(await failingAt(table, request)).toBe(500);
        expect(await counts()).toEqual(before);
      }
      expect([
        await api().account(parent.external_id),
        await api().account(children[0]!.external_id),
      ]).toEqual(versions);
    },
  );

  test('is not half done either where its connection is ended at the commit', async () => {
    const account = await make.account({ balance: 100 });
    const before = await counts();
    const post = () => api().entries(account.external_id, { kind: 'fee', amount: 1 });

    expect(await failingAt('ledger_entries', post, 'PERFORM pg_terminate_backend(pg_backend_pid())')).toBe(
      503,
    );
    expect(await counts()).toEqual(before);
    // The pool may still hold the ended connection for a moment.
    await eventually(post, ({ status }) => status === 201);
    expect(await counts()).not.toEqual(before);
  });
});
