import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CustomerView } from '../src/customers/customer.types.js';
import type { DebtAccountView } from '../src/debt-accounts/debt-account-view.types.js';
import { dataOf } from './support/api.js';
import { books, childOf, newRef } from './support/books.js';
import { type Answer, fieldsAtFault, problemOf } from './support/http.js';
import { startService, type Service } from './support/service.js';
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
const pathOf = ({ external_id }: { external_id: string }) => `/debt-accounts/${external_id}`;

/** What a feed must always say of an account. */
function keysOf(account: DebtAccountView): Body {
  return { customer_id: account.customer_external_id, location_id: account.location_external_id };
}

async function putAccount(account: DebtAccountView, body: Body): Promise<Answer> {
  return api().put(pathOf(account), { ...keysOf(account), ...body });
}

function expectRefused(answer: Answer, status: number, fields: string[]): void {
  expect(answer).toMatchObject({ status });
  expect(fieldsAtFault(answer)).toEqual(fields);
}

function warningsOf(answer: Answer): string[] {
  return (answer.body as { meta?: { warnings?: string[] } }).meta?.warnings ?? [];
}

/** Everything that a change leaves behind about a record. */
async function traces(recordId: string): Promise<unknown> {
  const { rows } = await database.owner.query<Body>(
    `SELECT (SELECT count(*)::int FROM audit_events WHERE record_id = $1) AS audit_events,
            (SELECT count(*)::int FROM ledger_entries WHERE debt_account_id = $1) AS entries,
            (SELECT sum(wanted_version)::int FROM sync_records WHERE record_id = $1) AS wanted,
            (SELECT max(updated_at) FROM (SELECT id, updated_at FROM customers UNION ALL SELECT id, updated_at FROM locations
               UNION ALL SELECT id, updated_at FROM debt_accounts) record WHERE id = $1) AS updated_at`,
    [recordId],
  );
  return rows[0];
}

async function entriesOf(account: { id: string }): Promise<{ kind: string; amount: number }[]> {
  const { rows } = await database.owner.query<{ kind: string; amount: number }>(
    'SELECT kind, amount::int FROM ledger_entries WHERE debt_account_id = $1 ORDER BY sequence',
    [account.id],
  );
  return rows;
}

async function expectBooksInOrder(): Promise<void> {
  expect((await database.owner.query('SELECT * FROM broken_books()')).rows).toEqual([]);
}

const PERSON = {
  name: 'Robin Q. Example Jr.',
  first_name: 'Robin',
  middle_name: 'Q.',
  last_name: 'Example',
  suffix: 'Jr.',
  email: 'robin@mail.example',
  phone: '(512) 555-0142',
  date_of_birth: '1970-01-02',
  ssn_last4: '0098',
  metadata: { file: 'A', region: 'North' },
  addresses: [
    { line1: '1 Main St', city: 'Austin', state: 'TX', postal_code: '78701' },
    { line1: 'PO Box 7', city: 'Waco', is_primary: true },
  ],
};

const DETAILS = {
  external_account_number: '4000-17',
  settlement_amount: 80,
  billing_type: ['medical', 'dental'],
  payment_plan: { frequency: 'monthly', recurring_day: '15th', amount: 10 },
  metadata: { batch: 'A' },
  placed_on: '2026-01-02',
  delinquency_date: '2025-06-07',
  charge_off_date: '2025-12-31',
  last_payment_at: '2025-05-01T10:00:00.000Z',
  last_activity_at: '2025-05-02T10:00:00.123Z',
  itemization: { date: '2025-06-01', date_type: 'last_statement', amount: 100, interest: 1, fees: 2 },
};

/** Each of an account's descriptive fields, as it is where nothing is said. */
const NOTHING_SAID = {
  external_account_number: null,
  settlement_amount: null,
  billing_type: [],
  payment_plan: null,
  metadata: {},
  placed_on: null,
  delinquency_date: null,
  charge_off_date: null,
  last_payment_at: null,
  last_activity_at: null,
  itemization: null,
  locations: [],
};

