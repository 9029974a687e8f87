import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { ApiKeysService } from '../src/platform/auth/api-keys.service.js';
import { cliCaller, type Scope } from '../src/platform/auth/caller.js';
import { dataOf } from './support/api.js';
import { books, childOf, newRef } from './support/books.js';
import { type Answer, fieldsAtFault, problemOf } from './support/http.js';
import { ENCRYPTION_KEY, startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

type Body = Record<string, unknown>;

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

const api = () => service.api();

type Params = Record<string, string | number | readonly string[]>;

function list(path: string, params: Params = {}, via: Service = service): Promise<Answer> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    for (const one of Array.isArray(value) ? (value as string[]) : [String(value)]) query.append(name, one);
  return via.api().get(`${path}?${query.toString()}`);
}

function namesOf(answer: Answer): string[] {
  return (dataOf(answer, 200) as { external_id: string }[]).map(({ external_id }) => external_id);
}

function nextOf(answer: Answer): string | null {
  return (answer.body as { meta: { next_cursor: string | null } }).meta.next_cursor;
}

function expectRefused(answer: Answer, status: number, fields: string[]): void {
  expect(answer).toMatchObject({ status });
  expect(fieldsAtFault(answer)).toEqual(fields);
}

const MAX = 9_999_999_999_999;

describe('limits', () => {
  beforeAll(async () => {
    for (let count = 0; count < 52; count += 1) await make.location();
  });

  test.each(['/locations', '/customers', '/debt-accounts'])('of %s are 1 to 500', async (path) => {
    for (const limit of [0, -1, 501, '1.5', 'all', '', ' 5', '1e2', '0x10', '99999999999999999999'])
      expectRefused(await list(path, { limit }), 422, ['limit']);
    expectRefused(await api().get(`${path}?limit=1&limit=2`), 422, ['limit']);
    for (const limit of [1, 500]) expect(await list(path, { limit })).toMatchObject({ status: 200 });
  });

  test('are 50 where nothing is said, and tell whether there is more', async () => {
    const first = await api().get('/locations');
    expect(namesOf(first)).toHaveLength(50);
    expect(typeof nextOf(first)).toBe('string');
    const rest = await list('/locations', { cursor: nextOf(first)! });
    expect(nextOf(rest)).toBeNull();
    const all = await list('/locations', { limit: 500 });
    expect([...namesOf(first), ...namesOf(rest)]).toEqual(namesOf(all));
    expect(nextOf(all)).toBeNull();
    const exact = await list('/locations', { limit: namesOf(all).length });
    expect(nextOf(exact)).toBeNull();
  });

  test('of a search stand in its body, as numbers', async () => {
    await make.customer({ name: 'Limited Example' });
    const search = (limit: unknown) => api().post('/searches/customers', { name: 'Limited', limit });

    expectRefused(await search(0), 422, ['limit']);
    expectRefused(await search(501), 422, ['limit']);
    expect(namesOf(await search(1))).toHaveLength(1);
  });
});

