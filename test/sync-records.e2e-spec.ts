import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Prisma } from '../src/platform/database/generated/client.js';
import { HeldWrite } from '../src/sync/held-write.types.js';
import type { Claim, SyncedRecord } from '../src/sync/sync-record.types.js';
import { SyncRecordsService } from '../src/sync/sync-records.service.js';
import { books } from './support/books.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const TIMES = { leaseMs: 60_000, callMs: 30_000 };

let database: TestDatabase;
let service: Service;
let records: SyncRecordsService;
let record: SyncedRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  records = service.app.get(SyncRecordsService);
});
afterAll(async () => {
  await service.close();
  await database.drop();
});
beforeEach(async () => {
  const { id } = await books(service.api()).account({ balance: 100 });
  record = { lane: 'gotransverse', kind: 'debt_account', id };
});

async function claimed(): Promise<Claim> {
  const claim = await records.claim(record, TIMES);
  if (claim === undefined) throw new Error('somebody else holds it');
  return claim;
}

/** As if so much time had gone by. */
async function later(ms: number): Promise<void> {
  await database.owner.query(
    `UPDATE sync_records SET leased_until = leased_until - $1 * interval '1 ms',
            call_ends_by = call_ends_by - $1 * interval '1 ms',
            last_empty_answer_at = last_empty_answer_at - $1 * interval '1 ms'
      WHERE record_id = $2`,
    [ms, record.id],
  );
}

async function stateNow() {
  return (await records.standing(record))?.state;
}

describe('a lease', () => {
  test('is one holder at a time, and shows as sending', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, () => records.claim(record, TIMES)));

    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await stateNow()).toBe('sending');
  });

  test('is taken over when it has run out, and nobody is told to be sending meanwhile', async () => {
    await claimed();
    await later(TIMES.leaseMs);

    expect(await stateNow()).toBe('pending');
    expect(await records.claim(record, TIMES)).toBeDefined();
  });

  test('covers no call once it has run out, even if nobody took over', async () => {
    const claim = await claimed();
    await later(TIMES.leaseMs);

    await expect(records.beforeCall(claim, TIMES, 'create')).rejects.toThrow('ran out');
  });

  test('is asked for no more by a call that changes nothing, as long as it covers that', async () => {
    const claim = await claimed();
    const { leasedUntil } = (await records.standing(record)) ?? {};
    await records.beforeCall(claim, TIMES);
    expect((await records.standing(record))?.leasedUntil).toEqual(leasedUntil);

    claim.heldUntilMs -= TIMES.leaseMs;
    await records.beforeCall(claim, TIMES);
    expect((await records.standing(record))?.leasedUntil).not.toEqual(leasedUntil);
  });

  test('is renewed by each call that may have an effect', async () => {
    const claim = await claimed();
    await later(TIMES.leaseMs - 5_000);
    await records.beforeCall(claim, TIMES, 'create');
    await later(TIMES.leaseMs - 5_000);

    await expect(records.beforeCall(claim, TIMES, 'create')).resolves.toBeUndefined();
  });

  test('covers no call that could outlast it', async () => {
    const claim = await claimed();

    await expect(records.beforeCall(claim, { leaseMs: 10, callMs: 11 }, 'create')).rejects.toThrow('ran out');
  });
});