describe('absence in a PUT', () => {
  test('of a customer takes away what describes it, and never what is encrypted', async () => {
    const customer = await make.customer(PERSON);
    const answer = await api().put(`/customers/${customer.external_id}`, { name: 'Robin Example' });

    expect(dataOf(answer, 200)).toMatchObject({
      name: 'Robin Example',
      first_name: null,
      middle_name: null,
      last_name: null,
      suffix: null,
      email: null,
      phone: null,
      has_date_of_birth: true,
      has_ssn_last4: true,
      metadata: {},
      addresses: [],
      version: customer.version + 1,
    });
    const nulls = { name: 'Robin Example', date_of_birth: null, ssn_last4: null };
    expect(dataOf(await api().put(`/customers/${customer.external_id}`, nulls), 200)).toMatchObject({
      has_date_of_birth: true,
      has_ssn_last4: true,
      version: customer.version + 1,
    });
    const found = await api().post('/searches/customers', {
      date_of_birth: '1970-01-02',
      ssn_last4: '0098',
      external_id: customer.external_id,
    });
    expect(dataOf(found, 200)).toHaveLength(1);
  });

  test('of a location makes it what an untyped one is', async () => {
    const location = await make.location({ type: 'product_type', metadata: { a: 'b' } });
    const answer = await api().put(`/locations/${location.external_id}`, { name: location.name });

    expect(dataOf(answer, 200)).toMatchObject({ type: 'original_creditor', metadata: {} });
  });

  test('of an account takes away what describes it, and never status, balances, entries or parent', async () => {
    const further = await make.location();
    const { parent, children } = await make.family([
      {
        ...DETAILS,
        balance: 100,
        current_balance: 70,
        status: 'disputed',
        locations: [{ external_id: further.external_id }],
      },
    ]);
    const child = children[0]!;
    expect(child).toMatchObject(DETAILS);

    const answer = await putAccount(child, {});

    expect(dataOf(answer, 200)).toMatchObject({
      ...NOTHING_SAID,
      balance: 100,
      current_balance: 70,
      status: 'disputed',
      parent_external_id: parent.external_id,
    });
    expect(warningsOf(answer)).toEqual([]);
    const nulls = { balance: null, current_balance: null, status: null, parent_external_id: null };
    expect(dataOf(await putAccount(child, nulls), 200)).toMatchObject({
      version: (answer.body as { data: DebtAccountView }).data.version,
      parent_external_id: parent.external_id,
    });
    expect(await entriesOf(child)).toEqual([
      { kind: 'placement', amount: 100 },
      { kind: 'adjustment', amount: -30 },
    ]);
  });
});

describe('a PATCH', () => {
  test('of a customer changes what it names, and null takes away', async () => {
    const customer = await make.customer(PERSON);
    const path = `/customers/${customer.external_id}`;

    const moved = dataOf(await api().patch(path, { phone: '+1 512 555 0199', metadata: { file: 'B' } }), 200);
    expect(moved).toEqual({
      ...customer,
      phone: '+1 512 555 0199',
      metadata: { file: 'B', region: 'North' },
      version: customer.version + 1,
      updated_at: (moved as CustomerView).updated_at,
    });
    const cleared = {
      first_name: null,
      middle_name: null,
      last_name: null,
      suffix: null,
      email: null,
      phone: null,
      addresses: null,
      date_of_birth: null,
      ssn_last4: null,
      metadata: { file: null, region: null },
    };
    expect(dataOf(await api().patch(path, cleared), 200)).toMatchObject({
      name: PERSON.name,
      first_name: null,
      middle_name: null,
      last_name: null,
      suffix: null,
      email: null,
      phone: null,
      addresses: [],
      has_date_of_birth: false,
      has_ssn_last4: false,
      metadata: {},
    });
  });

  test('of an account changes what it names, and null takes away', async () => {
    const account = await make.account({ ...DETAILS, balance: 100 });
    const cleared = Object.fromEntries(
      Object.keys(NOTHING_SAID).map((name) => [name, name === 'metadata' ? { batch: null } : null]),
    );

    const named = dataOf(await api().patch(pathOf(account), { settlement_amount: 90 }), 200);
    expect(named).toMatchObject({ ...DETAILS, settlement_amount: 90, balance: 100 });
    expect(dataOf(await api().patch(pathOf(account), cleared), 200)).toMatchObject({
      ...NOTHING_SAID,
      balance: 100,
      status: 'active',
    });
  });

  test.each([
    ['locations', ['name', 'type', 'metadata']],
    ['customers', ['name', 'kind', 'metadata']],
    ['debt-accounts', ['status', 'customer_id', 'location_id', 'metadata']],
  ])('of %s refuses null for what is never nothing', async (noun, fields) => {
    const { external_id } =
      noun === 'locations'
        ? await make.location()
        : noun === 'customers'
          ? await make.customer()
          : await make.account();
    for (const field of fields)
      expectRefused(await api().patch(`/${noun}/${external_id}`, { [field]: null }), 422, [field]);
    expectRefused(await api().patch(`/${noun}/${external_id}`, { external_id: 'X' }), 422, ['external_id']);
  });

  test('must leave fields that go together: an organization has no first name', async () => {
    const person = await make.customer({ first_name: 'Robin' });
    const path = `/customers/${person.external_id}`;

    expectRefused(await api().patch(path, { kind: 'organization' }), 422, ['first_name']);
    expect(await api().patch(path, { kind: 'organization', first_name: null })).toMatchObject({
      status: 200,
    });
  });

  test('cannot make metadata larger than a record may have', async () => {
    const many = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`key ${String(from + index)}`, 'v']));
    const account = await make.account({ metadata: many(0, 150) });

    expectRefused(await api().patch(pathOf(account), { metadata: many(150, 51) }), 422, ['metadata']);
    expect(await api().patch(pathOf(account), { metadata: many(150, 50) })).toMatchObject({ status: 200 });
  });
});

