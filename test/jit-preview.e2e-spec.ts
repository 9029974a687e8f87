import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiKeysService } from '../src/platform/auth/api-keys.service.js';
import { cliCaller, type Scope } from '../src/platform/auth/caller.js';
import type { JitPreviewMeta, JitPreviewView } from '../src/jit/jit-preview.types.js';
import { books, newRef } from './support/books.js';
import type { Answer } from './support/http.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let service: Service;
let include: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  include = await startService({ database, env: { JIT_INCLUDE: 'date_of_birth,ssn_last4' } });
});

afterAll(async () => {
  await Promise.all([service.close(), include.close()]);
  await database.drop();
});

interface Preview {
  data: JitPreviewView;
  meta: JitPreviewMeta;
}

function preview(ref: string, by = service, key?: string): Promise<Answer> {
  return by.api(key).get(`/debt-accounts/${encodeURIComponent(ref)}/jit-preview`);
}

async function shown(ref: string, by?: Service, key?: string): Promise<Preview> {
  const answer = await preview(ref, by, key);
  expect(answer.status).toBe(200);
  return answer.body as Preview;
}

async function keyWith(scopes: Scope[]): Promise<string> {
  const keys = service.app.get(ApiKeysService);
  return (await keys.create(cliCaller('the test'), { name: newRef('key'), scopes, expiresAt: null })).key;
}

async function addPending(accountId: string, amount: number, scheduledIn: string | null = null) {
  await database.service.query(
    `INSERT INTO pending_payments (debt_account_id, id, amount, reference, submitted_at, scheduled_at)
     VALUES ($1, gen_random_uuid(), $2, $3, now(), now() + $4::interval)`,
    [accountId, amount, newRef('PAY'), scheduledIn],
  );
}

describe('a preview', () => {
  test('is what Tratta is told, by external id and by our id, and no JIT call', async () => {
    const { parent, children } = await books(service.api()).family([
      { balance: 250_000, current_balance: 201_500, settlement_amount: 100 },
      { balance: 100_000, status: 'disputed' },
    ]);
    await addPending(children[0]!.id, 30_000);

    for (const { id, external_id } of [parent, ...children]) {
      const before = await calls();
      const { data } = await shown(external_id);
      expect(await shown(id)).toEqual({ data, meta: expect.anything() });
      expect(await calls()).toBe(before);
      expect(data).toEqual(((await service.jit(external_id)).body as Preview).data);
    }
  });

  test.each(['NOBODY', '01a20537-c2bf-7680-80f9-1c5e82232820', 'A\0B', 'x'.repeat(256)])(
    'of "%s" there is none',
    async (ref) => {
      expect(await preview(ref)).toMatchObject({ status: 404, body: { status: 404 } });
    },
  );

  test('uses none of the connections that JIT waits for', async () => {
    const { external_id } = await books(service.api()).account({ balance: 100 });
    await shown(external_id);
    const { rows } = await database.owner.query<{ application_name: string }>(
      `SELECT DISTINCT application_name FROM pg_stat_activity
        WHERE datname = current_database() AND query = 'COMMIT'`,
    );
    expect(rows.map(({ application_name }) => application_name)).not.toContain('arrears-jit');
  });

  async function calls(): Promise<string> {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    return metrics
      .split('\n')
      .filter((line) => line.startsWith('arrears_jit_answers_total'))
      .join();
  }
});

