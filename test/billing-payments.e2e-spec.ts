import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Api } from './support/api.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import { forgetAccountThere, forgetThere } from './support/forgotten.js';
import { GotransverseCaller } from './support/gotransverse-caller.js';
import { payByTratta, takenByTratta } from './support/tratta-payments.js';

// What Tratta took, brought as payments of its reference.

const TIMEOUT_MS = 1000;

let books: BilledBooks;
let vendor: GotransverseCaller;
/** Of a service whose settings say nothing of payments. */
let byAdjustment: Api;

beforeAll(async () => {
  books = await BilledBooks.start({
    env: { GOTRANSVERSE_TRATTA_PAYMENTS: 'payment', GOTRANSVERSE_TIMEOUT_MS: String(TIMEOUT_MS) },
  });
  byAdjustment = await books.startAnother({
    GOTRANSVERSE_TIMEOUT_MS: String(TIMEOUT_MS),
    // Runs are the other one's.
    PROCESS_ROLE: 'web',
  });
  vendor = new GotransverseCaller(books.sandbox);
});
afterEach(() => {
  books.sandbox.faults.clear();
});
afterAll(() => books.close());

async function synced(): Promise<string> {
  const { external_id } = await books.make.account({ balance: 10_000 });
  await books.settled(external_id);
  return external_id;
}

async function withPayment(amount = 2_500): Promise<{ ref: string; reference: string }> {
  const ref = await synced();
  return { ref, reference: await payByTratta(books, ref, amount) };
}

/** That the account is there with as much as the books have, and each payment once. */
async function expectPaid(ref: string, ...payments: [reference: string, amount: number][]): Promise<void> {
  const { current_balance } = await books.api.account(ref);
  const there = books.there(ref);
  expect(await books.standing(ref)).toMatchObject({
    state: 'synced',
    reason: null,
    balance_there: current_balance,
    balance_posted: current_balance,
  });
  const made = there.payments.filter(({ status }) => status === 'COMPLETED');
  expect(made.map(({ attributes, amountCents }) => [attributes['reference'], amountCents])).toEqual(payments);
  expect(there.adjustments.every(({ status }) => status === 'POSTED')).toBe(true);
}

/** Made in Gotransverse's pages. @returns its EID */
async function payThere(ref: string, reference: string, dollars: string): Promise<string> {
  const { text } = await vendor.post(
    'payments',
    `<payment xmlns="${vendor.namespace}" amount="${dollars}" reference="${reference}"><billingAccount eid="${books.there(ref).eid}"/><cashPayment/></payment>`,
  );
  return /eid="(\d+)"/.exec(text)?.[1] ?? '';
}

async function takeBack(eid: string): Promise<void> {
  const answer = await vendor.post(
    `payments/${eid}/reverse`,
    `<reversePayment xmlns="${vendor.namespace}"><payment eid="${eid}" amount="1.00"/><reason eid="${await paymentReason()}"/></reversePayment>`,
  );
  expect(answer.status).toBe(200);
}

async function paymentReason(): Promise<string> {
  const { text } = await vendor.get('reasons?type=PaymentChange');
  return /eid="(\d+)"/.exec(text)?.[1] ?? '';
}