describe('statuses', () => {
  const STATUSES = [
    'active',
    'disputed',
    'bankruptcy',
    'deceased',
    'attorney',
    'cease_contact',
    'settled',
    'paid',
    'recalled',
    'closed',
  ] as const;
  const FINAL: readonly string[] = ['settled', 'paid', 'recalled', 'closed'];

  /** The table of the contract, said in another way than the service says it. */
  function isFree(from: string, to: string): boolean {
    if (from === to || from === 'active') return true;
    return !FINAL.includes(from) && FINAL.includes(to);
  }

  const PAIRS = STATUSES.flatMap((from) => STATUSES.map((to) => [from, to] as const));
  let shared: Body;

  beforeAll(async () => {
    const [customer, location] = [await make.customer(), await make.location()];
    shared = { customer_id: customer.external_id, location_id: location.external_id };
  });

  const FREE = PAIRS.filter(([from, to]) => isFree(from, to));
  const GUARDED = PAIRS.filter(([from, to]) => !isFree(from, to));

  test('are ten; of their hundred moves a person must give a reason for sixty-one', () => {
    expect([PAIRS.length, GUARDED.length]).toEqual([100, 5 * 5 - 5 + 5 + 4 * 10 - 4]);
  });

  test.each(GUARDED)(
    'from %s to %s: not by a feed, which is told so, whatever its reason',
    async (from, to) => {
      const account = await make.account({ ...shared, status: from });
      const before = await traces(account.id);

      for (const body of [{ status: to }, { status: to, reason: 'The feed says so' }]) {
        const kept = await putAccount(account, body);
        expect(dataOf(kept, 200)).toMatchObject({ status: from, version: account.version });
        expect(warningsOf(kept)).toEqual([expect.stringContaining(`${from} is kept`)]);
        expect(warningsOf(kept)[0]).toContain(to);
      }
      expect(await traces(account.id)).toEqual(before);
    },
  );

  test.each(GUARDED)('from %s to %s: by a person with a reason only', async (from, to) => {
    const account = await make.account({ ...shared, status: from });

    expectRefused(await api().patch(pathOf(account), { status: to }), 422, ['reason']);
    expect(await api().account(account.external_id)).toEqual(account);
    const moved = await api().patch(pathOf(account), { status: to, reason: 'Looked into it' });
    expect(dataOf(moved, 200)).toMatchObject({
      status: to,
      status_reason: 'Looked into it',
      version: account.version + 1,
    });
  });

  test.each(FREE)('from %s to %s: by anyone, without a reason', async (from, to) => {
    const [fed, changed] = [
      await make.account({ ...shared, status: from }),
      await make.account({ ...shared, status: from }),
    ];
    const version = fed.version + (from === to ? 0 : 1);

    const put = await putAccount(fed, { status: to });
    expect(dataOf(put, 200)).toMatchObject({ status: to, status_reason: null, version });
    expect(warningsOf(put)).toEqual([]);
    const patched = await api().patch(pathOf(changed), { status: to });
    expect(dataOf(patched, 200)).toMatchObject({ status: to, status_reason: null, version });
  });

  test('a feed’s other news about a held account are taken', async () => {
    const account = await make.account({ ...shared, status: 'bankruptcy', balance: 10 });
    const answer = await putAccount(account, { status: 'active', balance: 15, metadata: { seen: 'yes' } });

    expect(dataOf(answer, 200)).toMatchObject({
      status: 'bankruptcy',
      balance: 15,
      metadata: { seen: 'yes' },
    });
    expect(warningsOf(answer)).toHaveLength(1);
  });

  test('DELETE closes an account, once, and one that ended otherwise only with a reason', async () => {
    const account = await make.account({ ...shared, status: 'disputed', balance: 5 });
    const closed = await api().delete(pathOf(account));
    expect(dataOf(closed, 200)).toMatchObject({ status: 'closed', balance: 5 });
    expect(await api().delete(pathOf(account))).toMatchObject({ status: 200, text: closed.text });
    expect(dataOf(await api().get(pathOf(account)), 200)).toMatchObject({ status: 'closed' });

    const paid = await make.account({ ...shared, status: 'paid' });
    expectRefused(await api().delete(pathOf(paid)), 422, ['reason']);
    expect(dataOf(await api().delete(pathOf(paid), { reason: 'Cheque bounced' }), 200)).toMatchObject({
      status: 'closed',
      status_reason: 'Cheque bounced',
    });
    expect(await api().delete(`/debt-accounts/${newRef('NONE')}`)).toMatchObject({ status: 404 });
  });
});

