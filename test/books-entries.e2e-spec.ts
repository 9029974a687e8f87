import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LedgerEntryView } from '../src/debt-accounts/ledger-entry.types.js';
import { dataOf } from './support/api.js';
import { books, newRef } from './support/books.js';
import { type Answer, fieldsAtFault, problemOf } from './support/http.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

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

const MAX = 9_999_999_999_999;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

async function balanceOf(externalId: string): Promise<number> {
  return (await service.api().account(externalId)).current_balance;
}

/** Refused at these fields, and nothing posted. */
async function expectRefused(ref: string, body: unknown, status: number, fields: string[]): Promise<Answer> {
  const before = await service.api().account(ref);
  const refused = await service.api().entries(ref, body);
  expect(refused).toMatchObject({ status });
  expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(fieldsAtFault(refused)).toEqual(fields);
  expect(await service.api().account(ref)).toEqual(before);
  return refused;
}

describe('an entry', () => {
  test('is posted with what was said of it, and moves the balance', async () => {
    const account = await make.account({ balance: 10_000 });

    const answer = await service.api().entries(account.external_id, {
      kind: 'payment',
      amount: -2_500,
      occurred_at: '2026-01-31T18:45:00.5+01:00',
      reference: 'CHECK 17',
      reason: 'Paid by check',
    });

    expect(dataOf(answer, 201)).toEqual({
      id: expect.stringMatching(UUID),
      sequence: 2,
      kind: 'payment',
      amount: -2_500,
      balance_after: 7_500,
      occurred_at: '2026-01-31T17:45:00.500Z',
      recorded_at: expect.stringMatching(MOMENT),
      reference: 'CHECK 17',
      reverses: null,
      reason: 'Paid by check',
    });
    expect(await service.api().account(account.external_id)).toMatchObject({
      balance: 10_000,
      current_balance: 7_500,
    });
  });

  test('happened now where nothing is said', async () => {
    const account = await make.account();
    const before = Date.now();
    const { occurred_at } = await service.api().postEntry(account.external_id, { kind: 'fee', amount: 1 });

    expect(Date.parse(occurred_at)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(occurred_at)).toBeLessThanOrEqual(Date.now());
  });

  test('is posted under our uuid of the account too', async () => {
    const account = await make.account();
    await service.api().postEntry(account.id, { kind: 'fee', amount: 7 });

    expect(await balanceOf(account.external_id)).toBe(7);
  });

  test('raises the version of its account, which is behind again, and is audited', async () => {
    const account = await make.account({ balance: 100 });
    const entry = await service
      .api()
      .postEntry(account.external_id, { kind: 'fee', amount: 5, reason: 'Late fee' });
    const { version } = await service.api().account(account.external_id);

    expect(version).toBeGreaterThan(account.version);
    const { rows: lanes } = await database.owner.query(
      'SELECT DISTINCT wanted_version::int FROM sync_records WHERE record_id = $1',
      [account.id],
    );
    expect(lanes).toEqual([{ wanted_version: version }]);
    const { rows: audit } = await database.owner.query(
      'SELECT action, record_kind, debt_account_id, reason, changes FROM audit_events WHERE record_id = $1',
      [entry.id],
    );
    expect(audit).toEqual([
      {
        action: 'ledger_entry.posted',
        record_kind: 'ledger_entry',
        debt_account_id: account.id,
        reason: 'Late fee',
        changes: { sequence: 2, kind: 'fee', amount: 5 },
      },
    ]);
  });

  test.each([
    ['payment', -1, 99],
    ['fee', 1, 101],
    ['interest', 1, 101],
    ['cost', 1, 101],
    ['adjustment', 1, 101],
    ['adjustment', -1, 99],
    ['payment', -101, -1],
    ['fee', MAX - 100, MAX],
    ['payment', -MAX, 100 - MAX],
  ])('of %s %i leaves %i of 100', async (kind, amount, expected) => {
    const account = await make.account({ balance: 100 });

    expect(await service.api().postEntry(account.external_id, { kind, amount })).toMatchObject({
      balance_after: expected,
    });
    expect(await balanceOf(account.external_id)).toBe(expected);
  });

  test.each([
    ['payment', 1],
    ['fee', -1],
    ['interest', -1],
    ['cost', -1],
    ['payment', 0],
    ['fee', 0],
    ['adjustment', 0],
    ['adjustment', -0],
    ['fee', null],
    ['fee', undefined],
    ['fee', '5'],
    ['fee', 5.5],
    ['fee', MAX + 1],
    ['fee', true],
    ['fee', [5]],
  ])('of %s %j is refused for its amount', async (kind, amount) => {
    const account = await make.account({ balance: 100 });
    await expectRefused(account.external_id, { kind, amount }, 422, ['amount']);
  });

  test.each(['placement', 'PAYMENT', 'refund', '', null, 7, undefined])(
    'of the kind %j is refused',
    async (kind) => {
      const account = await make.account();
      await expectRefused(account.external_id, { kind, amount: 5 }, 422, ['kind']);
    },
  );

  test.each(['occurred_at', 'reference', 'reverses', 'reason'])(
    'is refused where %s is no text',
    async (field) => {
      const account = await make.account();
      await expectRefused(account.external_id, { kind: 'fee', amount: 5, [field]: 5 }, 422, [field]);
    },
  );

  test.each([
    '2026-01-31',
    'yesterday',
    '2026-01-31T10:00:00',
    '2026-02-30T10:00:00Z',
    '2026-01-31 10:00:00Z',
  ])('is refused where it occurred at %s', async (occurred_at) => {
    const account = await make.account();
    await expectRefused(account.external_id, { kind: 'fee', amount: 5, occurred_at }, 422, ['occurred_at']);
  });

  test.each(['9999-12-31T23:59:59-23:59', '0001-01-01T00:00:00+23:59'])(
    'that occurred at %s, which is another year by UTC, is kept or refused, but does not fail',
    async (occurred_at) => {
      const account = await make.account();
      const { status } = await service
        .api()
        .entries(account.external_id, { kind: 'fee', amount: 5, occurred_at });

      expect([201, 422]).toContain(status);
      expect(await balanceOf(account.external_id)).toBe(status === 201 ? 5 : 0);
    },
  );

  test('is refused with every field at fault at once, unknown ones by name', async () => {
    const account = await make.account();
    await expectRefused(
      account.external_id,
      { kind: 'gift', amount: 'much', occurred_at: 'then', balance_after: 1, sequence: 1 },
      422,
      ['amount', 'balance_after', 'kind', 'occurred_at', 'sequence'],
    );
  });

  test('is refused where it would take the balance out of range, either way', async () => {
    const account = await make.account({ balance: MAX });
    await expectRefused(account.external_id, { kind: 'fee', amount: 1 }, 422, ['amount']);
    const deep = await make.account({ balance: -MAX });
    await expectRefused(deep.external_id, { kind: 'payment', amount: -1 }, 422, ['amount']);
  });

  test.each(['NOBODY', '00000000-0000-7000-8000-000000000000', '\0'])('is not posted to %j', async (ref) => {
    expect((await service.api().entries(ref, { kind: 'fee', amount: 5 })).status).toBe(404);
  });
});

