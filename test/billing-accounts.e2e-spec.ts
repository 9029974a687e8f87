import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import { newRef } from './support/books.js';

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start({ env: { GOTRANSVERSE_LINK_PARENTS: 'on' } });
});

afterAll(() => books.close());

const JANE = {
  name: 'Jane Q. Roe Jr.',
  email: 'jane@example.com',
  phone: '(512) 555-0100',
  date_of_birth: '1980-02-03',
  addresses: [
    {
      line1: '1 A St',
      line2: 'Apt 2 & 3',
      city: 'Austin',
      state: 'TX',
      postal_code: '78701',
      country: 'US',
      is_primary: true,
    },
  ],
};

/** A body as it came, without what differs from run to run: moments and ids. */
function shownBody(body: string | undefined): string {
  return (body ?? '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'MOMENT')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID');
}

describe('a new account', () => {
  test('of a person is made, posted and read back, with all that it has', async () => {
    const location = await books.make.location({ external_id: 'NORTHWIND', name: 'Northwind <Bank>' });
    const customer = await books.make.customer(JANE);
    await books.make.account({
      external_id: 'WHOLE-1',
      customer_id: customer.external_id,
      location_id: location.external_id,
      external_account_number: '4711-0815',
      balance: 125_000,
      current_balance: 100_000,
    });
    const calls = await books.callsOf(() => books.send('WHOLE-1'));

    expect(operationsOf(calls)).toEqual([
      'billingAccounts.query',
      'billingAccounts.create',
      'billingAccounts.get',
      'adjustments.create',
      'adjustments.post',
      'adjustments.create',
      'adjustments.post',
      'billingAccounts.get',
    ]);
    await books.expectTrue('WHOLE-1');
    expect(books.there('WHOLE-1')).toMatchObject({
      status: 'ACTIVE',
      billType: 'NONE',
      billCycle: 'Monthly',
      category: 'Debt',
      customFields: {
        'Creditor ID': 'NORTHWIND',
        Creditor: 'Northwind <Bank>',
        'Creditor account number': '4711-0815',
      },
    });
    const { eid, adjustments } = books.there('WHOLE-1');
    expect(shownBody(calls[1]?.body)).toBe(`<?xml version="1.0" encoding="utf-8"?>
<billingAccount xmlns="http://www.tractbilling.com/billing/1_28/domain" externalAccountNum="WHOLE-1" billType="NONE" automaticRecurringPayment="false" currencyType="USD">
  <monthlyBillCycle eid="1681"/>
  <person firstName="Jane" lastName="Roe" middleName="Q." suffix="Jr." dob="1980-02-03">
    <addresses>
      <postalAddress purpose="BILLING" country="USA" city="Austin" regionOrState="TX" postalCode="78701" line1="1 A St" line2="Apt 2 &amp; 3"/>
      <emailAddress purpose="PRIMARY" email="jane@example.com"/>
      <telecomAddress purpose="MOBILE" countryCode="1" areaCode="512" number="5550100"/>
    </addresses>
  </person>
  <billingAccountCategory eid="81"/>
  <customFieldValues pageNumber="1" pageSize="3" totalElements="3" elementCount="3" totalPages="1">
    <customFieldValue value="NORTHWIND">
      <customField eid="311"/>
    </customFieldValue>
    <customFieldValue value="Northwind &lt;Bank&gt;">
      <customField eid="312"/>
    </customFieldValue>
    <customFieldValue value="4711-0815">
      <customField eid="313"/>
    </customFieldValue>
  </customFieldValues>
</billingAccount>
`);
    expect(shownBody(calls[3]?.body)).toBe(`<?xml version="1.0" encoding="utf-8"?>
<adjustment xmlns="http://www.tractbilling.com/billing/1_28/domain" occurredOn="MOMENT" amount="1250.00" credit="false" type="MANUAL" description="ARREARS UUID 1-1">
  <billingAccount eid="${eid}"/>
  <reason eid="131" level="PRIMARY"/>
</adjustment>
`);
    expect(shownBody(calls[4]?.body)).toBe(`<?xml version="1.0" encoding="utf-8"?>
<postAdjustment xmlns="http://www.tractbilling.com/billing/1_28/domain">
  <adjustment eid="${adjustments[0]?.eid ?? ''}"/>
</postAdjustment>
`);
    expect(shownBody(calls[5]?.body)).toContain(
      'amount="250.00" credit="true" type="MANUAL" description="ARREARS UUID 2-2"',
    );
    expect(calls[5]?.body).toContain('<reason eid="133" level="PRIMARY"/>');
  });

  test('that is sent again unchanged costs one read and changes nothing', async () => {
    const calls = await books.callsOf(() => books.send('WHOLE-1'));
    expect(calls.map(({ method, operation }) => [method, operation])).toEqual([
      ['GET', 'billingAccounts.get'],
    ]);
    await books.expectTrue('WHOLE-1');
  });

  test('shows in a look-up as ours, with its adjustments and the entries that they stand for', async () => {
    const { eid } = books.there('WHOLE-1');
    const answer = await books.api.get('/billing/accounts/WHOLE-1/lookup');
    expect(answer.body).toMatchObject({
      data: [
        {
          eid,
          ours: true,
          balance: 100_000,
          status: 'ACTIVE',
          adjustments: [
            { status: 'POSTED', amount: 125_000, first_sequence: 1, last_sequence: 1 },
            { status: 'POSTED', amount: -25_000, first_sequence: 2, last_sequence: 2 },
          ],
        },
      ],
    });
  });

  test('of an organization gets an organization, with its name as it stands', async () => {
    const customer = await books.make.customer({ kind: 'organization', name: 'Fir & Sons, LLC' });
    await books.make.account({ external_id: 'ORG-1', customer_id: customer.external_id, balance: 500 });
    await books.send('ORG-1');
    await books.expectTrue('ORG-1');
    expect(books.there('ORG-1').party).toMatchObject({
      kind: 'organization',
      attributes: { name: 'Fir & Sons, LLC' },
    });
  });

  test('with nothing owed is made without an adjustment', async () => {
    await books.make.account({ external_id: 'NOTHING-1' });
    const calls = await books.callsOf(() => books.send('NOTHING-1'));
    expect(operationsOf(calls)).not.toContain('adjustments.create');
    await books.expectTrue('NOTHING-1');
  });

  test('keeps every cent, up to the largest amounts', async () => {
    for (const balance of [1, 99, 100, 101, 1_234_567_890_123]) {
      const { external_id } = await books.make.account({ balance });
      await books.send(external_id);
      await books.expectTrue(external_id);
      expect(books.there(external_id).balanceCents).toBe(balance);
    }
  });

  test('is there once when two send it at the same time: the second is told to wait', async () => {
    const { external_id } = await books.make.account({ balance: 100 });
    books.sandbox.faults.add({ fault: 'latency', ms: 300, match: { operation: 'billingAccounts.query' } });
    const answers = await Promise.all([books.attempt(external_id), books.attempt(external_id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      detail: expect.stringContaining('is being sent to Gotransverse just now'),
    });
    await books.expectTrue(external_id);
  });
});

describe('accounts of one customer', () => {
  test('share one party there', async () => {
    const customer_id = (await books.make.customer(JANE)).external_id;
    const first = await books.make.account({ customer_id, balance: 100 });
    const second = await books.make.account({ customer_id, balance: 200 });
    await books.send(first.external_id);
    const calls = await books.callsOf(() => books.send(second.external_id));
    const { party } = books.there(first.external_id);
    expect(books.only(calls, 'billingAccounts.create').body).toContain(`<person eid="${party.eid}"/>`);
    expect(books.there(second.external_id).party).toEqual(party);
    await books.expectTrue(first.external_id);
    await books.expectTrue(second.external_id);
  });

  test('that are sent all at once make one person, too', async () => {
    const customer_id = (await books.make.customer()).external_id;
    const refs: string[] = [];
    for (let n = 0; n < 4; n += 1)
      refs.push((await books.make.account({ customer_id, balance: 100 + n })).external_id);
    const { people } = books.sandbox.state.all().counts;
    await Promise.all(refs.map((ref) => books.settled(ref)));
    expect(books.sandbox.state.all().counts.people).toBe(people + 1);
    for (const ref of refs) await books.expectTrue(ref);
  });

  test('keep to one person where what became of the first is not known', async () => {
    const customer_id = (await books.make.customer()).external_id;
    const first = await books.make.account({ customer_id, balance: 100 });
    const second = await books.make.account({ customer_id, balance: 200 });
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'billingAccounts.create' } });
    expect(await books.send(first.external_id)).toMatchObject({ state: 'unknown' });
    const calls = await books.callsOf(() => books.send(second.external_id));
    expect(operationsOf(calls)).not.toContain('billingAccounts.create');
    expect(await books.standing(second.external_id)).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining('another account of the same customer'),
    });
    await books.settled(first.external_id);
    await books.settled(second.external_id);
    expect(books.there(second.external_id).party.eid).toBe(books.there(first.external_id).party.eid);
  });
});