describe('later values', () => {
  test('of the amount placed append the difference as a placement, which is owed too', async () => {
    const account = await make.account({ balance: 1_000, current_balance: 600 });

    expect(dataOf(await putAccount(account, { balance: 1_200 }), 200)).toMatchObject({
      balance: 1_200,
      current_balance: 800,
    });
    expect(dataOf(await putAccount(account, { balance: 900 }), 200)).toMatchObject({
      balance: 900,
      current_balance: 500,
    });
    expect((await entriesOf(account)).slice(2)).toEqual([
      { kind: 'placement', amount: 200 },
      { kind: 'placement', amount: -300 },
    ]);
  });

  test('of the amount owed append the difference as an adjustment', async () => {
    const account = await make.account({ balance: 1_000 });

    expect(dataOf(await putAccount(account, { current_balance: 750 }), 200)).toMatchObject({
      balance: 1_000,
      current_balance: 750,
    });
    expect(dataOf(await api().patch(pathOf(account), { current_balance: -5 }), 200)).toMatchObject({
      current_balance: -5,
    });
    expect((await entriesOf(account)).slice(1)).toEqual([
      { kind: 'adjustment', amount: -250 },
      { kind: 'adjustment', amount: -755 },
    ]);
  });

  test('of both append both; what makes no difference appends nothing', async () => {
    const account = await make.account({ balance: 1_000, current_balance: 600 });

    expect(dataOf(await putAccount(account, { balance: 1_100, current_balance: 650 }), 200)).toMatchObject({
      balance: 1_100,
      current_balance: 650,
    });
    const before = await traces(account.id);
    await putAccount(account, { balance: 1_100, current_balance: 650 });
    await putAccount(account, { balance: 1_100 });
    await putAccount(account, { current_balance: 650 });

    expect(await traces(account.id)).toEqual(before);
    expect((await entriesOf(account)).slice(2)).toEqual([
      { kind: 'placement', amount: 100 },
      { kind: 'adjustment', amount: -50 },
    ]);
  });

  test('that leave what is owed as it was take back what was placed', async () => {
    const account = await make.account({ balance: 100 });

    expect(dataOf(await putAccount(account, { balance: 150, current_balance: 100 }), 200)).toMatchObject({
      balance: 150,
      current_balance: 100,
    });
    expect((await entriesOf(account)).slice(1)).toEqual([
      { kind: 'placement', amount: 50 },
      { kind: 'adjustment', amount: -50 },
    ]);
  });

  test('go through the ledger when many come at once: the last one holds, the books are in order', async () => {
    const account = await make.account({ balance: 10 });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => putAccount(account, { current_balance: 100 + index })),
    );
    const entry = api().entries(account.external_id, { kind: 'fee', amount: 1 });

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await entry).toMatchObject({ status: 201 });
    await expectBooksInOrder();
  });

  test('that would go out of range are refused', async () => {
    const MAX = 9_999_999_999_999;
    const account = await make.account({ balance: MAX });

    expectRefused(await putAccount(account, { balance: MAX + 1 }), 422, ['balance']);
    const spread = await make.account({ balance: MAX, current_balance: 1 });
    expectRefused(await putAccount(spread, { current_balance: -MAX }), 422, ['current_balance']);
    expectRefused(await putAccount(spread, { balance: -1 }), 422, ['balance']);
    expectRefused(await putAccount(spread, { balance: -MAX, current_balance: 0 }), 422, ['balance']);
    expect(await api().account(spread.external_id)).toEqual(spread);
  });

  test('of a parent are its children’s sums, or left out', async () => {
    const { parent } = await make.family([{ balance: 100 }, { balance: 50, current_balance: 20 }]);

    expect(await putAccount(parent, { balance: 150, current_balance: 120 })).toMatchObject({ status: 200 });
    expectRefused(await putAccount(parent, { balance: 149 }), 422, ['balance']);
    expectRefused(await putAccount(parent, { current_balance: 150 }), 422, ['current_balance']);
    expectRefused(await api().patch(pathOf(parent), { balance: 0 }), 422, ['balance']);
    expect(await api().account(parent.external_id)).toEqual(parent);
  });
});

