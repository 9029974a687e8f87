import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LoggedRequest } from '../sandbox/gotransverse/request-log.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import type { Api } from './support/api.js';

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start();
});

afterAll(() => books.close());

const ADDRESS = {
  line1: '1 A St',
  city: 'Austin',
  state: 'TX',
  postal_code: '78701',
  country: 'US',
  is_primary: true,
};

/** An account that is there as it is here. */
async function synced(more: Record<string, unknown> = {}) {
  const customer = await books.make.customer({
    name: 'Jane Roe',
    email: 'jane@example.com',
    phone: '(512) 555-0100',
    addresses: [ADDRESS],
  });
  const location = await books.make.location();
  const { external_id: ref } = await books.make.account({
    customer_id: customer.external_id,
    location_id: location.external_id,
    external_account_number: '4711',
    balance: 10_000,
    ...more,
  });
  expect(await books.settled(ref)).toMatchObject({ state: 'synced' });
  return { ref, customer: customer.external_id, location: location.external_id };
}

async function patch(path: string, body: Record<string, unknown>): Promise<void> {
  const answer = await books.api.patch(path, { reason: 'the test says so', ...body });
  expect(answer.status).toBe(200);
}

/** The calls that change something. */
async function changesOf(ref: string, api?: Api): Promise<LoggedRequest[]> {
  const calls = await books.callsOf(() => books.settled(ref, api));
  await books.expectTrue(ref);
  return calls.filter(({ method }) => method !== 'GET');
}

