import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultSpec } from '../sandbox/gotransverse/faults.js';
import { BilledBooks } from './support/billed-books.js';
import { payByTratta } from './support/tratta-payments.js';

// The timeout is long enough for a busy machine, and short enough to wait for.
const TIMEOUT_MS = 1000;

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start({
    env: { GOTRANSVERSE_TIMEOUT_MS: String(TIMEOUT_MS), GOTRANSVERSE_TRATTA_PAYMENTS: 'payment' },
  });
});

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(() => books.close());

type Spec = Omit<FaultSpec, 'match'>;

/** What may or may not have taken effect, for all that a caller can tell. */
const OPEN: Spec[] = [
  { fault: 'commit_then_drop' },
  { fault: 'drop_before_commit' },
  { fault: 'drop_mid_answer' },
  { fault: 'commit_then_hang' },
  { fault: 'commit_then_500' },
  { fault: 'transient_500' },
  { fault: '502' },
  { fault: '503' },
  { fault: '503', effect: true, retryAfter: 1 },
  { fault: '504', effect: true },
  { fault: 'html' },
  { fault: 'html', effect: true },
  { fault: 'empty', effect: true },
  { fault: 'truncated' },
  { fault: 'truncated', variant: 'xml' },
  { fault: 'enormous', bytes: 4 * 1024 * 1024, effect: true },
  { fault: 'slow_headers', ms: 200 },
  { fault: 'slow_body', ms: 200 },
  { fault: 'redirect', status: 307 },
  { fault: 'redirect', effect: true },
  { fault: 'wrong_namespace' },
  { fault: 'billion_laughs', effect: true },
  { fault: 'external_entity', effect: true },
  { fault: 'bad_character_reference', effect: true },
];

/** Answered 2xx: what a change needs to know, and not what a creation does, which is to tell an EID. */
const TAKEN_BY_COMMANDS = [
  ...['drop_mid_answer', 'empty', 'truncated', 'enormous', 'slow_body', 'wrong_namespace'],
  ...['billion_laughs', 'external_entity', 'bad_character_reference'],
];

/** Surely without effect, and to be sent again. */
const CLOSED: Spec[] = [{ fault: '429' }, { fault: '429', retryAfter: 7 }];

/** All at all steps is for the long tests: each takes as long as an unknown outcome is waited out. */
const LONG = process.env['ARREARS_LONG_TESTS'] === 'on';
/** One of each sort where the money is, and where accounts are made; at the other steps the commonest. */
const SHORT: Record<string, string[]> = {
  createAdjustment: [
    ...['commit_then_drop', 'drop_before_commit', 'commit_then_hang', 'html', 'truncated', 'slow_body'],
    ...['wrong_namespace', 'billion_laughs', '504', '429'],
  ],
  createAccount: ['commit_then_drop', 'drop_before_commit', 'commit_then_500', '429'],
};

function specsFor(step: string): Spec[] {
  const all = [...OPEN, ...CLOSED];
  if (LONG) return all;
  const faults = SHORT[step] ?? ['commit_then_drop', '429'];
  return faults.flatMap((fault) => all.find((spec) => spec.fault === fault) ?? []);
}

type Refusal = 'permanent_500_unmarshalling' | 'permanent_500_mismatched' | '400' | '415' | '422';

/** Each where the money is; elsewhere one, for the steps do not differ in what becomes of a refusal. */
function refusalsFor(step: string): Refusal[] {
  return LONG || step === 'createAdjustment'
    ? ['permanent_500_unmarshalling', 'permanent_500_mismatched', '400', '415', '422']
    : ['422'];
}

interface Step {
  step: string;
  operation: string;
  /** Brings the books to where the next attempt makes that call. @returns the account */
  prepare: () => Promise<string>;
}

async function synced(): Promise<string> {
  const { external_id } = await books.make.account({ balance: 10_000 });
  await books.settled(external_id);
  return external_id;
}

async function withNewEntry(): Promise<string> {
  const ref = await synced();
  await books.api.postEntry(ref, { kind: 'payment', amount: -2_501 });
  return ref;
}