describe('locations', () => {
  test('are found by each filter, and by all together', async () => {
    const metadata = { a: 'b' };
    const one = await make.location({
      name: 'Hôpital Général 100 %_"\' \\ Nord',
      type: 'product_type',
      metadata,
    });
    const other = await make.location({ name: 'HOPITAL SUD', type: 'product_type' });
    const found = async (params: Params) => namesOf(await list('/locations', params));

    expect(await found({ external_id: one.external_id })).toEqual([one.external_id]);
    expect(await found({ external_id: one.id })).toEqual([]);
    expect(await found({ id: one.id })).toEqual([one.external_id]);
    expect(await found({ name: 'hopital' })).toEqual([other.external_id, one.external_id]);
    for (const part of ['100 %_', '%', '_', '"\'', '\\', 'é', 'GÉNÉRAL'])
      expect(await found({ name: part, type: 'product_type' })).toContain(one.external_id);
    expect(await found({ name: '%' })).toEqual([one.external_id]);
    expect(await found({ name: 'h_pital' })).toEqual([]);
    expect(await found({ type: 'product_type', name: 'sud' })).toEqual([other.external_id]);
    expect(await found({ type: 'current_creditor', name: 'sud' })).toEqual([]);
    expect(await found({ updated_since: '2999-01-01T00:00:00Z' })).toEqual([]);
    expect(await found({ id: one.id, updated_since: one.updated_at })).toEqual([one.external_id]);
  });

  test.each<[string, Params, string]>([
    ['a type', { type: 'shop' }, 'type'],
    ['a uuid', { id: 'X' }, 'id'],
    ['a time', { updated_since: 'yesterday' }, 'updated_since'],
    ['a name', { name: ' ' }, 'name'],
    ['an external id', { external_id: '..' }, 'external_id'],
    ['a field', { colour: 'red' }, 'colour'],
    ['one value', { name: ['a', 'b'] }, 'name'],
  ])('what is not %s is refused by name', async (_what, params, field) => {
    expectRefused(await list('/locations', params), 422, [field]);
  });
});

