import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BulkAnswer, BulkKind, BulkResult } from '../src/imports/bulk.types.js';
import { newRef } from './support/books.js';
import { type Answer, problemOf } from './support/http.js';
import { type Service, startService } from './support/service.js';
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

type Bodies = Partial<Record<BulkKind, unknown[]>>;

function bulk(body: Bodies & { reason?: string }, headers: Record<string, string> = {}): Promise<Answer> {
  return service.api().post('/bulk', body, headers);
}

async function taken(body: Bodies, headers: Record<string, string> = {}): Promise<BulkAnswer> {
  const answer = await bulk(body, headers);
  expect(answer.status).toBe(200);
  return answer.body as BulkAnswer;
}

/** A creditor and debtors of its own, with one account each. */
function feed(count: number) {
  const location = newRef('LOC');
  const names = Array.from({ length: count }, () => newRef('FEED'));
  return {
    locations: [{ external_id: location, name: `Harbor Clinic ${location}` }],
    customers: names.map((name) => ({ external_id: `C-${name}`, name: 'Robin Example' })),
    debt_accounts: names.map((name, index) => ({
      external_id: `A-${name}`,
      customer_id: `C-${name}`,
      location_id: location,
      balance: 1_000 + index,
    })),
  };
}

async function count(sql: string): Promise<number> {
  const { rows } = await database.owner.query<{ count: string }>(sql);
  return Number(rows[0]?.count);
}

const outcomes = (results: readonly BulkResult[]): string[] => results.map(({ outcome }) => outcome);

