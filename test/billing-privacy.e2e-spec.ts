import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SpawnedService } from './support/spawn-service.js';
import { Api, dataOf } from './support/api.js';
import { BilledBooks } from './support/billed-books.js';
import { ask } from './support/http.js';

// What is told to Gotransverse of a person stands in what is sent, and there: not in logs, figures or reasons.

const BORN = '1971-11-23';
const PERSON = {
  name: 'Quirina Uniquename',
  email: 'quirina@unique.example.com',
  phone: '(512) 555-0147',
  date_of_birth: BORN,
  addresses: [
    {
      line1: '99 Unique Lane',
      city: 'Uniqueville',
      state: 'TX',
      postal_code: '78799',
      country: 'US',
      is_primary: true,
    },
  ],
};
const TEXTS = [
  ...['Quirina', 'Uniquename', 'quirina@unique', '555-0147', '5550147', BORN, '99 Unique Lane'],
  ...['Uniqueville', '78799', 'UNIQUE-NUMBER-9'],
];

let books: BilledBooks;
let spawned: { process: SpawnedService; api: Api; url: string };

beforeAll(async () => {
  books = await BilledBooks.start({ sandbox: { password: 'the-password-there' } });
  spawned = await books.spawn({
    LOG_LEVEL: 'debug',
    NODE_ENV: 'production',
    SHUTDOWN_DRAIN_MS: '0',
    // What was not answered well is looked for until then at least.
    GOTRANSVERSE_TIMEOUT_MS: '1000',
  });
});

afterAll(() => books.close());

async function newAccount(): Promise<string> {
  const customer = await books.make.customer(PERSON);
  const { external_id } = await books.make.account({
    customer_id: customer.external_id,
    external_account_number: 'UNIQUE-NUMBER-9',
    balance: 10_000,
  });
  return external_id;
}

async function keyWith(...scopes: string[]): Promise<Api> {
  const answer = await books.api.post('/api-keys', { name: scopes.join(' '), scopes });
  const { key } = dataOf(answer, 201) as { key: string };
  return new Api(books.service.url, key);
}

describe('a preview', () => {
  test('shows no date of birth without the scope pii, neither in what is sent nor in what differs', async () => {
    const ref = await newAccount();
    const path = `/debt-accounts/${ref}/billing-preview`;
    const without = await keyWith('read', 'billing');
    const before = await without.get(path);
    expect(before.status).toBe(200);
    expect(before.text).toContain('Uniquename');
    expect(before.text).toContain('dob=\\"****-**-**\\"');
    expect(before.text).not.toContain(BORN);
    expect(before.body).toMatchObject({ meta: { omitted: ['date_of_birth'] } });

    await books.settled(ref);
    const { customer_external_id } = await books.api.account(ref);
    await books.api.patch(`/customers/${customer_external_id}`, { date_of_birth: '1972-12-24' });
    const after = await without.get(path);
    expect(after.text).not.toContain(BORN);
    expect(after.text).not.toContain('1972-12-24');
  });

  test('with pii shows it, and is audited', async () => {
    const ref = await newAccount();
    const shown = await (
      await keyWith('read', 'billing', 'pii')
    ).get(`/debt-accounts/${ref}/billing-preview`);
    expect(shown.text).toContain(`dob=\\"${BORN}\\"`);
    expect(shown.body).toMatchObject({ meta: { omitted: [] } });
    const { id } = await books.api.account(ref);
    const { rows } = await books.database.owner.query<{ action: string }>(
      `SELECT action FROM audit_events WHERE debt_account_id = '${id}' AND action = 'customer.revealed'`,
    );
    expect(rows).toHaveLength(1);
  });

  test('is the very body that is sent', async () => {
    const ref = await newAccount();
    const preview = await books.api.get(`/debt-accounts/${ref}/billing-preview`);
    const { calls } = (preview.body as { data: { calls: { operation: string; xml: string }[] } }).data;
    const sent = await books.callsOf(() => books.settled(ref));
    expect(calls.map(({ operation }) => operation)).toEqual([
      'createAccount',
      'createAdjustment',
      'postAdjustment',
    ]);
    expect(books.only(sent, 'billingAccounts.create').body).toBe(calls[0]?.xml);
    const { eid } = books.there(ref);
    expect(books.only(sent, 'adjustments.create').body).toBe(
      calls[1]?.xml.replace('<billingAccount eid="0"/>', `<billingAccount eid="${eid}"/>`),
    );
  });
});