const STEPS: Step[] = [
  {
    step: 'createAccount',
    operation: 'billingAccounts.create',
    prepare: async () => (await books.make.account({ balance: 10_000 })).external_id,
  },
  { step: 'createAdjustment', operation: 'adjustments.create', prepare: withNewEntry },
  { step: 'postAdjustment', operation: 'adjustments.post', prepare: withNewEntry },
  {
    step: 'createPayment',
    operation: 'payments.create',
    prepare: async () => {
      const ref = await synced();
      await payByTratta(books, ref, 2_501);
      return ref;
    },
  },
  {
    step: 'updateParty',
    operation: 'people.update',
    prepare: async () => {
      const ref = await withNewEntry();
      const { customer_external_id } = await books.api.account(ref);
      await books.api.patch(`/customers/${customer_external_id}`, { name: 'Robin Renamed' });
      return ref;
    },
  },
  {
    step: 'suspend',
    operation: 'billingAccounts.suspend',
    prepare: async () => {
      const ref = await withNewEntry();
      await books.api.patch(`/debt-accounts/${ref}`, { status: 'disputed' });
      return ref;
    },
  },
];

function named({ fault, ...more }: Spec): string {
  return [fault, ...Object.entries(more).map(([name, value]) => `${name} ${String(value)}`)].join(' ');
}

/** That it all is there, once, as the books have it. */
async function expectWhole(ref: string): Promise<void> {
  await books.expectTrue(ref);
  const account = await books.api.account(ref);
  const customer = await books.api.get(`/customers/${account.customer_external_id}`);
  const { name } = (customer.body as { data: { name: string } }).data;
  expect(books.there(ref)).toMatchObject({
    status: account.status === 'disputed' ? 'SUSPENDED' : 'ACTIVE',
    party: { attributes: { lastName: name.split(' ')[1] } },
  });
}

describe.each(STEPS)('$step', ({ step, operation, prepare }) => {
  test.each(specsFor(step).map((spec) => [named(spec), spec] as const))(
    'comes about exactly once after %s',
    async (_name, spec) => {
      const ref = await prepare();
      books.sandbox.faults.add({ ...spec, match: { operation } });
      const first = await books.send(ref);
      const isTaken = !operation.endsWith('.create') && TAKEN_BY_COMMANDS.includes(spec.fault);
      // Too many calls are the lane's affair: the account waits for it, and is none the worse.
      const isSlowed = spec.fault === '429';
      expect(isTaken ? ['synced'] : isSlowed ? ['pending', 'unknown'] : ['unknown', 'retrying']).toContain(
        first.state,
      );
      // What is to be done again says why, and when.
      expect([first.reason === null, first.next_attempt_at === null]).toEqual([isTaken, isTaken || isSlowed]);
      await books.settled(ref);
      expect(books.sandbox.faults.list()).toEqual([]);
      await expectWhole(ref);
    },
  );

  test.each(refusalsFor(step))(
    'is given up at once after %s, with why, until it is sent again',
    async (fault) => {
      const ref = await prepare();
      books.sandbox.faults.add({ fault, match: { operation }, times: 2 });
      const calls = await books.callsOf(() => books.send(ref));
      expect(calls.filter((call) => call.operation === operation)).toHaveLength(1);
      expect(await books.standing(ref)).toMatchObject({
        state: 'quarantined',
        reason: expect.stringMatching(/refused: HTTP (?:400|415|422|500), /),
        next_attempt_at: null,
      });
      books.sandbox.faults.clear();
      await books.settled(ref);
      await expectWhole(ref);
    },
  );

  test.each([
    ['401', 'GOTRANSVERSE_USERNAME and GOTRANSVERSE_PASSWORD'],
    ['403', 'the role API User'],
  ] as const)('after %s it is no account that is at fault', async (fault, hint) => {
    const ref = await prepare();
    books.sandbox.faults.add({ fault, match: { operation } });
    const answer = await books.attempt(ref);
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining(hint) });
    expect(await books.standing(ref)).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining(hint),
    });
    await books.settled(ref);
    await expectWhole(ref);
  });
});
