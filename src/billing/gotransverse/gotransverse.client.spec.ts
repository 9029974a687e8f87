import { describe, expect, test } from '@jest/globals';
import { Clock } from '../../platform/clock/clock.js';
import type { CallRecord } from './gotransverse.calls.js';
import { GotransverseClient } from './gotransverse.client.js';
import type { Outcome } from './gotransverse.faults.js';
import type { Exchange, WireRequest } from './gotransverse.transport.js';
import { element } from './gotransverse.xml.js';

const DOMAIN = 'http://www.tractbilling.com/billing/1_29/domain';
const BODY = element('billingAccount', { eid: '7' });

interface Given {
  status?: number;
  body?: string;
}

/** A client whose questions are kept, and answered one after the other; the last answer is given again. */
function asking(...answers: Given[]) {
  const asked: WireRequest[] = [];
  const calls: CallRecord[] = [];
  const transport = {
    exchange: (request: WireRequest): Promise<Exchange> => {
      asked.push(request);
      const { status = 200, body = '' } = answers[Math.min(asked.length, answers.length) - 1] ?? {};
      const answer = { status, retryAfter: undefined, body: Buffer.from(body), flaw: undefined };
      return Promise.resolve({ result: { answer }, durationMs: 5 });
    },
  };
  const client = GotransverseClient.over(transport, { problemsOf: () => [] }, '1.29', new Clock()).in({
    onCall: (call) => calls.push(call),
  });
  return { client, asked, calls };
}

function page(list: string, items: string, counts: Partial<Record<string, number>> = {}): Given {
  const found = items.split('eid="').length - 1;
  const all = {
    pageNumber: 1,
    pageSize: 50,
    totalElements: found,
    elementCount: found,
    totalPages: 1,
    ...counts,
  };
  const attributes = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return {
    body: `<p:${list} xmlns="${DOMAIN}" xmlns:p="${DOMAIN}/rest" ${attributes.join(' ')}>${items}</p:${list}>`,
  };
}

const one = (entity: string): Given => ({ body: entity.replace(/^<(\w+)/, `<$1 xmlns="${DOMAIN}"`) });
const valueOf = <T>(outcome: Outcome<T>): T => {
  if (outcome.kind !== 'done') throw new Error(outcome.reason);
  return outcome.value;
};

