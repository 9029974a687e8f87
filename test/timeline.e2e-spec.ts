import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TimelineItemView } from '../src/activity/timeline.types.js';
import { books, newRef } from './support/books.js';
import { eventually } from './support/eventually.js';
import { pageOf, walk } from './support/pages.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

function timeline(ref: string): Promise<TimelineItemView[]> {
  return pageOf(service.api(), `/debt-accounts/${encodeURIComponent(ref)}/timeline`);
}

const summaries = async (ref: string): Promise<string[]> =>
  (await timeline(ref)).map(({ summary }) => summary);

async function told(externalId: string): Promise<void> {
  const before = (await timeline(externalId)).length;
  await service.jit(externalId);
  await eventually(
    () => timeline(externalId),
    (items) => items.length > before,
  );
}

test('an account’s story is told in sentences, the newest first', async () => {
  const api = service.api();
  const account = await books(api).account({ balance: 10_000, current_balance: 8_000 });
  const ref = account.external_id;
  const payment = await api.postEntry(ref, { kind: 'payment', amount: -2_500, reference: 'check 4711' });
  await told(ref);
  await api.postEntry(ref, { kind: 'reversal', reverses: payment.id, reason: 'check returned' });
  await api.patch(`/debt-accounts/${ref}`, { status: 'disputed', settlement_amount: 4_000 });
  await api.patch(`/debt-accounts/${ref}`, { status: 'active', reason: 'settled by phone' });
  await api.put(`/debt-accounts/${ref}`, {
    customer_id: account.customer_external_id,
    location_id: account.location_external_id,
    current_balance: 7_000,
  });

  expect(await summaries(ref)).toEqual([
    'The balance was adjusted down by $10.00 by ADMIN_API_KEY; $70.00 was owed afterwards.',
    'ADMIN_API_KEY changed settlement_amount, current_balance.',
    'ADMIN_API_KEY changed the status from disputed to active. Reason: settled by phone',
    'ADMIN_API_KEY changed the status from active to disputed, and settlement_amount.',
    'The payment of $25.00 was reversed by ADMIN_API_KEY; $80.00 was owed afterwards.',
    'Tratta asked and was told $55.00.',
    'A payment of $25.00 (check 4711) was posted by ADMIN_API_KEY; $55.00 was owed afterwards.',
    'The balance was adjusted down by $20.00 by ADMIN_API_KEY; $80.00 was owed afterwards.',
    '$100.00 was placed by ADMIN_API_KEY; $100.00 was owed afterwards.',
    'ADMIN_API_KEY created the account.',
  ]);
  expect(await timeline(account.id)).toEqual(await timeline(ref));
});

test('an item has its details, and an entry is not told a second time by its audit event', async () => {
  const account = await books(service.api()).account({ status: 'disputed' });
  const entry = await service.api().postEntry(account.external_id, { kind: 'fee', amount: 100, reason: 'x' });
  const items = await timeline(account.external_id);

  expect(items).toHaveLength(2);
  expect(items[0]).toEqual({
    at: entry.recorded_at,
    type: 'ledger_entry',
    id: entry.id,
    summary: 'A fee of $1.00 was posted by ADMIN_API_KEY; $1.00 was owed afterwards.',
    sequence: 1,
    kind: 'fee',
    amount: 100,
    balance_after: 100,
    occurred_at: entry.occurred_at,
    reference: null,
    reverses: null,
    reason: 'x',
    posted_by: 'ADMIN_API_KEY',
    request_id: expect.any(String),
  });
  expect(items[1]).toMatchObject({
    type: 'audit_event',
    action: 'debt_account.created',
    summary: 'ADMIN_API_KEY created the account as disputed.',
    changes: { status: 'disputed' },
  });
});

