import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { books, newRef } from './support/books.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// The rules of the books hold whatever program writes to them: here statements go to the database directly.

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

type Role = 'owner' | 'service';
const ROLES: Role[] = ['owner', 'service'];

interface Refusal {
  code: string;
  constraint: string | undefined;
  message: string;
}

/** Runs the statements in one transaction, and tells how the database refused one of them, or the commit. */
async function refusalOf(role: Role, ...statements: [string, unknown[]?][]): Promise<Refusal | 'committed'> {
  const client = await database[role].connect();
  try {
    await client.query('BEGIN');
    for (const [text, values] of statements) await client.query(text, values);
    await client.query('COMMIT');
    return 'committed';
  } catch (error) {
    await client.query('ROLLBACK');
    const { code, constraint, message } = error as pg.DatabaseError;
    return { code: code ?? '', constraint, message };
  } finally {
    client.release();
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';
const CHECK_VIOLATION = '23514';
const RESTRICT_VIOLATION = '23001';
const FEATURE_NOT_SUPPORTED = '0A000';

describe('entries and audit events', () => {
  const statements = [
    'UPDATE ledger_entries SET amount = amount + 1',
    "UPDATE ledger_entries SET reason = 'better'",
    'DELETE FROM ledger_entries',
    'DELETE FROM ledger_entries WHERE false',
    'TRUNCATE ledger_entries',
    'TRUNCATE ledger_entries CASCADE',
    "UPDATE audit_events SET actor_name = 'nobody'",
    'DELETE FROM audit_events',
    'TRUNCATE audit_events',
  ];

  const refusedByForeignKey = 'TRUNCATE ledger_entries';
  const refusedByTrigger = statements.filter((statement) => statement !== refusedByForeignKey);

  test.each(refusedByTrigger)(
    'are never changed or deleted, not even by the owner: %s',
    async (statement) => {
      await make.account({ balance: 100 });

      expect(await refusalOf('owner', [statement])).toMatchObject({
        code: RESTRICT_VIOLATION,
        message: expect.stringMatching(/^(ledger_entries|audit_events)_are_append_only/),
      });
    },
  );

  // PostgreSQL empties no table that another one refers to, and says so before any trigger; with CASCADE it would.
  test(`are never deleted, not even by the owner: ${refusedByForeignKey}`, async () => {
    await make.account({ balance: 100 });

    expect(await refusalOf('owner', [refusedByForeignKey])).toMatchObject({
      code: FEATURE_NOT_SUPPORTED,
      message: expect.stringContaining('foreign key'),
    });
  });

  test.each(statements)("and the service's role may not even try: %s", async (statement) => {
    expect(await refusalOf('service', [statement])).toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  test.each([
    'DELETE FROM debt_accounts',
    'TRUNCATE debt_accounts CASCADE',
    'DELETE FROM sync_lanes',
    'DELETE FROM installation',
    'ALTER TABLE ledger_entries DISABLE TRIGGER ALL',
    'DROP TRIGGER refuse_change ON ledger_entries',
    'CREATE TABLE mine (id integer)',
    'CREATE FUNCTION is_cents(value bigint) RETURNS boolean LANGUAGE sql RETURN true',
    "SET session_replication_role = 'replica'",
    "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', 'x')",
  ])("the service's role cannot go around the rules: %s", async (statement) => {
    expect(await refusalOf('service', [statement])).toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  test("the service's role is no superuser and inherits no other role", async () => {
    const { rows } = await database.service.query(
      `SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,
              (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships
         FROM pg_roles r WHERE rolname = current_user`,
    );

    expect(rows).toEqual([
      {
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolbypassrls: false,
        rolreplication: false,
        memberships: 0,
      },
    ]);
  });
});

describe.each(ROLES)('balances, for the role of the %s,', (role) => {
  test.each([
    'current_balance = current_balance + 1',
    'current_balance = 0',
    'balance = balance + 1',
    'balance = 0',
    'last_sequence = last_sequence + 1',
    'last_sequence = last_sequence - 1',
    'last_sequence = last_sequence - 1, current_balance = 1000',
    'last_sequence = 0, balance = 0, current_balance = 0',
    'child_count = 1',
    'child_count = 1, last_sequence = 0',
  ])('of a leaf are not set by hand: %s', async (change) => {
    const account = await make.account({ balance: 1_000, current_balance: 900 });
    const refusal = await refusalOf(role, [`UPDATE debt_accounts SET ${change} WHERE id = $1`, [account.id]]);

    expect(refusal).toMatchObject({ code: CHECK_VIOLATION });
    expect(await service.api().account(account.external_id)).toEqual(account);
  });

  test.each([
    'current_balance = current_balance + 1',
    'balance = balance + 1',
    'child_count = 0',
    'child_count = 3',
    'last_sequence = 1',
  ])('of a parent are not set by hand: %s', async (change) => {
    const { parent } = await make.family([{ balance: 100 }, { balance: 200 }]);
    const refusal = await refusalOf(role, [`UPDATE debt_accounts SET ${change} WHERE id = $1`, [parent.id]]);

    expect(refusal).toMatchObject({ code: CHECK_VIOLATION });
  });

  test('of an account without entries are 0', async () => {
    const account = await make.account();
    for (const column of ['balance', 'current_balance', 'last_sequence']) {
      const change = [`UPDATE debt_accounts SET ${column} = 1 WHERE id = $1`, [account.id]] as [
        string,
        unknown[],
      ];
      expect(await refusalOf(role, change)).toMatchObject({ code: CHECK_VIOLATION });
    }
    const insert = `INSERT INTO debt_accounts (id, external_id, customer_id, location_id, balance, current_balance)
                    VALUES (gen_random_uuid(), $1, $2, $3, 5, 5)`;
    expect(
      await refusalOf(role, [insert, [newRef('ACCT'), account.customer_id, account.location_id]]),
    ).toMatchObject({ code: CHECK_VIOLATION });
  });

  test('are looked at when the transaction commits, so that a loader may write in any order', async () => {
    const account = await make.account();
    const entry = `INSERT INTO ledger_entries (debt_account_id, id, kind, amount, occurred_at)
                   VALUES ($1, gen_random_uuid(), 'placement', 5, now())`;

    expect(await refusalOf(role, [entry, [account.id]])).toBe('committed');
    expect(await service.api().account(account.external_id)).toMatchObject({
      balance: 5,
      current_balance: 5,
    });
  });

  test('and numbers of entries are given by the ledger, whatever the writer says', async () => {
    const account = await make.account({ balance: 5 });
    const entry = `INSERT INTO ledger_entries (debt_account_id, id, kind, amount, occurred_at, sequence, balance_after)
                   VALUES ($1, gen_random_uuid(), 'fee', 1, now(), 77, 1234) RETURNING sequence, balance_after`;
    const { rows } = await database[role].query(entry, [account.id]);

    expect(rows).toEqual([{ sequence: '2', balance_after: '6' }]);
  });
});

describe('entries are held to their rules', () => {
  const insert = (columns: string, values: string): string =>
    `INSERT INTO ledger_entries (debt_account_id, id, occurred_at, ${columns}) VALUES ($1, gen_random_uuid(), now(), ${values})`;

  test.each([
    ["'payment', 1", 'ledger_entries_sign'],
    ["'payment', 0", 'ledger_entries_sign'],
    ["'fee', -1", 'ledger_entries_sign'],
    ["'interest', 0", 'ledger_entries_sign'],
    ["'cost', -1", 'ledger_entries_sign'],
    ["'adjustment', 0", 'ledger_entries_sign'],
    ["'placement', 0", 'ledger_entries_sign'],
    ["'adjustment', 10000000000000", 'ledger_entries_amount_range'],
    ["'adjustment', -10000000000000", 'ledger_entries_amount_range'],
  ])('%s breaks %s', async (values, constraint) => {
    const account = await make.account();

    // The range of the balance may be looked at first.
    const refusal = (await refusalOf('service', [insert('kind, amount', values), [account.id]])) as Refusal;
    expect(refusal.code).toBe(CHECK_VIOLATION);
    expect([constraint, 'debt_accounts_current_balance_range']).toContain(refusal.constraint);
  });

  test.each([
    ['a fee that reverses', "'fee', 100, 2"],
    ['a reversal of nothing', "'reversal', 100, NULL"],
    ['a reversal of an entry that is not there', "'reversal', 100, 9"],
    ['a reversal of a placement', "'reversal', -1000, 1"],
    ['a reversal of a part', "'reversal', 99, 2"],
    ['a reversal with the same sign', "'reversal', -100, 2"],
  ])('%s', async (_what, values) => {
    const account = await make.account({ balance: 1_000, current_balance: 900 });

    expect(
      await refusalOf('service', [insert('kind, amount, reverses_sequence', values), [account.id]]),
    ).toMatchObject({ code: CHECK_VIOLATION });
  });

  test('a second reversal', async () => {
    const account = await make.account({ balance: 1_000, current_balance: 900 });
    const reversal: [string, unknown[]] = [
      insert('kind, amount, reverses_sequence', "'reversal', 100, 2"),
      [account.id],
    ];

    expect(await refusalOf('service', reversal)).toBe('committed');
    expect(await refusalOf('service', reversal)).toMatchObject({
      constraint: 'ledger_entries_reversed_once_key',
    });
  });

  test('a reversal of a reversal', async () => {
    const account = await make.account({ balance: 1_000, current_balance: 900 });
    await refusalOf('service', [
      insert('kind, amount, reverses_sequence', "'reversal', 100, 2"),
      [account.id],
    ]);

    expect(
      await refusalOf('service', [
        insert('kind, amount, reverses_sequence', "'reversal', -100, 3"),
        [account.id],
      ]),
    ).toMatchObject({ code: CHECK_VIOLATION });
  });

  test('an entry of a parent', async () => {
    const { parent } = await make.family([{ balance: 1 }]);

    expect(await refusalOf('service', [insert('kind, amount', "'fee', 1"), [parent.id]])).toMatchObject({
      code: CHECK_VIOLATION,
    });
  });

  test('an entry of no account', async () => {
    const refusal = await refusalOf('service', [
      insert('kind, amount', "'fee', 1"),
      ['00000000-0000-7000-8000-000000000000'],
    ]);

    expect(refusal).not.toBe('committed');
  });
});

describe('families are held to their rules', () => {
  const child = `INSERT INTO debt_accounts (id, external_id, parent_id, customer_id, location_id)
                 VALUES (gen_random_uuid(), $1, $2, $3, $4)`;

  test('one level', async () => {
    const { children } = await make.family([{}]);
    const parent = children[0]!;

    expect(
      await refusalOf('service', [
        child,
        [newRef('ACCT'), parent.id, parent.customer_id, parent.location_id],
      ]),
    ).toMatchObject({ constraint: 'debt_accounts_one_level' });
  });

  test('no parent with entries', async () => {
    const parent = await make.account({ balance: 1 });

    expect(
      await refusalOf('service', [
        child,
        [newRef('ACCT'), parent.id, parent.customer_id, parent.location_id],
      ]),
    ).toMatchObject({ constraint: 'debt_accounts_parents_have_no_entries' });
  });

  test('one customer and one main location', async () => {
    const [parent, other] = [await make.account(), await make.account()];

    for (const [customer, location] of [
      [other.customer_id, parent.location_id],
      [parent.customer_id, other.location_id],
    ])
      expect(
        await refusalOf('service', [child, [newRef('ACCT'), parent.id, customer, location]]),
      ).toMatchObject({
        constraint: 'debt_accounts_family_fkey',
      });
  });

  test('a family moves as a whole, in one transaction', async () => {
    const { parent, children } = await make.family([{ balance: 1 }, { balance: 2 }]);
    const customer = await make.customer();
    const move = 'UPDATE debt_accounts SET customer_id = $2 WHERE id = $1';

    expect(await refusalOf('service', [move, [parent.id, customer.id]])).toMatchObject({
      constraint: 'debt_accounts_family_fkey',
    });
    expect(
      await refusalOf(
        'service',
        [move, [parent.id, customer.id]],
        [move, [children[0]!.id, customer.id]],
        [move, [children[1]!.id, customer.id]],
      ),
    ).toBe('committed');
  });

  test('a child changes its parent, with its balances; a parent becomes nobody’s child', async () => {
    const { parent, children } = await make.family([{ balance: 100 }, { balance: 50 }]);
    const other = await make.account({ customer_id: parent.customer_id, location_id: parent.location_id });
    const change = 'UPDATE debt_accounts SET parent_id = $2 WHERE id = $1';

    expect(await refusalOf('service', [change, [parent.id, other.id]])).toMatchObject({
      code: CHECK_VIOLATION,
    });
    expect(await refusalOf('service', [change, [children[0]!.id, children[0]!.id]])).toMatchObject({
      code: CHECK_VIOLATION,
    });
    expect(await refusalOf('service', [change, [children[0]!.id, other.id]])).toBe('committed');
    expect(await refusalOf('service', [change, [children[1]!.id, null]])).toBe('committed');
    expect(await service.api().account(other.external_id)).toMatchObject({ balance: 100, child_count: 1 });
    expect(await service.api().account(parent.external_id)).toMatchObject({ balance: 0, child_count: 0 });
  });
});

describe('a status', () => {
  const set = (status: string, reason: string | null): [string, unknown[]] => [
    'UPDATE debt_accounts SET status = $2::debt_account_status, status_reason = $3 WHERE id = $1',
    [status, reason],
  ];

  async function change(from: string, to: string, reason: string | null): Promise<unknown> {
    const account = await make.account({ status: from });
    const [text, [status, why]] = set(to, reason) as [string, [string, string | null]];
    return refusalOf('service', [text, [account.id, status, why]]);
  }

  const holds = ['disputed', 'bankruptcy', 'deceased', 'attorney', 'cease_contact'];
  const finals = ['settled', 'paid', 'recalled', 'closed'];

  test.each(holds)('that is a hold (%s) is lifted with a reason only', async (hold) => {
    expect(await change(hold, 'active', null)).toMatchObject({ constraint: 'debt_accounts_status_reason' });
    expect(await change(hold, 'active', 'Dispute resolved')).toBe('committed');
  });

  test.each(holds)('that is a hold (%s) ends in a final one without a reason', async (hold) => {
    expect(await change(hold, 'paid', null)).toBe('committed');
  });

  test.each(finals)('that is final (%s) is left with a reason only', async (final) => {
    expect(await change(final, 'active', null)).toMatchObject({ constraint: 'debt_accounts_status_reason' });
    expect(await change(final, 'disputed', null)).toMatchObject({
      constraint: 'debt_accounts_status_reason',
    });
    expect(await change(final, 'active', 'Closed by mistake')).toBe('committed');
  });

  test('becomes a hold without a reason, and the time of the change is kept', async () => {
    const account = await make.account();
    const [text] = set('disputed', null);
    expect(await refusalOf('service', [text, [account.id, 'disputed', null]])).toBe('committed');

    const after = await service.api().account(account.external_id);
    expect(Date.parse(after.status_changed_at)).toBeGreaterThan(Date.parse(account.status_changed_at));
  });
});

describe('an itemization', () => {
  const itemization = { date: '2025-12-31', date_type: 'charge_off', amount: 100, fees: 5 };

  test.each([
    "itemization_date = '2026-01-01'",
    "itemization_date_type = 'judgment'",
    'itemization_amount = 101',
    'itemization_fees = NULL',
    'itemization_interest = 1',
    'itemization_used_at = NULL',
    'itemization_used_at = now()',
  ])('is fixed once it was used: %s', async (change) => {
    const account = await make.account({ itemization: { ...itemization, used_at: '2026-01-15T10:00:00Z' } });

    expect(
      await refusalOf('owner', [`UPDATE debt_accounts SET ${change} WHERE id = $1`, [account.id]]),
    ).toMatchObject({ constraint: 'debt_accounts_itemization_fixed' });
  });

  test('changes until then, and the account’s other columns afterwards', async () => {
    const account = await make.account({ itemization });
    const set = (change: string): [string, unknown[]] => [
      `UPDATE debt_accounts SET ${change} WHERE id = $1`,
      [account.id],
    ];

    expect(
      await refusalOf('service', set("itemization_amount = 99, itemization_used_at = '2026-01-15'")),
    ).toBe('committed');
    expect(await refusalOf('service', set("external_account_number = 'N'"))).toBe('committed');
  });

  test('has its date and the date’s kind, or neither', async () => {
    const account = await make.account();
    for (const change of [
      "itemization_date = '2026-01-01'",
      "itemization_date_type = 'judgment'",
      'itemization_amount = 1',
    ])
      expect(
        await refusalOf('service', [`UPDATE debt_accounts SET ${change} WHERE id = $1`, [account.id]]),
      ).toMatchObject({ code: CHECK_VIOLATION });
  });
});

describe('values are held to their forms', () => {
  test.each(['', ' A', 'A ', 'A\n', '.', '..', 'x'.repeat(256), '😀'.repeat(256)])(
    'no external id is %j',
    async (externalId) => {
      const account = await make.account();
      for (const [table, id] of [
        ['debt_accounts', account.id],
        ['customers', account.customer_id],
        ['locations', account.location_id],
      ] as const)
        expect(
          await refusalOf('service', [
            `UPDATE ${table} SET external_id = $2 WHERE id = $1`,
            [id, externalId],
          ]),
        ).toMatchObject({ constraint: `${table}_external_id_form` });
    },
  );

  test.each([
    ['settlement_amount = 10000000000000', 'debt_accounts_settlement_amount_range'],
    ['settlement_amount = -1', 'debt_accounts_settlement_amount_range'],
    [
      "itemization_date = '2026-01-01', itemization_date_type = 'judgment', itemization_fees = 10000000000000",
      'debt_accounts_itemization_fees_range',
    ],
    ["metadata = '[]'", 'debt_accounts_metadata_form'],
    ['metadata = \'{"a": 1}\'', 'debt_accounts_metadata_form'],
    ['metadata = \'{"a": ""}\'', 'debt_accounts_metadata_form'],
    ['metadata = \'{"": "a"}\'', 'debt_accounts_metadata_form'],
    ["metadata = jsonb_build_object('a', repeat('x', 256))", 'debt_accounts_metadata_form'],
    ["payment_plan = '[]'", 'debt_accounts_payment_plan_form'],
    ["external_account_number = ''", 'debt_accounts_external_account_number_length'],
  ])('%s breaks %s', async (change, constraint) => {
    const account = await make.account();

    expect(
      await refusalOf('service', [`UPDATE debt_accounts SET ${change} WHERE id = $1`, [account.id]]),
    ).toMatchObject({ constraint });
  });

  test('a customer with addresses has one primary one, when the transaction commits', async () => {
    const { id } = await make.customer({ addresses: [{ city: 'A' }, { city: 'B' }] });
    const second = 'UPDATE customer_addresses SET is_primary = true WHERE customer_id = $1 AND position = 2';
    const first = 'UPDATE customer_addresses SET is_primary = false WHERE customer_id = $1 AND position = 1';

    expect(await refusalOf('service', [second, [id]])).toMatchObject({
      constraint: 'customer_addresses_one_primary',
    });
    expect(await refusalOf('service', [first, [id]])).toMatchObject({
      constraint: 'customer_addresses_primary',
    });
    expect(
      await refusalOf('service', [
        'DELETE FROM customer_addresses WHERE customer_id = $1 AND is_primary',
        [id],
      ]),
    ).toMatchObject({ constraint: 'customer_addresses_primary' });
    expect(await refusalOf('service', [first, [id]], [second, [id]])).toBe('committed');
    expect(await refusalOf('service', ['DELETE FROM customer_addresses WHERE customer_id = $1', [id]])).toBe(
      'committed',
    );
  });

  test.each([
    "kind = 'organization', first_name = 'A'",
    "phone = NULL, phone_e164 = '+15125550100', phone_country = 'US'",
    "phone = '5125550100', phone_e164 = '+15125550100', phone_country = NULL",
    "ssn_last4_cipher = '\\x00'",
    "date_of_birth_digest = '\\x00'",
  ])('a customer is whole: %s', async (change) => {
    const { id } = await make.customer();

    expect(await refusalOf('service', [`UPDATE customers SET ${change} WHERE id = $1`, [id]])).toMatchObject({
      code: CHECK_VIOLATION,
    });
  });

  test('a version only grows, whatever the writer says', async () => {
    const account = await make.account();
    await database.owner.query('UPDATE debt_accounts SET version = 1, updated_at = $2 WHERE id = $1', [
      account.id,
      new Date(0),
    ]);
    const after = await service.api().account(account.external_id);

    expect(after.version).toBe(account.version + 1);
    expect(Date.parse(after.updated_at)).toBeGreaterThan(0);
  });

  test('a sync record was never settled at a version that nobody wanted', async () => {
    const account = await make.account();

    expect(
      await refusalOf('service', [
        'UPDATE sync_records SET settled_version = wanted_version + 1 WHERE record_id = $1',
        [account.id],
      ]),
    ).toMatchObject({ constraint: 'sync_records_settled_was_wanted' });
  });
});

describe('"this record is behind"', () => {
  async function lanes(recordId: string): Promise<{ wanted: number; settled: number; behind_since: Date }[]> {
    const { rows } = await database.owner.query<{ wanted: number; settled: number; behind_since: Date }>(
      `SELECT wanted_version::int AS wanted, settled_version::int AS settled, behind_since
         FROM sync_records WHERE record_id = $1 ORDER BY lane`,
      [recordId],
    );
    return rows;
  }

  test('is marked by any change of any column, for both lanes, with the new version', async () => {
    const account = await make.account();
    const records = [
      ['locations', account.location_id, "name = name || '!'"],
      ['customers', account.customer_id, "email = 'new@example.com'"],
      ['debt_accounts', account.id, "external_account_number = '1'"],
    ] as const;
    for (const [table, id, change] of records) {
      const { rows } = await database.service.query<{ version: number }>(
        `UPDATE ${table} SET ${change} WHERE id = $1 RETURNING version::int`,
        [id],
      );
      expect((await lanes(id)).map(({ wanted }) => wanted)).toEqual([rows[0]!.version, rows[0]!.version]);
    }
  });

  test('keeps the time since when it is behind, until it has caught up', async () => {
    const { id } = await make.account();
    const touch = 'UPDATE debt_accounts SET external_account_number = $2 WHERE id = $1';
    const [first] = await lanes(id);
    await database.service.query(touch, [id, '1']);
    expect((await lanes(id))[0]!.behind_since).toEqual(first!.behind_since);

    await database.service.query(
      'UPDATE sync_records SET settled_version = wanted_version WHERE record_id = $1',
      [id],
    );
    await database.service.query(touch, [id, '2']);
    const [last] = await lanes(id);
    expect(last!.behind_since.getTime()).toBeGreaterThan(first!.behind_since.getTime());
    expect(last!.wanted).toBe(last!.settled + 1);
  });

  test('is gone with the change that is rolled back', async () => {
    const { id } = await make.account();
    const before = await lanes(id);
    const client = await database.service.connect();
    await client.query('BEGIN');
    await client.query("UPDATE debt_accounts SET external_account_number = 'X' WHERE id = $1", [id]);
    await client.query('ROLLBACK');
    client.release();

    expect(await lanes(id)).toEqual(before);
  });
});

test('after all this the books are in order', async () => {
  expect((await database.owner.query('SELECT * FROM broken_books()')).rows).toEqual([]);
});

test('and broken_books finds what is not', async () => {
  const account = await make.account({ balance: 100 });
  const { parent, children } = await make.family([{ balance: 1 }, { balance: 2 }]);
  const client = await database.owner.connect();
  const ruleFor = async (statement: string, id: string): Promise<unknown[]> => {
    await client.query('BEGIN');
    // Only whoever owns the tables can do this, and only on purpose.
    await client.query('ALTER TABLE debt_accounts DISABLE TRIGGER USER');
    await client.query(statement, [id]);
    const { rows } = await client.query<{ rule: string }>('SELECT rule FROM broken_books()');
    await client.query('ROLLBACK');
    return rows.map(({ rule }) => rule);
  };
  try {
    expect(await ruleFor('UPDATE debt_accounts SET current_balance = 1 WHERE id = $1', account.id)).toEqual([
      'leaf balances are ledger sums',
    ]);
    expect(await ruleFor('UPDATE debt_accounts SET balance = 1 WHERE id = $1', account.id)).toEqual([
      'leaf balances are ledger sums',
    ]);
    expect(await ruleFor('UPDATE debt_accounts SET last_sequence = 2 WHERE id = $1', account.id)).toEqual([
      'sequence without gaps',
    ]);
    expect(await ruleFor('UPDATE debt_accounts SET balance = 4 WHERE id = $1', parent.id)).toEqual([
      'parent balances are sums over children',
    ]);
    expect(await ruleFor('UPDATE debt_accounts SET child_count = 1 WHERE id = $1', parent.id)).toEqual([
      'parent balances are sums over children',
    ]);
    expect(
      await ruleFor(
        'UPDATE debt_accounts SET current_balance = current_balance + 1 WHERE id = $1',
        children[0]!.id,
      ),
    ).toEqual(
      expect.arrayContaining(['leaf balances are ledger sums', 'parent balances are sums over children']),
    );
  } finally {
    client.release();
  }
});