describe('a reference', () => {
  const body = { kind: 'payment', amount: -100, reference: 'R-1' };

  test('sent again with the same content is the same entry', async () => {
    const account = await make.account({ balance: 1_000 });
    const first = await service
      .api()
      .postEntry(account.external_id, { ...body, occurred_at: '2026-01-31T10:00:00Z' });
    const audited = await auditCount();

    for (const again of [
      { ...body, occurred_at: '2026-01-31T10:00:00Z' },
      { ...body, occurred_at: '2026-01-31T11:00:00+01:00' },
      body,
    ]) {
      const answer = await service.api().entries(account.external_id, again);
      expect(dataOf(answer, 200)).toEqual(first);
    }
    expect(await balanceOf(account.external_id)).toBe(900);
    expect(await auditCount()).toBe(audited);
  });

  test('sent again after other entries is still the same entry', async () => {
    const account = await make.account({ balance: 1_000 });
    const first = await service.api().postEntry(account.external_id, body);
    await service.api().postEntry(account.external_id, { kind: 'fee', amount: 5 });

    expect(dataOf(await service.api().entries(account.external_id, body), 200)).toEqual(first);
    expect(await balanceOf(account.external_id)).toBe(905);
  });

  test.each([
    ['another amount', { amount: -101 }],
    ['another kind', { kind: 'adjustment' }],
    ['another time', { occurred_at: '2026-01-31T10:00:00.001Z' }],
    ['another reason', { reason: 'Another one' }],
  ])('with %s is a conflict', async (_what, change) => {
    const account = await make.account({ balance: 1_000 });
    const said = { ...body, occurred_at: '2026-01-31T10:00:00Z', reason: 'The first one' };
    await service.api().postEntry(account.external_id, said);

    await expectRefused(account.external_id, { ...said, ...change }, 409, ['reference']);
  });

  test('is one of each account', async () => {
    const [one, other] = [await make.account(), await make.account()];
    const [mine, theirs] = [
      await service.api().postEntry(one.external_id, body),
      await service.api().postEntry(other.external_id, body),
    ];

    expect(mine.id).not.toBe(theirs.id);
  });

  test('is compared exactly', async () => {
    const account = await make.account();
    await service.api().postEntry(account.external_id, body);
    await service.api().postEntry(account.external_id, { ...body, reference: 'r-1' });

    expect(await balanceOf(account.external_id)).toBe(-200);
  });

  test('sent by many at once is one entry, for each of them', async () => {
    const account = await make.account({ balance: 1_000 });
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => service.api().entries(account.external_id, body)),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 11 }, () => 200),
      201,
    ]);
    expect(new Set(answers.map((answer) => (answer.body as { data: { id: string } }).data.id)).size).toBe(1);
    expect(await balanceOf(account.external_id)).toBe(900);
  });
});

