import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  startGotransverseSandbox,
  type GotransverseSandbox,
} from '../sandbox/gotransverse/gotransverse-sandbox.js';
import { gotransverseSchema } from '../src/billing/gotransverse/gotransverse.schema.js';
import { described, GotransverseCaller } from './support/gotransverse-caller.js';

let sandbox: GotransverseSandbox;
let caller: GotransverseCaller;

beforeAll(async () => {
  sandbox = await startGotransverseSandbox();
  caller = new GotransverseCaller(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/** A new account's eid. */
function account(externalAccountNum = 'debt-1'): Promise<string> {
  return caller.created('billingAccounts', caller.account(externalAccountNum));
}

async function expectInvalid(path: string, body: string, words: string): Promise<void> {
  const answer = await caller.post(path, body);
  expect([answer.status, described(answer)]).toEqual([422, expect.stringContaining(words)]);
}

const ACCOUNT_REST = '<person eid="21000001"/><billingAccountCategory eid="81"/>';

describe('the door', () => {
  it('lets in who has the password, and tells who they are', async () => {
    const user = (await caller.get('users/current')).root();
    expect(user).toMatchObject({ name: 'user', attributes: { username: 'sandbox' } });
    const wrong = new GotransverseCaller({ ...sandbox, password: 'sandboy' });
    const refused = await wrong.get('users/current');
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('Basic'),
    ]);
    expect((await caller.send('GET', 'users/current', undefined, { authorization: '' })).status).toBe(401);
  });

  it.each(['1.27', '1.28', '1.29', '1.30', '1.31', '1.32', '1.33'])(
    'speaks version %s, and refuses a body of another',
    async (version) => {
      const versioned = new GotransverseCaller(sandbox, version);
      const created = (await versioned.post('billingAccounts', versioned.account('debt-1'))).root();
      expect(created).toMatchObject({
        name: 'createResponse',
        namespace: `${versioned.namespace}/rest`,
        attributes: { type: 'BillingAccount', eid: '5000001' },
        children: [],
      });
      const page = (await versioned.get('billingAccounts?externalAccountNum=debt-1')).root();
      expect(page.namespace).toBe(`${versioned.namespace}/rest`);
      expect(page.children[0]).toMatchObject({ name: 'billingAccount', namespace: versioned.namespace });

      const body = versioned.account('debt-2').replace('/domain"', '_0/domain"');
      const refused = await versioned.post('billingAccounts', body);
      expect([refused.status, described(refused)]).toEqual([
        400,
        'Bad request, Enter a valid entity in <billingAccount></billingAccount>',
      ]);
    },
  );

  it('refuses what is no XML, no known path and no method of it', async () => {
    const plain = { 'content-type': 'text/xml' };
    expect((await caller.send('POST', 'billingAccounts', caller.account('a'), plain)).status).toBe(415);
    const malformed = await caller.post('billingAccounts', '<billingAccount eid="1" <');
    expect([malformed.status, malformed.text]).toEqual([
      500,
      expect.stringMatching(/^Unmarshalling Error: Unexpected .* in attribute value at \[row,col \{unknown-/),
    ]);
    expect((await caller.post('billingAccounts', `<adjustment xmlns="${caller.namespace}"/>`)).status).toBe(
      400,
    );
    expect((await caller.get('billingAccount')).status).toBe(404);
    expect((await caller.get('billingAccounts/17')).status).toBe(404);
    expect((await new GotransverseCaller(sandbox, '1.34').get('billCycles')).status).toBe(404);
    expect((await caller.post('people', `<person xmlns="${caller.namespace}"/>`)).status).toBe(405);
    expect((await caller.delete(`billingAccounts/${await account()}`)).status).toBe(405);
    expect((await caller.post(`billingAccounts/${await account()}/dance`, '<a/>')).status).toBe(404);
    expect((await caller.post('billingAccounts', `<a>${'x'.repeat(17 * 1024 * 1024)}</a>`)).status).toBe(413);
  });

  it.each([
    // The vendor's own tutorial sends both of these, and its own schema takes neither.
    [
      'organization and person',
      (body: string) => body.replace('<person', '<organization name="A"/><person'),
      'person is not expected here',
    ],
    [
      'the person after the category',
      (body: string) => body.replace(/(<person[^]*<\/person>)\s*(<billingAccountCategory[^>]*>)/, '$2$1'),
      'person is not expected here',
    ],
    [
      'two bill cycles',
      (body: string) => body.replace('<person', '<dailyBillCycle eid="1682"/><person'),
      'dailyBillCycle is not',
    ],
    [
      'an unknown attribute',
      (body: string) => body.replace('billType', 'referral="x" billType'),
      '@referral is not known',
    ],
    [
      'no such bill type',
      (body: string) => body.replace('"NONE"', '"none"'),
      '@billType is none of the values',
    ],
    [
      'no such purpose',
      (body: string) => body.replace('"BILLING"', '"HOME"'),
      'postalAddress/@purpose is none of the',
    ],
  ])('refuses what the schema refuses: %s', async (_what, spoil, words) => {
    const refused = await caller.post('billingAccounts', spoil(caller.account('debt-1')));
    expect([refused.status, described(refused)]).toEqual([400, expect.stringContaining(words)]);
    expect(sandbox.state.all().counts).toMatchObject({ accounts: 0, people: 0 });
  });

  it('answers 500 for a wrong datatype, as the vendor says of itself', async () => {
    const refused = await caller.post(
      'billingAccounts',
      caller.account('debt-1').replace('1980-02-03', '1980-02-03T00:00:00Z'),
    );
    expect([refused.status, refused.text]).toEqual([
      500,
      expect.stringContaining('Mismatched input: person/@dob'),
    ]);
  });

  it('holds its own answers to the schema, as far as they are entities', async () => {
    const eid = await account();
    const credit = await caller.created('adjustments', caller.adjustment(eid, '1.00', true, '133'));
    await caller.post(`adjustments/${credit}/post`, caller.command('postAdjustment', 'adjustment', credit));
    const value = '<customFieldValue value="A"><customField eid="311"/></customFieldValue>';
    await caller.post(
      `billingAccounts/${eid}/addCustomFieldValue`,
      caller.command('addCustomFieldValueToBillingAccount', 'billingAccount', eid, value),
    );
    for (const path of [
      `billingAccounts/${eid}`,
      `billingAccounts/${eid}?queryScope=DEEP`,
      `adjustments/${credit}`,
      'people/21000001',
    ])
      expect([path, gotransverseSchema('1.29').problemsOf((await caller.get(path)).text)]).toEqual([
        path,
        [],
      ]);
  });

  it('leaves the judging to another judge, or to none', async () => {
    const free = await startGotransverseSandbox({ judge: () => [] });
    try {
      const lenient = new GotransverseCaller(free);
      const eid = await lenient.created('billingAccounts', lenient.account('debt-1', 'referral="x"'));
      for (const [wrong, words] of [
        ['amount="1,000.00"', "'1,000.00' expecting DECIMAL"],
        ['occurredOn="2026-01-31"', "'2026-01-31' expecting DATE_TIME"],
        ['credit="yes"', "'yes' expecting BOOLEAN"],
      ] as const) {
        const body = lenient
          .adjustment(eid, '1.00', false)
          .replace(new RegExp(`${wrong.split('=')[0]!}="[^"]*"`), wrong);
        const refused = await lenient.post('adjustments', body);
        expect([refused.status, refused.text]).toEqual([500, `Mismatched input ${words}`]);
      }
    } finally {
      await free.close();
    }
  });
});

describe('reference data', () => {
  it.each([
    ['billCycles?name=Monthly', 'monthlyBillCycle', { eid: '1681', status: 'ACTIVE' }],
    ['billCycles?type=Quarterly', 'quarterlyBillCycle', { name: 'Quarterly' }],
    ['billingAccountCategories?desc=Commercial debt', 'billingAccountCategory', { eid: '82' }],
    ['adjustmentReasons?creditOnly=true', 'adjustmentReason', { name: 'Balance decrease', level: 'PRIMARY' }],
    ['reasons?type=Suspension', 'suspensionReason', { name: 'Hold' }],
    ['reasons?name=Closed', 'deactivationReason', { reasonType: 'Deactivation' }],
    ['customFields?type=BILLING_ACCOUNT&name=Creditor', 'customField', { eid: '312', searchable: 'true' }],
    ['systemSettings?name=Mandatory Billing Address', 'systemSetting', { value: 'FALSE' }],
  ])('%s', async (path, name, attributes) => {
    const page = (await caller.get(path)).root();
    expect(page.children).toEqual([expect.objectContaining({ name })]);
    expect(page.children[0]?.attributes).toMatchObject(attributes);
    const [resource] = path.split('?');
    const one = await caller.get(`${resource!}/${page.children[0]!.attributes['eid']!}`);
    expect(one.root()).toMatchObject({ name, attributes });
  });

  it('has no invoices, and says so only when a key is given', async () => {
    expect((await caller.get('invoices?billingAccountEid=1')).root().attributes['totalElements']).toBe('0');
    expect((await caller.get('invoices')).status).toBe(422);
    expect((await caller.get('invoices/1')).status).toBe(404);
  });
});

describe('accounts', () => {
  it('are shown shallow or deep, by themselves or in a page', async () => {
    const body = caller.account(
      'debt-1',
      'startDate="2026-01-01T00:00:00Z"',
      '<customFieldValues><customFieldValue value="CR-1"><customField eid="311"/></customFieldValue></customFieldValues>',
    );
    const eid = await caller.created('billingAccounts', body);
    const shallow = (await caller.get(`billingAccounts/${eid}`)).root();
    expect(shallow).toMatchObject({
      namespace: caller.namespace,
      attributes: {
        eid,
        queryScope: 'SHALLOW',
        accountNum: '1000001',
        externalAccountNum: 'debt-1',
        billType: 'NONE',
        status: 'ACTIVE',
        balance: '0.00',
        startDate: '2026-01-01T00:00:00Z',
      },
    });
    expect(shallow.children.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['monthlyBillCycle', { eid: '1681', queryScope: 'EID' }],
      ['person', { eid: '21000001', queryScope: 'EID' }],
      ['billingAccountCategory', { eid: '81', queryScope: 'EID' }],
      ['customFieldValues', expect.objectContaining({ totalElements: '1', elementCount: '0' })],
      ['people', expect.objectContaining({ totalElements: '0' })],
    ]);
    const deep = (await caller.get('billingAccounts?externalAccountNum=debt-1&queryScope=DEEP')).root();
    const [, person, category, values] = deep.children[0]!.children;
    expect(person!.children[0]!.children.map(({ name }) => name)).toEqual([
      'postalAddress',
      'emailAddress',
      'telecomAddress',
    ]);
    expect(category!.attributes).toMatchObject({ description: 'Debt' });
    expect(values!.children[0]).toMatchObject({
      attributes: { value: 'CR-1' },
      children: [{ name: 'customField', attributes: { name: 'Creditor ID' } }],
    });
    expect((await caller.get('billingAccounts?queryScope=WIDE')).status).toBe(500);
  });

  it.each([
    ['billType', (body: string) => body.replace('billType="NONE"', '')],
    ['a bill cycle is required', (body: string) => body.replace('<monthlyBillCycle eid="1681"/>', '')],
    ['is no monthlyBillCycle', (body: string) => body.replace('"1681"', '"1682"')],
    ['bill cycle 81 does not exist', (body: string) => body.replace('"1681"', '"81"')],
    ['not active', (body: string) => body.replace('"1681"', '"1685"')],
    [
      'billingAccountCategory is required',
      (body: string) => body.replace('<billingAccountCategory eid="81"/>', ''),
    ],
    ['billingAccountCategory 1681 does not exist', (body: string) => body.replace('"81"', '"1681"')],
    ['not active', (body: string) => body.replace('"81"', '"83"')],
    ['person or organization', (body: string) => body.replace(/<person[^]*<\/person>/, '')],
    [
      'person 5000001 does not exist',
      (body: string) => body.replace(/<person[^]*<\/person>/, '<person eid="5000001"/>'),
    ],
    ['person lastName', (body: string) => body.replace('lastName="Curri"', 'lastName=" "')],
    ['organization name', (body: string) => body.replace(/<person[^]*<\/person>/, '<organization/>')],
    ['postalAddress country', (body: string) => body.replace('country="USA"', '')],
    ['telecomAddress areaCode', (body: string) => body.replace('areaCode="512"', '')],
    ['emailAddress purpose', (body: string) => body.replace('purpose="PRIMARY"', '')],
    [
      'parentBillingAccount 17 does not exist',
      (body: string) =>
        body.replace('</billingAccount>', '<parentBillingAccount eid="17"/></billingAccount>'),
    ],
    [
      'longer than 255',
      (body: string) =>
        body.replace(
          '</billingAccount>',
          `<customFieldValues><customFieldValue value="${'x'.repeat(256)}"><customField eid="311"/></customFieldValue></customFieldValues></billingAccount>`,
        ),
    ],
    [
      'customField does not exist or is not enabled',
      (body: string) =>
        body.replace(
          '</billingAccount>',
          '<customFieldValues><customFieldValue value="x"><customField eid="314"/></customFieldValue></customFieldValues></billingAccount>',
        ),
    ],
  ])('are refused: %s; and nothing is left behind', async (words, spoil) => {
    await expectInvalid('billingAccounts', spoil(caller.account('debt-1')), words);
    expect(sandbox.state.all().counts).toEqual({
      accounts: 0,
      people: 0,
      organizations: 0,
      adjustments: 0,
      payments: 0,
      customFieldValues: 0,
    });
    expect(await account()).toBe('5000001');
  });

  it('share a party, and are found by it', async () => {
    const first = await account();
    const second = await caller.created(
      'billingAccounts',
      `<billingAccount xmlns="${caller.namespace}" billType="NONE"><dailyBillCycle eid="1682"/>${ACCOUNT_REST}</billingAccount>`,
    );
    const page = (await caller.get('billingAccounts?partyEid=21000001')).root();
    expect(page.children.map(({ attributes }) => attributes['eid'])).toEqual([first, second]);
    expect((await caller.get(`people?billingAccountEid=${second}`)).root().children).toHaveLength(1);
    expect(sandbox.state.all().counts).toMatchObject({ accounts: 2, people: 1 });
  });

  it.each([
    'accountNum=1000002',
    'externalAccountNum=debt-2',
    'status=SUSPENDED',
    'billCycleEid=1684',
    'billingAccountCategoryEid=82',
    'parentEid=5000001',
    'emailAddress=two@example.com',
    'customFieldValue=CR-2',
    'customFieldEid=313',
    'billType=PAPER&currencyType=USD',
    "whereBillingAccount=(externalAccountNum like 'debt-_' and (eid gt '5000001' or status eq 'X'))",
  ])('are found by %s', async (query) => {
    await account();
    const second = caller
      .account(
        'debt-2',
        '',
        '<customFieldValues><customFieldValue value="CR-2"><customField eid="313"/></customFieldValue></customFieldValues><parentBillingAccount eid="5000001"/>',
      )
      .replace('<monthlyBillCycle eid="1681"/>', '<yearlyBillCycle eid="1684"/>')
      .replace('"81"', '"82"')
      .replace('tim@', 'two@')
      .replace('"NONE"', '"PAPER"');
    const eid = await caller.created('billingAccounts', second);
    await caller.post(
      `billingAccounts/${eid}/suspend`,
      caller.command('suspendBillingAccount', 'billingAccount', eid, '<reason eid="211"/>'),
    );
    const page = (await caller.get(`billingAccounts?${query}`)).root();
    expect(page.children.map(({ attributes }) => attributes['eid'])).toEqual([eid]);
  });

  it('are not found by keys about what is not here, and refuse keys that do not exist', async () => {
    await account();
    expect((await caller.get('billingAccounts?orderNum=1')).root().children).toEqual([]);
    expect((await caller.get('billingAccounts?externalAccountNum=DEBT-1')).root().children).toEqual([]);
    expect((await caller.get('billingAccounts?externalAccountNumber=debt-1')).status).toBe(400);
    expect((await caller.get('billingAccounts?toString=1')).status).toBe(400);
    for (const wrong of [
      'eid=abc',
      'pageNumber=0',
      'whereBillingAccount=(status eq "ACTIVE")',
      'whereBillingAccount=(status)',
    ]) {
      const refused = await caller.get(`billingAccounts?${wrong}`);
      expect([refused.status, refused.text]).toEqual([
        500,
        expect.stringMatching(/^Mismatched input '.*' expecting /),
      ]);
    }
  });

  it('by customFieldValue and another key, as at the vendor, come with rows that the other key does not fit', async () => {
    sandbox.state.plant({ externalAccountNum: 'other' });
    const value =
      '<customFieldValues><customFieldValue value="CR"><customField eid="311"/></customFieldValue></customFieldValues>';
    await caller.created('billingAccounts', caller.account('debt-1', '', value));
    const page = (await caller.get('billingAccounts?customFieldValue=CR&externalAccountNum=other')).root();
    expect(page.children.map(({ attributes }) => attributes['externalAccountNum'])).toEqual(['debt-1']);
  });

  it('come in pages of at most 50', async () => {
    sandbox.state.plant({ externalAccountNum: 'many', count: 120 });
    const pages = await Promise.all(
      ['', '&pageNumber=2', '&pageNumber=3&pageSize=200', '&pageNumber=4', '&pageNumber=2&pageSize=7'].map(
        async (query) => (await caller.get(`billingAccounts?externalAccountNum=many${query}`)).root(),
      ),
    );
    expect(
      pages.map(({ attributes, children }) => [
        Object.values(attributes).join(' '),
        children[0]?.attributes['eid'],
      ]),
    ).toEqual([
      ['1 50 120 50 3', '5000001'],
      ['2 50 120 50 3', '5000051'],
      ['3 50 120 20 3', '5000101'],
      ['4 50 120 0 3', undefined],
      ['2 7 120 7 18', '5000008'],
    ]);
    expect(Object.keys(pages[0]!.attributes)).toEqual([
      'pageNumber',
      'pageSize',
      'totalElements',
      'elementCount',
      'totalPages',
    ]);
  });

  it('are changed in what is sent, and nothing else', async () => {
    const eid = await account();
    const change = (attributes: string, children = ''): string =>
      `<billingAccount xmlns="${caller.namespace}" eid="${eid}" ${attributes}>${children}</billingAccount>`;
    const answer = await caller.put(
      `billingAccounts/${eid}`,
      change('billType="EMAIL" balance="5.00"', '<billingAccountCategory eid="82"/>'),
    );
    expect(answer.root()).toMatchObject({
      name: 'updateResponse',
      attributes: { type: 'BillingAccount', eid },
    });
    expect(sandbox.state.accounts('debt-1')[0]).toMatchObject({
      billType: 'EMAIL',
      category: 'Commercial debt',
      balance: '0.00',
    });
    for (const wrong of [
      change('', '<dailyBillCycle eid="1682"/>'),
      change('', '<person firstName="A" lastName="B"/>'),
      change('', '<parentBillingAccount eid="1"/>'),
      change('').replace(eid, '17'),
    ])
      expect((await caller.put(`billingAccounts/${eid}`, wrong)).status).toBe(422);
  });

  it('may have one external number several times, unless the sandbox is told otherwise', async () => {
    await account();
    await account();
    expect(sandbox.state.accounts('debt-1')).toHaveLength(2);
    const unique = await startGotransverseSandbox({ unique: true });
    try {
      const strict = new GotransverseCaller(unique);
      await strict.created('billingAccounts', strict.account('debt-1'));
      const refused = await strict.post('billingAccounts', strict.account('debt-1'));
      expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('ALREADY_EXISTS')]);
    } finally {
      await unique.close();
    }
  });
});