test('payments that Tratta took are told, and what became of them', async () => {
  const account = await books(service.api()).account({ balance: 10_000 });
  await database.service.query(
    `INSERT INTO pending_payments (debt_account_id, id, amount, state, reference, submitted_at, scheduled_at, created_at, settled_at)
     VALUES ($1, gen_random_uuid(), 3000, 'posted', 'T-1', now(), NULL, now() + '1 s', now() + '3 s'),
            ($1, gen_random_uuid(), 500, 'pending', 'T-2', now(), '2999-01-31', now() + '2 s', NULL)`,
    [account.id],
  );

  expect((await summaries(account.external_id)).slice(0, 3)).toEqual([
    'The payment of $30.00 that Tratta took was posted to the ledger.',
    'Tratta took a payment of $5.00 for 2999-01-31.',
    'Tratta took a payment of $30.00.',
  ]);
});

test('calls for the account’s name that got no balance belong to it', async () => {
  const external_id = newRef('LATE');
  await service.jit(external_id);
  const account = await books(service.api()).account({ external_id });
  await database.service.query(
    `INSERT INTO jit_requests (requested_at, id, request_id, outcome, http_status, asked_external_id, total_ms)
     VALUES (now(), gen_random_uuid(), 'r', 'deadline', 503, $1, 8000)`,
    [external_id],
  );
  const found = await eventually(
    () => summaries(account.id),
    (items) => items.length === 3,
  );

  expect(found).toEqual([
    'Tratta asked and got no answer in time.',
    'ADMIN_API_KEY created the account.',
    'Tratta asked and was told that there is no such account.',
  ]);
});

describe('page by page', () => {
  test('everything comes once, of whatever kind, also what happened at one moment, while more happens', async () => {
    const account = await books(service.api()).account({ balance: 100 });
    const { id } = account;
    const at = '2026-11-02T10:00:00.123456Z';
    await database.owner.query(
      `INSERT INTO jit_requests (requested_at, id, request_id, outcome, http_status, debt_account_id, told_balance, total_ms)
       SELECT $2::timestamptz - make_interval(secs => g / 4), gen_random_uuid(), 'r', 'found', 200, $1, 100, 1 FROM generate_series(1, 12) g`,
      [id, at],
    );
    await database.owner.query(
      `INSERT INTO audit_events (id, occurred_at, actor_kind, actor_name, action, record_kind, record_id, debt_account_id)
       SELECT gen_random_uuid(), $2::timestamptz - make_interval(secs => g / 4), 'system', 'x', 'test.made', 'debt_account', $1, $1 FROM generate_series(1, 12) g`,
      [id, at],
    );
    await database.owner.query(
      `INSERT INTO pending_payments (debt_account_id, id, amount, state, reference, submitted_at, created_at, settled_at)
       SELECT $1, gen_random_uuid(), 1, 'released', 'T-' || g, now(), $2::timestamptz, $2::timestamptz FROM generate_series(1, 6) g`,
      [id, at],
    );
    const whole = await timeline(id);
    const key = ({ type, id: itemId }: TimelineItemView): string => `${type} ${itemId}`;

    expect(whole).toHaveLength(2 + 12 + 12 + 12);
    for (const limit of [1, 3, 7]) {
      const seen = await walk<TimelineItemView>(
        service.api(),
        `/debt-accounts/${id}/timeline`,
        limit,
        async () => {
          if (limit === 7) await service.api().postEntry(account.external_id, { kind: 'fee', amount: 1 });
        },
      );
      expect(seen.map(key)).toEqual(whole.map(key));
    }
  });

  test('a cursor belongs to its account', async () => {
    const [one, other] = [
      await books(service.api()).account({ balance: 100 }),
      await books(service.api()).account({ balance: 100 }),
    ];
    const answer = await service.api().get(`/debt-accounts/${one.id}/timeline?limit=1`);
    const { next_cursor } = (answer.body as { meta: { next_cursor: string } }).meta;

    expect(
      (await service.api().get(`/debt-accounts/${other.id}/timeline?limit=1&cursor=${next_cursor}`)).status,
    ).toBe(422);
  });
});

test('of an account that does not exist there is none', async () => {
  expect((await service.api().get('/debt-accounts/NOBODY/timeline')).status).toBe(404);
});