describe('where each change goes', () => {
  type Change = (client: GotransverseClient) => Promise<Outcome<unknown>>;
  test.each<[string, string, Change]>([
    ['PUT', '/billingAccounts/7', (c) => c.updateAccount('7', BODY)],
    ['POST', '/billingAccounts/7/suspend', (c) => c.suspendAccount('7', BODY)],
    ['POST', '/billingAccounts/7/resume', (c) => c.resumeAccount('7', BODY)],
    ['POST', '/billingAccounts/7/deactivate', (c) => c.deactivateAccount('7', BODY)],
    ['POST', '/billingAccounts/7/moveToBillCycle', (c) => c.moveToBillCycle('7', BODY)],
    ['POST', '/billingAccounts/7/addParentBillingAccount', (c) => c.addParent('7', BODY)],
    ['POST', '/billingAccounts/7/changeParentBillingAccount', (c) => c.changeParent('7', BODY)],
    ['POST', '/billingAccounts/7/removeParentBillingAccount', (c) => c.removeParent('7', BODY)],
    ['POST', '/billingAccounts/7/addCustomFieldValue', (c) => c.addCustomFieldValue('7', BODY)],
    ['PUT', '/customFieldValues/7', (c) => c.updateCustomFieldValue('7', BODY)],
    ['PUT', '/people/7', (c) => c.updateParty('person', '7', BODY)],
    ['PUT', '/organizations/7', (c) => c.updateParty('organization', '7', BODY)],
    ['POST', '/people/7/addAddress', (c) => c.addAddress('person', '7', BODY)],
    ['POST', '/organizations/7/addAddress', (c) => c.addAddress('organization', '7', BODY)],
    ['POST', '/adjustments/7/post', (c) => c.postAdjustment('7', BODY)],
    ['POST', '/adjustments/7/reverse', (c) => c.reverseAdjustment('7', BODY)],
    ['POST', '/adjustments/7/reverseDebit', (c) => c.reverseDebitAdjustment('7', BODY)],
    ['POST', '/adjustments/7/remove', (c) => c.removeAdjustment('7', BODY)],
  ])('%s %s', async (method, path, change) => {
    const { client, asked, calls } = asking();

    expect(await change(client)).toEqual({ kind: 'done', value: undefined });
    const body = `<?xml version="1.0" encoding="utf-8"?>\n<billingAccount xmlns="${DOMAIN}" eid="7"/>\n`;
    expect(asked).toMatchObject([{ method, path, body }]);
    expect(calls).toEqual([
      {
        operation: expect.any(String),
        method,
        pathPattern: path.replace('7', '{eid}'),
        status: 200,
        durationMs: 5,
        outcome: 'done',
        requestBody: body,
      },
    ]);
  });

  test.each<[string, Change]>([
    ['/billingAccounts', (c) => c.createAccount(BODY)],
    ['/adjustments', (c) => c.createAdjustment(BODY)],
    ['/payments', (c) => c.createPayment(BODY)],
  ])('POST %s tells the new EID', async (path, create) => {
    const body = `<createResponse xmlns="${DOMAIN}/rest" type="X" eid="99"/>`;
    const { client, asked } = asking({ status: 201, body });

    expect(await create(client)).toEqual({ kind: 'done', value: { eid: '99' } });
    expect(asked).toMatchObject([{ method: 'POST', path }]);
  });
});

describe('where each question goes', () => {
  type Question = (client: GotransverseClient) => Promise<Outcome<unknown>>;
  const first = 'pageNumber=1&pageSize=50';
  test.each<[string, string, Question]>([
    ['billingAccounts', `/billingAccounts?externalAccountNum=D%201&${first}`, (c) => c.findAccounts('D 1')],
    [
      'billingAccounts',
      '/billingAccounts?billingAccountCategoryEid=3&pageNumber=1&pageSize=50',
      (c) => c.listAccountsByCategory('3', 1),
    ],
    [
      'customFieldValues',
      `/customFieldValues?billingAccountEid=7&${first}`,
      (c) => c.listCustomFieldValues('7'),
    ],
    [
      'adjustments',
      `/adjustments?billingAccountEid=7&status=PENDING&invoiceEid=8&${first}`,
      (c) => c.listAdjustments({ accountEid: '7', status: 'PENDING', invoiceEid: '8' }),
    ],
    [
      'adjustments',
      `/adjustments?billingAccountEid=7&${first}`,
      (c) => c.listAdjustments({ accountEid: '7' }),
    ],
    ['payments', `/payments?reference=T-1&${first}`, (c) => c.findPayments('T-1')],
    ['billCycles', `/billCycles?${first}`, (c) => c.listBillCycles()],
    ['billingAccountCategories', `/billingAccountCategories?${first}`, (c) => c.listCategories()],
    ['adjustmentReasons', `/adjustmentReasons?${first}`, (c) => c.listAdjustmentReasons()],
    ['reasons', `/reasons?type=Suspension&${first}`, (c) => c.listReasons('Suspension')],
    ['customFields', `/customFields?${first}`, (c) => c.listCustomFields()],
    ['systemSettings', `/systemSettings?${first}`, (c) => c.systemSettings(['x'])],
  ])('a list of %s: %s', async (list, path, question) => {
    const { client, asked } = asking(page(list, ''));

    expect((await question(client)).kind).toBe('done');
    expect(asked).toMatchObject([{ method: 'GET', path, body: undefined }]);
  });

  test.each<[string, string, Question]>([
    ['<billingAccount eid="7"/>', '/billingAccounts/7', (c) => c.readAccount('7')],
    ['<billingAccount eid="7"/>', '/billingAccounts/7?queryScope=DEEP', (c) => c.readAccount('7', 'DEEP')],
    ['<person eid="7"/>', '/people/7', (c) => c.readParty('person', '7')],
    ['<organization eid="7"/>', '/organizations/7', (c) => c.readParty('organization', '7')],
    ['<adjustment eid="7" amount="1"/>', '/adjustments/7', (c) => c.readAdjustment('7')],
    ['<user eid="7"/>', '/users/current', (c) => c.currentUser()],
  ])('%s: %s', async (entity, path, question) => {
    const { client, asked } = asking(one(entity));

    expect(await question(client)).toMatchObject({ kind: 'done', value: { eid: '7' } });
    expect(asked).toMatchObject([{ method: 'GET', path }]);
  });
});

