import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import type { Problem } from './support/http.js';
import { startService } from './support/service.js';

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start();
});

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(() => books.close());

async function newAccount(): Promise<string> {
  return (await books.make.account({ balance: 10_000 })).external_id;
}

describe('a name in the settings', () => {
  test.each([
    [
      'GOTRANSVERSE_BILL_CYCLE',
      'Weekly',
      'there is no bill cycle "Weekly". There are: "Monthly" (eid:1681, ACTIVE)',
    ],
    [
      'GOTRANSVERSE_ACCOUNT_CATEGORY',
      'Former debt',
      '"Former debt" cannot be used as account category. There are: "Debt" (eid:81',
    ],
    ['GOTRANSVERSE_PLACEMENT_REASON', 'Balance decrease', 'is for credits only, and this is a debit'],
    [
      'GOTRANSVERSE_SUSPENSION_REASON',
      'Closed',
      'there is no suspension reason "Closed". There are: "Hold" (eid:211',
    ],
    ['GOTRANSVERSE_CUSTOM_FIELDS', 'creditor_id=Shelf', 'There are: "Creditor ID" (eid:311'],
  ])('that leads nowhere stops all accounts, and says what there is: %s', async (setting, name, told) => {
    const api = await books.startAnother({ [setting]: name });
    const ref = await newAccount();
    const calls = await books.callsOf(async () => {
      const answer = await books.attempt(ref, api);
      expect(answer.status).toBe(503);
      expect((answer.body as Problem).detail).toContain(setting);
      expect((answer.body as Problem).detail).toContain(told);
    });
    expect(calls).toEqual([]);
    expect(await books.standing(ref)).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining(told),
    });
    const shown = await api.get('/billing/reference-data');
    expect(shown.body).toMatchObject({ meta: { problems: [expect.stringContaining(told)] } });
    // The account is not at fault: a service whose settings are right sends it.
    expect(await books.settled(ref)).toMatchObject({ state: 'synced' });
  });

  test('several of which lead nowhere: all are told at once', async () => {
    const api = await books.startAnother({ GOTRANSVERSE_BILL_CYCLE: 'X', GOTRANSVERSE_CREDIT_REASON: 'Y' });
    const { detail } = (await books.attempt(await newAccount(), api)).body as Problem;
    expect(detail).toContain('there is no bill cycle "X"');
    expect(detail).toContain('there is no primary adjustment reason "Y"');
  });

  test.each([
    ['billingAccountCategories', '81', 'billingAccounts.create'],
    ['billCycles', '1681', 'billingAccounts.create'],
    ['adjustmentReasons', '131', 'adjustments.create'],
  ] as const)(
    'whose EID was replaced there is resolved anew in the same attempt: %s',
    async (kind, eid, by) => {
      await books.settled(await newAccount());
      const renewed = books.sandbox.state.renew(kind, eid);
      const ref = await newAccount();
      const calls = await books.callsOf(() => books.send(ref));
      const sent = calls.filter(({ operation }) => operation === by);
      expect(sent.map(({ status }) => status)).toEqual([422, 201]);
      expect(sent[1]?.body).toContain(`eid="${String(renewed)}"`);
      await books.expectTrue(ref);
    },
  );

  test('that cannot be asked for leaves the account for later', async () => {
    const api = await books.startAnother({});
    const ref = await newAccount();
    books.sandbox.faults.add({ fault: '503', match: { operation: 'reasons.query' } });
    const calls = await books.callsOf(() => books.send(ref, api));
    expect(calls).toEqual([]);
    expect(await books.standing(ref)).toMatchObject({
      state: 'retrying',
      reason: expect.stringContaining('the service is not available'),
    });
    await books.settled(ref, api);
    await books.expectTrue(ref);
  });
});