describe('customers', () => {
  const found = async (criteria: Body) => namesOf(await api().post('/searches/customers', criteria)).sort();

  test('are listed by what may stand in a URL', async () => {
    const one = await make.customer({ kind: 'organization', name: 'Example Holdings' });
    const other = await make.customer();
    const listed = async (params: Params) => namesOf(await list('/customers', params));

    expect(await listed({ external_id: one.external_id })).toEqual([one.external_id]);
    expect(await listed({ id: other.id })).toEqual([other.external_id]);
    expect(await listed({ kind: 'organization' })).toEqual([one.external_id]);
    expect(await listed({ kind: 'person', id: one.id })).toEqual([]);
    expect(await listed({ created_since: other.created_at, id: other.id })).toEqual([other.external_id]);
    expect(await listed({ created_since: '2999-01-01T00:00:00Z' })).toEqual([]);
    expect(await listed({ updated_since: '2999-01-01T00:00:00Z' })).toEqual([]);
  });

  test.each([
    '2026-01-31t17:45:00z',
    '2026-01-31T17:45:00.123456789Z',
    '2026-01-31T17:45:00+23:59',
    '2026-01-31T17:45:00-18:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('%s is a time that they may have changed since', async (time) => {
    for (const name of ['created_since', 'updated_since'])
      for (const path of ['/customers', '/debt-accounts'])
        expect(await list(path, { [name]: time })).toMatchObject({ status: 200 });
    expect(await list('/locations', { updated_since: time })).toMatchObject({ status: 200 });
  });

  test('are found by words of their name: whatever case, accents, order and signs', async () => {
    const nunez = (await make.customer({ name: 'María-José Núñez O’Hara' })).external_id;
    const percent = (await make.customer({ name: 'Fifty%Off Sales_Dept "Q" \\ Zed' })).external_id;
    const plain = (await make.customer({ name: 'FiftyXOff SalesXDept' })).external_id;

    for (const name of [
      'nunez',
      'NÚÑEZ',
      'nunez maria',
      'maria-jose, nunez',
      'O’Hara; Núñez',
      'jos uñe',
      'Nu\u0301n\u0303ez',
      'Ｎunez',
    ])
      expect(await found({ name })).toEqual([nunez]);
    expect(await found({ name: 'fifty' })).toEqual([percent, plain].sort());
    for (const name of ['fifty%off', 'sales_dept', 'fifty％off', 'sales＿dept', '"q" zed', '\\ zed'])
      expect(await found({ name })).toEqual([percent]);
    for (const name of ['%%%', '___', 'f%y', 'nunez maria robert', "' OR 1=1 --"])
      expect(await found({ name })).toEqual([]);
  });

  test('are found by short names and words of a name, which must be whole', async () => {
    const [x, liWu, lily] = [
      (await make.customer({ name: 'X' })).external_id,
      (await make.customer({ name: 'Li Wu' })).external_id,
      (await make.customer({ name: 'Lily Wuthering' })).external_id,
    ];

    expect(await found({ name: 'x' })).toEqual([x]);
    for (const name of ['li', 'WU', 'Li Wu', 'wu, li']) expect(await found({ name })).toEqual([liWu]);
    expect(await found({ name: 'lil' })).toEqual([lily]);
    expect(await found({ name: 'li wut' })).toEqual([]);
    expect(await found({ name: '_' })).toEqual([]);
  });

  test('are found by names without blanks, a sign of them too', async () => {
    const liMing = (await make.customer({ name: '李明华' })).external_id;
    const sato = (await make.customer({ name: '佐藤 さくら' })).external_id;
    const kim = (await make.customer({ name: '김민수' })).external_id;
    const olga = (await make.customer({ name: 'Ольга Ёлкина' })).external_id;

    for (const name of ['李', '明华', '李明华']) expect(await found({ name })).toEqual([liMing]);
    for (const name of ['佐藤', 'さくら 佐', 'く']) expect(await found({ name })).toEqual([sato]);
    for (const name of ['김', '민수', '김민수']) expect(await found({ name })).toEqual([kim]);
    for (const name of ['ОЛЬГА', 'елкина', 'Ёлк']) expect(await found({ name })).toEqual([olga]);
  });

  test('are found by their phone in whatever way it is written', async () => {
    const one = (await make.customer({ phone: '(512) 555-0142' })).external_id;
    const other = (await make.customer({ phone: '+1 512.555.0142' })).external_id;
    const extension = (await make.customer({ phone: '512 555 0142 ext. 7' })).external_id;
    const abroad = (await make.customer({ phone: '+49 30 901820' })).external_id;

    for (const phone of [
      '5125550142',
      '(512) 555-0142',
      '512-555-0142',
      '+15125550142',
      '1 512 555 0142',
      '512.555.0142',
    ])
      expect(await found({ phone })).toEqual([one, other].sort());
    expect(await found({ phone: '512 555 0142 ext. 7' })).toEqual([extension]);
    expect(await found({ phone: '+4930901820' })).toEqual([abroad]);
    for (const phone of ['555-0142', '5125550143', '%', 'ext']) expect(await found({ phone })).toEqual([]);
  });

  test('are found by their whole e-mail address, in whatever case', async () => {
    const one = (await make.customer({ email: 'Robin.Unique@Mail.Example' })).external_id;

    for (const email of ['robin.unique@mail.example', 'ROBIN.UNIQUE@MAIL.EXAMPLE'])
      expect(await found({ email })).toEqual([one]);
    for (const email of ['robin.unique', '%@mail.example', 'robin_unique@mail.example'])
      expect(await found({ email })).toEqual([]);
  });

  test('are found by all criteria together, and by what is encrypted exactly', async () => {
    const one = await make.customer({
      name: 'Combined Example',
      email: 'c@mail.example',
      phone: '512-555-0177',
      date_of_birth: '1980-02-29',
      ssn_last4: '0042',
    });
    await make.customer({ name: 'Combined Example', date_of_birth: '1980-02-28', ssn_last4: '0042' });
    const all = {
      name: 'example combined',
      email: 'C@mail.example',
      phone: '(512) 555-0177',
      date_of_birth: '1980-02-29',
      ssn_last4: '0042',
      kind: 'person',
      external_id: one.external_id,
      id: one.id,
      created_since: one.created_at,
      updated_since: one.updated_at,
    };

    expect(await found(all)).toEqual([one.external_id]);
    expect(await found({ ssn_last4: '0042', date_of_birth: '1980-02-29' })).toEqual([one.external_id]);
    expect(await found({ ssn_last4: '0042' })).toHaveLength(2);
    for (const [name, value] of Object.entries({
      name: 'Nobody',
      email: 'd@mail.example',
      phone: '512-555-0178',
      date_of_birth: '1980-03-01',
      ssn_last4: '0043',
      kind: 'organization',
      created_since: '2999-01-01T00:00:00Z',
    }))
      expect(await found({ ...all, [name]: value })).toEqual([]);
  });

  test('are not searched without saying for whom', async () => {
    for (const body of [{}, { limit: 5 }, { name: null }]) {
      const answer = await api().post('/searches/customers', body);
      expect(answer).toMatchObject({ status: 422 });
      expect(problemOf(answer).detail).toContain('name, phone, email');
    }
    expectRefused(await api().post('/searches/customers', { name: '' }), 422, ['name']);
    expectRefused(await api().post('/searches/customers', { ssn_last4: 42 }), 422, ['ssn_last4']);
    expectRefused(await api().post('/searches/customers', { date_of_birth: '1980-02-30' }), 422, [
      'date_of_birth',
    ]);
    expectRefused(await api().post('/searches/customers', { nickname: 'Rob' }), 422, ['nickname']);
  });

  test('are searched by what is encrypted with the scope pii only', async () => {
    const keyOf = async (scopes: Scope[]) =>
      (
        await service.app
          .get(ApiKeysService)
          .create(cliCaller('the test'), { name: newRef('key'), scopes, expiresAt: null })
      ).key;
    const [reader, trusted] = [await keyOf(['read']), await keyOf(['read', 'pii'])];
    for (const body of [
      { ssn_last4: '0042' },
      { date_of_birth: '1980-02-29' },
      { name: 'X', ssn_last4: '0042' },
    ]) {
      const denied = await service.api(reader).post('/searches/customers', body);
      expect(denied).toMatchObject({ status: 403 });
      expect(problemOf(denied).detail).toContain('"pii"');
      expect(denied.text).not.toMatch(/0042|1980/);
      expect(await service.api(trusted).post('/searches/customers', body)).toMatchObject({ status: 200 });
    }
    expect(await service.api(reader).post('/searches/customers', { name: 'X' })).toMatchObject({
      status: 200,
    });
    expect(
      await service.api(await keyOf(['write'])).post('/searches/customers', { name: 'X' }),
    ).toMatchObject({
      status: 403,
    });
  });
});