describe('a payment that Tratta took', () => {
  test('is made as a payment of its reference, between adjustments, and shown so', async () => {
    const ref = await synced();
    await books.api.postEntry(ref, { kind: 'fee', amount: 300 });
    const reference = await payByTratta(books, ref, 2_500);
    const byCheck = await books.api.postEntry(ref, { kind: 'payment', amount: -100, reference: 'check 1' });

    const preview = await books.api.get(`/debt-accounts/${ref}/billing-preview`);
    const planned = (preview.body as { data: { calls: { operation: string; xml: string }[] } }).data.calls;
    expect(planned.map(({ operation }) => operation)).toEqual([
      ...['createAdjustment', 'postAdjustment', 'createPayment', 'createAdjustment', 'postAdjustment'],
    ]);
    const run = await books.run({ dry_run: true, account: ref });
    const records = await books.api.get(`/billing/runs/${run.id}/accounts`);
    expect(records.text).toContain('3 entries, one of them by payment');

    const calls = await books.callsOf(() => books.settled(ref));
    expect(operationsOf(calls.filter(({ method }) => method !== 'GET'))).toEqual([
      ...[
        'adjustments.create',
        'adjustments.post',
        'payments.create',
        'adjustments.create',
        'adjustments.post',
      ],
    ]);
    const { body } = books.only(calls, 'payments.create');
    expect(body).toContain(`amount="25.00" reference="${reference}"`);
    expect(body).toContain('<customPaymentMethod/>');
    expect(planned[2]?.xml).toBe(body);
    await expectPaid(ref, [reference, 2_500]);
    const { adjustments } = await books.standing(ref);
    expect(adjustments.map(({ form, amount }) => [form, amount])).toEqual([
      ['adjustment', -100],
      ['payment', -2_500],
      ['adjustment', 300],
      ['adjustment', 10_000],
    ]);
    expect(byCheck.sequence).toBe(4);
  });

  test('goes with a new account, too, and its reversal is a debit like others', async () => {
    const { external_id: ref } = await books.make.account({ balance: 10_000 });
    await takenByTratta(books, ref, 2_500, 'TX-REVERSED');
    const entry = await books.api.postEntry(ref, {
      kind: 'payment',
      amount: -2_500,
      reference: 'TX-REVERSED',
    });
    await books.settled(ref);
    await books.api.postEntry(ref, { kind: 'reversal', reverses: entry.id, reason: 'bounced' });
    await books.settled(ref);

    await expectPaid(ref, ['TX-REVERSED', 2_500]);
    expect(books.there(ref).adjustments.map(({ amountCents, credit }) => [amountCents, credit])).toEqual([
      [10_000, false],
      [2_500, false],
    ]);
  });

  test('is an adjustment where the settings say nothing else, and where its reference is too long', async () => {
    const { ref } = await withPayment();
    await books.settled(ref, byAdjustment);
    await books.expectTrue(ref);
    await payByTratta(books, ref, 100, '\u{1F4B5}'.repeat(128));
    await books.settled(ref);
    await books.expectTrue(ref);
    expect(books.there(ref).payments).toEqual([]);
  });
});

describe('a payment whose answer was lost', () => {
  test('is found by its reference, whatever the settings are by then, and not made again', async () => {
    const { ref, reference } = await withPayment();
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'payments.create' } });
    expect(await books.send(ref)).toMatchObject({ state: 'unknown', balance_posted: 10_000 });
    const calls = await books.callsOf(() => books.settled(ref, byAdjustment));

    expect(operationsOf(calls.filter(({ method }) => method !== 'GET'))).toEqual([]);
    await expectPaid(ref, [reference, 2_500]);
  });

  test('is made again, as a payment, once it has been looked for long enough', async () => {
    const { ref, reference } = await withPayment();
    books.sandbox.faults.add({ fault: 'drop_before_commit', match: { operation: 'payments.create' } });
    expect((await books.send(ref)).state).toBe('unknown');
    const calls = await books.callsOf(() => books.settled(ref, byAdjustment));

    books.only(calls, 'payments.create');
    expect(calls.filter(({ operation }) => operation === 'payments.query').length).toBeGreaterThanOrEqual(4);
    await expectPaid(ref, [reference, 2_500]);
  });

  test('is waited for where it does not show yet', async () => {
    const { ref, reference } = await withPayment();
    books.sandbox.faults.add({ fault: 'invisible', ms: 600, match: { operation: 'payments.create' } });
    expect(await books.send(ref)).toMatchObject({
      state: 'retrying',
      reason: expect.stringContaining('does not show the new payment'),
    });
    const calls = await books.callsOf(() => books.settled(ref));

    expect(calls.filter(({ operation }) => operation === 'payments.create')).toEqual([]);
    await expectPaid(ref, [reference, 2_500]);
  });

  test('counts no less where only the look at it failed', async () => {
    const { ref, reference } = await withPayment();
    books.sandbox.faults.add({ fault: '422', match: { operation: 'payments.query' }, times: 1 });
    expect(await books.send(ref)).toMatchObject({ state: 'quarantined' });
    await books.settled(ref);
    await expectPaid(ref, [reference, 2_500]);
  });
});