describe('who has lost the lease', () => {
  test('writes no outcome', async () => {
    const former = await claimed();
    await later(TIMES.leaseMs);
    const holder = await claimed();

    await records.end(former, { state: 'quarantined', reason: 'from before', version: 1n });
    await records.release(former);
    await expect(records.afterCall(former)).rejects.toThrow('ran out');
    await expect(records.emptyAnswer(former, 1, 1)).rejects.toThrow('ran out');

    expect(await stateNow()).toBe('sending');
    await records.end(holder, { state: 'conflict', reason: 'from now', version: 99n });
    expect(await records.standing(record)).toMatchObject({ state: 'conflict', reason: 'from now' });
  });

  test('writes nothing in the same statement, before a call, after it or at the end', async () => {
    const begun = new HeldWrite((held) => [
      Prisma.sql`UPDATE debt_accounts SET status_reason = 'written' WHERE id = ${record.id}::uuid AND ${held}`,
    ]);
    const reason = async (): Promise<unknown> => {
      const { rows } = await database.owner.query<{ status_reason: string | null }>(
        'SELECT status_reason FROM debt_accounts WHERE id = $1',
        [record.id],
      );
      return rows[0];
    };
    const former = await claimed();
    await later(TIMES.leaseMs);
    const holder = await claimed();

    await expect(records.beforeCall(former, TIMES, 'create', begun)).rejects.toThrow('ran out');
    await expect(records.afterCall(former, begun)).rejects.toThrow('ran out');
    await records.end(former, { state: 'pending', reason: null }, { beside: begun });
    expect(await reason()).toEqual({ status_reason: null });
    expect(await stateNow()).toBe('sending');

    await records.beforeCall(holder, TIMES, 'create', begun);
    expect(await reason()).toEqual({ status_reason: 'written' });
  });

  test('writes nothing beside a call either', async () => {
    const former = await claimed();
    await later(TIMES.leaseMs);
    let written = false;

    const call = records.beforeCall(former, TIMES, 'create', () => {
      written = true;
      return Promise.resolve();
    });

    await expect(call).rejects.toThrow('ran out');
    expect(written).toBe(false);
  });
});

describe('a call without a known outcome', () => {
  test('is handed to whoever takes over', async () => {
    const former = await claimed();
    await records.beforeCall(former, TIMES, 'create_account');
    await later(TIMES.leaseMs);

    const holder = await claimed();
    expect(holder.unsettled).toBe('create_account');
    await records.afterCall(holder);
    expect(holder.unsettled).toBeUndefined();
  });

  test('is given up after three empty answers and the whole span, not before', async () => {
    const claim = await claimed();
    await records.beforeCall(claim, TIMES, 'create_account');
    const isGivenUp = () => records.emptyAnswer(claim, 4_000, 1_000);

    // Before the call's own time limit nothing counts.
    expect(await isGivenUp()).toBe(false);
    await later(TIMES.callMs);
    const answers: boolean[] = [];
    for (const ms of [0, 1_000, 10, 1_000, 1_000, 900, 200]) {
      await later(ms);
      answers.push(await isGivenUp());
    }
    expect(answers).toEqual([false, false, false, false, false, false, true]);
  });

  test('is not given up by the span alone', async () => {
    const claim = await claimed();
    await records.beforeCall(claim, TIMES, 'create_account');
    await later(TIMES.callMs + 3_600_000);

    expect(await records.emptyAnswer(claim, 1_000, 1_000)).toBe(false);
    expect(await records.emptyAnswer(claim, 1_000, 1_000)).toBe(false);
  });

  test('keeps a record from being unknown without one', async () => {
    const claim = await claimed();

    await expect(
      records.end(claim, { state: 'unknown', reason: 'of nothing', againInMs: 1 }),
    ).rejects.toThrow('sync_records_unknown_is_a_call');
  });
});

describe('an outcome', () => {
  test('settles the version that was read, and a later change is pending', async () => {
    const claim = await claimed();
    const version = (await records.standing(record))?.wantedVersion ?? 0n;
    await service.api().post(`/debt-accounts/${record.id}/entries`, { kind: 'fee', amount: 5 });
    await records.end(claim, { state: 'synced', version });

    expect(await stateNow()).toBe('pending');
    await records.end(await claimed(), { state: 'synced', version: version + 10n });
    expect(await stateNow()).toBe('synced');
  });

  test('that is not settled counts the attempt and says when the next is due', async () => {
    await records.end(await claimed(), { state: 'retrying', reason: 'busy', againInMs: 5_000 });
    await records.end(await claimed(), { state: 'retrying', reason: 'busy', againInMs: 5_000 });

    const standing = await records.standing(record);
    expect(standing).toMatchObject({ state: 'retrying', attempts: 2, reason: 'busy' });
    expect(standing?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now());
  });
});
