import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { books, newRef } from './support/books.js';
import { dataOf } from './support/api.js';
import { type Answer, fieldsAtFault, problemOf } from './support/http.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let service: Service;
let debtor: string;
let creditor: string;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  const make = books(service.api());
  debtor = (await make.customer()).external_id;
  creditor = (await make.location()).external_id;
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const PATHS = ['/locations', '/customers', '/debt-accounts'] as const;
type Path = (typeof PATHS)[number];

/** The least that makes a record of each noun. */
function leastBody(path: Path, external_id: unknown = newRef('REF')): Record<string, unknown> {
  if (path === '/locations') return { external_id, name: `Location ${newRef('NAME')}` };
  if (path === '/customers') return { external_id, name: 'Sam Example' };
  return { external_id, customer_id: debtor, location_id: creditor };
}

/** RFC 9457, all of it. */
function expectProblem(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({
    type: 'about:blank',
    title: expect.any(String),
    status,
    detail: expect.any(String),
    request_id: answer.headers.get('x-request-id'),
  });
}

describe('a location', () => {
  test('is created and read as it was given', async () => {
    const body = {
      external_id: 'BANK/1 ü',
      name: 'First Bank',
      type: 'current_creditor',
      metadata: { region: 'south', '😀': 'x' },
    };

    const created = await service.api().post('/locations', body);
    const record = dataOf(created, 201);

    expect(record).toEqual({
      ...body,
      id: expect.stringMatching(UUID),
      version: 1,
      created_at: expect.stringMatching(MOMENT),
      updated_at: expect.stringMatching(MOMENT),
    });
    expect(created.headers.get('etag')).toBe('"1"');
    for (const ref of ['BANK/1 ü', (record as { id: string }).id]) {
      const read = await service.api().get(`/locations/${encodeURIComponent(ref)}`);
      expect(dataOf(read, 200)).toEqual(record);
      expect(read.headers.get('etag')).toBe('"1"');
    }
  });

  test('is an original creditor without metadata where nothing else is said', async () => {
    expect(await books(service.api()).location({ type: null, metadata: null })).toMatchObject({
      type: 'original_creditor',
      metadata: {},
    });
  });

  test('shares its name only with a location of another type', async () => {
    const make = books(service.api());
    await make.location({ name: 'Second Bank', type: 'original_creditor' });
    await make.location({ name: 'Second Bank', type: 'current_creditor' });

    const again = await service.api().post('/locations', { external_id: newRef('LOC'), name: 'Second Bank' });

    expectProblem(again, 409);
    expect(fieldsAtFault(again)).toEqual(['name']);
  });
});