test.each(['', '../1', '1/2', '1?x', '-1', '%31', '12345678901234567890', '１'])(
  'the EID %j is not asked for',
  async (eid) => {
    const { client, asked, calls } = asking();

    expect(await client.readAccount(eid)).toMatchObject({ kind: 'rejected' });
    expect(await client.updateAccount(eid, BODY)).toMatchObject({ kind: 'rejected' });
    expect(asked).toEqual([]);
    expect(calls.map(({ outcome, durationMs }) => [outcome, durationMs])).toEqual([
      ['rejected', 0],
      ['rejected', 0],
    ]);
  },
);

test('what XML and addresses cannot carry is not sent', async () => {
  const { client, asked } = asking();

  expect(await client.findAccounts('\ud800')).toMatchObject({ kind: 'rejected' });
  expect(await client.createAccount(element('billingAccount', { eid: '\u0001' }))).toEqual({
    kind: 'rejected',
    reason: 'not sent: eid holds a character that XML cannot carry',
  });
  expect(asked).toEqual([]);
});

test('a refused call is told with the words of both sides, and without what is unknown', async () => {
  const { client, calls } = asking({ status: 422, body: '<a><description>Tim is wrong</description></a>' });
  await client.updateAccount('7', BODY);

  expect(calls).toMatchObject([
    {
      outcome: 'rejected',
      status: 422,
      reason: 'HTTP 422, Gotransverse holds what was sent to be invalid',
      vendorText: 'Tim is wrong',
    },
  ]);
});

describe('an account', () => {
  test('as a deep answer has it, with what later versions add', async () => {
    const { client } = asking(
      one(`<billingAccount queryScope="DEEP" eid="7" accountNum="100" externalAccountNum="D-1" billType="NONE" status="ACTIVE" balance="-1234.5" later="x">
        <monthlyBillCycle eid="1688" dayOfMonth="1"/><person eid="5" firstName="Tim"/><suspensionReason eid="1"/><billingAccountCategory eid="80"/>
        <customFieldValues pageNumber="1" pageSize="50" totalElements="1" elementCount="1" totalPages="1"><customFieldValue eid="9" value="v"><customField eid="4"/></customFieldValue></customFieldValues>
        <parentBillingAccount eid="6"/><responsibleAccount eid="2"/></billingAccount>`),
    );

    expect(valueOf(await client.readAccount('7'))).toEqual({
      eid: '7',
      accountNum: '100',
      externalAccountNum: 'D-1',
      status: 'ACTIVE',
      billType: 'NONE',
      balanceCents: -123_450n,
      party: { kind: 'person', eid: '5' },
      billCycle: { element: 'monthlyBillCycle', eid: '1688' },
      categoryEid: '80',
      parentEid: '6',
      customFieldValues: [{ eid: '9', customFieldEid: '4', value: 'v' }],
    });
  });

  test('of a shallow answer tells no field values, which is not that there are none', async () => {
    const counted = (count: number) =>
      one(
        `<billingAccount eid="7"><customFieldValues totalElements="${count}" elementCount="0"/></billingAccount>`,
      );

    expect(valueOf(await asking(counted(2)).client.readAccount('7')).customFieldValues).toBeUndefined();
    expect(valueOf(await asking(counted(0)).client.readAccount('7')).customFieldValues).toEqual([]);
    expect(
      valueOf(await asking(one('<billingAccount eid="7"/>')).client.readAccount('7')).customFieldValues,
    ).toBeUndefined();
  });

  test('is found by its very number only', async () => {
    const { client } = asking(
      page(
        'billingAccounts',
        '<billingAccount eid="1" externalAccountNum="d-1"/><billingAccount eid="2" externalAccountNum="D-1" status="CLOSED"/><billingAccount eid="3"/><billingAccount eid="4" externalAccountNum="D-1 "/>',
      ),
    );

    expect(valueOf(await client.findAccounts('D-1')).map(({ eid, status }) => [eid, status])).toEqual([
      ['2', 'CLOSED'],
    ]);
  });
});