describe('a change', () => {
  test('of a name alters the person by one PUT, which holds no address', async () => {
    const { ref, customer } = await synced();
    await patch(`/customers/${customer}`, { name: 'Jane Q. Doe' });
    expect(await books.standing(ref)).toMatchObject({ state: 'pending' });
    const calls = await changesOf(ref);
    expect(operationsOf(calls)).toEqual(['people.update']);
    expect(calls[0]?.body).toContain('firstName="Jane" lastName="Doe" middleName="Q."');
    expect(calls[0]?.body).not.toContain('ddress');
    expect(books.there(ref).party.attributes).toMatchObject({ lastName: 'Doe', middleName: 'Q.' });
    expect(books.there(ref).party.addresses).toHaveLength(3);
  });

  test('of an address, e-mail or phone takes the place of that one alone', async () => {
    const { ref, customer } = await synced();
    const address = (kind: string) =>
      books.there(ref).party.addresses.find((one) => one.kind === kind)?.attributes;

    await patch(`/customers/${customer}`, { addresses: [{ ...ADDRESS, city: 'Dallas' }] });
    const calls = await changesOf(ref);
    expect(operationsOf(calls)).toEqual(['people.addAddress']);
    expect(calls[0]?.body).toContain('city="Dallas"');
    expect(calls[0]?.body).not.toContain('emailAddress');
    expect(address('postalAddress')).toMatchObject({ city: 'Dallas', line1: '1 A St' });

    await patch(`/customers/${customer}`, { email: 'roe@example.com', phone: '(512) 555-0199' });
    expect(operationsOf(await changesOf(ref))).toEqual(['people.addAddress', 'people.addAddress']);
    expect(address('emailAddress')).toMatchObject({ email: 'roe@example.com' });
    expect(address('telecomAddress')).toMatchObject({ number: '5550199' });
    expect(books.there(ref).party.addresses).toHaveLength(3);
  });

  test('of a custom field changes, takes away and adds its value', async () => {
    const { ref } = await synced();
    const number = () => books.there(ref).customFields['Creditor account number'];
    await patch(`/debt-accounts/${ref}`, { external_account_number: '4712' });
    expect(operationsOf(await changesOf(ref))).toEqual(['customFieldValues.update']);
    expect(number()).toBe('4712');
    await patch(`/debt-accounts/${ref}`, { external_account_number: null });
    expect(operationsOf(await changesOf(ref))).toEqual(['billingAccounts.removeCustomFieldValue']);
    expect(number()).toBeUndefined();
    await patch(`/debt-accounts/${ref}`, { external_account_number: '4713' });
    expect(operationsOf(await changesOf(ref))).toEqual(['billingAccounts.addCustomFieldValue']);
    expect(number()).toBe('4713');
  });

  test("of the creditor's name reaches its accounts", async () => {
    const { ref, location } = await synced();
    await patch(`/locations/${location}`, { name: 'Renamed & Co' });
    expect(await books.standing(ref)).toMatchObject({ state: 'pending' });
    expect(operationsOf(await changesOf(ref))).toEqual(['customFieldValues.update']);
    expect(books.there(ref).customFields['Creditor']).toBe('Renamed & Co');
  });

  test('of the settings moves the account to the other bill cycle, category and bill type', async () => {
    const { ref } = await synced();
    const api = await books.startAnother({
      GOTRANSVERSE_BILL_CYCLE: 'Quarterly',
      GOTRANSVERSE_ACCOUNT_CATEGORY: 'Commercial debt',
      GOTRANSVERSE_BILL_TYPE: 'EMAIL',
    });
    expect(operationsOf(await changesOf(ref, api))).toEqual([
      'billingAccounts.update',
      'billingAccounts.moveToBillCycle',
    ]);
    expect(books.there(ref)).toMatchObject({
      billCycle: 'Quarterly',
      category: 'Commercial debt',
      billType: 'EMAIL',
    });
  });

  test('of what Gotransverse is not told of sends nothing', async () => {
    const { ref, customer } = await synced();
    await patch(`/debt-accounts/${ref}`, { metadata: { shelf: 'B' } });
    await patch(`/customers/${customer}`, { ssn_last4: '0098' });
    expect(await changesOf(ref)).toEqual([]);
  });

  test('made ten times over is one update, with only what differs in the end', async () => {
    const { ref, customer } = await synced();
    for (let n = 0; n < 9; n += 1)
      await patch(`/customers/${customer}`, {
        name: `Jane Roe${String(n)}`,
        email: `${String(n)}@example.com`,
      });
    await patch(`/customers/${customer}`, { email: 'jane@example.com' });
    const calls = await changesOf(ref);
    expect(operationsOf(calls)).toEqual(['people.update']);
    expect(calls[0]?.body).toContain('lastName="Roe8"');
  });

  test('of a customer with several accounts is sent once, and known for all', async () => {
    const { ref, customer } = await synced();
    const { external_id: other } = await books.make.account({ customer_id: customer, balance: 100 });
    await books.settled(other);
    await patch(`/customers/${customer}`, { name: 'Jane Doe' });
    expect(operationsOf(await changesOf(ref))).toEqual(['people.update']);
    expect(await changesOf(other)).toEqual([]);
  });
});

describe('entries', () => {
  test('after the first time are posted one by one, in their order, a reversal as an entry like others', async () => {
    const { ref } = await synced();
    const payment = await books.api.postEntry(ref, { kind: 'payment', amount: -2_501 });
    await books.api.postEntry(ref, { kind: 'fee', amount: 1 });
    await books.api.postEntry(ref, { kind: 'reversal', reverses: payment.id });
    const pairs = operationsOf(await changesOf(ref));
    expect(pairs).toEqual([1, 2, 3].flatMap(() => ['adjustments.create', 'adjustments.post']));
    expect(
      books.there(ref).adjustments.map(({ amountCents, credit, reason }) => [amountCents, credit, reason]),
    ).toEqual([
      [10_000, false, 'Placement'],
      [2_501, true, 'Balance decrease'],
      [1, false, 'Balance increase'],
      [2_501, false, 'Balance increase'],
    ]);
    expect(books.there(ref).balanceCents).toBe(10_001);
  });

  test('can be posted alone: names and status stay as they are there', async () => {
    const { ref, customer } = await synced();
    await patch(`/customers/${customer}`, { name: 'Jane Doe' });
    await books.api.postEntry(ref, { kind: 'payment', amount: -4_000 });
    const calls = await books.callsOf(async () => {
      expect((await books.api.post(`/billing/accounts/${ref}/post`, {})).status).toBe(200);
    });
    expect(operationsOf(calls.filter(({ method }) => method !== 'GET'))).toEqual([
      'adjustments.create',
      'adjustments.post',
    ]);
    expect(books.there(ref)).toMatchObject({
      balanceCents: 6_000,
      party: { attributes: { lastName: 'Roe' } },
    });
    expect(await books.standing(ref)).toMatchObject({ state: 'pending', balance_posted: 6_000 });
    await books.settled(ref);
    expect(books.there(ref).party.attributes['lastName']).toBe('Doe');
  });

  test('may bring the balance below zero', async () => {
    const { ref } = await synced();
    await books.api.postEntry(ref, { kind: 'payment', amount: -10_100 });
    await changesOf(ref);
    expect(books.there(ref).balanceCents).toBe(-100);
  });
});

