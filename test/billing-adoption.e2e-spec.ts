import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BilledBooks, operationsOf } from './support/billed-books.js';

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start();
});

afterAll(() => books.close());

async function newAccount(external_id: string): Promise<string> {
  const customer = await books.make.customer({ name: 'Jane Roe', email: 'jane@example.com' });
  await books.make.account({ external_id, customer_id: customer.external_id, balance: 10_000 });
  return external_id;
}

/** Sent once: a conflict, and nothing changed there. @returns why */
async function conflictOf(ref: string): Promise<string> {
  const before = books.sandbox.state.all();
  const calls = await books.callsOf(() => books.send(ref));
  expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(books.sandbox.state.all()).toEqual(before);
  const standing = await books.standing(ref);
  expect(standing).toMatchObject({ state: 'conflict', eid: null, next_attempt_at: null });
  return standing.reason ?? '';
}

describe('an account that Gotransverse has already', () => {
  test('is adopted when it owes nothing, and brought to what the books say', async () => {
    const [eid] = books.sandbox.state.plant({ externalAccountNum: 'OLD-1' });
    const ref = await newAccount('OLD-1');
    const calls = await books.callsOf(() => books.send(ref));
    expect(operationsOf(calls)).not.toContain('billingAccounts.create');
    await books.expectTrue(ref);
    expect(await books.standing(ref)).toMatchObject({ eid, adopted: true });
    expect(books.there(ref)).toMatchObject({
      party: {
        attributes: { firstName: 'Jane', lastName: 'Roe' },
        addresses: [{ kind: 'emailAddress', attributes: { email: 'jane@example.com' } }],
      },
      customFields: { Creditor: expect.stringContaining('Lakeside Clinic') },
    });
    // Known whole from then on.
    expect(operationsOf(await books.callsOf(() => books.send(ref)))).toEqual(['billingAccounts.get']);
  });

  test('is resumed where it is suspended there and open here', async () => {
    books.sandbox.state.plant({ externalAccountNum: 'OLD-SUSPENDED', status: 'SUSPENDED' });
    await books.settled(await newAccount('OLD-SUSPENDED'));
    await books.expectTrue('OLD-SUSPENDED');
    expect(books.there('OLD-SUSPENDED').status).toBe('ACTIVE');
  });

  test('is not, when it holds money that was not posted from here, until that is gone', async () => {
    const [eid] = books.sandbox.state.plant({ externalAccountNum: 'OLD-MONEY', balanceCents: 1_234 });
    const reason = await conflictOf(await newAccount('OLD-MONEY'));
    expect(reason).toContain(`EID ${String(eid)}, with money that was not posted from here`);
    expect(reason).toContain('its balance is 1234 cents, of which 0 are ours');
    expect(reason).toContain('Bring the rest to 0 there');
  });

  test('is not, when there are two of it', async () => {
    const eids = books.sandbox.state.plant({ externalAccountNum: 'OLD-TWICE', count: 2 });
    const reason = await conflictOf(await newAccount('OLD-TWICE'));
    expect(reason).toContain(`2 accounts of this externalAccountNum (EIDs ${eids.join(', ')})`);
  });

  test.each(['DEACTIVATED', 'FINAL_BILL', 'CLOSED'] as const)(
    'is not, when it is %s; no second one is made',
    async (status) => {
      const num = `OLD-${status}`;
      // Owing something, it stays as it is when it is read.
      books.sandbox.state.plant({ externalAccountNum: num, status, balanceCents: 5 });
      expect(await conflictOf(await newAccount(num))).toContain(`and it is ${status}: it takes no changes`);
    },
  );

  test('is another one when its number differs in case', async () => {
    books.sandbox.state.plant({ externalAccountNum: 'case-1' });
    const ref = await newAccount('CASE-1');
    await books.settled(ref);
    await books.expectTrue(ref);
    expect(await books.standing(ref)).toMatchObject({ adopted: false });
    expect(books.there('case-1').adjustments).toEqual([]);
  });

  test('of an organization is not taken for a person', async () => {
    books.sandbox.state.plant({ externalAccountNum: 'OLD-KIND' });
    const customer = await books.make.customer({ kind: 'organization', name: 'Fir & Sons, LLC' });
    await books.make.account({ external_id: 'OLD-KIND', customer_id: customer.external_id, balance: 5 });
    expect(await conflictOf('OLD-KIND')).toContain('the customer is an organization here and a person there');
    await books.api.patch(`/customers/${customer.external_id}`, { kind: 'person', name: 'Jane Roe' });
    await books.settled('OLD-KIND');
    await books.expectTrue('OLD-KIND');
  });

  test('is found by its number with the prefix of the settings', async () => {
    const [eid] = books.sandbox.state.plant({ externalAccountNum: 'test:P-1' });
    const api = await books.startAnother({ GOTRANSVERSE_ACCOUNT_PREFIX: 'test:' });
    const ref = await newAccount('P-1');
    expect(await books.settled(ref, api)).toMatchObject({
      state: 'synced',
      eid,
      external_account_num: 'test:P-1',
    });
    expect(books.sandbox.state.accounts('P-1')).toEqual([]);
  });

  test.each(["O'HARA-1", 'A&B <1>', 'ÜMLAUT-ß', '100%+1', 'D/1?x=y#z', '"quoted"'])(
    'is looked for by what its number says, not what it means elsewhere: %s',
    async (num) => {
      const [eid] = books.sandbox.state.plant({ externalAccountNum: num });
      await newAccount(num);
      expect(await books.settled(num)).toMatchObject({ state: 'synced', eid, adopted: true });
      await books.expectTrue(num);
    },
  );
});

describe('an account of ours that somebody changed there', () => {
  test('twice under its number stays the one that it is', async () => {
    const ref = await newAccount('OURS-1');
    await books.settled(ref);
    const [{ eid } = { eid: '' }] = books.sandbox.state.accounts(ref);
    books.sandbox.state.plant({ externalAccountNum: ref });
    await books.api.postEntry(ref, { kind: 'fee', amount: 1 });
    expect(await books.settled(ref)).toMatchObject({ state: 'synced', eid, balance_there: 10_001 });
    const shown = await books.api.get(`/billing/accounts/${ref}/lookup`);
    expect(shown.body).toMatchObject({ data: [{ eid, ours: true }, { ours: false }] });
  });

  test('is a conflict when it is gone', async () => {
    const ref = await newAccount('OURS-2');
    await books.settled(ref);
    books.sandbox.faults.add({ fault: '404', match: { operation: 'billingAccounts.get' } });
    expect(await books.send(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('knows the account EID'),
    });
  });
});