describe('what is personal in a URL', () => {
  test.each<[string, string, string]>([
    ['/customers', 'name', 'Persephone'],
    ['/customers', 'first_name', 'Persephone'],
    ['/customers', 'phone', '5125550142'],
    ['/customers', 'email', 'robin@mail.example'],
    ['/customers', 'ssn_last4', '0098'],
    ['/customers', 'date_of_birth', '1970-01-02'],
    ['/debt-accounts', 'customer_name', 'Persephone'],
    ['/debt-accounts', 'customer_phone', '5125550142'],
    ['/debt-accounts', 'customer_email', 'robin@mail.example'],
    ['/debt-accounts', 'name', 'Persephone'],
  ])('%s?%s=… is refused, says where to ask, and repeats no value', async (path, name, value) => {
    const answer = await list(path, { [name]: value });

    expectRefused(answer, 422, [name]);
    expect(problemOf(answer).detail).toContain(`POST /api/v1/searches${path}`);
    expect(answer.text).not.toContain(value);
  });

  test.each(['/locations', '/customers', '/debt-accounts'])(
    'another unknown parameter of %s is only named',
    async (path) => {
      const answer = await list(path, { nickname: 'Persephone', constructor: 'x' });

      expect(answer).toMatchObject({ status: 422 });
      expect(answer.text).not.toMatch(/Persephone|searches/);
      expectRefused(await list(path, { nickname: 'Persephone' }), 422, ['nickname']);
    },
  );
});

