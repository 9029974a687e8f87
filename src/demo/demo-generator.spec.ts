import { describe, expect, it } from '@jest/globals';
import type { DebtAccountRow, Debtor, EntryRow } from './demo.types.js';
import { makeDebtors } from './demo-generator.js';
import { oddExternalIds } from './demo-showcase.js';
import { demoExamples, makeWorld } from './demo-world.js';

const generate = (accounts: number, seed = 1) => {
  const world = makeWorld(seed);
  const debtors = [...makeDebtors(world, accounts)];
  return {
    debtors,
    locations: world.locations,
    customers: debtors.map(({ customer }) => customer),
    addresses: debtors.flatMap(({ addresses }) => addresses),
    debtAccounts: debtors.flatMap(({ debtAccounts }) => debtAccounts),
    debtAccountLocations: debtors.flatMap(({ debtAccountLocations }) => debtAccountLocations),
    entries: debtors.flatMap(({ entries }) => entries),
    pendingPayments: debtors.flatMap(({ pendingPayments }) => pendingPayments),
  };
};

const demo = generate(2000);

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
const distinct = <T>(values: T[]) => new Set(values);
const childrenOf = (parent: DebtAccountRow) =>
  demo.debtAccounts.filter(({ parentId }) => parentId === parent.id);
const ledgerOf = (account: DebtAccountRow) =>
  demo.entries.filter(({ debtAccountId }) => debtAccountId === account.id);
const parents = demo.debtAccounts.filter(({ childCount }) => childCount > 0);
const children = demo.debtAccounts.filter(({ parentId }) => parentId !== null);
const singles = demo.debtAccounts.filter(({ parentId, childCount }) => parentId === null && childCount === 0);
const statuses = [
  'active',
  'attorney',
  'bankruptcy',
  'cease_contact',
  'closed',
  'deceased',
  'disputed',
  'paid',
  'recalled',
  'settled',
];