describe('a customer', () => {
  const person = {
    name: 'Ana María Example-Smith',
    first_name: 'Ana María',
    middle_name: 'J.',
    last_name: 'Example-Smith',
    suffix: 'Jr.',
    email: 'ana@example.com',
    phone: '(512) 555-0100',
    metadata: { language: 'es' },
  };

  test('is created and read; of the encrypted fields only whether they are known', async () => {
    const external_id = newRef('CUST');
    const created = await service.api().post('/customers', {
      external_id,
      ...person,
      date_of_birth: '1980-02-29',
      ssn_last4: '0098',
      addresses: [
        { line1: '1 First Street', city: 'Austin' },
        { city: 'Dallas', is_primary: true },
      ],
    });
    const record = dataOf(created, 201);

    expect(record).toEqual({
      external_id,
      ...person,
      kind: 'person',
      has_date_of_birth: true,
      has_ssn_last4: true,
      addresses: [
        { line1: '1 First Street', city: 'Austin', is_primary: false },
        { city: 'Dallas', is_primary: true },
      ],
      id: expect.stringMatching(UUID),
      version: 1,
      created_at: expect.stringMatching(MOMENT),
      updated_at: expect.stringMatching(MOMENT),
    });
    expect(created.text).not.toMatch(/1980|0098/);
    expect(dataOf(await service.api().get(`/customers/${external_id}`), 200)).toEqual(record);
  });

  test('may be an organization, which has no parts of a name', async () => {
    expect(await books(service.api()).customer({ kind: 'organization', name: 'Example LLC' })).toMatchObject({
      kind: 'organization',
      name: 'Example LLC',
      first_name: null,
      has_date_of_birth: false,
    });

    for (const part of ['first_name', 'middle_name', 'last_name', 'suffix']) {
      const body = { external_id: newRef('CUST'), kind: 'organization', name: 'Example LLC', [part]: 'X' };
      const refused = await service.api().post('/customers', body);
      expectProblem(refused, 422);
      expect(fieldsAtFault(refused)).toEqual([part]);
    }
  });

  test('has the first address as the primary one where none says so', async () => {
    const { addresses } = await books(service.api()).customer({
      addresses: [{ city: 'A' }, { city: 'B', is_primary: false }],
    });

    expect(addresses.map(({ city, is_primary }) => [city, is_primary])).toEqual([
      ['A', true],
      ['B', false],
    ]);
  });

  test.each([
    [
      'two primary addresses',
      [
        { city: 'A', is_primary: true },
        { city: 'B', is_primary: true },
      ],
      'addresses',
    ],
    ['an address that says nothing', [{ city: 'A' }, {}], 'addresses.1'],
    ['an address with a name alone', [{ name: 'Sam Example' }], 'addresses.0'],
    ['21 addresses', Array.from({ length: 21 }, () => ({ city: 'A' })), 'addresses'],
    ['an object in place of the list', { city: 'A' }, 'addresses'],
  ])('is refused with %s', async (_what, addresses, field) => {
    const refused = await service
      .api()
      .post('/customers', { external_id: newRef('CUST'), name: 'X', addresses });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toEqual([field]);
  });

  test.each([
    ['date_of_birth', '2999-01-01'],
    ['date_of_birth', '1981-02-29'],
    ['date_of_birth', '02/28/1981'],
    ['date_of_birth', '1981-2-8'],
    ['date_of_birth', 19810228],
    ['ssn_last4', 98],
    ['ssn_last4', '98'],
    ['ssn_last4', '00098'],
    ['ssn_last4', '００９８'],
    ['email', 'not an address'],
    ['kind', 'company'],
    ['phone', 5125550100],
    ['name', ''],
    ['name', '   '],
    ['name', 'x'.repeat(256)],
    ['name', 'a\u0000b'],
    ['first_name', 'x'.repeat(101)],
  ])('is refused with %s %j', async (field, value) => {
    const refused = await service
      .api()
      .post('/customers', { external_id: newRef('CUST'), name: 'X', [field]: value });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toEqual([field]);
  });

  test.each(['email', 'phone', 'date_of_birth', 'ssn_last4', 'name'])(
    'whose %s is refused does not read it in the answer',
    async (field) => {
      const secret = 'geheim\u0001geheim';
      const refused = await service
        .api()
        .post('/customers', { external_id: newRef('CUST'), name: 'X', [field]: secret });

      expect(refused.status).toBe(422);
      expect(refused.text).not.toContain('geheim');
    },
  );
});

