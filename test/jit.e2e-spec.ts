import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { books, newRef } from './support/books.js';
import { startService, type Service } from './support/service.js';
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

/** The answer's `data`, for an account that must be found. */
async function told(externalId: string, by = service): Promise<unknown> {
  const answer = await by.jit(externalId);
  expect(answer).toMatchObject({ status: 200 });
  return (answer.body as { data: unknown }).data;
}

describe('an account by itself', () => {
  test('is told with its location and its customer, and with nothing else', async () => {
    const make = books(service.api());
    const location = await make.location({ name: 'First Bank' });
    const customer = await make.customer({ name: 'Jane Example' });
    const account = await make.account({
      customer_id: customer.external_id,
      location_id: location.external_id,
      balance: 250_000,
      current_balance: 180_050,
    });

    const answer = await service.jit(account.external_id);

    expect(answer.body).toEqual({
      data: {
        location: { external_id: location.external_id, name: 'First Bank', type: 'original_creditor' },
        customer: { external_id: customer.external_id, name: 'Jane Example' },
        debt_account: { external_id: account.external_id, balance: 250_000, current_balance: 180_050 },
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(Number(answer.headers.get('content-length'))).toBe(Buffer.byteLength(answer.text));
  });

  test('is told with everything that Tratta takes', async () => {
    const make = books(service.api());
    const location = await make.location({
      name: 'Card portfolio 7',
      type: 'product_type',
      metadata: { portfolio: '7' },
    });
    const seller = await make.location({ name: 'Seller Bank', type: 'original_creditor' });
    const owner = await make.location({ name: 'Owner Fund', type: 'current_creditor' });
    const customer = await make.customer({
      name: 'Alex Example',
      first_name: 'Alex',
      last_name: 'Example',
      email: 'alex@example.com',
      phone: '+1 512-555-0100',
      date_of_birth: '1980-02-29',
      ssn_last4: '0098',
      addresses: [
        { name: 'Alex at work', line1: '1 Office Road', city: 'Dallas', state: 'TX' },
        {
          name: 'Alex Example',
          line1: '12 Elm Street',
          line2: 'Apt 3',
          city: 'Austin',
          postal_code: '78701',
          state: 'TX',
          country: 'US',
          is_primary: true,
        },
      ],
      metadata: { language: 'en', vip: 'no' },
    });
    const account = await make.account({
      customer_id: customer.external_id,
      location_id: location.external_id,
      locations: [{ external_id: owner.external_id }, { external_id: seller.external_id }],
      external_account_number: '4000-1234',
      balance: 100_000,
      current_balance: 80_000,
      settlement_amount: 60_000,
      billing_type: ['one-time', 'payment-plan'],
      payment_plan: { frequency: 'monthly', recurring_day: '15th', amount: 5_000 },
      metadata: { minimum_payment: '25' },
      placed_on: '2026-01-31',
      delinquency_date: '2025-06-01',
      charge_off_date: '2025-12-31',
      itemization: { date: '2025-12-31', date_type: 'charge_off', amount: 100_000 },
    });

    expect(await told(account.external_id)).toEqual({
      location: {
        external_id: location.external_id,
        name: 'Card portfolio 7',
        type: 'product_type',
        metadata: { portfolio: '7' },
      },
      customer: {
        external_id: customer.external_id,
        name: 'Alex Example',
        email: 'alex@example.com',
        phone: '+1 512-555-0100',
        address: {
          name: 'Alex Example',
          line1: '12 Elm Street',
          line2: 'Apt 3',
          city: 'Austin',
          postal_code: '78701',
          state: 'TX',
          country: 'US',
          is_primary: true,
        },
        metadata: { language: 'en', vip: 'no' },
      },
      debt_account: {
        external_id: account.external_id,
        external_account_number: '4000-1234',
        balance: 100_000,
        current_balance: 80_000,
        settlement_amount: 60_000,
        billing_type: ['one-time', 'payment-plan'],
        payment_plan: { frequency: 'monthly', recurring_day: '15th', amount: 5_000 },
        locations: [
          { name: 'Owner Fund', external_id: owner.external_id, type: 'current_creditor' },
          { name: 'Seller Bank', external_id: seller.external_id, type: 'original_creditor' },
        ],
        metadata: { minimum_payment: '25' },
      },
    });
  });

  test('leaves out what is absent: nowhere a null, an empty text, an empty list or object', async () => {
    const make = books(service.api());
    const nothing = {
      email: null,
      phone: null,
      date_of_birth: null,
      ssn_last4: null,
      addresses: [],
      metadata: {},
    };
    const customer = await make.customer(nothing);
    const location = await make.location({ metadata: {} });
    const account = await make.account({
      customer_id: customer.external_id,
      location_id: location.external_id,
      external_account_number: null,
      settlement_amount: null,
      billing_type: [],
      payment_plan: null,
      locations: [],
      metadata: {},
    });

    const { text } = await service.jit(account.external_id);

    expect(text).not.toMatch(/null|""|\[\]|\{\}/);
    expect(JSON.parse(text)).toMatchObject({ data: { debt_account: { balance: 0, current_balance: 0 } } });
  });

  test('leaves out the parts of a plan and of an address that nobody gave', async () => {
    const make = books(service.api());
    const customer = await make.customer({ addresses: [{ line1: null, city: 'Reno', state: null }] });
    const account = await make.account({
      customer_id: customer.external_id,
      payment_plan: { frequency: 'weekly', recurring_day: null, amount: null },
    });

    expect(await told(account.external_id)).toMatchObject({
      customer: { address: { city: 'Reno', is_primary: true } },
      debt_account: { payment_plan: { frequency: 'weekly' } },
    });
    expect((await service.jit(account.external_id)).text).not.toContain('null');
  });

  test.each([
    ['a German number', '+49 30 901820'],
    ['a Canadian number, though it begins with +1', '+1 416 555 0123'],
    ['no number at all', 'call me maybe'],
  ])(
    'leaves out the phone where it is %s, for Tratta would refuse the whole answer',
    async (_what, phone) => {
      const make = books(service.api());
      const customer = await make.customer({ phone });
      const account = await make.account({ customer_id: customer.external_id });

      expect(await told(account.external_id)).toMatchObject({
        customer: { external_id: customer.external_id, name: customer.name },
      });
      expect((await service.jit(account.external_id)).text).not.toContain('phone');
    },
  );

  test('leaves out a settlement above what is owed, and tells one of exactly that', async () => {
    const make = books(service.api());
    const above = await make.account({ balance: 1_000, settlement_amount: 1_001 });
    const equal = await make.account({ balance: 1_000, settlement_amount: 1_000 });

    expect(await told(above.external_id)).not.toHaveProperty('debt_account.settlement_amount');
    expect(await told(equal.external_id)).toHaveProperty('debt_account.settlement_amount', 1_000);
  });

  test('keeps every character of names and metadata', async () => {
    const make = books(service.api());
    const name = 'Zoë "Zed" O\'Brien \\ <b>&amp; 田中 😀 \u2028';
    const customer = await make.customer({ name });
    const account = await make.account({
      customer_id: customer.external_id,
      metadata: { 'naïve "key"': 'line one\nline two\t😀' },
    });

    expect(await told(account.external_id)).toMatchObject({
      customer: { name },
      debt_account: { metadata: { 'naïve "key"': 'line one\nline two\t😀' } },
    });
  });
});

describe('a family', () => {
  test('is told by its parent: the sums, and the children in the order of their ids', async () => {
    const make = books(service.api());
    const base = newRef('FAM');
    const { parent } = await make.family(
      [
        { external_id: `${base}-B`, balance: 150_000, current_balance: 100_000, billing_type: ['one-time'] },
        {
          external_id: `${base}-A`,
          balance: 100_000,
          current_balance: 80_050,
          external_account_number: 'A-1',
          settlement_amount: 40_000,
          payment_plan: { frequency: 'weekly', recurring_day: 'friday' },
          metadata: { clinic: 'north' },
        },
      ],
      { external_id: base, external_account_number: 'P-1' },
    );

    expect(await told(base)).toEqual({
      location: {
        external_id: parent.location_external_id,
        name: `Lakeside Clinic ${parent.location_external_id}`,
        type: 'original_creditor',
      },
      customer: { external_id: parent.customer_external_id, name: 'Robin Example' },
      debt_account: {
        external_id: base,
        external_account_number: 'P-1',
        balance: 250_000,
        current_balance: 180_050,
      },
      child_debt_accounts: [
        {
          external_id: `${base}-A`,
          parent_external_id: base,
          external_account_number: 'A-1',
          balance: 100_000,
          current_balance: 80_050,
          settlement_amount: 40_000,
          payment_plan: { frequency: 'weekly', recurring_day: 'friday' },
          metadata: { clinic: 'north' },
        },
        {
          external_id: `${base}-B`,
          parent_external_id: base,
          balance: 150_000,
          current_balance: 100_000,
          billing_type: ['one-time'],
        },
      ],
    });
  });

  test('is told by a child as that child alone, which names its parent', async () => {
    const make = books(service.api());
    const { parent, children } = await make.family([{ balance: 5_000 }, { balance: 7_000 }]);

    expect(await told(children[1]!.external_id)).toEqual({
      location: expect.objectContaining({ external_id: parent.location_external_id }),
      customer: { external_id: parent.customer_external_id, name: 'Robin Example' },
      debt_account: {
        external_id: children[1]!.external_id,
        parent_external_id: parent.external_id,
        balance: 7_000,
        current_balance: 7_000,
      },
    });
  });

  test('has no child_debt_accounts before it has children', async () => {
    const parentToBe = await books(service.api()).account();

    expect(Object.keys((await told(parentToBe.external_id)) as object)).toEqual([
      'location',
      'customer',
      'debt_account',
    ]);
  });

  test('is told in one snapshot, though money moves between its children meanwhile', async () => {
    const make = books(service.api());
    const { parent, children } = await make.family([{ balance: 500_000 }, { balance: 500_000 }]);
    const ids = children.map(({ id }) => id);
    let moving = true;
    const move = async (): Promise<number> => {
      let moves = 0;
      for (; moving; moves += 1) await moveBetween(database, ids[moves % 2]!, ids[(moves + 1) % 2]!, 1_000);
      return moves;
    };
    const mover = move();

    const answers: { data: FamilyAnswer }[] = [];
    for (let round = 0; round < 20; round += 1)
      answers.push(
        ...(await Promise.all(
          Array.from(
            { length: 5 },
            async () => (await service.jit(parent.external_id)).body as { data: FamilyAnswer },
          ),
        )),
      );
    moving = false;

    expect(await mover).toBeGreaterThan(10);
    for (const { data } of answers) {
      expect(data.debt_account.current_balance).toBe(1_000_000);
      expect(data.child_debt_accounts.reduce((sum, child) => sum + child.current_balance, 0)).toBe(1_000_000);
    }
    const seen = new Set(answers.map(({ data }) => data.child_debt_accounts[0]!.current_balance));
    expect(seen.size).toBeGreaterThan(1);
  });
});

interface FamilyAnswer {
  debt_account: { current_balance: number };
  child_debt_accounts: { current_balance: number }[];
}

/** Both entries in one transaction, as a writer would post them. */
async function moveBetween(
  { service: pool }: TestDatabase,
  from: string,
  to: string,
  cents: number,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const [id, amount] of [
      [from, -cents],
      [to, cents],
    ].sort() as [string, number][])
      await client.query(
        `INSERT INTO ledger_entries (debt_account_id, id, kind, amount, occurred_at)
         VALUES ($1, gen_random_uuid(), 'adjustment', $2, now())`,
        [id, amount],
      );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

describe('birth dates and social security numbers', () => {
  test('are left out unless JIT_INCLUDE asks for them', async () => {
    const make = books(service.api());
    const customer = await make.customer({ date_of_birth: '1980-02-29', ssn_last4: '0098' });
    const account = await make.account({ customer_id: customer.external_id });

    expect(await told(account.external_id)).toHaveProperty('customer', {
      external_id: customer.external_id,
      name: 'Robin Example',
    });
  });

  test('are told where it asks: the number as four digits of text, leading zeros and all', async () => {
    const make = books(service.api());
    const known = await make.customer({ date_of_birth: '1980-02-29', ssn_last4: '0098' });
    const unknown = await make.customer();
    const [withBoth, withNone] = [
      await make.account({ customer_id: known.external_id }),
      await make.account({ customer_id: unknown.external_id }),
    ];
    const open = await startService({ database, env: { JIT_INCLUDE: 'date_of_birth, ssn_last4' } });
    const birthdays = await startService({ database, env: { JIT_INCLUDE: 'date_of_birth' } });
    try {
      expect(await told(withBoth.external_id, open)).toHaveProperty('customer', {
        external_id: known.external_id,
        name: 'Robin Example',
        date_of_birth: '1980-02-29',
        ssn_last4: '0098',
      });
      expect(await told(withNone.external_id, open)).toHaveProperty('customer', {
        external_id: unknown.external_id,
        name: 'Robin Example',
      });
      expect(await told(withBoth.external_id, birthdays)).toHaveProperty('customer', {
        external_id: known.external_id,
        name: 'Robin Example',
        date_of_birth: '1980-02-29',
      });
    } finally {
      await Promise.all([open.close(), birthdays.close()]);
    }
  });
});