describe('unchanged content', () => {
  test('of an account changes nothing: no version, no audit event, no mark', async () => {
    const further = [await make.location(), await make.location()];
    const body = {
      ...DETAILS,
      status: 'disputed',
      balance: 100,
      current_balance: 90,
      locations: further.map(({ external_id }) => ({ external_id })),
    };
    const account = await make.account(body);
    const before = await traces(account.id);

    const answers = [
      await putAccount(account, body),
      await putAccount(account, { ...body, metadata: { batch: 'A' }, external_id: account.external_id }),
      await putAccount(account, { ...body, last_payment_at: '2025-05-01T12:00:00+02:00' }),
      await api().put(`/debt-accounts/${account.id}`, { ...keysOf(account), ...body }),
      await api().patch(pathOf(account), {}),
      await api().patch(pathOf(account), body),
    ];

    for (const answer of answers) expect(dataOf(answer, 200)).toEqual(account);
    expect(await traces(account.id)).toEqual(before);
  });

  test('of a customer changes nothing', async () => {
    const customer = await make.customer(PERSON);
    const before = await traces(customer.id);
    const path = `/customers/${customer.external_id}`;

    const answers = [
      await api().put(path, PERSON),
      await api().put(path, { ...PERSON, metadata: { region: 'North', file: 'A' }, kind: 'person' }),
      await api().put(`/customers/${customer.id}`, { ...PERSON, external_id: customer.external_id }),
      await api().patch(path, { ...PERSON, reason: 'Just so' }),
      await api().patch(path, {}),
    ];

    for (const answer of answers) expect(dataOf(answer, 200)).toEqual(customer);
    expect(await traces(customer.id)).toEqual(before);
  });

  test('of a location changes nothing', async () => {
    const location = await make.location({ metadata: { b: '1', a: '2' } });
    const before = await traces(location.id);
    const path = `/locations/${location.external_id}`;

    for (const answer of [
      await api().put(path, { name: location.name, metadata: { a: '2', b: '1' }, type: 'original_creditor' }),
      await api().patch(path, { metadata: { c: null } }),
    ])
      expect(dataOf(answer, 200)).toEqual(location);
    expect(await traces(location.id)).toEqual(before);
  });

  test('one changed field is one version, one event that names it, and one mark', async () => {
    const customer = await make.customer(PERSON);
    await api().put(`/customers/${customer.external_id}`, { ...PERSON, ssn_last4: '1234', suffix: 'Sr.' });
    const { rows } = await database.owner.query<{ changes: { fields: string[] } }>(
      'SELECT changes FROM audit_events WHERE record_id = $1 ORDER BY position DESC LIMIT 1',
      [customer.id],
    );

    expect([...rows[0]!.changes.fields].sort()).toEqual(['ssn_last4', 'suffix']);
    expect(JSON.stringify(rows)).not.toContain('1234');
    expect(await traces(customer.id)).toMatchObject({ audit_events: 2, wanted: 4 });
  });
});

