import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BilledBooks } from './support/billed-books.js';
import { eventually } from './support/eventually.js';

// A process that dies in the middle of a call: whoever comes next goes on, and nothing comes about twice.

const SETTINGS = {
  BILLING_LEASE_SECONDS: '5',
  GOTRANSVERSE_TIMEOUT_MS: '1000',
};

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start({ env: SETTINGS });
});

afterEach(() => {
  books.sandbox.faults.clear();
});

afterAll(() => books.close());

async function withEntry(): Promise<string> {
  const ref = await newAccount();
  await books.settled(ref);
  await books.api.postEntry(ref, { kind: 'payment', amount: -2_501 });
  return ref;
}

async function newAccount(): Promise<string> {
  return (await books.make.account({ balance: 10_000 })).external_id;
}

/** In the short form one that took effect, where the money is; all six are for the long tests. */
const LONG = process.env['ARREARS_LONG_TESTS'] === 'on';
const CALLS = [
  { operation: 'billingAccounts.create', prepare: newAccount },
  { operation: 'adjustments.create', prepare: withEntry },
  { operation: 'adjustments.post', prepare: withEntry },
];

describe.each(LONG ? CALLS : CALLS.slice(1, 2))(
  'a service that is killed during $operation',
  ({ operation, prepare }) => {
    const ways = [
      ['which took effect', 'commit_then_hang'],
      ['which did not take effect', 'drop_before_commit'],
    ] as const;
    test.each(LONG ? ways : ways.slice(0, 1))(
      '%s: the next one goes on, and it comes about once',
      async (_what, fault) => {
        const ref = await prepare();
        // So long that the process is surely killed before its own time limit.
        const spawned = await books.spawn({ ...SETTINGS, GOTRANSVERSE_TIMEOUT_MS: '2500' });
        const under = { match: { operation } };
        if (fault === 'drop_before_commit')
          books.sandbox.faults.add({ fault: 'latency', ms: 2_000, ...under });
        books.sandbox.faults.add({ fault, ...under });
        const before = books.sandbox.requests().at(-1)?.id ?? 0;
        const lost = books.attempt(ref, spawned.api).catch(() => undefined);
        await eventually(
          () => books.sandbox.requests(),
          (calls) => calls.some((call) => call.id > before && call.operation === operation),
        );
        spawned.process.process.kill('SIGKILL');
        await Promise.all([lost, spawned.process.exit()]);

        // Until the lease of the dead runs out, nobody else may speak for the account.
        const refused = await books.attempt(ref);
        expect(refused.status).toBe(409);
        expect(await books.standing(ref)).toMatchObject({ state: 'sending' });
        await eventually(
          () => books.attempt(ref),
          ({ status }) => status === 200,
        );
        await books.settled(ref);
        await books.expectTrue(ref);
        const calls = books.sandbox.requests().filter(({ id }) => id > before);
        const effects = calls.filter((call) => call.operation === operation);
        expect(effects).toHaveLength(fault === 'commit_then_hang' ? 1 : 2);
      },
    );
  },
);

test('a service that is told to stop during a call ends it, and the next goes on', async () => {
  const ref = await newAccount();
  const spawned = await books.spawn(SETTINGS);
  books.sandbox.faults.add({
    fault: 'latency',
    ms: 500,
    match: { operation: 'billingAccounts.create' },
  });
  const before = books.sandbox.requests().at(-1)?.id ?? 0;
  // On a connection that is kept: it ends with this answer.
  const asked = books.attempt(ref, spawned.api);
  await eventually(
    () => books.sandbox.requests(),
    (calls) => calls.some(({ id, operation }) => id > before && operation === 'billingAccounts.create'),
  );
  expect(await spawned.process.stop()).toEqual({ code: 0, signal: null });
  expect((await asked).body).toMatchObject({
    data: { state: 'pending', reason: expect.stringContaining('the service stopped') },
  });
  const creations = books.sandbox
    .requests()
    .filter(({ id, operation }) => id > before && operation === 'billingAccounts.create');
  await books.settled(ref);
  expect(creations).toHaveLength(1);
  await books.expectTrue(ref);
});

test('many services that send the same accounts at the same time bring each there once', async () => {
  const customer_id = (await books.make.customer()).external_id;
  const refs: string[] = [];
  for (let n = 0; n < 5; n += 1)
    refs.push((await books.make.account({ customer_id, balance: 1_000 + n })).external_id);
  const apis = [books.api, await books.startAnother(SETTINGS), await books.startAnother(SETTINGS)];
  books.sandbox.faults.add({
    fault: 'commit_then_drop',
    probability: 0.2,
    times: 8,
    seed: 5,
    match: { method: 'POST' },
  });
  const { people } = books.sandbox.state.all().counts;
  await Promise.all(
    apis.flatMap((api) =>
      refs.map((ref) =>
        eventually(
          async () => (await books.attempt(ref, api)).body as { data?: { state: string } },
          (body) => body.data?.state === 'synced',
          50_000,
        ),
      ),
    ),
  );
  for (const ref of refs) await books.expectTrue(ref);
  expect(books.sandbox.state.all().counts.people).toBe(people + 1);
});