describe('a debt account', () => {
  test('is created and read as it was given, with its balances and its version', async () => {
    const make = books(service.api());
    const [customer, location, further] = [
      await make.customer(),
      await make.location(),
      await make.location(),
    ];
    const told = {
      external_id: newRef('ACCT'),
      external_account_number: '4000-1',
      balance: 100_000,
      current_balance: 80_000,
      settlement_amount: 0,
      status: 'disputed',
      billing_type: ['one-time'],
      payment_plan: { frequency: 'monthly', recurring_day: '1st', amount: 100 },
      metadata: { clinic: 'north' },
      placed_on: '2026-01-31',
      delinquency_date: '2024-02-29',
      charge_off_date: '2025-12-31',
      last_payment_at: '2025-11-30T12:00:00.000Z',
      last_activity_at: '2025-12-01T00:00:00.000Z',
    };

    const created = await service.api().post('/debt-accounts', {
      ...told,
      last_payment_at: '2025-11-30T07:00:00-05:00',
      customer_id: customer.id,
      location_id: location.external_id,
      locations: [{ external_id: further.id }],
      itemization: {
        date: '2025-12-31',
        date_type: 'charge_off',
        amount: 90_000,
        interest: 10_000,
        fees: 0,
        payments: -5_000,
        used_at: '2026-02-01T10:00:00Z',
      },
    });
    const record = dataOf(created, 201);

    expect(record).toEqual({
      ...told,
      id: expect.stringMatching(UUID),
      customer_id: customer.id,
      customer_external_id: customer.external_id,
      location_id: location.id,
      location_external_id: location.external_id,
      locations: [
        { id: further.id, external_id: further.external_id, name: further.name, type: further.type },
      ],
      parent_id: null,
      parent_external_id: null,
      child_count: 0,
      status_reason: null,
      status_changed_at: expect.stringMatching(MOMENT),
      itemization: {
        date: '2025-12-31',
        date_type: 'charge_off',
        amount: 90_000,
        interest: 10_000,
        fees: 0,
        payments: -5_000,
        credits: null,
        used_at: '2026-02-01T10:00:00.000Z',
      },
      version: expect.any(Number),
      created_at: expect.stringMatching(MOMENT),
      updated_at: expect.stringMatching(MOMENT),
    });
    const read = await service.api().get(`/debt-accounts/${told.external_id}`);
    expect(dataOf(read, 200)).toEqual(record);
    expect(read.headers.get('etag')).toBe(`"${String((record as { version: number }).version)}"`);
    expect(created.headers.get('etag')).toBe(read.headers.get('etag'));
  });

  test.each([
    [{}, [], 0, 0],
    [{ balance: 500 }, [['placement', 500]], 500, 500],
    [{ balance: 500, current_balance: 500 }, [['placement', 500]], 500, 500],
    [
      { balance: 500, current_balance: 300 },
      [
        ['placement', 500],
        ['adjustment', -200],
      ],
      500,
      300,
    ],
    [
      { balance: 500, current_balance: 0 },
      [
        ['placement', 500],
        ['adjustment', -500],
      ],
      500,
      0,
    ],
    [{ current_balance: 70 }, [['adjustment', 70]], 0, 70],
    [{ balance: 0, current_balance: 0 }, [], 0, 0],
    [{ balance: null, current_balance: null }, [], 0, 0],
    [
      { balance: 9_999_999_999_999 },
      [['placement', 9_999_999_999_999]],
      9_999_999_999_999,
      9_999_999_999_999,
    ],
    [
      { balance: -9_999_999_999_999 },
      [['placement', -9_999_999_999_999]],
      -9_999_999_999_999,
      -9_999_999_999_999,
    ],
  ])('of %j opens its books with %j', async (amounts, entries, balance, current_balance) => {
    const account = await books(service.api()).account(amounts);

    expect(account).toMatchObject({ balance, current_balance });
    const { rows } = await database.owner.query<{ kind: string; amount: string; sequence: string }>(
      'SELECT kind, amount, sequence FROM ledger_entries WHERE debt_account_id = $1 ORDER BY sequence',
      [account.id],
    );
    expect(rows.map(({ kind, amount }) => [kind, Number(amount)])).toEqual(entries);
    expect(rows.map(({ sequence }) => Number(sequence))).toEqual(entries.map((_, index) => index + 1));
  });

  test.each([
    ['a fraction', '1.5'],
    ['a tiny fraction', '100.0000000001'],
    ['text', '"100"'],
    ['no text', '""'],
    ['a boolean', 'true'],
    ['a list', '[100]'],
    ['an object', '{"cents":100}'],
    ['one above the range', '10000000000000'],
    ['one below the range', '-10000000000000'],
    ['beyond whole numbers', '9007199254740992'],
  ])('takes no cents that are %s', async (_what, json) => {
    const body = leastBody('/debt-accounts');
    for (const field of ['balance', 'current_balance', 'settlement_amount']) {
      const text = JSON.stringify({ ...body, [field]: 'HERE' }).replace('"HERE"', json);
      const refused = await service
        .api()
        .send('/debt-accounts', text, { 'content-type': 'application/json' });
      expectProblem(refused, 422);
      expect(fieldsAtFault(refused)).toEqual([field]);
    }
  });

  test.each(['9007199254740993', '1e999', '-1e999', '100.00000000000000001'])(
    'takes no number that would have to be rounded: %s',
    async (number) => {
      const text = `{"external_id":"X","balance":${number}}`;
      const refused = await service
        .api()
        .send('/debt-accounts', text, { 'content-type': 'application/json' });

      expectProblem(refused, 400);
      expect(fieldsAtFault(refused)).toEqual(['balance']);
    },
  );

  test.each(['NaN', 'Infinity', '-Infinity', '0x10', '+1', '01', '1_000', '.5'])(
    'takes no number that is not JSON: %s',
    async (number) => {
      const refused = await service.api().send('/debt-accounts', `{"external_id":"X","balance":${number}}`, {
        'content-type': 'application/json',
      });

      expectProblem(refused, 400);
    },
  );

  test('is in range by its current balance too', async () => {
    const body = leastBody('/debt-accounts');
    const refused = await service
      .api()
      .post('/debt-accounts', { ...body, balance: 9_999_999_999_999, current_balance: -9_999_999_999_999 });

    // The adjustment between the two would itself be out of range.
    expectProblem(refused, 422);
    expect(await countOf('debt_accounts', body['external_id'])).toBe(0);
  });

  test.each([
    ['settlement_amount', -1],
    ['status', 'open'],
    ['billing_type', 'one-time'],
    ['billing_type', ['one-time', '']],
    ['billing_type', [1]],
    ['placed_on', '2026-02-30'],
    ['placed_on', '2026-01-31T00:00:00Z'],
    ['delinquency_date', '0000-01-01'],
    ['last_payment_at', '2026-01-31'],
    ['last_payment_at', '2026-01-31T00:00:00'],
    ['last_activity_at', '2026-01-31T25:00:00Z'],
    ['last_activity_at', '2026-02-30T00:00:00Z'],
    ['payment_plan', []],
    ['payment_plan', 'monthly'],
    ['itemization', []],
    ['locations', {}],
    ['external_account_number', 4000],
    ['customer_id', null],
    ['location_id', 7],
  ])('is refused with %s %j', async (field, value) => {
    const refused = await service
      .api()
      .post('/debt-accounts', { ...leastBody('/debt-accounts'), [field]: value });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toContain(field);
  });

  test.each<[string, unknown, string[]]>([
    ['payment_plan', {}, ['payment_plan.frequency']],
    [
      'payment_plan',
      { frequency: 'daily', amount: 1.5, day: 1 },
      ['payment_plan.amount', 'payment_plan.day', 'payment_plan.frequency'],
    ],
    [
      'itemization',
      { date: '2026-13-01', fees: '1' },
      ['itemization.date', 'itemization.date_type', 'itemization.fees'],
    ],
    [
      'locations',
      [{ external_id: 'X' }, { external_id: ' ' }, { id: 'X' }],
      ['locations.1.external_id', 'locations.2.external_id', 'locations.2.id'],
    ],
  ])('is refused with a %s of %j, each field by its path', async (field, value, fields) => {
    const refused = await service
      .api()
      .post('/debt-accounts', { ...leastBody('/debt-accounts'), [field]: value });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toEqual(fields);
  });

  test.each([[[null]], [['LOC']], [[['LOC']]], [[7]]])(
    'is refused with the locations %j',
    async (locations) => {
      const refused = await service
        .api()
        .post('/debt-accounts', { ...leastBody('/debt-accounts'), locations });

      expectProblem(refused, 422);
      expect(fieldsAtFault(refused)[0]).toMatch(/^locations/);
    },
  );

  test.each(['customer_id', 'location_id', 'parent_external_id'])(
    'is refused where %s names nothing',
    async (field) => {
      const refused = await service
        .api()
        .post('/debt-accounts', { ...leastBody('/debt-accounts'), [field]: 'NOBODY' });

      expectProblem(refused, 422);
      expect(fieldsAtFault(refused)).toEqual([field]);
    },
  );

  test('is refused where a further location is unknown, the main one, or named twice', async () => {
    const make = books(service.api());
    const further = await make.location();
    const body = leastBody('/debt-accounts');
    const cases = [
      [[{ external_id: 'NOBODY' }], 'locations.0.external_id'],
      [
        [{ external_id: further.external_id }, { external_id: body['location_id'] }],
        'locations.1.external_id',
      ],
      [[{ external_id: further.external_id }, { external_id: further.id }], 'locations.1.external_id'],
    ] as const;

    for (const [locations, field] of cases) {
      const refused = await service.api().post('/debt-accounts', { ...body, locations });
      expectProblem(refused, 422);
      expect(fieldsAtFault(refused)).toEqual([field]);
    }
  });

  test('has an itemization with its date, or none of it', async () => {
    const body = leastBody('/debt-accounts');
    const refused = await service.api().post('/debt-accounts', { ...body, itemization: { amount: 100 } });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toEqual(['itemization.date', 'itemization.date_type']);
  });
});