describe('what happens to an account', () => {
  const run = (path: string, root: string, eid: string, rest = '') =>
    caller.post(`billingAccounts/${eid}/${path}`, caller.command(root, 'billingAccount', eid, rest));
  const suspend = (eid: string, rest = '<startDate>2026-02-01T00:00:00Z</startDate><reason eid="211"/>') =>
    run('suspend', 'suspendBillingAccount', eid, rest);
  const deactivate = (eid: string, rest = '<reason eid="212"/>') =>
    run('deactivate', 'deactivateBillingAccount', eid, rest);
  const statusOf = async (eid: string) =>
    (await caller.get(`billingAccounts/${eid}`)).root().attributes['status'];

  it('suspended, resumed, deactivated, and with nothing left final and closed', async () => {
    const eid = await account();
    const answer = await suspend(eid);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect((await suspend(eid)).status).toBe(422);
    const newest = new GotransverseCaller(sandbox, '1.33');
    const names = (await newest.get(`billingAccounts/${eid}`)).root().children.map(({ name }) => name);
    expect(names.slice(1, 3)).toEqual(['person', 'suspensionReason']);
    expect((await run('resume', 'resumeBillingAccount', eid)).status).toBe(200);
    expect((await run('resume', 'resumeBillingAccount', eid)).status).toBe(422);
    expect((await deactivate(eid)).status).toBe(200);
    expect((await deactivate(eid)).status).toBe(422);
    expect((await run('resume', 'resumeBillingAccount', eid)).status).toBe(422);
    expect([await statusOf(eid), await statusOf(eid), await statusOf(eid), await statusOf(eid)]).toEqual([
      'DEACTIVATED',
      'FINAL_BILL',
      'CLOSED',
      'CLOSED',
    ]);
    await expectInvalid('adjustments', caller.adjustment(eid, '1.00', false), 'the account is CLOSED');
  });

  it('stays deactivated while something is owed or pending', async () => {
    const [owing] = sandbox.state.plant({
      externalAccountNum: 'a',
      balanceCents: 100,
      status: 'DEACTIVATED',
    });
    const pending = await account();
    await caller.created('adjustments', caller.adjustment(pending, '1.00', false));
    await deactivate(pending);
    for (const eid of [owing!, pending, owing!, pending]) expect(await statusOf(eid)).toBe('DEACTIVATED');
  });

  it.each([
    ['no Suspension reason', '<reason eid="212"/>'],
    ['no Suspension reason', '<reason eid="999"/>'],
  ])('not suspended: %s', async (words, rest) => {
    const eid = await account();
    const body = caller.command('suspendBillingAccount', 'billingAccount', eid, rest);
    await expectInvalid(`billingAccounts/${eid}/suspend`, body, words);
  });

  it('refuses a command whose body is about another, or about nothing that is known', async () => {
    const eid = await account();
    const other = await account('debt-2');
    const body = caller.command('suspendBillingAccount', 'billingAccount', other, '<reason eid="211"/>');
    await expectInvalid(`billingAccounts/${eid}/suspend`, body, 'differ');
    expect((await suspend('17')).status).toBe(404);
    expect((await suspend(eid, '<startDate>yesterday</startDate><reason eid="211"/>')).status).toBe(500);
  });

  it('moved to another bill cycle, of any kind', async () => {
    const eid = await account();
    const moved = await run(
      'moveToBillCycle',
      'moveBillingAccountToBillCycle',
      eid,
      '<billCycle eid="1682"/>',
    );
    expect(moved.root()).toMatchObject({ name: 'updateResponse', attributes: { eid } });
    expect(sandbox.state.accounts('debt-1')[0]?.billCycle).toBe('Daily');
    expect(
      (await run('moveToBillCycle', 'moveBillingAccountToBillCycle', eid, '<billCycle eid="1685"/>')).status,
    ).toBe(422);
  });

  it('given a parent, another one, none, and never itself', async () => {
    const [child, parent, above] = [await account('child'), await account('parent'), await account('above')];
    const link = (path: string, of: string, to: string) =>
      run(path, path, of, `<parentBillingAccount eid="${to}"/>`);
    const parentOf = () => sandbox.state.accounts('child')[0]?.parentEid;
    expect((await link('changeParentBillingAccount', child, parent)).status).toBe(422);
    expect((await link('addParentBillingAccount', child, parent)).root().name).toBe('addResponse');
    expect((await link('addParentBillingAccount', parent, above)).status).toBe(200);
    for (const [of, to] of [
      [child, child],
      [above, child],
      [child, '17'],
    ] as const)
      expect((await link('addParentBillingAccount', of, to)).status).toBe(422);
    expect((await caller.get(`billingAccounts?parentEid=${parent}`)).root().children).toHaveLength(1);
    await link('changeParentBillingAccount', child, above);
    expect(parentOf()).toBe(above);
    expect((await link('removeParentBillingAccount', child, parent)).status).toBe(422);
    expect((await link('removeParentBillingAccount', child, above)).status).toBe(200);
    expect(parentOf()).toBeUndefined();
  });

  it('given values of custom fields, changed and taken away', async () => {
    const eid = await account();
    const add = (value: string) =>
      run(
        'addCustomFieldValue',
        'addCustomFieldValueToBillingAccount',
        eid,
        `<customFieldValue value="${value}"><customField eid="311"/></customFieldValue>`,
      );
    const added = (await add('A')).root();
    expect(added).toMatchObject({ name: 'addResponse', attributes: { type: 'CustomFieldValue' } });
    expect((await add('B')).text).toContain('ALREADY_EXISTS');
    const valueEid = added.attributes['eid']!;
    await caller.put(
      `customFieldValues/${valueEid}`,
      `<customFieldValue xmlns="${caller.namespace}" eid="${valueEid}" value="C"/>`,
    );
    expect(sandbox.state.accounts('debt-1')[0]?.customFields).toEqual({ 'Creditor ID': 'C' });
    const found = (await caller.get('customFieldValues?externalAccountNum=debt-1&value=C')).root();
    expect(found.children.map(({ attributes }) => attributes['eid'])).toEqual([valueEid]);
    expect((await caller.get('customFieldValues?value=C')).status).toBe(422);
    const remove = () =>
      run(
        'removeCustomFieldValue',
        'removeCustomFieldValueFromBillingAccount',
        eid,
        `<customFieldValue eid="${valueEid}"/>`,
      );
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(422);
    expect(sandbox.state.accounts('debt-1')[0]?.customFields).toEqual({});
  });
});