test('a party has its own attributes and addresses', async () => {
  const { client } = asking(
    one(
      '<organization eid="7" queryScope="DEEP" name="Acme"><addresses><emailAddress purpose="PRIMARY" email="a@b.example"/><fax/></addresses></organization>',
    ),
  );

  expect(valueOf(await client.readParty('organization', '7'))).toEqual({
    kind: 'organization',
    eid: '7',
    attributes: { name: 'Acme' },
    addresses: [{ kind: 'emailAddress', attributes: { purpose: 'PRIMARY', email: 'a@b.example' } }],
  });
});

test('adjustments, payments, settings', async () => {
  const adjustment =
    '<adjustment eid="1" amount="20.00" credit="true" status="PENDING" description="D-1 seq 7" type="MANUAL" occurredOn="2026-01-31T00:00:00.000-06:00"><billingAccount eid="7"/><reason eid="136"/></adjustment>';
  expect(
    valueOf(
      await asking(
        page('adjustments', adjustment, { totalElements: 1, elementCount: 1 }),
      ).client.listAdjustments({ accountEid: '7' }),
    ),
  ).toEqual([
    {
      eid: '1',
      accountEid: '7',
      status: 'PENDING',
      description: 'D-1 seq 7',
      amountCents: 2000n,
      credit: true,
      type: 'MANUAL',
      occurredOn: '2026-01-31T00:00:00.000-06:00',
    },
  ]);
  const payments =
    '<payment eid="1" amount="5" reference="T-1"/><payment eid="2" amount="5" reference="t-1"/>';
  expect(valueOf(await asking(page('payments', payments)).client.findPayments('T-1'))).toMatchObject([
    { eid: '1', amountCents: 500n },
  ]);
  const settings = '<systemSetting name="a" value="1"/><systemSetting name="b" value="2"/>';
  expect(valueOf(await asking(page('systemSettings', settings)).client.systemSettings(['b']))).toEqual([
    { name: 'b', value: '2' },
  ]);
});

describe('money is exact', () => {
  const balanceOf = (balance: string) =>
    asking(one(`<billingAccount eid="7" balance="${balance}"/>`)).client.readAccount('7');

  test.each<[string, bigint | undefined]>([
    ['0', 0n],
    ['-0.00', 0n],
    ['+1.5', 150n],
    ['.5', 50n],
    ['1.', 100n],
    ['0.10', 10n],
    [' 7.000000 ', 700n],
    ['99999999999999999999.99', 9999999999999999999999n],
    ['', undefined],
  ])('%j', async (text, cents) => {
    expect(valueOf(await balanceOf(text)).balanceCents).toBe(cents);
  });

  test.each(['1.001', '1e2', '1,000.00', '$1', '.', '-', 'NaN', '0x10', '1'.repeat(31), '1 2'])(
    'not %j',
    async (text) => {
      expect(await balanceOf(text)).toMatchObject({ kind: 'unavailable' });
    },
  );
});

