import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { BillingLaneView } from '../src/billing/billing-lane.types.js';
import { BilledBooks } from './support/billed-books.js';

// When something may be made again whose answer was lost: not before it has been looked for long enough.

const TIMEOUT_MS = 1000;
/** A call's time limit, with the wait for its turn. */
const CALL_MS = TIMEOUT_MS * 1.5;
const SETTLE_MS = 2000;

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start({
    env: {
      GOTRANSVERSE_TIMEOUT_MS: String(TIMEOUT_MS),
      GOTRANSVERSE_SETTLE_SECONDS: String(SETTLE_MS / 1000),
    },
  });
});

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(() => books.close());

async function newAccount(): Promise<string> {
  return (await books.make.account({ balance: 10_000 })).external_id;
}

const LOST = [
  {
    what: 'an account',
    made: 'billingAccounts.create',
    asked: 'billingAccounts.query',
    prepare: newAccount,
  },
  {
    what: 'an adjustment',
    made: 'adjustments.create',
    asked: 'adjustments.query',
    prepare: async () => {
      const ref = await newAccount();
      await books.settled(ref);
      await books.api.postEntry(ref, { kind: 'payment', amount: -1 });
      return ref;
    },
  },
  {
    what: 'the value of a custom field',
    made: 'billingAccounts.addCustomFieldValue',
    asked: 'customFieldValues.query',
    prepare: async () => {
      const ref = await newAccount();
      await books.settled(ref);
      await books.api.patch(`/debt-accounts/${ref}`, { external_account_number: '4711' });
      return ref;
    },
  },
];

describe.each(LOST)('$what whose call was cut off', ({ made, asked, prepare }) => {
  test('is made again only after empty look-ups over the whole span, three at least', async () => {
    const ref = await prepare();
    books.sandbox.faults.add({ fault: 'drop_before_commit', match: { operation: made } });
    const calls = await books.callsOf(() => books.settled(ref));
    const [lost, again, ...more] = calls.filter(({ operation }) => operation === made);
    expect([lost?.dropped, again?.status, more]).toEqual([true, again?.status, []]);
    expect(again?.status).toBeLessThan(300);

    const between = calls.filter(
      ({ operation, id }) => operation === asked && id > (lost?.id ?? 0) && id < (again?.id ?? 0),
    );
    const atMs = (at: string | undefined) => Date.parse(at ?? '') - Date.parse(lost?.at ?? '');
    // An answer within the call's time limit says nothing; the others count at intervals.
    const counting = between.filter(({ at }) => atMs(at) >= CALL_MS);
    expect(counting.length).toBeGreaterThanOrEqual(4);
    expect(atMs(again?.at)).toBeGreaterThanOrEqual(CALL_MS + SETTLE_MS);
    await books.expectTrue(ref);
  });

  test('is not made again where it did come about, however late that shows', async () => {
    const ref = await prepare();
    books.sandbox.faults.add({ fault: 'invisible', ms: CALL_MS + SETTLE_MS / 2, match: { operation: made } });
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: made } });
    const calls = await books.callsOf(() => books.settled(ref));
    expect(calls.filter(({ operation }) => operation === made)).toHaveLength(1);
    await books.expectTrue(ref);
  });

  test('is looked for before anything is sent, by a service that is new to it, too', async () => {
    const ref = await prepare();
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: made } });
    expect(await books.send(ref)).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('the connection broke'),
    });
    const api = await books.startAnother({});
    const calls = await books.callsOf(() => books.settled(ref, api));
    expect(calls.filter(({ operation }) => operation === made)).toEqual([]);
    await books.expectTrue(ref);
  });
});

describe('a posting whose answer was lost', () => {
  test.each(['commit_then_drop', 'drop_before_commit'] as const)(
    'is known by the status of its adjustment: %s',
    async (fault) => {
      const ref = await newAccount();
      books.sandbox.faults.add({ fault, match: { operation: 'adjustments.post' } });
      expect(await books.send(ref)).toMatchObject({ state: 'unknown', balance_posted: 0 });
      const calls = await books.callsOf(() => books.settled(ref));
      const again = calls.filter(({ operation }) => operation === 'adjustments.post');
      expect(again).toHaveLength(fault === 'commit_then_drop' ? 0 : 1);
      await books.expectTrue(ref);
    },
  );
});

describe('what is told to wait', () => {
  test.each([
    ['429', 'adjustments.create'],
    ['429', 'billingAccounts.create'],
    ['503', 'billingAccounts.query'],
  ] as const)(
    'by %s with Retry-After on %s slows the lane for that long, costs no attempt, and took no effect',
    async (fault, operation) => {
      const ref = await newAccount();
      books.sandbox.faults.add({ fault, retryAfter: 900, match: { operation } });
      const beforeMs = Date.now();
      expect(await books.send(ref)).toMatchObject({
        state: 'pending',
        attempts: 0,
        reason: expect.stringContaining(`HTTP ${fault}`),
      });
      const lane = (await books.api.get('/billing/lane')).body as { data: BillingLaneView };
      expect(lane.data).toMatchObject({ state: 'slowed', reason: expect.stringContaining(`HTTP ${fault}`) });
      const waitMs = Date.parse(lane.data.slowed_until ?? '') - beforeMs;
      expect(waitMs).toBeGreaterThan(890_000);
      expect(waitMs).toBeLessThan(960_000);
      // A person need not wait.
      expect(await books.send(ref)).toMatchObject({ state: 'synced', attempts: 0, next_attempt_at: null });
      await books.expectTrue(ref);
      await books.api.post('/billing/resume', {});
    },
  );

  test('by faults in a row waits longer each time, and is counted', async () => {
    const ref = await newAccount();
    books.sandbox.faults.add({ fault: '503', times: 5, match: { operation: 'billingAccounts.query' } });
    const waits: number[] = [];
    for (let n = 1; n <= 5; n += 1) {
      const beforeMs = Date.now();
      const { attempts, next_attempt_at, state } = await books.send(ref);
      expect([attempts, state]).toEqual([n, 'retrying']);
      waits.push(Date.parse(next_attempt_at ?? '') - beforeMs);
    }
    // Half of it is chance: from 2.5 to 5 s at first, from 40 to 80 s at last.
    expect(waits[0]).toBeLessThan(10_000);
    expect(waits[4]).toBeGreaterThan(35_000);
  });
});