describe('people and organizations', () => {
  it('are changed, and an address takes the place of the one with its purpose', async () => {
    await account();
    const person = 'people/21000001';
    await caller.put(
      person,
      `<person xmlns="${caller.namespace}" eid="21000001" lastName="O'Brien &amp; Sons"/>`,
    );
    const address =
      '<postalAddress purpose="BILLING" country="USA" city="Waco" regionOrState="TX" postalCode="76701" line1="2 Road"/>';
    const added = await caller.post(
      `${person}/addAddress`,
      caller.command('addAddressToParty', 'person', '21000001', address),
    );
    expect(added.root()).toMatchObject({
      name: 'addResponse',
      attributes: { type: 'Person', eid: '21000001' },
    });
    const shown = (await caller.get(person)).root();
    expect(shown.attributes).toMatchObject({ firstName: 'Tim', lastName: "O'Brien & Sons" });
    const cities = shown.children[0]!.children.flatMap(({ attributes }) => attributes['city'] ?? []);
    expect(cities).toEqual(['Waco']);
    expect((await caller.get("people?lastName=O'Brien %26 Sons")).root().children).toHaveLength(1);

    expect((await caller.put(person, `<person xmlns="${caller.namespace}" firstName=""/>`)).status).toBe(422);
    const two = caller.command('addAddressToParty', 'person', '21000001', address + address);
    expect((await caller.post(`${person}/addAddress`, two)).status).toBe(400);
    expect(
      (
        await caller.post(
          `${person}/addAddress`,
          two.replace(address, '').replaceAll('person', 'organization'),
        )
      ).status,
    ).toBe(422);
  });

  it('of each kind are found under their own name alone', async () => {
    const body = caller
      .account('debt-1')
      .replace(/<person[^]*<\/person>/, '<organization name="Acme Supply"/>');
    await caller.created('billingAccounts', body);
    const found = (await caller.get('organizations?name=Acme Supply')).root().children;
    expect(found.map(({ attributes }) => attributes['eid'])).toEqual(['31000001']);
    expect((await caller.get('people')).root().children).toEqual([]);
    expect((await caller.get('people/31000001')).status).toBe(404);
  });
});