describe('pages', () => {
  const accounts = (from: number, to: number) =>
    Array.from(
      { length: to - from },
      (_, n) => `<billingAccount eid="${from + n}" externalAccountNum="D-1"/>`,
    ).join('');
  const pageOf = (pageNumber: number, items: string, counts = {}) =>
    page('billingAccounts', items, { pageNumber, totalPages: 3, totalElements: 120, ...counts });

  test('all are read, in order', async () => {
    const { client, asked } = asking(
      pageOf(1, accounts(0, 50)),
      pageOf(2, accounts(50, 100)),
      pageOf(3, accounts(100, 120)),
    );

    expect(valueOf(await client.findAccounts('D-1'))).toHaveLength(120);
    expect(asked.map(({ path }) => /pageNumber=(\d+)/.exec(path)?.[1])).toEqual(['1', '2', '3']);
  });

  test('what moves to the next page meanwhile is told once', async () => {
    const { client } = asking(
      pageOf(1, accounts(0, 50)),
      pageOf(2, accounts(49, 99)),
      pageOf(3, accounts(99, 119)),
    );

    expect(valueOf(await client.findAccounts('D-1'))).toHaveLength(119);
  });

  test.each<[string, Given[], string]>([
    [
      'the same page again',
      [pageOf(1, accounts(0, 50)), pageOf(2, accounts(0, 50))],
      'page 2 repeats what came before',
    ],
    ['another page than asked for', [pageOf(1, accounts(0, 50))], 'page 2 was asked for and page 1 came'],
    [
      'fewer than it says on a page',
      [pageOf(1, accounts(0, 3), { elementCount: 4 })],
      'holds fewer elements than it says',
    ],
    [
      'fewer than it says in all',
      [pageOf(1, accounts(0, 3), { totalPages: 1 })],
      'its pages hold fewer elements than it says',
    ],
    [
      'none, though there are some',
      [page('billingAccounts', '', { totalElements: 1 })],
      'fewer elements than it says',
    ],
    ['no counts', [{ body: `<billingAccounts xmlns="${DOMAIN}/rest"/>` }], '@pageNumber is no count'],
    ['another list', [page('adjustments', '')], 'its root is not billingAccounts'],
    [
      'an item without EID',
      [page('billingAccounts', '<billingAccount/>')],
      'billingAccount has no eid of digits',
    ],
    [
      'an entity of another version',
      [
        {
          body:
            page('billingAccounts', accounts(0, 1)).body?.replace(
              `xmlns="${DOMAIN}"`,
              `xmlns="${DOMAIN.replace('1_29', '1_31')}"`,
            ) ?? '',
        },
      ],
      'billingAccount is of http://www.tractbilling.com/billing/1_31/domain, not of',
    ],
    ['a page of no version', [{ body: '<billingAccounts/>' }], 'is of no namespace, not of'],
    [
      'a page of a strange one',
      [{ body: '<billingAccounts xmlns="urn:Tim"/>' }],
      'is of another namespace, not of',
    ],
  ])('%s is a fault', async (_, answers, reason) => {
    const outcome = await asking(...answers).client.findAccounts('D-1');

    expect(outcome).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining(reason) });
  });

  test('a list without end is left after fifty pages', async () => {
    const answers = Array.from({ length: 60 }, (_, n) =>
      pageOf(n + 1, accounts(n, n + 1), { totalPages: 1_000_000 }),
    );
    const { client, asked } = asking(...answers);

    expect(await client.findAccounts('D-1')).toMatchObject({ kind: 'unavailable' });
    expect(asked).toHaveLength(50);
  });

  test('a fault on the way is the list’s', async () => {
    const { client } = asking(pageOf(1, accounts(0, 50)), { status: 429 });

    expect(await client.findAccounts('D-1')).toMatchObject({ kind: 'throttled' });
  });

  test('elements of other names are ignored, those of every object too', async () => {
    const { client } = asking(page('billingAccounts', '<constructor/><toString/><extra eid="5"/>'));

    expect(await client.findAccounts('D-1')).toEqual({ kind: 'done', value: [] });
  });
});