describe('a family', () => {
  test('moves with its parent to another customer and location, and each member’s trail says so', async () => {
    const { parent, children } = await make.family([{ balance: 1 }, { balance: 2 }]);
    const [customer, location] = [await make.customer(), await make.location()];

    const moved = await api().put(pathOf(parent), {
      customer_id: customer.external_id,
      location_id: location.external_id,
      reason: 'Same person',
    });

    expect(dataOf(moved, 200)).toMatchObject({ customer_id: customer.id, location_id: location.id });
    for (const child of children) {
      expect(await api().account(child.external_id)).toMatchObject({
        customer_id: customer.id,
        location_id: location.id,
        parent_id: parent.id,
        version: child.version + 1,
      });
      const { rows } = await database.owner.query<{ reason: string; changes: Body }>(
        'SELECT reason, changes FROM audit_events WHERE record_id = $1 ORDER BY position DESC LIMIT 1',
        [child.id],
      );
      expect(rows[0]).toMatchObject({
        reason: 'Same person',
        changes: { customer_id: { from: parent.customer_id, to: customer.id } },
      });
    }
    await expectBooksInOrder();
  });

  test('moves to a location that was a further one of a child', async () => {
    const further = await make.location();
    const { parent, children } = await make.family([{ locations: [{ external_id: further.external_id }] }]);

    expect(await api().patch(pathOf(parent), { location_id: further.external_id })).toMatchObject({
      status: 200,
    });
    expect(await api().account(children[0]!.external_id)).toMatchObject({
      location_id: further.id,
      locations: [],
    });
  });

  test('is not left by its child’s customer or location alone', async () => {
    const { children } = await make.family([{ balance: 1 }]);
    const child = children[0]!;
    const [customer, location] = [await make.customer(), await make.location()];

    for (const write of [
      putAccount,
      (account: DebtAccountView, body: Body) => api().patch(pathOf(account), body),
    ]) {
      expectRefused(await write(child, { customer_id: customer.external_id }), 422, ['customer_id']);
      expectRefused(await write(child, { location_id: location.external_id }), 422, ['location_id']);
    }
    expect(await api().account(child.external_id)).toEqual(child);
  });

  test('is joined and left, and its sums follow', async () => {
    const { parent, children } = await make.family([{ balance: 100, current_balance: 60 }]);
    const alone = await make.account({ ...childOf(parent), parent_external_id: null, balance: 7 });

    expect(dataOf(await putAccount(alone, { parent_external_id: parent.external_id }), 200)).toMatchObject({
      parent_id: parent.id,
    });
    expect(await api().account(parent.external_id)).toMatchObject({
      balance: 107,
      current_balance: 67,
      child_count: 2,
    });
    const left = await api().patch(pathOf(children[0]!), { parent_external_id: null });
    expect(dataOf(left, 200)).toMatchObject({ parent_id: null, balance: 100, current_balance: 60 });
    expect(await api().account(parent.external_id)).toMatchObject({
      balance: 7,
      current_balance: 7,
      child_count: 1,
    });
    await expectBooksInOrder();
  });

  test('is changed for another one, by both ways, with its customer in the same step', async () => {
    const { parent, children } = await make.family([{ balance: 5 }]);
    const other = await make.account();
    const moved = await api().put(pathOf(children[0]!), { ...childOf(other) });

    expect(dataOf(moved, 200)).toMatchObject({ parent_id: other.id, customer_id: other.customer_id });
    expect(await api().account(parent.external_id)).toMatchObject({ balance: 0, child_count: 0 });
    expect(await api().account(other.external_id)).toMatchObject({ balance: 5, child_count: 1 });
  });

  test('has one level, no member twice, and no parent with entries', async () => {
    const { parent, children } = await make.family([{ balance: 5 }]);
    const placed = await make.account({ ...childOf(parent), parent_external_id: null, balance: 1 });
    const empty = await make.account({ ...childOf(parent), parent_external_id: null });
    const field = ['parent_external_id'];

    expectRefused(await putAccount(parent, { parent_external_id: empty.external_id }), 422, field);
    expectRefused(await putAccount(empty, { parent_external_id: children[0]!.external_id }), 422, field);
    expectRefused(await putAccount(empty, { parent_external_id: empty.external_id }), 422, field);
    expectRefused(await putAccount(empty, { parent_external_id: newRef('NONE') }), 422, field);
    expectRefused(await putAccount(empty, { parent_external_id: placed.external_id }), 409, field);
  });
});

describe('an itemization that was used', () => {
  const used = { ...DETAILS.itemization, used_at: '2026-02-03T04:05:06.000Z' };

  test('is fixed: another one is refused, absence and the same are no change', async () => {
    const account = await make.account({ itemization: DETAILS.itemization });
    expect(dataOf(await putAccount(account, { itemization: used }), 200)).toMatchObject({
      itemization: used,
    });

    for (const itemization of [
      { ...used, amount: 101 },
      { ...used, used_at: '2026-02-03T04:05:07Z' },
      { date: used.date, date_type: used.date_type },
      { ...used, date_type: 'judgment' },
    ]) {
      expectRefused(await putAccount(account, { itemization }), 409, ['itemization']);
      expectRefused(await api().patch(pathOf(account), { itemization }), 409, ['itemization']);
    }
    for (const body of [
      {},
      { itemization: null },
      { itemization: used },
      { itemization: DETAILS.itemization },
    ])
      expect(
        dataOf(
          await putAccount(account, { ...body, metadata: { try: JSON.stringify(body).slice(0, 99) } }),
          200,
        ),
      ).toMatchObject({ itemization: used });
    expect(dataOf(await api().patch(pathOf(account), { settlement_amount: 1 }), 200)).toMatchObject({
      itemization: used,
    });
  });

  test('is not taken away by a PATCH, which is told so', async () => {
    const account = await make.account({ itemization: used });

    expectRefused(await api().patch(pathOf(account), { itemization: null }), 409, ['itemization']);
    expect(await api().account(account.external_id)).toEqual(account);
  });

  test('not used yet may go', async () => {
    const account = await make.account({ itemization: DETAILS.itemization });

    expect(dataOf(await api().patch(pathOf(account), { itemization: null }), 200)).toMatchObject({
      itemization: null,
    });
  });
});

