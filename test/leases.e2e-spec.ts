import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LeaseGoneError, LeasesService, type HeldLease } from '../src/platform/database/leases.service.js';
import { PrismaService } from '../src/platform/database/prisma.service.js';
import { eventually } from './support/eventually.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const LONG_MS = 60_000;

let database: TestDatabase;
let service: Service;
let other: Service;
let leases: LeasesService;
let elsewhere: LeasesService;
let names = 0;
let name: string;

beforeAll(async () => {
  database = await createTestDatabase();
  [service, other] = await Promise.all([startService({ database }), startService({ database })]);
  leases = service.app.get(LeasesService);
  elsewhere = other.app.get(LeasesService);
});
afterAll(async () => {
  await Promise.all([service.close(), other.close()]);
  await database.drop();
});
beforeEach(() => {
  names += 1;
  name = `test-${String(names)}`;
});

/** As if the lease had run out. */
async function runOut(): Promise<void> {
  await database.owner.query('UPDATE leases SET leased_until = clock_timestamp() WHERE name = $1', [name]);
}

function gate<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((opened) => {
    resolve = opened;
  });
  return { promise, resolve };
}

/** What the holder does until it is told to end. */
function heldOpen(by = leases, ttlMs = LONG_MS) {
  const begun = gate<HeldLease>();
  const end = gate<string>();
  const whole = by.holding(name, ttlMs, (lease) => {
    begun.resolve(lease);
    return end.promise;
  });
  return { lease: begun.promise, end, whole };
}

async function aborted({ signal }: HeldLease): Promise<unknown> {
  await eventually(
    () => signal.aborted,
    (over) => over,
  );
  return signal.reason;
}

test('one of many has it, over all processes, and the others are told at once', async () => {
  const open = gate<string>();
  const refused: number[] = [];
  const all = Array.from({ length: 10 }, async (_, n) => {
    const answer = await (n % 2 === 0 ? leases : elsewhere).holding(name, LONG_MS, () => open.promise);
    if (answer === undefined) refused.push(n);
    return answer;
  });
  await eventually(
    () => refused.length,
    (count) => count === 9,
  );
  expect(await elsewhere.isHeld(name)).toBe(true);
  open.resolve('done');

  expect((await Promise.all(all)).filter((answer) => answer !== undefined)).toEqual(['done']);
  expect(await elsewhere.isHeld(name)).toBe(false);
});

test('it is given back at the end, and when the work throws', async () => {
  await expect(leases.holding(name, LONG_MS, () => Promise.reject(new Error('broke')))).rejects.toThrow(
    'broke',
  );
  expect(await elsewhere.holding(name, LONG_MS, () => Promise.resolve('next'))).toBe('next');
});

test('it is renewed for as long as the work takes', async () => {
  const held = heldOpen(leases, 300);
  const { signal, owner } = await held.lease;
  const first = await database.owner.query<{ leased_until: Date }>(
    'SELECT leased_until FROM leases WHERE name = $1',
    [name],
  );
  // Beyond the end of the first term: only renewals can have kept it.
  await eventually(
    () =>
      database.owner.query<{ owner: string }>(
        `SELECT owner FROM leases WHERE name = $1 AND clock_timestamp() > $2 AND leased_until > clock_timestamp()`,
        [name, first.rows[0]?.leased_until],
      ),
    ({ rows }) => rows[0]?.owner === owner,
  );
  expect(signal.aborted).toBe(false);
  held.end.resolve('done');
  expect(await held.whole).toBe('done');
});

describe('whoever lost it', () => {
  test('hears so, commits nothing, and takes nothing from the next holder', async () => {
    const held = heldOpen(leases, 900);
    const lease = await held.lease;
    await runOut();
    const next = heldOpen(elsewhere);
    const taken = await next.lease;

    const { app } = service;
    await expect(
      app.get(PrismaService).inTransaction((transaction) => lease.assertHeld(transaction)),
    ).rejects.toThrow(LeaseGoneError);
    expect(await aborted(lease)).toBeInstanceOf(LeaseGoneError);
    held.end.resolve('late');
    await held.whole;

    expect(await leases.isHeld(name)).toBe(true);
    expect(taken.signal.aborted).toBe(false);
    next.end.resolve('done');
    await next.whole;
  });

  test('hears so while the database does not answer', async () => {
    const held = heldOpen(leases, 300);
    const lease = await held.lease;
    // The renewal waits for this lock, longer than the lease runs.
    const client = await database.owner.connect();
    await client.query('BEGIN');
    await client.query('SELECT FROM leases WHERE name = $1 FOR UPDATE', [name]);
    try {
      expect(await aborted(lease)).toBeInstanceOf(LeaseGoneError);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    held.end.resolve('late');
    await held.whole;
  });
});

test('a transaction that asserted it keeps others out until its end, and renewals in', async () => {
  const held = heldOpen(leases);
  const lease = await held.lease;
  await service.app.get(PrismaService).inTransaction(async (transaction) => {
    await lease.assertHeld(transaction);
    // As the renewal does it: it must not wait for the holder's own transaction.
    await runOut();
    expect(await elsewhere.holding(name, LONG_MS, () => Promise.resolve('taken'))).toBeUndefined();
  });
  expect(await elsewhere.holding(name, LONG_MS, () => Promise.resolve('taken'))).toBe('taken');
  held.end.resolve('late');
  await held.whole;
});

test('a stopping process tells the work, waits for it and gives the lease back', async () => {
  const stopping = await startService({ database });
  const by = stopping.app.get(LeasesService);
  const told: string[] = [];
  const whole = by.holding(name, LONG_MS, async (lease) => {
    await aborted(lease);
    await stopping.app.get(PrismaService).inTransaction((transaction) => lease.assertHeld(transaction));
    told.push('ended in order');
  });
  await eventually(
    () => leases.isHeld(name),
    (isHeld) => isHeld,
  );
  await stopping.close();
  await whole;

  expect(told).toEqual(['ended in order']);
  expect(await leases.isHeld(name)).toBe(false);
  expect(await by.holding(name, LONG_MS, () => Promise.resolve('after'))).toBeUndefined();
});