describe('a payment that is refused', () => {
  test('says why, and can be an adjustment by other settings', async () => {
    const { ref } = await withPayment();
    books.sandbox.faults.add({ fault: '422', match: { operation: 'payments.create' }, times: 2 });
    expect(await books.send(ref)).toMatchObject({
      state: 'quarantined',
      reason: expect.stringMatching(/^The payment for entry 2 was refused: HTTP 422/),
    });
    await books.settled(ref, byAdjustment);
    await books.expectTrue(ref);
  });
});

describe('what is there of its reference already', () => {
  test('on another account is a conflict, until it is taken back there', async () => {
    const { ref, reference } = await withPayment();
    const eid = await payThere(await synced(), reference, '25.00');
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining(`EID ${eid}, on another account`),
    });
    await takeBack(eid);
    await books.settled(ref);
    await expectPaid(ref, [reference, 2_500]);
  });

  test('of another amount is a conflict', async () => {
    const { ref, reference } = await withPayment();
    const eid = await payThere(ref, reference, '24.99');
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining(
        `the payment EID ${eid} of the reference of entry 2, which is of another amount`,
      ),
    });
  });

  test('twice is a conflict', async () => {
    const { ref, reference } = await withPayment();
    for (let n = 0; n < 2; n += 1) await payThere(ref, reference, '25.00');
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('two payments for entry 2'),
    });
  });

  test('taken back is a conflict, until it is made again there', async () => {
    const { ref, reference } = await withPayment();
    const eid = await payThere(ref, reference, '25.00');
    await takeBack(eid);
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining(`payment EID ${eid} for entry 2 is VOID`),
    });
    await payThere(ref, reference, '25.00');
    await books.settled(ref);
    await expectPaid(ref, [reference, 2_500]);
  });

  test('taken back between its making and our look at it is one, too, and its successor is ours then', async () => {
    const { ref, reference } = await withPayment();
    books.sandbox.faults.add({ fault: 'invisible', ms: 400, match: { operation: 'payments.create' } });
    expect((await books.send(ref)).state).toBe('retrying');
    await takeBack(books.there(ref).payments[0]?.eid ?? '');
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('is VOID'),
    });
    const successor = await payThere(ref, reference, '25.00');
    await books.settled(ref);
    await expectPaid(ref, [reference, 2_500]);
    expect((await books.standing(ref)).adjustments[0]).toMatchObject({ form: 'payment', eid: successor });
  });
});

describe('what our database does not know any more', () => {
  test.each(['payment', 'adjustment'])('is found, not made again, with the settings at %s', async (form) => {
    const { ref, reference } = await withPayment();
    await books.api.postEntry(ref, { kind: 'fee', amount: 300 });
    const second = await payByTratta(books, ref, 500);
    await books.settled(ref);
    await forgetThere(books, ref, 1);
    const api = form === 'payment' ? books.api : byAdjustment;
    const calls = await books.callsOf(() => books.settled(ref, api));

    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
    await expectPaid(ref, [reference, 2_500], [second, 500]);
  });

  test('is taken over with an account that is not known any more', async () => {
    const { ref, reference } = await withPayment();
    await books.settled(ref);
    await forgetAccountThere(books, ref);
    expect(await books.settled(ref)).toMatchObject({ adopted: true });

    await expectPaid(ref, [reference, 2_500]);
  });

  test('in both forms is a conflict', async () => {
    const { ref, reference } = await withPayment();
    await books.settled(ref, byAdjustment);
    await payThere(ref, reference, '25.00');
    await forgetThere(books, ref, 1);
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('an adjustment and a payment for entry 2'),
    });
  });
});