describe('what Gotransverse could not take is not sent, and says how to mend it', () => {
  test("a person's name of one word", async () => {
    const customer = (await books.make.customer({ name: 'Cher' })).external_id;
    const { external_id: ref } = await books.make.account({ customer_id: customer, balance: 100 });
    expect(await books.callsOf(() => books.send(ref))).toEqual([]);
    const { state, reason } = await books.standing(ref);
    expect(state).toBe('quarantined');
    expect(reason).toContain('customer.name cannot be split');
    expect(reason).toContain('Give first_name and last_name, or kind organization.');
    expect(reason).not.toContain('Cher');

    await books.api.patch(`/customers/${customer}`, { first_name: 'Cher', last_name: 'Example' });
    await books.settled(ref);
    await books.expectTrue(ref);
    expect(books.there(ref).party.attributes).toEqual({ firstName: 'Cher', lastName: 'Example' });
  });

  test('an external id that is too long, with the prefix', async () => {
    const { external_id: ref } = await books.make.account({ external_id: 'X'.repeat(45), balance: 100 });
    const prefixed = await books.startAnother({ GOTRANSVERSE_ACCOUNT_PREFIX: 'agency-' });
    expect(await books.callsOf(() => books.send(ref, prefixed))).toEqual([]);
    expect(await books.standing(ref)).toMatchObject({
      state: 'quarantined',
      reason: expect.stringMatching(
        /debt_account\.external_id has, with GOTRANSVERSE_ACCOUNT_PREFIX .*Shorten/,
      ),
    });
    expect(await books.settled(ref)).toMatchObject({ state: 'synced' });
  });

  test('several things at once, all of them told', async () => {
    const customer = (await books.make.customer({ name: 'Cher' })).external_id;
    const api = await books.startAnother({ GOTRANSVERSE_BILL_TYPE: 'EMAIL' });
    const { external_id: ref } = await books.make.account({
      external_id: 'Y'.repeat(60),
      customer_id: customer,
    });
    await books.send(ref, api);
    const { reason } = await books.standing(ref);
    for (const field of ['debt_account.external_id', 'customer.name', 'customer.email'])
      expect(reason).toContain(field);
  });

  test('what is merely left out is told by the preview', async () => {
    const customer = await books.make.customer({ name: 'Jane Roe', phone: '+44 20 7946 0000' });
    const { external_id: ref } = await books.make.account({ customer_id: customer.external_id });
    const preview = await books.api.get(`/debt-accounts/${ref}/billing-preview`);
    expect(preview.body).toMatchObject({ data: { refusals: [], left_out: [{ field: 'customer.phone' }] } });
    expect(await books.settled(ref)).toMatchObject({ state: 'synced' });
  });
});

describe('nothing is sent', () => {
  test('without a Gotransverse', async () => {
    const bare = await startService({ database: books.database });
    const answer = await bare.api().post(`/billing/accounts/${await newAccount()}/resend`, {});
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('No Gotransverse is set') });
    await bare.close();
  });

  test('for an account that there is not', async () => {
    const calls = await books.callsOf(async () => {
      expect((await books.attempt('NO-SUCH-ACCOUNT')).status).toBe(404);
    });
    expect(calls).toEqual([]);
  });

  test('of demo data to a Gotransverse that is not the sandbox beside the service', async () => {
    const ref = await newAccount();
    await books.database.owner.query('UPDATE installation SET demo = true');
    try {
      const calls = await books.callsOf(async () => {
        const answer = await books.attempt(ref);
        expect(answer.status).toBe(409);
        expect(answer.body).toMatchObject({ detail: expect.stringContaining('demo data') });
      });
      expect(calls).toEqual([]);
    } finally {
      await books.database.owner.query('UPDATE installation SET demo = false');
    }
  });

  test('when only looking: preview, look-up and standing change nothing there', async () => {
    const ref = await newAccount();
    const calls = await books.callsOf(async () => {
      await books.api.get(`/debt-accounts/${ref}/billing-preview`);
      await books.api.get(`/billing/accounts/${ref}/lookup`);
      await books.standing(ref);
    });
    expect(operationsOf(calls)).toEqual(['billingAccounts.query']);
    expect(books.sandbox.state.accounts(ref)).toEqual([]);
  });
});