describe('a family', () => {
  test('children wait for their parent, hang below it, and alone have adjustments', async () => {
    const ref = newRef('FAMILY');
    const { parent, children } = await books.make.family(
      [{ balance: 10_000 }, { balance: 20_000, current_balance: 15_000 }],
      { external_id: ref },
    );
    const [one, two] = children.map(({ external_id }) => external_id) as [string, string];

    const early = await books.callsOf(() => books.send(one));
    expect(early).toEqual([]);
    expect(await books.standing(one)).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining(`its parent ${ref} must be at Gotransverse first`),
    });

    await books.send(parent.external_id);
    await books.send(one);
    const calls = await books.callsOf(() => books.send(two));
    const above = books.there(ref);
    expect(books.only(calls, 'billingAccounts.create').body).toContain(
      `<parentBillingAccount eid="${above.eid}"/>`,
    );
    for (const child of [one, two]) {
      await books.expectTrue(child);
      expect(books.there(child)).toMatchObject({ parentEid: above.eid, party: { eid: above.party.eid } });
    }
    expect(above).toMatchObject({ adjustments: [], balanceCents: 0 });
    expect(await books.standing(ref)).toMatchObject({ state: 'synced', balance_posted: 0, balance_there: 0 });
  });

  test('an account that joins, changes and leaves a family is linked so there', async () => {
    const [child, first, second] = await joinable();
    for (const ref of [child, first, second]) await books.send(ref);
    const moved = async (parent_external_id: string | null) => {
      expect((await books.api.patch(`/debt-accounts/${child}`, { parent_external_id })).status).toBe(200);
      const calls = await books.callsOf(() => books.send(child));
      await books.expectTrue(child);
      return operationsOf(calls).filter((operation) => operation !== 'billingAccounts.get');
    };
    expect(await moved(first)).toEqual(['billingAccounts.addParentBillingAccount']);
    expect(books.there(child).parentEid).toBe(books.there(first).eid);
    expect(await moved(second)).toEqual(['billingAccounts.changeParentBillingAccount']);
    expect(books.there(child).parentEid).toBe(books.there(second).eid);
    expect(await moved(null)).toEqual(['billingAccounts.removeParentBillingAccount']);
    expect(books.there(child).parentEid).toBeUndefined();
  });
});

async function joinable(): Promise<[child: string, first: string, second: string]> {
  const customer_id = (await books.make.customer()).external_id;
  const location_id = (await books.make.location()).external_id;
  const [child, ...parents] = await Promise.all(
    [{ balance: 700 }, {}, {}].map((body) => books.make.account({ customer_id, location_id, ...body })),
  );
  return [child, ...parents].map((account) => account?.external_id ?? '') as [string, string, string];
}