describe('who may', () => {
  test.each([
    ['send', 'POST', '/billing/accounts/REF/resend'],
    ['post', 'POST', '/billing/accounts/REF/post'],
    ['look up', 'GET', '/billing/accounts/REF/lookup'],
    ['read the reference data', 'GET', '/billing/reference-data'],
  ])('%s: keys with the scope billing', async (_what, method, path) => {
    const ref = await newAccount();
    const route = path.replace('REF', ref);
    const body = method === 'POST' ? {} : undefined;
    const calls = await books.callsOf(async () => {
      expect((await (await keyWith('read', 'write')).request(method, route, body)).status).toBe(403);
    });
    expect(calls).toEqual([]);
    expect((await (await keyWith('billing')).request(method, route, body)).status).toBe(200);
  });

  test('each sending is audited, with who, why and what', async () => {
    const ref = await newAccount();
    await books.api.post(`/billing/accounts/${ref}/resend`, { reason: 'the creditor asked' });
    const { id } = await books.api.account(ref);
    const { rows } = await books.database.owner.query(
      `SELECT action, reason, changes FROM audit_events
        WHERE debt_account_id = '${id}' AND action = 'billing_account.sent'`,
    );
    expect(rows).toEqual([
      { action: 'billing_account.sent', reason: 'the creditor asked', changes: { part: 'all' } },
    ]);
  });
});

test('a push, good and bad, leaves nothing of a person in log, figures, reasons and standing', async () => {
  const good = await newAccount();
  await books.settled(good, spawned.api);
  await books.expectTrue(good);

  const standings: unknown[] = [];
  const { faults } = books.sandbox;
  for (const fault of [
    '422',
    '400',
    '401',
    'commit_then_500',
    'html',
    'permanent_500_unmarshalling',
  ] as const) {
    const ref = await newAccount();
    // The vendor repeats what it was sent.
    faults.add({
      fault,
      description: `firstName "Quirina" of ${BORN} at 99 Unique Lane is not valid`,
      match: { operation: 'billingAccounts.create' },
    });
    standings.push((await books.attempt(ref, spawned.api)).body, await books.standing(ref));
    await books.settled(ref, spawned.api);
    standings.push(await books.standing(ref), (await books.api.get(`/billing/accounts/${ref}/lookup`)).body);
  }
  const metrics = await ask(`${spawned.url}/metrics`);
  await spawned.process.stop();
  const log = spawned.process.output();

  expect(log).toContain('Gotransverse called');
  expect(log).toContain('A call to Gotransverse was not done');
  expect(metrics.text).toContain(
    'arrears_gotransverse_calls_total{operation="createAccount",outcome="rejected"}',
  );
  const texts = { log, metrics: metrics.text, standings: JSON.stringify(standings) };
  for (const secret of [...TEXTS, '<person', '<billingAccount', books.sandbox.password])
    for (const [where, text] of Object.entries(texts)) {
      if (secret === books.sandbox.password && where === 'standings') continue;
      expect({ where, secret, found: text.includes(secret) }).toEqual({ where, secret, found: false });
    }
});

test('what was sent stands in the database sealed', async () => {
  const ref = await newAccount();
  await books.settled(ref);
  const { rows } = await books.database.owner.query<{ text: string }>(
    `SELECT row_to_json(billing_accounts)::text || row_to_json(billing_parties)::text AS text
       FROM billing_accounts JOIN billing_parties ON billing_parties.eid = party_eid`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { text } of rows)
    for (const secret of TEXTS) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
});
