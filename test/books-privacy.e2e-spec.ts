import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PersonalDataVault } from '../src/platform/crypto/personal-data.js';
import { Api } from './support/api.js';
import { books } from './support/books.js';
import { ask } from './support/http.js';
import { rawRequest, sendRaw } from './support/raw-http.js';
import { ADMIN_KEY, ENCRYPTION_KEY, JIT_TOKEN } from './support/service.js';
import { spawnService, type SpawnedService } from './support/spawn-service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// What is told of a person stands in the books, and in the answers that are meant to tell it: not in the
// log at its most talkative, not in errors, not in figures, and the most personal of it nowhere in clear.

const PERSON = {
  name: 'Quirina Uniquename',
  first_name: 'Quirina',
  last_name: 'Uniquename',
  email: 'quirina@unique.example.com',
  phone: '(512) 555-0147',
  date_of_birth: '1971-11-23',
  ssn_last4: '4711',
  addresses: [{ line1: '99 Unique Lane', city: 'Uniqueville' }],
  metadata: { 'unique-key': 'unique-value' },
};
const ACCOUNT = { external_id: 'UNIQUE-ACCOUNT-9', external_account_number: 'UNIQUE-NUMBER-9' };

let database: TestDatabase;
let service: SpawnedService;
let url: string;
let api: Api;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await spawnService({
    // Elsewhere the first lines show a call that works, token and all.
    NODE_ENV: 'production',
    SHUTDOWN_DRAIN_MS: '0',
    LOG_LEVEL: 'trace',
    DATABASE_URL: database.serviceUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    ADMIN_API_KEY: ADMIN_KEY,
    ENCRYPTION_KEYS: ENCRYPTION_KEY,
    JIT_TOKENS: JIT_TOKEN,
    JIT_INCLUDE: 'date_of_birth,ssn_last4',
  });
  url = await service.ready();
  api = new Api(url, ADMIN_KEY);
  await api.createCustomer({ external_id: 'UNIQUE-CUSTOMER-9', ...PERSON });
  await api.createCustomer({ external_id: 'UNIQUE-2', ...PERSON });
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** Every text of the values above that tells somebody something. */
function secrets(): string[] {
  const values = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(values);
  return [
    ...values(PERSON),
    ...values(ACCOUNT),
    'unique-key',
    '5125550147',
    '+15125550147',
    JIT_TOKEN,
    ADMIN_KEY,
  ];
}