describe('money', () => {
  const balance = async (eid: string) =>
    (await caller.get(`billingAccounts/${eid}`)).root().attributes['balance'];
  const run = (path: string, root: string, eid: string, rest = '', attributes = '') =>
    caller.post(`adjustments/${eid}/${path}`, caller.command(root, 'adjustment', eid, rest, attributes));
  const post = (eid: string) => run('post', 'postAdjustment', eid);

  it('moves when an adjustment is posted, once, up by a debit and down by a credit', async () => {
    const eid = await account();
    const debit = await caller.created('adjustments', caller.adjustment(eid, '120.1', false, '131'));
    expect(await balance(eid)).toBe('0.00');
    const posted = await post(debit);
    expect([posted.status, posted.text]).toEqual([200, '']);
    expect(await balance(eid)).toBe('120.10');
    expect((await post(debit)).status).toBe(422);
    const credit = await caller.created('adjustments', caller.adjustment(eid, '120.35', true, '133'));
    await post(credit);
    expect(await balance(eid)).toBe('-0.25');

    const page = (await caller.get(`adjustments?billingAccountEid=${eid}&status=POSTED`)).root();
    expect(
      page.children.map(({ attributes }) => [
        attributes['amount'],
        attributes['credit'],
        attributes['description'],
      ]),
    ).toEqual([
      ['120.10', 'false', 'seq 1'],
      ['120.35', 'true', 'seq 1'],
    ]);
    expect(page.children[0]!.children).toMatchObject([
      { name: 'billingAccount', attributes: { eid, queryScope: 'EID' } },
      { name: 'reason', attributes: { eid: '131', name: 'Placement' } },
    ]);
    expect((await caller.get(`adjustments?accountNum=1000001&credit=true`)).root().children).toHaveLength(1);
    expect((await caller.get('adjustments?status=POSTED')).status).toBe(422);
    expect((await caller.get('adjustments?externalAccountNum=debt-1')).status).toBe(400);
  });

  it('is exact where floating point is not', async () => {
    const eid = await account();
    for (const amount of ['0.1', '0.2', '90071992547409.91', '90071992547409.91'])
      await post(await caller.created('adjustments', caller.adjustment(eid, amount, false)));
    expect(await balance(eid)).toBe('180143985094820.12');
  });

  it.each([
    ['is for credits only', '1.00', false, '133'],
    ['must not be negative', '-1.00', false, '132'],
    ['finer than a cent', '1.005', true, '133'],
    ['too large', '90071992547409.92', true, '133'],
    ['reason 211 does not exist', '1.00', false, '211'],
    ['is not active', '1.00', false, '135'],
    ['is not PRIMARY', '1.00', false, '136'],
  ])('refuses an adjustment: %s', async (words, amount, credit, reason) => {
    await expectInvalid('adjustments', caller.adjustment(await account(), amount, credit, reason), words);
  });

  it.each([
    ['credit is required', 422, (body: string) => body.replace('credit="false"', '')],
    ['occurredOn is required', 422, (body: string) => body.replace(/occurredOn="[^"]*"/, '')],
    ['reason is required', 422, (body: string) => body.replace(/<reason[^>]*>/, '')],
    ['billingAccount does not exist', 422, (body: string) => body.replace('"5000001"', '"17"')],
    ['Mismatched input: adjustment/@amount', 500, (body: string) => body.replace('1.00', '1,000.00')],
    [
      'Mismatched input: adjustment/@occurredOn',
      500,
      (body: string) => body.replace('T00:00:00.000-06:00', ''),
    ],
    ['Mismatched input: adjustment/@credit', 500, (body: string) => body.replace('"false"', '"yes"')],
  ])('refuses an adjustment: %s, with %i', async (words, status, spoil) => {
    const answer = await caller.post('adjustments', spoil(caller.adjustment(await account(), '1.00', false)));
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(words)]);
  });

  it('leaves pending ones to be changed and deleted, posted ones not', async () => {
    const eid = await account();
    const pending = await caller.created('adjustments', caller.adjustment(eid, '1.00', false));
    const change = `<adjustment xmlns="${caller.namespace}" eid="${pending}" amount="2.00" credit="true"><reason eid="133"/></adjustment>`;
    expect((await caller.put(`adjustments/${pending}`, change)).root().name).toBe('updateResponse');
    expect((await caller.put('adjustments', change.replace('2.00', '3.00'))).status).toBe(200);
    await post(pending);
    expect(await balance(eid)).toBe('-3.00');
    expect((await caller.put(`adjustments/${pending}`, change)).status).toBe(422);
    expect((await caller.delete(`adjustments/${pending}`)).status).toBe(422);
    expect((await run('remove', 'removeAdjustment', pending)).status).toBe(422);

    const [first, second] = [
      await caller.created('adjustments', caller.adjustment(eid, '1.00', false)),
      await caller.created('adjustments', caller.adjustment(eid, '1.00', false)),
    ];
    expect((await caller.delete(`adjustments/${first}`)).status).toBe(200);
    expect((await run('remove', 'removeAdjustment', second)).status).toBe(200);
    expect((await caller.get(`adjustments/${first}`)).status).toBe(404);
    expect(await caller.created('adjustments', caller.adjustment(eid, '1.00', false))).toBe(
      String(Number(second) + 1),
    );
  });

  it('goes back by a reversal: of credits, and of debits that no invoice has yet', async () => {
    const eid = await account();
    const debit = await caller.created('adjustments', caller.adjustment(eid, '10.00', false));
    const credit = await caller.created('adjustments', caller.adjustment(eid, '4.00', true, '133'));
    const reverse = (of: string) => run('reverse', 'reverseAdjustment', of, '', 'fullAmount="true"');
    const reverseDebit = (of: string) =>
      run('reverseDebit', 'reverseDebitAdjustment', of, '<reason eid="133"/>', 'description="wrong"');
    expect((await reverse(credit)).status).toBe(422);
    await post(debit);
    await post(credit);
    expect((await reverse(debit)).status).toBe(422);
    expect((await reverseDebit(credit)).status).toBe(422);
    expect((await reverse(credit)).status).toBe(200);
    expect((await reverse(credit)).status).toBe(422);
    expect(await balance(eid)).toBe('10.00');
    sandbox.state.markInvoiced(eid);
    expect(described(await reverseDebit(debit))).toContain('has been invoiced');
    const other = await caller.created('adjustments', caller.adjustment(eid, '5.00', false));
    await post(other);
    expect((await reverseDebit(other)).status).toBe(200);
    expect(await balance(eid)).toBe('10.00');
  });

  it('can be adjusted by a command of the account', async () => {
    const eid = await account();
    const configuration =
      '<adjustmentConfiguration occurredOn="2026-01-31T00:00:00Z" type="MANUAL" amount="7.00" credit="false"><reason eid="134"/></adjustmentConfiguration>';
    const path = `billingAccounts/${eid}/addAdjustment`;
    const body = caller.command('addAdjustmentToBillingAccount', 'billingAccount', eid, configuration);
    expect((await caller.post(path, body)).root()).toMatchObject({
      name: 'addResponse',
      attributes: { type: 'Adjustment' },
    });
    expect(sandbox.state.accounts('debt-1')[0]?.adjustments).toMatchObject([
      { status: 'PENDING', amountCents: 700, reason: 'Late fee' },
    ]);
    expect(
      (await caller.post(path, caller.command('addAdjustmentToBillingAccount', 'billingAccount', eid)))
        .status,
    ).toBe(400);
  });

  it('falls by a payment, and rises when it is taken back', async () => {
    const eid = await account();
    const body = `<payment xmlns="${caller.namespace}" amount="5.00" reference="tx-1"><billingAccount eid="${eid}"/><cashPayment/></payment>`;
    const payment = await caller.created('payments', body);
    expect(await balance(eid)).toBe('-5.00');
    expect((await caller.get('payments?reference=tx-1')).root().children[0]).toMatchObject({
      attributes: { eid: payment, status: 'COMPLETED', amount: '5.00' },
      children: [{ name: 'billingAccount' }, { name: 'cashPayment' }],
    });
    expect((await caller.get('payments')).status).toBe(422);
    const undo = (path: string, root: string, of: string, reason = '214', attributes = 'partial="false"') =>
      caller.post(
        `payments/${of}/${path}`,
        caller.command(root, 'payment', of, `<reason eid="${reason}"/>`, attributes),
      );
    expect((await undo('cancel', 'cancelPayment', payment, '211')).status).toBe(422);
    expect((await undo('cancel', 'cancelPayment', payment)).status).toBe(200);
    expect((await undo('reverse', 'reversePayment', payment, '214', '')).status).toBe(422);
    expect(await balance(eid)).toBe('0.00');
    for (const wrong of [
      body.replace('<cashPayment/>', ''),
      body.replace('amount="5.00"', ''),
      body.replace(eid, '17'),
    ])
      expect((await caller.post('payments', wrong)).status).toBe(422);
  });
});