describe('a reversal', () => {
  async function withPayment(): Promise<{ ref: string; payment: LedgerEntryView }> {
    const { external_id: ref } = await make.account({ balance: 1_000 });
    return { ref, payment: await service.api().postEntry(ref, { kind: 'payment', amount: -300 }) };
  }

  test('takes back the whole of the entry that it names', async () => {
    const { ref, payment } = await withPayment();

    const reversal = await service
      .api()
      .postEntry(ref, { kind: 'reversal', reverses: payment.id, reason: 'Bounced' });

    expect(reversal).toMatchObject({
      kind: 'reversal',
      amount: 300,
      reverses: payment.id,
      balance_after: 1_000,
      sequence: 3,
    });
  });

  test('may say the amount, if it is that one', async () => {
    const { ref, payment } = await withPayment();
    for (const amount of [299, 301, -300, 0])
      await expectRefused(ref, { kind: 'reversal', reverses: payment.id, amount }, 422, ['amount']);

    await service.api().postEntry(ref, { kind: 'reversal', reverses: payment.id, amount: 300 });
    expect(await balanceOf(ref)).toBe(1_000);
  });

  test.each(['fee', 'interest', 'cost', 'adjustment'])('takes back a %s too', async (kind) => {
    const { external_id: ref } = await make.account();
    const { id } = await service.api().postEntry(ref, { kind, amount: 40 });
    await service.api().postEntry(ref, { kind: 'reversal', reverses: id });

    expect(await balanceOf(ref)).toBe(0);
  });

  test('happens once', async () => {
    const { ref, payment } = await withPayment();
    await service.api().postEntry(ref, { kind: 'reversal', reverses: payment.id });

    await expectRefused(ref, { kind: 'reversal', reverses: payment.id }, 409, ['reverses']);
  });

  test('happens once, though many ask for it at once', async () => {
    const { ref, payment } = await withPayment();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => service.api().entries(ref, { kind: 'reversal', reverses: payment.id })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    expect(await balanceOf(ref)).toBe(1_000);
  });

  test('with a reference sent again is the same entry, not a second reversal', async () => {
    const { ref, payment } = await withPayment();
    const body = { kind: 'reversal', reverses: payment.id, reference: 'REV-1' };
    const first = await service.api().postEntry(ref, body);

    expect(dataOf(await service.api().entries(ref, body), 200)).toEqual(first);
    expect(dataOf(await service.api().entries(ref, { ...body, amount: 300 }), 200)).toEqual(first);
    await expectRefused(ref, { ...body, amount: 301 }, 409, ['reference']);
  });

  test('names an entry that can be reversed, of this account', async () => {
    const { ref, payment } = await withPayment();
    const other = await withPayment();
    const reversal = await service.api().postEntry(ref, { kind: 'reversal', reverses: payment.id });
    const { rows } = await database.owner.query<{ id: string }>(
      `SELECT e.id FROM ledger_entries e JOIN debt_accounts a ON a.id = e.debt_account_id
        WHERE a.external_id = $1 AND e.kind = 'placement'`,
      [ref],
    );

    const cases = [
      ['of another account', other.payment.id],
      ['of no account', '00000000-0000-7000-8000-000000000000'],
      ['no uuid', 'PAYMENT-1'],
      ['a reversal', reversal.id],
      ['a placement', rows[0]!.id],
    ] as const;
    for (const [, reverses] of cases)
      await expectRefused(ref, { kind: 'reversal', reverses }, 422, ['reverses']);
    await expectRefused(ref, { kind: 'reversal' }, 422, ['reverses']);
    await expectRefused(ref, { kind: 'reversal', reverses: null, amount: 5 }, 422, ['reverses']);
  });

  test('alone names an entry', async () => {
    const { ref, payment } = await withPayment();
    await expectRefused(ref, { kind: 'adjustment', amount: 300, reverses: payment.id }, 422, ['reverses']);
  });

  test('is refused where it would take the balance out of range', async () => {
    const { external_id: ref } = await make.account({ balance: MAX });
    const payment = await service.api().postEntry(ref, { kind: 'payment', amount: -100 });
    await service.api().postEntry(ref, { kind: 'fee', amount: 100 });

    await expectRefused(ref, { kind: 'reversal', reverses: payment.id }, 422, ['amount']);
  });
});

async function auditCount(): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM audit_events',
  );
  return rows[0]!.count;
}

test('a refusal says what to mend', async () => {
  const { external_id: ref } = await make.account();
  const refused = await service.api().entries(ref, { kind: 'payment', amount: 5, reference: newRef('R') });

  expect(problemOf(refused).errors).toEqual([
    { field: 'amount', message: 'must be below 0: a payment lowers the debt' },
  ]);
});