describe('POST /bulk', () => {
  test('takes records of all three kinds, whatever names what, and tells what became of each', async () => {
    const records = feed(250);
    const answer = await taken(records);

    expect(answer.meta).toEqual({ created: 501, updated: 0, unchanged: 0, failed: 0 });
    expect(answer.data.debt_accounts.map(({ index, external_id }) => [index, external_id])).toEqual(
      records.debt_accounts.map(({ external_id }, index) => [index, external_id]),
    );
    const last = records.debt_accounts.at(-1)!;
    const account = await service.api().account(last.external_id);
    expect(account).toMatchObject({ balance: last.balance, current_balance: last.balance });
    expect(answer.data.debt_accounts.at(-1)).toMatchObject({ id: account.id, version: account.version });
    expect(await count('SELECT count(*) FROM broken_books()')).toBe(0);
  });

  test('leaves what is so already alone, and changes only what differs', async () => {
    const records = feed(3);
    await taken(records);
    const audited = await count('SELECT count(*) FROM audit_events');
    const same = await taken(records);

    expect(same.meta).toEqual({ created: 0, updated: 0, unchanged: 7, failed: 0 });
    expect(await count('SELECT count(*) FROM audit_events')).toBe(audited);

    const [first, second, third] = records.debt_accounts;
    const changed = await taken({
      customers: [{ ...records.customers[0], phone: '(512) 555-0100' }, records.customers[1]],
      debt_accounts: [first, { ...second, current_balance: 400 }, third],
    });

    expect(outcomes(changed.data.customers)).toEqual(['updated', 'unchanged']);
    expect(outcomes(changed.data.debt_accounts)).toEqual(['unchanged', 'updated', 'unchanged']);
    expect(await service.api().account(second!.external_id)).toMatchObject({ current_balance: 400 });
  });

  test('takes children whatever their place, and keeps the sums of their parents', async () => {
    const { locations, customers, debt_accounts } = feed(1);
    const [parent] = debt_accounts.map(({ balance, ...account }) => account);
    const children = [newRef('KID'), newRef('KID')].map((external_id) => ({
      ...parent,
      external_id,
      parent_external_id: parent!.external_id,
      balance: 500,
    }));
    const answer = await taken({ locations, customers, debt_accounts: [...children, parent] });

    expect(outcomes(answer.data.debt_accounts)).toEqual(['created', 'created', 'created']);
    expect(await service.api().account(parent!.external_id)).toMatchObject({
      child_count: 2,
      balance: 1_000,
    });
  });

  test('one bad record stops no other one, and each says what is wrong with it', async () => {
    const { locations, customers, debt_accounts } = feed(4);
    const [first, second, third, fourth] = debt_accounts;
    const answer = await taken({
      locations: [...locations, { ...locations[0], external_id: newRef('LOC') }, 'nonsense', null, ['x']],
      customers: [
        ...customers,
        { external_id: newRef('CUST'), name: 'Robin', ssn_last4: 98, hobby: 'chess' },
      ],
      debt_accounts: [
        first,
        { ...second, customer_id: 'NOBODY' },
        { ...third, current_balance: 12.5 },
        { external_id: ' blanks ', customer_id: 'x', location_id: 'y' },
        fourth,
      ],
    });

    expect(outcomes(answer.data.locations)).toEqual(['created', 'failed', 'failed', 'failed', 'failed']);
    expect(answer.data.locations[1]?.error).toMatchObject({ status: 409, errors: [{ field: 'name' }] });
    expect(answer.data.locations[2]).toMatchObject({ external_id: null, error: { status: 422 } });
    expect(
      answer.data.customers
        .at(-1)
        ?.error?.errors?.map(({ field }) => field)
        .sort(),
    ).toEqual(['hobby', 'ssn_last4']);
    expect(outcomes(answer.data.debt_accounts)).toEqual(['created', 'failed', 'failed', 'failed', 'created']);
    expect(answer.data.debt_accounts[1]?.error).toMatchObject({
      status: 422,
      errors: [{ field: 'customer_id', message: expect.stringContaining('names no customer') }],
    });
    expect(answer.meta).toEqual({ created: 7, updated: 0, unchanged: 0, failed: 8 });
    expect(await count('SELECT count(*) FROM broken_books()')).toBe(0);
  });

  test('a rule that the database looks at last spoils only the record that breaks it', async () => {
    const { locations, customers, debt_accounts } = feed(3);
    await taken({ locations, customers, debt_accounts });
    const [first, second, third] = debt_accounts;
    const children = [first, second].map((account) => ({
      external_id: newRef('KID'),
      customer_id: account!.customer_id,
      location_id: account!.location_id,
      parent_external_id: account!.external_id,
    }));
    const answer = await taken({ debt_accounts: [...children, { ...third, balance: 7 }] });

    // Accounts with entries cannot become parents.
    expect(outcomes(answer.data.debt_accounts)).toEqual(['failed', 'failed', 'updated']);
    expect(answer.data.debt_accounts[0]?.error).toMatchObject({ status: 409 });
    expect(await count('SELECT count(*) FROM broken_books()')).toBe(0);
  });

  test('names a record twice, and the later one is what counts', async () => {
    const { locations, customers, debt_accounts } = feed(1);
    const [account] = debt_accounts;
    const answer = await taken({
      locations,
      customers,
      debt_accounts: [account, { ...account, balance: 2_000 }, { ...account, balance: 3_000 }],
    });

    expect(outcomes(answer.data.debt_accounts)).toEqual(['created', 'updated', 'updated']);
    expect(await service.api().account(account!.external_id)).toMatchObject({ balance: 3_000 });
  });

  test('keeps a hold against a feed that says active, with a warning', async () => {
    const records = feed(1);
    const [account] = records.debt_accounts;
    await taken({ ...records, debt_accounts: [{ ...account, status: 'disputed' }] });
    const again = await taken({ debt_accounts: [{ ...account, status: 'active' }] });

    expect(again.data.debt_accounts[0]).toMatchObject({
      outcome: 'unchanged',
      warnings: [expect.stringContaining('disputed is kept')],
    });
    expect(await service.api().account(account!.external_id)).toMatchObject({ status: 'disputed' });
  });

  test('gives the same answer under the same Idempotency-Key', async () => {
    const records = feed(2);
    const key = { 'idempotency-key': newRef('key') };
    const first = await bulk(records, key);
    const again = await bulk(records, key);

    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await bulk({ ...records, customers: [] }, key);
    expect(other.status).toBe(422);
  });

  test('notes its reason with every change', async () => {
    const records = feed(1);
    await taken(records);
    const [account] = records.debt_accounts;
    await bulk({ debt_accounts: [{ ...account, balance: 5 }], reason: 'nightly feed' });
    const { rows } = await database.owner.query<{ reason: string }>(
      "SELECT reason FROM audit_events WHERE action = 'debt_account.changed' ORDER BY position DESC LIMIT 1",
    );
    expect(rows[0]?.reason).toBe('nightly feed');
  });

  test('takes the same records from several feeds at once', async () => {
    const records = feed(40);
    const answers = await Promise.all(
      [0, 1, 2].map((step) =>
        taken({
          ...records,
          debt_accounts: records.debt_accounts.map((account) => ({
            ...account,
            current_balance: 100 + step,
          })),
        }),
      ),
    );

    expect(answers.map(({ meta }) => meta.failed)).toEqual([0, 0, 0]);
    expect(answers.reduce((sum, { meta }) => sum + meta.created, 0)).toBe(81);
    expect(await count('SELECT count(*) FROM broken_books()')).toBe(0);
  });

  test.each([
    ['nothing', {}, 'Send 1 to 10000'],
    ['empty lists', { locations: [], customers: null }, 'Send 1 to 10000'],
    ['too many in all', { locations: Array(6_000).fill({}), customers: Array(6_000).fill({}) }, '12000'],
    ['too many of one', { locations: Array(10_001).fill({}) }, 'at most 10000'],
    ['no list', { locations: { external_id: 'x' } }, 'must be a list of at most'],
    ['another kind', { payments: [{}] }, 'payments is not a field'],
  ])('refuses %s as a whole', async (_what, body, detail) => {
    const answer = await bulk(body as Bodies);

    expect(answer.status).toBe(422);
    expect(problemOf(answer).detail).toContain(detail);
  });

  test('a record of far too many members or list items is refused by itself, and holds nobody up', async () => {
    const { locations, customers } = feed(1);
    const members = Object.fromEntries(
      Array.from({ length: 30_000 }, (_, index) => [`f${String(index)}`, 1]),
    );
    const [customer] = customers;
    const answer = await taken({
      locations: [...locations, { ...members, external_id: newRef('LOC'), name: 'Wide' }],
      customers: [{ ...customer, addresses: Array(30_000).fill({ city: 'Austin' }) }],
    });

    expect(outcomes(answer.data.locations)).toEqual(['created', 'failed']);
    expect(answer.data.locations[1]?.error?.detail).toContain('more than 500');
    expect(answer.data.customers[0]?.error?.detail).toContain('addresses has 30000 members');
  });

  test('looks at ten thousand records in one request', async () => {
    const { locations, customers, debt_accounts } = feed(1);
    const answer = await taken({
      locations,
      customers: [...customers, ...Array(9_997).fill({})],
      debt_accounts,
    });

    expect(answer.meta).toEqual({ created: 3, updated: 0, unchanged: 0, failed: 9_997 });
    expect(answer.data.customers.at(-1)?.error).toMatchObject({ status: 422 });
  });
});