describe('accounts', () => {
  const found = async (params: Params) => namesOf(await list('/debt-accounts', params)).sort();

  test('are found by their own ids', async () => {
    const number = newRef('4000');
    const one = await make.account({ external_account_number: number });
    const named = await make.account({ external_id: number });

    expect(await found({ external_id: one.external_id })).toEqual([one.external_id]);
    expect(await found({ id: one.id })).toEqual([one.external_id]);
    expect(await found({ external_account_number: number })).toEqual([one.external_id]);
    expect(await found({ any_id: number })).toEqual([named.external_id, one.external_id].sort());
    expect(await found({ any_id: one.id })).toEqual([one.external_id]);
    expect(await found({ any_id: one.id.toUpperCase() })).toEqual([one.external_id]);
    expect(await found({ any_id: 'NOTHING' })).toEqual([]);
    expect(await found({ any_id: number, id: named.id })).toEqual([named.external_id]);
  });

  test('are found by what they name', async () => {
    const { parent, children } = await make.family([{ balance: 1 }, { balance: 2 }]);
    const other = await make.account({ customer_id: parent.customer_external_id });
    const members = [parent, ...children].map(({ external_id }) => external_id).sort();
    const kids = children.map(({ external_id }) => external_id).sort();

    for (const ref of [parent.customer_external_id, parent.customer_id])
      expect(await found({ customer_id: ref })).toEqual([...members, other.external_id].sort());
    for (const ref of [parent.location_external_id, parent.location_id])
      expect(await found({ location_id: ref })).toEqual(members);
    for (const ref of [parent.external_id, parent.id, children[1]!.external_id, children[0]!.id])
      expect(await found({ family: ref })).toEqual(members);
    for (const ref of [parent.external_id, parent.id])
      expect(await found({ parent_external_id: ref })).toEqual(kids);
    expect(await found({ family: other.external_id })).toEqual([other.external_id]);
    expect(
      await found({ customer_id: parent.customer_external_id, parent_external_id: parent.external_id }),
    ).toEqual(kids);
    for (const name of ['customer_id', 'location_id', 'family', 'parent_external_id'])
      expect(await found({ [name]: 'NOTHING' })).toEqual([]);
  });

  test('are searched for with numbers and lists, which a body does not say as texts', async () => {
    for (const [name, value] of Object.entries({ min_balance: '7', status: 'active', limit: '5' }))
      expectRefused(await api().post('/searches/debt-accounts', { [name]: value }), 422, [name]);
    expectRefused(await api().post('/searches/debt-accounts', { status: [] }), 422, ['status']);
  });

  test('are found by status, amounts and days, within the range and at its ends', async () => {
    const { customer_external_id, location_external_id } = await make.account();
    const shared = { customer_id: customer_external_id, location_id: location_external_id };
    const [low, middle, high] = [
      (
        await make.account({
          ...shared,
          balance: -5,
          current_balance: 1,
          status: 'paid',
          placed_on: '2026-01-01',
        })
      ).external_id,
      (
        await make.account({
          ...shared,
          balance: 100,
          current_balance: 50,
          status: 'disputed',
          placed_on: '2026-01-02',
        })
      ).external_id,
      (await make.account({ ...shared, balance: MAX, status: 'closed', placed_on: '2026-01-03' }))
        .external_id,
    ];
    const among = (params: Params) => found({ ...params, customer_id: customer_external_id });

    expect(await among({ status: 'paid' })).toEqual([low]);
    expect(await among({ status: 'paid,closed' })).toEqual([low, high]);
    expect(await among({ status: ['paid', 'disputed,closed'] })).toEqual([low, middle, high]);
    expect(await among({ min_balance: 100 })).toEqual([middle, high]);
    expect(await among({ max_balance: -1 })).toEqual([low]);
    expect(await among({ min_balance: 1, max_balance: 100 })).toEqual([middle]);
    expect(await among({ min_balance: MAX, max_balance: MAX })).toEqual([high]);
    expect(await among({ min_balance: -MAX, max_balance: '-5' })).toEqual([low]);
    expect(await among({ min_current_balance: 1, max_current_balance: 50 })).toEqual([low, middle]);
    expect(await among({ min_current_balance: '-0', max_current_balance: 0 })).not.toContain(low);
    expect(await among({ placed_from: '2026-01-02' })).toEqual([middle, high]);
    expect(await among({ placed_until: '2026-01-01' })).toEqual([low]);
    expect(
      await among({ placed_from: '2026-01-02', placed_until: '2026-01-02', status: 'disputed' }),
    ).toEqual([middle]);
    expect(await among({ created_since: '2999-01-01T00:00:00Z' })).toEqual([]);
  });

  test('that a payment changed have changed since', async () => {
    const account = await make.account({ balance: 10 });
    await api().postEntry(account.external_id, { kind: 'payment', amount: -1 });
    const { updated_at } = await api().account(account.external_id);

    expect(await found({ updated_since: updated_at, id: account.id })).toEqual([account.external_id]);
    expect(await found({ updated_since: '2999-01-01T00:00:00Z', id: account.id })).toEqual([]);
  });

  test.each<[Params, string]>([
    [{ status: 'sleeping' }, 'status'],
    [{ status: '' }, 'status'],
    [{ status: 'paid,,closed' }, 'status'],
    [{ min_balance: '1.5' }, 'min_balance'],
    [{ max_balance: MAX + 1 }, 'max_balance'],
    [{ min_current_balance: 'x' }, 'min_current_balance'],
    [{ placed_from: '2026-02-30' }, 'placed_from'],
    [{ placed_until: 'today' }, 'placed_until'],
    [{ created_since: '2026-01-01' }, 'created_since'],
    [{ any_id: '' }, 'any_id'],
    [{ any_id: 'a\0b' }, 'any_id'],
    [{ family: ['a', 'b'] }, 'family'],
    [{ cursor: '' }, 'cursor'],
    [{ sort: 'balance' }, 'sort'],
  ])('are not found by %j: it is refused by name', async (params, field) => {
    expectRefused(await list('/debt-accounts', params), 422, [field]);
  });

  test('are searched by their customer, besides all that a list takes', async () => {
    const customer = await make.customer({
      name: 'Zebulon Searched',
      phone: '512-555-0166',
      email: 'zeb@mail.example',
    });
    const [one, other] = [
      await make.account({ customer_id: customer.external_id, balance: 10 }),
      await make.account({ customer_id: customer.external_id, status: 'disputed' }),
    ];
    const search = async (body: Body) => namesOf(await api().post('/searches/debt-accounts', body));
    const both = [other.external_id, one.external_id];

    expect(await search({ customer_name: 'searched zeb' })).toEqual(both);
    expect(await search({ customer_phone: '(512) 555-0166' })).toEqual(both);
    expect(await search({ customer_email: 'ZEB@mail.example' })).toEqual(both);
    expect(await search({ customer_name: 'zebulon', status: ['disputed'] })).toEqual([other.external_id]);
    expect(await search({ customer_name: 'zebulon', min_balance: 1, id: one.id })).toEqual([one.external_id]);
    expect(await search({ customer_name: 'nobody', id: one.id })).toEqual([]);
    expectRefused(await api().post('/searches/debt-accounts', { name: 'Zebulon' }), 422, ['name']);
    expectRefused(await api().post('/searches/debt-accounts', { customer_ssn_last4: '1' }), 422, [
      'customer_ssn_last4',
    ]);
    expect(await search({ limit: 1 })).toHaveLength(1);
  });
});