describe('the demo data', () => {
  it('is the same for the same seed and number', () => {
    expect(generate(2000)).toEqual(demo);
  });

  it('is other for another seed, under other ids and names', () => {
    const other = generate(2000, 7);
    const all = (data: typeof demo) => [...data.locations, ...data.customers, ...data.debtAccounts];
    const taken = distinct(all(demo).flatMap(({ id, externalId }) => [id, externalId]));
    const takenNames = distinct(demo.locations.map(({ name, type }) => `${type} ${name}`));

    expect(all(other).filter(({ id, externalId }) => taken.has(id) || taken.has(externalId))).toEqual([]);
    expect(other.locations.filter(({ name, type }) => takenNames.has(`${type} ${name}`))).toEqual([]);
    expect(other.customers.map(({ name }) => name)).not.toEqual(demo.customers.map(({ name }) => name));
  });

  it.each([10, 11, 12, 13, 14, 15, 50, 137, 138, 139, 140, 500, 1999, 2000])(
    'has exactly %i accounts',
    (accounts) => {
      expect(generate(accounts).debtAccounts).toHaveLength(accounts);
    },
  );

  it('begins with the same debtors, however many there are', () => {
    expect(generate(500).debtors.slice(0, 200)).toEqual(demo.debtors.slice(0, 200));
  });

  it('gives each record an id and an external id of its own', () => {
    const { customers, debtAccounts, locations, entries, pendingPayments } = demo;
    const rows = [...customers, ...debtAccounts, ...locations, ...entries, ...pendingPayments];
    const ids = rows.map(({ id }) => id);

    expect(distinct(ids).size).toBe(rows.length);
    expect(
      ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([]);
    for (const records of [customers, debtAccounts, locations]) {
      expect(distinct(records.map(({ externalId }) => externalId)).size).toBe(records.length);
    }
    expect(distinct(locations.map(({ name, type }) => `${type} ${name}`)).size).toBe(locations.length);
  });

  it('keeps its word about the two examples', () => {
    const { single, family } = demoExamples();
    const account = demo.debtAccounts.find(({ externalId }) => externalId === single);
    const parent = demo.debtAccounts.find(({ externalId }) => externalId === family)!;

    expect(single).toBe('ACCT-000001');
    expect(account).toMatchObject({ status: 'active', parentId: null, childCount: 0 });
    expect(account?.currentBalance).toBeGreaterThan(0);
    expect(parent).toMatchObject({ status: 'active', childCount: 3 });
    expect(childrenOf(parent).map(({ status }) => status)).toEqual(['active', 'active', 'active']);
    expect(demoExamples(7)).toEqual({ single: 'S7-ACCT-000001', family: 'S7-ACCT-000002' });
  });
});

describe('its books', () => {
  it('number the entries of an account, each with the balance that it left', () => {
    for (const account of demo.debtAccounts) {
      const ledger = ledgerOf(account);
      let balance = 0;
      const expected = ledger.map(({ amount }, index) => [index + 1, (balance += amount)]);
      expect(ledger.map(({ sequence, balanceAfter }) => [sequence, balanceAfter])).toEqual(expected);
      expect(account.lastSequence).toBe(ledger.length);
    }
  });

  it('sum up to the balances of each account without children', () => {
    for (const account of [...singles, ...children]) {
      const ledger = ledgerOf(account);
      const placed = ledger.filter(({ kind }) => kind === 'placement');
      expect(account.currentBalance).toBe(sum(ledger.map(({ amount }) => amount)));
      expect(account.balance).toBe(sum(placed.map(({ amount }) => amount)));
    }
  });

  it('give a parent the sums over its children, who share its customer and location', () => {
    for (const parent of parents) {
      const family = childrenOf(parent);
      expect(parent.lastSequence).toBe(0);
      expect(family).toHaveLength(parent.childCount);
      expect(parent.balance).toBe(sum(family.map(({ balance }) => balance)));
      expect(parent.currentBalance).toBe(sum(family.map(({ currentBalance }) => currentBalance)));
      for (const child of family) {
        expect([child.customerId, child.locationId]).toEqual([parent.customerId, parent.locationId]);
      }
    }
  });

  it('take back an entry at most once, and exactly', () => {
    const reversals = demo.entries.filter(({ kind }) => kind === 'reversal');
    const reversedBy = ({ debtAccountId, reversesSequence }: EntryRow) =>
      demo.entries.find(
        (entry) => entry.debtAccountId === debtAccountId && entry.sequence === reversesSequence,
      )!;

    for (const reversal of reversals) {
      const reversed = reversedBy(reversal);
      expect(reversal.amount).toBe(-reversed.amount);
      expect(reversed.sequence).toBeLessThan(reversal.sequence);
    }
    expect([...distinct(reversals.map((reversal) => reversedBy(reversal).kind))].sort()).toEqual(
      ['adjustment', 'cost', 'fee', 'interest', 'payment'].sort(),
    );
  });

  it('have entries of the sign that their kind demands, none after the day of the data', () => {
    for (const { kind, amount, occurredAt, recordedAt } of demo.entries) {
      expect(amount).not.toBe(0);
      expect(
        kind === 'payment' ? amount < 0 : amount > 0 || kind === 'adjustment' || kind === 'reversal',
      ).toBe(true);
      expect(occurredAt <= recordedAt && recordedAt < new Date('2026-11-02')).toBe(true);
    }
  });

  it('itemize to what was placed', () => {
    const itemized = demo.debtAccounts.filter(({ itemizationAmount }) => itemizationAmount !== null);
    for (const account of itemized) {
      const { itemizationInterest, itemizationFees, itemizationPayments, itemizationCredits } = account;
      const on = itemizationInterest! + itemizationFees!;
      expect(account.itemizationAmount! + on - itemizationPayments! - itemizationCredits!).toBe(
        account.balance,
      );
    }
    expect(itemized.length).toBeGreaterThan(500);
  });
});

describe('every shape the model knows is there', () => {
  const somebody = (wanted: (debtor: Debtor) => boolean) =>
    expect(demo.debtors.filter(wanted)).not.toEqual([]);

  it.each([
    ['singles', singles],
    ['parents', parents],
    ['children', children],
  ])('each status among %s, most of them active', (_, accounts) => {
    expect([...distinct(accounts.map(({ status }) => status))].sort()).toEqual(statuses);
    expect(accounts.filter(({ status }) => status === 'active').length).toBeGreaterThan(
      accounts.length * 0.5,
    );
  });

  it('families of two to five, and four singles in five accounts', () => {
    expect([...distinct(parents.map(({ childCount }) => childCount))].sort()).toEqual([2, 3, 4, 5]);
    expect(singles.length / demo.debtAccounts.length).toBeGreaterThan(0.8);
  });

  it('each kind of entry, location, itemization and pending payment', () => {
    const { entries, locations, debtAccounts, pendingPayments } = demo;
    const words = (values: (string | null)[]) => [...distinct(values)].map(String).sort();

    expect(words(entries.map(({ kind }) => kind))).toEqual([
      'adjustment',
      'cost',
      'fee',
      'interest',
      'payment',
      'placement',
      'reversal',
    ]);
    expect(words(locations.map(({ type }) => type))).toEqual([
      'current_creditor',
      'original_creditor',
      'product_type',
    ]);
    for (const used of [true, false]) {
      const itemized = debtAccounts.filter(({ itemizationUsedAt }) => (itemizationUsedAt !== null) === used);
      const types = words(itemized.flatMap(({ itemizationDateType: type }) => type ?? []));
      expect(types).toEqual(['charge_off', 'judgment', 'last_payment', 'last_statement', 'transaction']);
    }
    expect(words(pendingPayments.map(({ state }) => state))).toEqual([
      'pending',
      'posted',
      'released',
      'reversed',
    ]);
    expect(pendingPayments.filter(({ scheduledAt }) => scheduledAt !== null)).not.toEqual([]);
  });

  it('balances above, at and below nothing, with and without entries, and payments beyond what is owed', () => {
    const owed = new Map(demo.debtAccounts.map(({ id, currentBalance }) => [id, currentBalance]));

    expect(singles.filter(({ currentBalance }) => currentBalance < 0)).not.toEqual([]);
    expect(
      singles.filter(({ currentBalance, lastSequence }) => currentBalance === 0 && lastSequence > 0),
    ).not.toEqual([]);
    expect(singles.filter(({ lastSequence }) => lastSequence === 0)).not.toEqual([]);
    expect(
      demo.entries.filter(({ kind, reference }) => kind === 'payment' && reference !== null),
    ).not.toEqual([]);
    expect(
      demo.pendingPayments.filter(
        ({ state, amount, debtAccountId }) => state === 'pending' && amount > owed.get(debtAccountId)!,
      ),
    ).not.toEqual([]);
  });

  it('accounts with and without each optional value', () => {
    const optional = [
      'externalAccountNumber',
      'settlementAmount',
      'paymentPlan',
      'placedOn',
      'delinquencyDate',
      'chargeOffDate',
      'lastPaymentAt',
      'lastActivityAt',
      'statusReason',
      'itemizationAmount',
    ] as const;
    for (const field of optional) {
      const values = demo.debtAccounts.map((account) => account[field]);
      expect([field, values.includes(null), values.some((value) => value !== null)]).toEqual([
        field,
        true,
        true,
      ]);
    }
    expect(demo.debtAccounts.filter(({ billingType }) => billingType.length > 1)).not.toEqual([]);
    expect(demo.debtAccounts.filter(({ metadata }) => Object.keys(metadata).length > 0)).not.toEqual([]);
    expect(distinct(demo.debtAccountLocations.map(({ position }) => position))).toEqual(new Set([1, 2, 3]));
  });

  it('customers of both kinds, with and without each part', () => {
    const optional = [
      'firstName',
      'middleName',
      'lastName',
      'suffix',
      'email',
      'phone',
      'phoneE164',
      'dateOfBirth',
      'ssnLast4',
    ] as const;
    const persons = demo.customers.filter(({ kind }) => kind === 'person');
    for (const field of optional) {
      const values = persons.map((person) => person[field]);
      expect([field, values.includes(null), values.some((value) => value !== null)]).toEqual([
        field,
        true,
        true,
      ]);
    }
    somebody(({ customer }) => customer.kind === 'organization' && customer.name.includes(' & '));
    somebody(({ customer }) => customer.ssnLast4 === '0098');
    somebody(({ customer }) => customer.phoneCountry === 'GB');
    somebody(({ customer }) => customer.phone !== null && customer.phoneE164 === null);
    somebody(({ customer }) => /[\u{10000}-\u{10FFFF}]/u.test(customer.name));
    somebody(({ customer }) => !customer.name.includes(' '));
  });

  it('no, one, two and three addresses, exactly one of them primary', () => {
    const counts = distinct(demo.debtors.map(({ addresses }) => addresses.length));

    expect([...counts].sort()).toEqual([0, 1, 2, 3]);
    for (const { addresses } of demo.debtors.filter(({ addresses: { length } }) => length > 0)) {
      expect(addresses.filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
    }
    somebody(({ addresses }) => addresses[1]?.isPrimary === true);
    somebody(({ addresses }) => addresses.some(({ line1 }) => line1 === null));
  });

  it('external ids of every legal form', () => {
    const ids = demo.debtAccounts.map(({ externalId }) => externalId);

    expect(ids).toEqual(expect.arrayContaining([...oddExternalIds]));
    expect(Math.max(...ids.map((id) => id.length))).toBe(255);
  });
});

describe('nobody real is in it', () => {
  it('telephone numbers are of the ranges for drama', () => {
    const us = demo.customers.filter(({ phoneCountry }) => phoneCountry === 'US');

    expect(us.length).toBeGreaterThan(900);
    expect(us.filter(({ phoneE164 }) => !/^\+1\d{3}55501\d\d$/.test(phoneE164!))).toEqual([]);
  });

  it('e-mail addresses are of the domains for examples', () => {
    const emails = demo.customers.flatMap(({ email }) => email ?? []);

    expect(emails.length).toBeGreaterThan(500);
    expect(emails.filter((email) => !/^[a-z.]+\d+(\+bills)?@example\.(com|org|net)$/.test(email))).toEqual([
      'marisol.nunez@example.com',
    ]);
  });
});