describe('what a path names', () => {
  test('is made where it is not there, and replaced where it is', async () => {
    const location = newRef('LOC');
    const customer = newRef('CUST / ü');
    const account = newRef('ACCT');
    const puts: [string, Body][] = [
      [`/locations/${location}`, { name: location }],
      [`/customers/${encodeURIComponent(customer)}`, { name: 'Robin Example', external_id: customer }],
      [`/debt-accounts/${account}`, { customer_id: customer, location_id: location, balance: 5 }],
    ];

    for (const [path, body] of puts) {
      const made = await api().put(path, body);
      expect(made).toMatchObject({ status: 201, body: { data: { version: expect.any(Number) } } });
      expect(await api().put(path, { ...body, metadata: { seen: 'twice' } })).toMatchObject({ status: 200 });
    }
    expect(await api().account(account)).toMatchObject({ customer_external_id: customer, balance: 5 });
  });

  test('may be our uuid; the body then may name the external id', async () => {
    const account = await make.account();
    const path = `/debt-accounts/${account.id}`;

    expect(await api().put(path, { ...keysOf(account), external_id: account.external_id })).toMatchObject({
      status: 200,
      body: { data: { id: account.id } },
    });
    expect(await api().patch(`/debt-accounts/${account.id.toUpperCase()}`, { balance: 3 })).toMatchObject({
      status: 200,
    });
    expect(await api().delete(path)).toMatchObject({ status: 200 });
  });

  test('is an external id first, be it another’s uuid', async () => {
    const first = await make.account({ balance: 1 });
    const named = await make.account({ external_id: first.id, balance: 2 });
    const path = `/debt-accounts/${first.id}`;

    expect(dataOf(await api().get(path), 200)).toMatchObject({ id: named.id });
    expect(
      dataOf(await api().put(path, { ...keysOf(named), metadata: { who: 'named' } }), 200),
    ).toMatchObject({
      id: named.id,
    });
    expect(dataOf(await api().patch(path, { metadata: { also: 'named' } }), 200)).toMatchObject({
      id: named.id,
    });
    expect(await api().entries(first.id, { kind: 'fee', amount: 1 })).toMatchObject({ status: 201 });
    expect(dataOf(await api().delete(path), 200)).toMatchObject({ id: named.id, current_balance: 3 });
    expect(await api().account(first.external_id)).toEqual(first);
    expect(dataOf(await api().get(`/debt-accounts?id=${first.id}`), 200)).toMatchObject([{ id: first.id }]);
    expect(dataOf(await api().get(`/debt-accounts?any_id=${first.id}`), 200)).toHaveLength(2);

    const customer = await make.customer();
    const twin = await make.customer({ external_id: customer.id });
    const owing = await make.account({ customer_id: customer.id });
    expect(owing.customer_id).toBe(twin.id);
  });

  test.each(['locations', 'customers', 'debt-accounts'])(
    'of %s must be what the body names',
    async (noun) => {
      const account = await make.account();
      const location = await make.location();
      const bodies: Record<string, Body> = {
        locations: { name: newRef('Name') },
        customers: { name: 'Robin Example' },
        'debt-accounts': keysOf(account),
      };
      const there = { locations: location, customers: await make.customer(), 'debt-accounts': account }[
        noun
      ]!;
      const body = { ...bodies[noun], external_id: newRef('OTHER') };

      expectRefused(await api().put(`/${noun}/${there.external_id}`, body), 422, ['external_id']);
      expectRefused(await api().put(`/${noun}/${newRef('NEW')}`, body), 422, ['external_id']);
      expect(await api().get(`/${noun}/${body.external_id}`)).toMatchObject({ status: 404 });
    },
  );

  test.each(['%20x', 'x%20', 'x'.repeat(256), 'a%07b', '%00'])('cannot be made as %s', async (ref) => {
    const answer = await api().put(`/customers/${ref}`, { name: 'Robin Example' });

    expectRefused(answer, 422, ['external_id']);
  });

  test.each(['locations', 'customers', 'debt-accounts'])(
    'of %s, put twenty times at once, is one record',
    async (noun) => {
      const { customer_external_id, location_external_id } = await make.account();
      const ref = newRef('RUSH');
      const body = {
        locations: { name: ref },
        customers: { name: 'Robin Example', ssn_last4: '1234' },
        'debt-accounts': { customer_id: customer_external_id, location_id: location_external_id, balance: 5 },
      }[noun];

      const answers = await Promise.all(Array.from({ length: 20 }, () => api().put(`/${noun}/${ref}`, body)));

      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    },
  );

  test('of a location may not have a name that another has', async () => {
    const [one, other] = [await make.location(), await make.location()];

    expectRefused(await api().put(`/locations/${one.external_id}`, { name: other.name }), 409, ['name']);
    expectRefused(await api().patch(`/locations/${one.external_id}`, { name: other.name }), 409, ['name']);
    expectRefused(await api().put(`/locations/${newRef('LOC')}`, { name: other.name }), 409, ['name']);
    expect(
      await api().put(`/locations/${one.external_id}`, { name: other.name, type: 'product_type' }),
    ).toMatchObject({ status: 200 });
  });
});