describe('the explanation', () => {
  const explained = async (ref: string): Promise<string[]> => (await shown(ref)).meta.explanation;

  test('of an open account is its book balance', async () => {
    const { external_id } = await books(service.api()).account({ balance: 125_000 });

    expect(await explained(external_id)).toEqual(['The book balance of $1,250.00 is told as it is.']);
  });

  test('names the status, or that of the parent', async () => {
    const held = await books(service.api()).account({ balance: 100, status: 'bankruptcy' });
    const { parent, children } = await books(service.api()).family([{ balance: 100 }], {
      status: 'attorney',
    });

    expect(await explained(held.external_id)).toEqual(['The status is bankruptcy, which is told as $0.00.']);
    expect(await explained(children[0]!.external_id)).toEqual([
      "The parent's status is attorney, which covers this account and is told as $0.00.",
    ]);
    expect(await explained(parent.external_id)).toEqual([
      'The told balance of $0.00 is the sum of what is told of its one child.',
      'The status is attorney, which is told as $0.00 and covers the children.',
    ]);
  });

  test('names pending payments, now and later, and a balance that would be below 0', async () => {
    const waiting = await books(service.api()).account({ balance: 10_000 });
    await addPending(waiting.id, 3_000);
    await addPending(waiting.id, 500, '1 day');
    const overpaid = await books(service.api()).account({ balance: 100, current_balance: -500 });
    const covered = await books(service.api()).account({ balance: 100 });
    await addPending(covered.id, 250);

    expect(await explained(waiting.external_id)).toEqual([
      'Pending payments of $30.00 are subtracted from the book balance of $100.00.',
      'Payments of $5.00 for a later day are not subtracted yet.',
    ]);
    expect(await explained(overpaid.external_id)).toEqual([
      'The book balance is -$5.00; $0.00 is told, never less.',
    ]);
    expect(await explained(covered.external_id)).toEqual([
      'Pending payments of $2.50 are subtracted from the book balance of $1.00.',
      'They are more than is owed; $0.00 is told, never less.',
    ]);
  });

  test('names what is left out: a settlement beyond the balance, a phone that is not a US one', async () => {
    const make = books(service.api());
    const canadian = await make.customer({ phone: '+1 604 555 0100' });
    const unread = await make.customer({ phone: 'ask the neighbour' });
    const account = await make.account({
      customer_id: canadian.external_id,
      balance: 1_000,
      settlement_amount: 2_000,
    });
    const other = await make.account({ customer_id: unread.external_id, balance: 1_000 });

    expect((await explained(account.external_id)).slice(1)).toEqual([
      'The settlement amount of $20.00 is left out: it is told from $0.01 up to the told balance of $10.00.',
      'The phone number is left out: it is not a US number, and Tratta would refuse the whole answer.',
    ]);
    expect((await explained(other.external_id)).slice(1)).toEqual([
      'The phone number is left out: it cannot be read as a US number, and Tratta would refuse the whole answer.',
    ]);
  });
});

describe('personal fields that JIT_INCLUDE tells', () => {
  test('are named, not shown, to a key without pii', async () => {
    const make = books(service.api());
    const customer = await make.customer({ date_of_birth: '1980-02-29', ssn_last4: '0098' });
    const partly = await make.customer({ ssn_last4: '0098' });
    const account = await make.account({ customer_id: customer.external_id });
    const other = await make.account({ customer_id: partly.external_id });
    const reader = await keyWith(['read']);
    const answer = await preview(account.external_id, include, reader);

    expect(answer.text).not.toContain('0098');
    expect(answer.text).not.toContain('1980');
    expect((answer.body as Preview).meta.omitted).toEqual(['date_of_birth', 'ssn_last4']);
    expect((await shown(other.external_id, include, reader)).meta.omitted).toEqual(['ssn_last4']);
    expect((await shown(account.external_id, service, reader)).meta.omitted).toEqual([]);
  });

  test('are shown to a key with pii, which the trail tells', async () => {
    const make = books(service.api());
    const customer = await make.customer({ date_of_birth: '1980-02-29', ssn_last4: '0098' });
    const account = await make.account({ customer_id: customer.external_id });
    const { data, meta } = await shown(account.external_id, include, await keyWith(['read', 'pii']));

    expect(data).toEqual(((await include.jit(account.external_id)).body as Preview).data);
    expect(data.customer).toMatchObject({ date_of_birth: '1980-02-29', ssn_last4: '0098' });
    expect(meta.omitted).toEqual([]);
    const { rows } = await database.owner.query(
      `SELECT record_id, changes FROM audit_events WHERE action = 'customer.revealed' AND debt_account_id = $1`,
      [account.id],
    );
    expect(rows).toEqual([
      { record_id: customer.id, changes: { fields: ['date_of_birth', 'ssn_last4'], by: 'jit_preview' } },
    ]);
  });
});