describe('entries', () => {
  test('are listed last first, by kind, page by page, while others are posted', async () => {
    const account = await make.account({ balance: 100 });
    for (let amount = 1; amount <= 6; amount += 1)
      await api().postEntry(account.external_id, { kind: amount % 2 === 0 ? 'fee' : 'cost', amount });
    const path = `/debt-accounts/${account.external_id}/entries`;
    const amountsOf = (answer: Answer) =>
      (dataOf(answer, 200) as { amount: number }[]).map(({ amount }) => amount);

    expect(amountsOf(await api().get(path))).toEqual([6, 5, 4, 3, 2, 1, 100]);
    expect(amountsOf(await list(path, { kind: 'fee' }))).toEqual([6, 4, 2]);
    const first = await list(path, { limit: 3 });
    await api().postEntry(account.external_id, { kind: 'fee', amount: 7 });
    const second = await list(path, { limit: 4, cursor: nextOf(first)! });
    expect([...amountsOf(first), ...amountsOf(second)]).toEqual([6, 5, 4, 3, 2, 1, 100]);
    expect(nextOf(second)).toBeNull();

    const other = await make.account({ balance: 1 });
    expectRefused(
      await list(`/debt-accounts/${other.external_id}/entries`, { cursor: nextOf(first)! }),
      422,
      ['cursor'],
    );
    expectRefused(await list(path, { cursor: nextOf(first)!, kind: 'fee' }), 422, ['cursor']);
    expectRefused(await list(path, { kind: 'gift' }), 422, ['kind']);
    expect(await api().get(`/debt-accounts/${newRef('NONE')}/entries`)).toMatchObject({ status: 404 });
  });
});