test('a day’s requests, good and bad, are logged without a person in them', async () => {
  const account = await books(api).account({ ...ACCOUNT, customer_id: 'UNIQUE-CUSTOMER-9', balance: 100 });

  const said = await ask(`${url}/jit/${JIT_TOKEN}?debt_account_external_id=${ACCOUNT.external_id}`);
  expect(said.body).toMatchObject({ data: { customer: { date_of_birth: '1971-11-23', ssn_last4: '4711' } } });
  const answers = [
    // Broken in every way that comes to mind, with the person in it.
    await api.post('/customers', { external_id: 'UNIQUE-CUSTOMER-9', ...PERSON }),
    await api.post('/customers', { external_id: ' ', ...PERSON, email: PERSON.phone, phone: [PERSON.phone] }),
    await api.post('/customers', { external_id: 'X', ...PERSON, name: 'x'.repeat(300), ssn_last4: 4711 }),
    await api.send('/customers', `{"name":"${PERSON.name}","ssn_last4":"4711",}`, {
      'content-type': 'application/json',
    }),
    await api.send('/customers', JSON.stringify(PERSON), { 'content-type': 'text/plain' }),
    await api.post('/debt-accounts', { ...ACCOUNT, customer_id: PERSON.name, location_id: PERSON.email }),
    await api.post(`/debt-accounts/${ACCOUNT.external_id}/entries`, {
      kind: 'payment',
      amount: -1,
      reference: PERSON.name,
    }),
    await api.post(`/debt-accounts/${ACCOUNT.external_id}/entries`, {
      kind: 'payment',
      amount: 1,
      reason: PERSON.name,
    }),
    await api.get(`/customers/${encodeURIComponent(PERSON.name)}`),
    await api.get(`/nothing/${encodeURIComponent(PERSON.name)}?ssn_last4=4711`),
    await ask(`${url}/jit/${JIT_TOKEN}?debt_account_external_id=${encodeURIComponent(PERSON.name)}`),
    await ask(`${url}/jit/${JIT_TOKEN}x?debt_account_external_id=${ACCOUNT.external_id}`),
    await new Api(url, `${ADMIN_KEY}x`).get(`/customers/${encodeURIComponent(PERSON.name)}`),
  ];
  await sendRaw(url, rawRequest('GET', `/api/v1/customers/%zz${encodeURIComponent(PERSON.name)}`));
  await sendRaw(url, `GET /jit/${JIT_TOKEN} ${PERSON.name}\r\n\r\n`);
  // A failure inside, too: the table that the audit is written to is gone for a moment.
  await database.owner.query('ALTER TABLE audit_events RENAME TO audit_events_away');
  const failed = await api.post('/customers', { external_id: 'UNIQUE-3', ...PERSON });
  await database.owner.query('ALTER TABLE audit_events_away RENAME TO audit_events');
  expect(failed.status).toBe(500);

  const metrics = await ask(`${url}/metrics`);
  await service.stop();
  const log = service.output();

  expect(answers).toHaveLength(13);
  expect(log).toContain('A request failed');
  expect(log.split('\n').length).toBeGreaterThan(15);
  for (const secret of secrets()) {
    expect(withoutFigures(log)).not.toContain(secret);
    expect(withoutFigures(log)).not.toContain(encodeURIComponent(secret));
    expect(withoutFigures(metrics.text)).not.toContain(secret);
    expect(failed.text).not.toContain(secret);
  }
  for (const { status, text } of answers.filter((answer) => answer.status >= 400))
    for (const secret of secrets())
      expect({ status, text }).toEqual({ status, text: text.replaceAll(secret, '') });
  expect(answers.filter(({ status }) => status >= 400).length).toBeGreaterThan(9);
  expect(log).not.toContain(account.id);
  // The routes are there, by their patterns.
  expect(log).toContain('/api/v1/customers/:ref');
});

describe('birth date and social security number', () => {
  test('stand nowhere in the database in clear', async () => {
    const { rows: tables } = await database.owner.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'partitions')`,
    );
    expect(tables.length).toBeGreaterThan(10);
    const digits = Buffer.from('4711').toString('hex');
    const day = Buffer.from('1971-11-23').toString('hex');
    for (const { name } of tables) {
      const { rows } = await database.owner.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      for (const { text } of rows) {
        for (const shape of ['1971-11-23', '19711123', day]) expect(text).not.toContain(shape);
        // Four digits alone may be a part of anything; as a value they may not stand.
        expect(text).not.toMatch(/[(,"]4711[),"]/);
        expect(text).not.toContain(`\\x${digits}`);
      }
    }
  });

  test('are there all the same, for whoever has the key', async () => {
    const { rows } = await database.owner.query<{
      id: string;
      date_of_birth_cipher: Buffer;
      ssn_last4_cipher: Buffer;
      ssn_last4_digest: Buffer;
    }>("SELECT * FROM customers WHERE external_id IN ('UNIQUE-CUSTOMER-9', 'UNIQUE-2') ORDER BY external_id");
    const vault = new PersonalDataVault([{ id: 'tests', key: Buffer.alloc(32, 7) }]);

    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(vault.open('date_of_birth', row.id, row.date_of_birth_cipher)).toBe('1971-11-23');
      expect(vault.open('ssn_last4', row.id, row.ssn_last4_cipher)).toBe('4711');
    }
    // The same number twice: found by the same digest, and nobody sees that it is the same by its cipher.
    expect(rows[0]!.ssn_last4_digest).toEqual(rows[1]!.ssn_last4_digest);
    expect(rows[0]!.ssn_last4_cipher).not.toEqual(rows[1]!.ssn_last4_cipher);
  });
});

/** Without times, durations, process numbers and generated ids, which hold any four digits now and then. */
function withoutFigures(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')
    .replace(/"(time|pid|ms)":[\d.]+/g, '')
    .replace(/ [\d.e+-]+$/gm, '');
}
