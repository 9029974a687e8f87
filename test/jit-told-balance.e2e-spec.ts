import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DebtAccountStatus } from '../src/platform/database/generated/enums.js';
import { books, newRef } from './support/books.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const STATUSES = Object.values(DebtAccountStatus);

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

interface Told {
  balance: number;
  current_balance: number;
}

async function told(externalId: string, by = service): Promise<{ own: Told; children: Told[] }> {
  const answer = await by.jit(externalId);
  expect(answer).toMatchObject({ status: 200 });
  const { data } = answer.body as { data: { debt_account: Told; child_debt_accounts?: Told[] } };
  return { own: data.debt_account, children: data.child_debt_accounts ?? [] };
}

async function toldNow(externalId: string, by = service): Promise<number> {
  return (await told(externalId, by)).own.current_balance;
}

async function setStatus(accountId: string, status: DebtAccountStatus): Promise<void> {
  await database.service.query(
    `UPDATE debt_accounts SET status = $2, status_reason = 'told by the test' WHERE id = $1`,
    [accountId, status],
  );
}

interface Pending {
  amount: number;
  state?: string;
  /** Relative to now, as PostgreSQL writes an interval. */
  scheduledIn?: string;
}

async function addPending(
  accountId: string,
  { amount, state = 'pending', scheduledIn }: Pending,
): Promise<void> {
  await database.service.query(
    `INSERT INTO pending_payments (debt_account_id, id, amount, state, reference, submitted_at, scheduled_at, settled_at)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, now(), now() + $5::interval,
             CASE WHEN $3::pending_payment_state <> 'pending' THEN now() END)`,
    [accountId, amount, state, newRef('PAY'), scheduledIn ?? null],
  );
}

describe('by the status', () => {
  test('there are ten of them', () => {
    expect(STATUSES).toHaveLength(10);
  });

  test.each(STATUSES.map((status) => [status, status === 'active' ? 12_345 : 0] as const))(
    '%s tells %i of 12345, and the placed balance either way',
    async (status, expected) => {
      const account = await books(service.api()).account({
        balance: 20_000,
        current_balance: 12_345,
        status,
      });

      expect((await told(account.external_id)).own).toMatchObject({
        balance: 20_000,
        current_balance: expected,
      });
    },
  );

  test.each(STATUSES.map((status) => [status, status === 'active' ? 300 : 0] as const))(
    'a parent that is %s tells %i of 300 for itself, and its children by their parts',
    async (status, expected) => {
      const make = books(service.api());
      const { parent, children } = await make.family([{ balance: 100 }, { balance: 200 }]);
      await setStatus(parent.id, status);

      const family = await told(parent.external_id);

      expect(family.own.current_balance).toBe(expected);
      expect(family.children.map(({ current_balance }) => current_balance)).toEqual(
        status === 'active' ? [100, 200] : [0, 0],
      );
      expect(await toldNow(children[1]!.external_id)).toBe(status === 'active' ? 200 : 0);
    },
  );

  test.each(STATUSES.filter((status) => status !== 'active'))(
    'a child that is %s is told as 0 and counts for nothing in its parent',
    async (status) => {
      const { parent, children } = await books(service.api()).family([{ balance: 100 }, { balance: 200 }]);
      await setStatus(children[0]!.id, status);

      const family = await told(parent.external_id);

      expect(family.own).toMatchObject({ balance: 300, current_balance: 200 });
      expect(family.children.map(({ current_balance }) => current_balance)).toEqual([0, 200]);
      expect(await toldNow(children[0]!.external_id)).toBe(0);
    },
  );

  test('JIT_STATUS_RULES changes single rules, of parents too, and leaves the others', async () => {
    const make = books(service.api());
    const other = await startService({
      database,
      env: { JIT_STATUS_RULES: 'disputed=told, active=zero, closed=zero' },
    });
    try {
      const single = await make.account({ balance: 700, status: 'disputed' });
      const active = await make.account({ balance: 700 });
      const paid = await make.account({ balance: 700, status: 'paid' });
      const { parent, children } = await make.family([{ balance: 100 }, { balance: 200 }]);
      await setStatus(parent.id, 'disputed');
      await setStatus(children[1]!.id, 'disputed');

      expect(await toldNow(single.external_id, other)).toBe(700);
      expect(await toldNow(active.external_id, other)).toBe(0);
      expect(await toldNow(paid.external_id, other)).toBe(0);
      // The first child is active, which this service does not tell.
      expect((await told(parent.external_id, other)).children.map((child) => child.current_balance)).toEqual([
        0, 200,
      ]);
      expect(await toldNow(parent.external_id, other)).toBe(200);
    } finally {
      await other.close();
    }
  });
});

describe('less what Tratta has taken and the books have not posted', () => {
  test('pending payments are subtracted, all of them', async () => {
    const account = await books(service.api()).account({ balance: 10_000 });
    await addPending(account.id, { amount: 1_000 });
    await addPending(account.id, { amount: 250 });

    expect((await told(account.external_id)).own).toMatchObject({ balance: 10_000, current_balance: 8_750 });
  });

  test('never below 0', async () => {
    const account = await books(service.api()).account({ balance: 10_000 });
    await addPending(account.id, { amount: 10_001 });

    expect(await toldNow(account.external_id)).toBe(0);
  });

  test('a credit balance is told as 0', async () => {
    const account = await books(service.api()).account({ balance: 10_000, current_balance: -5 });

    expect(await toldNow(account.external_id)).toBe(0);
  });

  test.each(['posted', 'released', 'reversed'])('a payment that is %s is pending no more', async (state) => {
    const account = await books(service.api()).account({ balance: 10_000 });
    await addPending(account.id, { amount: 4_000, state });

    expect(await toldNow(account.external_id)).toBe(10_000);
  });

  test('a payment for a later day is not subtracted before its time', async () => {
    const account = await books(service.api()).account({ balance: 10_000 });
    await addPending(account.id, { amount: 4_000, scheduledIn: '1 hour' });
    await addPending(account.id, { amount: 30, scheduledIn: '-1 second' });

    expect(await toldNow(account.external_id)).toBe(9_970);
  });

  test("a parent's is the sum of what its children tell, not its own balance less theirs", async () => {
    const { parent, children } = await books(service.api()).family([
      { balance: 100 },
      { balance: 1_000 },
      { balance: 50 },
    ]);
    await addPending(children[0]!.id, { amount: 400 });
    await addPending(children[1]!.id, { amount: 1 });
    await setStatus(children[2]!.id, 'attorney');

    const family = await told(parent.external_id);

    expect(family.children.map(({ current_balance }) => current_balance)).toEqual([0, 999, 0]);
    expect(family.own).toMatchObject({ balance: 1_150, current_balance: 999 });
    expect(await toldNow(children[1]!.external_id)).toBe(999);
  });

  test("what is pending on another account is that account's", async () => {
    const make = books(service.api());
    const [one, other] = [await make.account({ balance: 500 }), await make.account({ balance: 500 })];
    await addPending(other.id, { amount: 100 });

    expect(await toldNow(one.external_id)).toBe(500);
  });
});