async function countOf(table: string, externalId: unknown): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE external_id = $1`,
    [externalId],
  );
  return rows[0]!.count;
}

describe.each(PATHS)('a body to %s', (path) => {
  test('is refused with every field at fault at once', async () => {
    const refused = await service.api().post(path, { external_id: ' ', surprise: 1, metadata: { a: 1 } });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toEqual(expect.arrayContaining(['external_id', 'metadata', 'surprise']));
    expect(fieldsAtFault(refused).length).toBeGreaterThan(3);
    for (const { message } of problemOf(refused).errors!) expect(message).toMatch(/^(must|is) /);
  });

  test.each([
    'surprise',
    'id',
    'version',
    'child_count',
    'EXTERNAL_ID',
    'externalId',
    'constructor',
    'toString',
    'hasOwnProperty',
  ])('is refused with the unknown field %s, by its name', async (field) => {
    const refused = await service.api().post(path, { ...leastBody(path), [field]: 'x' });

    expectProblem(refused, 422);
    expect(problemOf(refused).errors).toEqual([{ field, message: 'is not a field of this request' }]);
  });

  test.each(['{"__proto__":{"admin":true}}', '{"a":{"__proto__":1}}', '{"\\u005f_proto__":{"admin":true}}'])(
    'is not read where it reaches for a prototype: %s',
    async (body) => {
      expectProblem(await service.api().send(path, body, { 'content-type': 'application/json' }), 400);
    },
  );

  test.each(['', '{', '{"a":}', "{'a':1}", 'null', '[]', '"text"', '7', '\uFEFF{', '{"a":1}{'])(
    'is not read where it is no JSON object: %s',
    async (body) => {
      expectProblem(await service.api().send(path, body, { 'content-type': 'application/json' }), 400);
    },
  );

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('is refused as %s', async (type) => {
    const refused = await service.api().send(path, JSON.stringify(leastBody(path)), { 'content-type': type });

    expect([400, 415]).toContain(refused.status);
    expectProblem(refused, refused.status);
  });

  test('is refused above 1 MiB', async () => {
    const refused = await service.api().post(path, { external_id: 'x'.repeat(1_048_577) });

    expectProblem(refused, 413);
  });

  test('is refused where its external id is taken, and nothing is written', async () => {
    const first = leastBody(path);
    dataOf(await service.api().post(path, first), 201);
    const before = await auditCount();

    const second = await service.api().post(path, { ...leastBody(path), external_id: first['external_id'] });

    expectProblem(second, 409);
    expect(problemOf(second).detail).toContain(String(first['external_id']));
    expect(await auditCount()).toBe(before);
  });

  test('creates one record, however many send it at once', async () => {
    const bodies = Array.from({ length: 8 }, () => leastBody(path, 'AT-ONCE'));
    const statuses = (await Promise.all(bodies.map((body) => service.api().post(path, body)))).map(
      ({ status }) => status,
    );

    expect(statuses.sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    expect(await countOf(path.slice(1).replace('-', '_'), 'AT-ONCE')).toBe(1);
  });

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['a number', 7],
    ['empty', ''],
    ['blank', '  '],
    ['a dot', '.'],
    ['two dots', '..'],
    ['with a blank before it', ' A'],
    ['with a line end after it', 'A\n'],
    ['with a no-break space after it', 'A\u00A0'],
    ['with a NUL', 'A\u0000'],
    ['with a control character', 'A\u0007B'],
    ['with a character that XML forbids', 'A\uFFFE'],
    ['half a surrogate pair', '\uD83D'],
    ['the other half', 'A\uDE00'],
    ['of 256 letters', 'x'.repeat(256)],
    ['of 256 characters beyond the basic plane', '😀'.repeat(256)],
  ])('has no external id that is %s', async (_what, external_id) => {
    const refused = await service.api().post(path, { ...leastBody(path), external_id });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toEqual(['external_id']);
  });

  test.each([
    '...',
    '.a',
    'a b',
    'a/b',
    '%2e',
    '#?&',
    "o'brien",
    '😀',
    'é',
    'e\u0301',
    '\u200B',
    'x'.repeat(255),
    '😀'.repeat(255),
  ])('has the external id %s, and is read by it', async (external_id) => {
    const created = dataOf(await service.api().post(path, leastBody(path, external_id)), 201);

    const read = await service.api().get(`${path}/${encodeURIComponent(external_id)}`);

    expect(dataOf(read, 200)).toEqual(created);
    expect(created).toMatchObject({ external_id });
  });

  test.each([
    ['a list', []],
    ['text', 'a=b'],
    ['a value that is a number', { a: 1 }],
    ['a value that is null', { a: null }],
    ['a value that is an object', { a: {} }],
    ['an empty value, which would delete the key at Tratta', { a: '' }],
    ['an empty key', { '': 'a' }],
    ['a blank value', { a: ' ' }],
    ['a key of 256 characters', { ['k'.repeat(256)]: 'a' }],
    ['a value of 256 characters', { a: '😀'.repeat(256) }],
    ['a NUL in a key', { 'a\u0000': 'a' }],
    ['a NUL in a value', { a: 'a\u0000' }],
    ['half a surrogate pair', { a: '\uD83D' }],
  ])('has no metadata that is %s', async (_what, metadata) => {
    const refused = await service.api().post(path, { ...leastBody(path), metadata });

    expectProblem(refused, 422);
    expect(fieldsAtFault(refused)).toEqual(['metadata']);
  });

  test('has metadata of 255 characters on either side, under whatever name', async () => {
    const metadata = {
      ['😀'.repeat(255)]: 'é'.repeat(255),
      length: 'a',
      'a.b[0]': 'b',
      prototype: 'c',
    };

    const created = dataOf(await service.api().post(path, { ...leastBody(path), metadata }), 201);

    expect(created).toHaveProperty('metadata', metadata);
  });

  test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'has no metadata named %s, which every object inherits, and says so rather than losing it',
    async (name) => {
      const refused = await service
        .api()
        .post(path, { ...leastBody(path), metadata: { [name]: 'a', other: 'b' } });

      expectProblem(refused, 422);
      expect(fieldsAtFault(refused)).toEqual([`metadata.${name}`]);
    },
  );

  test.each([
    ['lists', '['.repeat(100_000), ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000), `1${'}'.repeat(100_000)}`],
  ])('is refused where %s are nested too deeply', async (_what, opening, closing) => {
    const body = `{"external_id":"DEEP","metadata":${opening}${closing}}`;

    expectProblem(await service.api().send(path, body, { 'content-type': 'application/json' }), 400);
  });

  test('is refused as a form, though its fields are right', async () => {
    const refused = await service
      .api()
      .send(path, new URLSearchParams({ external_id: 'FORM', name: 'F' }).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
      });

    expectProblem(refused, 415);
  });
});

describe('any text at all', () => {
  /** Letters of all scripts; now and then a blank, a control, half a character, whatever 16 bits can be. */
  const letters = fc.integer({ min: 0x21, max: 0xd7ff });
  const trouble = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }),
    fc.constantFrom(0x00, 0x0b, 0x1f, 0x20, 0x85, 0xa0, 0x2028, 0xd83d, 0xde00, 0xfeff, 0xfffe, 0xffff),
  );
  const units = fc.oneof({ weight: 15, arbitrary: letters }, { weight: 1, arbitrary: trouble });
  const texts = fc
    .array(units, { minLength: 1, maxLength: 12 })
    .map((codes) => String.fromCharCode(...codes));

  test('is kept as it is, or refused; it never makes the service fail, or the database refuse what we took', async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (one, key, value) => {
        const external_id = `${one}${newRef('ANY')}${one}`;
        const body = { external_id, name: `${newRef('N')}${value}`, metadata: { [`k${key}`]: value } };
        const answer = await service.api().post('/locations', body);
        // Refused by a field, not by a rule of the database that our own did not know.
        if (answer.status === 422 && fieldsAtFault(answer).length > 0) return;
        expect(dataOf(answer, 201)).toMatchObject(body);
        const read = await service.api().get(`/locations/${encodeURIComponent(external_id)}`);
        expect(dataOf(read, 200)).toEqual(dataOf(answer, 201));
        kept += 1;
      }),
      { numRuns: 150 },
    );
    expect(kept).toBeGreaterThan(10);
  });
});

describe.each(PATHS)('a record of %s', (path) => {
  test.each([
    'NOBODY',
    '00000000-0000-7000-8000-000000000000',
    '%00',
    'z%2Fz',
    '..%2F',
    '%F0%9F%98%81',
    'x'.repeat(300),
  ])('is not found by %s', async (ref) => {
    expectProblem(await service.api().get(`${path}/${ref}`), 404);
  });

  test('is found by its external id before another one whose uuid that is', async () => {
    const mine = dataOf(await service.api().post(path, leastBody(path)), 201) as { id: string };
    const other = dataOf(await service.api().post(path, leastBody(path, mine.id)), 201) as { id: string };

    expect(dataOf(await service.api().get(`${path}/${mine.id}`), 200)).toMatchObject({
      id: other.id,
      external_id: mine.id,
    });
    expect(dataOf(await service.api().get(`${path}/${other.id}`), 200)).toMatchObject({ id: other.id });
  });

  test('is found by its uuid in capitals', async () => {
    const { id } = dataOf(await service.api().post(path, leastBody(path)), 201) as { id: string };

    expect(dataOf(await service.api().get(`${path}/${id.toUpperCase()}`), 200)).toMatchObject({ id });
  });

  async function auditOf(recordId: string): Promise<unknown[]> {
    const { rows } = await database.owner.query<Record<string, unknown>>(
      'SELECT actor_kind, actor_name, action, request_id FROM audit_events WHERE record_id = $1 ORDER BY position',
      [recordId],
    );
    return rows;
  }

  test('is audited when it is created: who, what, and by which request', async () => {
    const requestId = newRef('request');
    const created = await service.api().post(path, leastBody(path), { 'x-request-id': requestId });
    const { id } = dataOf(created, 201) as { id: string };

    const noun = path.slice(1).replace('-', '_').replace(/s$/, '');
    expect(await auditOf(id)).toEqual([
      {
        actor_kind: 'bootstrap_key',
        actor_name: 'ADMIN_API_KEY',
        action: `${noun}.created`,
        request_id: requestId,
      },
    ]);
  });

  test('is behind at both lanes, by its version, from the moment it is there', async () => {
    const { id, version } = dataOf(await service.api().post(path, leastBody(path)), 201) as {
      id: string;
      version: number;
    };
    const { rows } = await database.owner.query<Record<string, unknown>>(
      'SELECT lane, record_kind, wanted_version::int, settled_version::int FROM sync_records WHERE record_id = $1 ORDER BY lane',
      [id],
    );

    const record_kind = path.slice(1).replace('-', '_').replace(/s$/, '');
    expect(rows).toEqual([
      { lane: 'gotransverse', record_kind, wanted_version: version, settled_version: 0 },
      { lane: 'tratta', record_kind, wanted_version: version, settled_version: 0 },
    ]);
  });
});

async function auditCount(): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM audit_events',
  );
  return rows[0]!.count;
}
