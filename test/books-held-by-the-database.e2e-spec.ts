import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { books } from './support/books.js';
import { type Service, startService } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// What a faulty statement of the service's own could do: everything here is tried with the service's role.

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

async function inOneTransaction(...statements: string[]): Promise<string> {
  const client = await database.service.connect();
  try {
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
    return 'committed';
  } catch (error) {
    await client.query('ROLLBACK');
    return error instanceof Error ? error.message : String(error);
  } finally {
    client.release();
  }
}

async function brokenBooks(): Promise<unknown[]> {
  const { rows } = await database.owner.query<{ rule: string }>('SELECT * FROM broken_books()');
  return rows;
}

const payment = (id: string) => `INSERT INTO ledger_entries (debt_account_id, id, kind, amount, occurred_at)
  VALUES ('${id}', gen_random_uuid(), 'payment', -1, now())`;

describe('an account changed in the same transaction as an entry', () => {
  test.each([
    ['its balance', 'current_balance = current_balance + 50000', 99],
    ['its numbering', 'last_sequence = last_sequence + 1', 99],
  ])('%s follows the ledger, not the change', async (_what, change, balance) => {
    const { parent, children } = await make.family([{ balance: 100 }, { balance: 100 }]);
    const id = children[0]?.id ?? '';
    expect(await inOneTransaction(`UPDATE debt_accounts SET ${change} WHERE id = '${id}'`, payment(id))).toBe(
      'committed',
    );
    expect(await brokenBooks()).toEqual([]);
    expect(await service.api().account(id)).toMatchObject({ current_balance: balance });
    expect(await service.api().account(parent.id)).toMatchObject({ current_balance: balance + 100 });
  });

  test('the placed balance cannot leave the sum of the placements', async () => {
    const { id } = await make.account({ balance: 100 });
    const told = await inOneTransaction(
      `UPDATE debt_accounts SET balance = balance + 1 WHERE id = '${id}'`,
      payment(id),
    );
    expect(told).toContain('debt_accounts_books');
  });
});

describe('a pending payment', () => {
  const pending = (
    id: string,
  ) => `INSERT INTO pending_payments (debt_account_id, id, amount, reference, submitted_at)
    VALUES ('${id}', gen_random_uuid(), 40, 'tx', now())`;

  test('is refused on a parent, whose sum would not show it', async () => {
    const { parent } = await make.family([{ balance: 100 }]);
    expect(await inOneTransaction(pending(parent.id))).toContain('pending_payments_on_leaves');
  });

  test('keeps its account from becoming a parent', async () => {
    const account = await make.account();
    expect(await inOneTransaction(pending(account.id))).toBe('committed');
    const answer = await service.api().post('/debt-accounts', {
      external_id: 'CHILD-OF-PENDING',
      customer_id: account.customer_external_id,
      location_id: account.location_external_id,
      parent_external_id: account.external_id,
      balance: 100,
    });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('pending payment') });
  });
});

describe('a hold', () => {
  test.each([
    ["status = 'active'", false],
    ["status = 'active', status_changed_at = now() + interval '1 second'", false],
    ["status = 'active', status_reason = ''", false],
    ["status = 'active', status_reason = '  '", false],
    ["status = 'active', status_reason = NULL", false],
    ["status = 'active', status_reason = 'dispute settled'", true],
    // The same words again are a reason again.
    ["status = 'active', status_reason = 'said so'", true],
    ["status = 'closed'", true],
  ])('lifted by SET %s: %s', async (set, lifted) => {
    const { id } = await make.account({ balance: 100 });
    await database.owner.query(
      `UPDATE debt_accounts SET status = 'disputed', status_reason = 'said so' WHERE id = '${id}'`,
    );
    const told = await inOneTransaction(`UPDATE debt_accounts SET ${set} WHERE id = '${id}'`);
    expect(told === 'committed').toBe(lifted);
  });
});