describe('removal', () => {
  async function isBehindSomewhere(id: string): Promise<boolean> {
    return (await database.owner.query('SELECT FROM sync_records WHERE record_id = $1', [id])).rowCount !== 0;
  }

  test.each(['locations', 'customers'] as const)(
    'of %s that nothing uses: gone, with its marks',
    async (noun) => {
      const record =
        noun === 'locations' ? await make.location() : await make.customer({ addresses: PERSON.addresses });
      expect(await isBehindSomewhere(record.id)).toBe(true);

      const removed = await api().delete(`/${noun}/${record.external_id}`, { reason: 'Made by mistake' });

      expect(removed).toMatchObject({ status: 204, text: '' });
      expect(await isBehindSomewhere(record.id)).toBe(false);
      for (const ref of [record.external_id, record.id]) {
        expect(await api().get(`/${noun}/${ref}`)).toMatchObject({ status: 404 });
        expect(await api().delete(`/${noun}/${ref}`)).toMatchObject({ status: 404 });
      }
      const { rows } = await database.owner.query<Body>(
        'SELECT action, reason, changes FROM audit_events WHERE record_id = $1 ORDER BY position DESC LIMIT 1',
        [record.id],
      );
      expect(rows[0]).toEqual({
        action: `${noun.slice(0, -1)}.removed`,
        reason: 'Made by mistake',
        changes: { external_id: record.external_id },
      });
      const again = await api().put(`/${noun}/${record.external_id}`, { name: record.name });
      expect(again).toMatchObject({ status: 201 });
      expect((dataOf(again, 201) as { id: string }).id).not.toBe(record.id);
    },
  );

  test('of what an account names is refused, with words', async () => {
    const [main, further] = [await make.location(), await make.location()];
    const account = await make.account({
      location_id: main.external_id,
      locations: [{ external_id: further.external_id }],
    });

    for (const path of [
      `/locations/${main.external_id}`,
      `/locations/${further.external_id}`,
      `/customers/${account.customer_external_id}`,
    ]) {
      const refused = await api().delete(path);
      expect(refused).toMatchObject({ status: 409 });
      expect(problemOf(refused).detail).toMatch(/debt accounts/i);
      expect(await api().get(path)).toMatchObject({ status: 200 });
    }
    expect(await api().delete(pathOf(account))).toMatchObject({ status: 200 });
    expect(await api().delete(`/locations/${main.external_id}`)).toMatchObject({ status: 409 });
  });

  test('and use at once: one of both is refused, and nothing fails', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { customer_external_id } = await make.account();
      const location = await make.location();
      const [removed, made] = await Promise.all([
        api().delete(`/locations/${location.external_id}`),
        api().post('/debt-accounts', {
          external_id: newRef('ACCT'),
          customer_id: customer_external_id,
          location_id: location.external_id,
        }),
      ]);
      expect([
        [204, 422],
        [409, 201],
      ]).toContainEqual([removed.status, made.status]);
      if (made.status === 422) expectRefused(made, 422, ['location_id']);
    }
  });

  test('and replacement at once never fail', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { external_id, name } = await make.customer();
      const [removed, put] = await Promise.all([
        api().delete(`/customers/${external_id}`),
        api().put(`/customers/${external_id}`, { name, metadata: { seen: 'yes' } }),
      ]);
      expect(removed.status).toBe(204);
      expect([200, 201]).toContain(put.status);
    }
  });
});