describe('a cursor', () => {
  let cursor: string;

  beforeAll(async () => {
    for (let count = 0; count < 5; count += 1) await make.location({ type: 'current_creditor' });
    cursor = nextOf(await list('/locations', { type: 'current_creditor', limit: 2 }))!;
  });

  test('goes on with any limit, with its filters in any order, as often as one likes', async () => {
    const page = await list('/locations', { type: 'current_creditor', limit: 2, cursor });
    expect(await list('/locations', { cursor, limit: 2, type: 'current_creditor' })).toMatchObject({
      text: page.text,
    });
    expect(namesOf(await list('/locations', { cursor, limit: 500, type: 'current_creditor' }))).toHaveLength(
      3,
    );
  });

  test('of another list or of other filters is refused', async () => {
    for (const [path, params] of [
      ['/locations', {}],
      ['/locations', { type: 'product_type' }],
      ['/locations', { type: 'current_creditor', name: 'Lakeside' }],
      ['/customers', {}],
      ['/debt-accounts', {}],
    ] as [string, Params][]) {
      const answer = await list(path, { ...params, cursor });
      expectRefused(answer, 422, ['cursor']);
      expect(problemOf(answer).detail).toContain('begin again without it');
    }
  });

  test('that one letter was changed of, or that was cut, is refused', async () => {
    const damaged = [
      ...Array.from(
        cursor,
        (letter, index) => cursor.slice(0, index) + (letter === 'A' ? 'B' : 'A') + cursor.slice(index + 1),
      ),
      ...Array.from(cursor, (_, index) => cursor.slice(0, index)).slice(1),
      `${cursor}A`,
      `${cursor}.A`,
      ` ${cursor}`,
      `${cursor}=`,
      cursor.replace('.', ''),
      cursor.split('.').reverse().join('.'),
      'ü',
      '.',
      'null.null',
    ].filter((text) => text !== cursor);
    for (const text of damaged)
      expectRefused(await list('/locations', { type: 'current_creditor', cursor: text }), 422, ['cursor']);
    expectRefused(await list('/locations', { type: 'current_creditor', cursor: 'x'.repeat(1001) }), 422, [
      'cursor',
    ]);
  });

  test('holds nobody’s data', async () => {
    for (const name of ['one', 'two', 'three'])
      await make.customer({ name: `Persephone ${name}`, ssn_last4: '7391' });
    const search = (more: Body) =>
      api().post('/searches/customers', { name: 'Persephone', ssn_last4: '7391', limit: 1, ...more });
    const next = nextOf(await search({}))!;

    expect(Buffer.from(next.split('.')[0]!, 'base64url').toString()).not.toMatch(/Persephone|7391/i);
    expect(dataOf(await search({ cursor: next }), 200)).toMatchObject([{ name: 'Persephone two' }]);
    expectRefused(await search({ cursor: next, ssn_last4: '7392' }), 422, ['cursor']);
    expectRefused(await list('/customers', { cursor: next }), 422, ['cursor']);
  });

  test('goes on at another replica, after a restart, and with a new key before the old one; not with other keys', async () => {
    const more = (via: Service) => list('/locations', { type: 'current_creditor', cursor, limit: 2 }, via);
    const here = await more(service);
    const newKeyFirst = `new:${Buffer.alloc(32, 9).toString('base64')},${ENCRYPTION_KEY}`;
    for (const env of [{}, { ENCRYPTION_KEYS: newKeyFirst }]) {
      const replica = await startService({ database, env });
      try {
        expect(await more(replica)).toMatchObject({
          status: 200,
          body: { data: (here.body as { data: unknown }).data },
        });
      } finally {
        await replica.close();
      }
    }
    const otherDatabase = await createTestDatabase();
    const stranger = await startService({
      database: otherDatabase,
      env: { ENCRYPTION_KEYS: `tests:${Buffer.alloc(32, 8).toString('base64')}` },
    });
    try {
      expectRefused(await more(stranger), 422, ['cursor']);
    } finally {
      await stranger.close();
      await otherDatabase.drop();
    }
  });
});