describe('a status', () => {
  test('of hold suspends, lifting it resumes, and a final one deactivates', async () => {
    const { ref } = await synced();
    await patch(`/debt-accounts/${ref}`, { status: 'disputed' });
    expect(operationsOf(await changesOf(ref))).toEqual(['billingAccounts.suspend']);
    expect(books.there(ref).status).toBe('SUSPENDED');
    await patch(`/debt-accounts/${ref}`, { status: 'bankruptcy' });
    expect(await changesOf(ref)).toEqual([]);
    await patch(`/debt-accounts/${ref}`, { status: 'active' });
    expect(operationsOf(await changesOf(ref))).toEqual(['billingAccounts.resume']);
    expect(books.there(ref).status).toBe('ACTIVE');
    await patch(`/debt-accounts/${ref}`, { status: 'recalled' });
    expect(operationsOf(await changesOf(ref))).toEqual(['billingAccounts.deactivate']);
    expect(books.there(ref).status).toBe('DEACTIVATED');
    // Sent again, it is so already.
    expect(await changesOf(ref)).toEqual([]);
  });

  test('that is final comes after the last entries, which a closed account could not take', async () => {
    const { ref } = await synced();
    await books.api.postEntry(ref, { kind: 'payment', amount: -10_000 });
    await patch(`/debt-accounts/${ref}`, { status: 'paid' });
    expect(operationsOf(await changesOf(ref))).toEqual([
      'adjustments.create',
      'adjustments.post',
      'billingAccounts.deactivate',
    ]);
    expect(books.there(ref)).toMatchObject({ balanceCents: 0 });
    // Gotransverse moves it on by itself, and it stays right.
    expect(await changesOf(ref)).toEqual([]);
    expect(await changesOf(ref)).toEqual([]);
    expect(books.there(ref).status).toBe('CLOSED');
    expect(await books.standing(ref)).toMatchObject({ state: 'synced' });
  });

  test('that is final before the first time needs no account there, and no call', async () => {
    const { external_id: ref } = await books.make.account({ balance: 100 });
    await patch(`/debt-accounts/${ref}`, { status: 'closed' });
    const calls = await books.callsOf(() => books.send(ref));
    expect(calls).toEqual([]);
    expect(await books.standing(ref)).toMatchObject({ state: 'not_needed', eid: null });
    await patch(`/debt-accounts/${ref}`, { status: 'active' });
    await books.settled(ref);
    await books.expectTrue(ref);
  });

  test('of a parent covers its children', async () => {
    const { parent, children } = await books.make.family([{ balance: 100 }]);
    const child = children[0]?.external_id ?? '';
    await books.settled(child);
    await patch(`/debt-accounts/${parent.external_id}`, { status: 'disputed' });
    expect(operationsOf(await changesOf(child))).toEqual(['billingAccounts.suspend']);
  });

  test('that is open here and ended there is a conflict for a person', async () => {
    const { ref } = await synced();
    await patch(`/debt-accounts/${ref}`, { status: 'closed' });
    await changesOf(ref);
    await patch(`/debt-accounts/${ref}`, { status: 'active' });
    const calls = await books.callsOf(() => books.send(ref));
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await books.standing(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('the account is active here and DEACTIVATED at Gotransverse'),
    });
  });
});