describe('a walk', () => {
  test('over 5,000 accounts, while others are added and changed, misses none and repeats none', async () => {
    const parent = await make.account();
    const ids = Array.from({ length: 5_000 }, () => uuidv7());
    await database.owner.query(
      `INSERT INTO debt_accounts (id, external_id, customer_id, location_id)
       SELECT id, 'WALK-' || id, $2, $3 FROM unnest($1::uuid[]) AS id`,
      [ids, parent.customer_id, parent.location_id],
    );
    const shared = { ...childOf(parent), parent_external_id: null };
    const seen: string[] = [];
    const added: string[] = [];
    let cursor: string | null = null;
    let page = 0;
    do {
      const params: Params = { customer_id: parent.customer_external_id, limit: 137 };
      const reading: Promise<Answer> = list(
        '/debt-accounts',
        cursor === null ? params : { ...params, cursor },
      );
      const external_id = newRef('ADDED');
      const writing = Promise.all([
        api().post('/debt-accounts', { ...shared, external_id, balance: 5 }),
        api().patch(`/debt-accounts/WALK-${ids[(page * 2_711) % ids.length]!}`, {
          balance: page + 1,
          status: 'disputed',
        }),
      ]);
      const answer = await reading;
      expect((await writing).map(({ status }) => status)).toEqual([201, 200]);
      added.push(external_id);
      seen.push(...namesOf(answer));
      cursor = nextOf(answer);
      page += 1;
    } while (cursor !== null);

    expect(new Set(seen).size).toBe(seen.length);
    const known = new Set(seen);
    expect(ids.filter((id) => !known.has(`WALK-${id}`))).toEqual([]);
    expect(known.has(parent.external_id)).toBe(true);
    // What was added during the walk is newer than where it stood, and so not among its pages, but the first.
    expect(seen.filter((name) => added.includes(name) && name !== added[0])).toEqual([]);
    expect(page).toBe(Math.ceil(seen.length / 137));
  });

  test('goes on where its last record was removed', async () => {
    const name = newRef('Vanishing');
    const all: string[] = [];
    for (let count = 0; count < 6; count += 1)
      all.unshift((await make.location({ name: `${name} ${String(count)}` })).external_id);
    const first = await list('/locations', { name, limit: 2 });
    for (const gone of all.slice(1, 3))
      expect(await api().delete(`/locations/${gone}`)).toMatchObject({ status: 204 });
    const second = await list('/locations', { name, limit: 500, cursor: nextOf(first)! });

    expect(namesOf(first)).toEqual(all.slice(0, 2));
    expect(namesOf(second)).toEqual(all.slice(3));
  });
});
