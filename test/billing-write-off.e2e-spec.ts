import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { AccountState } from '../sandbox/gotransverse/state-view.js';
import type { Api } from './support/api.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';
import { forgetAccountThere, forgetThere } from './support/forgotten.js';
import { GotransverseCaller } from './support/gotransverse-caller.js';

// What is left of a final account's balance is taken off there, once, before the account is deactivated.

const TIMEOUT_MS = 1000;
/** Gotransverse moves on by itself where nothing is left. */
const ENDED = expect.stringMatching(/^(?:DEACTIVATED|FINAL_BILL|CLOSED)$/) as unknown;

let books: BilledBooks;
let vendor: GotransverseCaller;
/** Of a service whose settings say nothing of write-offs. */
let without: Api;

beforeAll(async () => {
  books = await BilledBooks.start({
    env: { GOTRANSVERSE_CLOSE_WRITE_OFF: 'on', GOTRANSVERSE_TIMEOUT_MS: String(TIMEOUT_MS) },
  });
  without = await books.startAnother({
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

async function setStatus(ref: string, status: string): Promise<void> {
  const answer = await books.api.patch(`/debt-accounts/${ref}`, { status, reason: 'told so' });
  expect(answer.status).toBe(200);
}

/** There as it is here, and closed here since. */
async function closed(balance = 10_000): Promise<string> {
  const { external_id: ref } = await books.make.account({ balance: 10_000, current_balance: balance });
  await books.settled(ref);
  await setStatus(ref, 'closed');
  return ref;
}

async function writeOffsOf(ref: string): Promise<AccountState['adjustments']> {
  const { id } = await books.api.account(ref);
  return books.there(ref).adjustments.filter(({ description }) => description === `ARREARS ${id} write-off`);
}

async function expectWrittenOff(ref: string, amount: number): Promise<void> {
  expect(await books.standing(ref)).toMatchObject({
    state: 'synced',
    reason: null,
    written_off: amount,
    balance_there: 0,
    balance_posted: -amount,
    current_balance: -amount,
  });
  expect(books.there(ref)).toMatchObject({ status: ENDED, balanceCents: 0 });
  expect(await writeOffsOf(ref)).toEqual([
    expect.objectContaining({
      status: 'POSTED',
      amountCents: Math.abs(amount),
      credit: amount < 0,
      reason: amount < 0 ? 'Balance decrease' : 'Balance increase',
    }),
  ]);
}

async function command(eid: string, name: string, more = ''): Promise<void> {
  const path = name.replace('Adjustment', '');
  const answer = await vendor.post(
    `adjustments/${eid}/${path}`,
    `<${name} xmlns="${vendor.namespace}"${more}><adjustment eid="${eid}"/></${name}>`,
  );
  expect(answer.status).toBeLessThan(300);
}

describe('a final account', () => {
  test('has the rest of its balance taken off, after its entries and before it is deactivated, as the preview says', async () => {
    const ref = await closed();
    await books.api.postEntry(ref, { kind: 'payment', amount: -2_500 });
    const preview = await books.api.get(`/debt-accounts/${ref}/billing-preview`);
    expect(preview.body).toMatchObject({
      data: {
        calls: [
          ...[
            'createAdjustment',
            'postAdjustment',
            'createAdjustment',
            'postAdjustment',
            'deactivateAccount',
          ],
        ].map((operation) => ({ operation })),
        differences: expect.arrayContaining([
          { part: 'balance', field: 'write-off', last_sent: 7_500, now: 0, remark: null },
        ]),
      },
    });
    const run = await books.run({ dry_run: true, account: ref });
    const planned = await books.api.get(`/billing/runs/${run.id}/accounts`);
    expect(planned.text).toContain('1 entry, write-off, status DEACTIVATED');

    const calls = await books.callsOf(() => books.settled(ref));
    expect(operationsOf(calls.filter(({ method }) => method !== 'GET'))).toEqual([
      ...['adjustments.create', 'adjustments.post', 'adjustments.create', 'adjustments.post'],
      'billingAccounts.deactivate',
    ]);
    await expectWrittenOff(ref, -7_500);

    const again = await books.callsOf(() => books.send(ref));
    expect(again.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('that was paid too much is raised to 0', async () => {
    const ref = await closed(-500);
    await books.settled(ref);
    await expectWrittenOff(ref, 500);
  });

  test('of which nothing is left, or whose settings are silent, is deactivated as it is', async () => {
    const paid = await closed(0);
    await books.settled(paid);
    const left = await closed();
    await books.settled(left, without);
    // Ended there by then: it is left alone.
    await books.settled(left);
    for (const [ref, balance] of [[paid, 0] as const, [left, 10_000] as const]) {
      expect(await books.standing(ref)).toMatchObject({ state: 'synced', written_off: null });
      expect(books.there(ref)).toMatchObject({ status: ENDED, balanceCents: balance });
    }
  });

  test('that is a parent has none of its own, and covers its children', async () => {
    const { parent, children } = await books.make.family([{ balance: 300 }]);
    const child = children[0]?.external_id ?? '';
    const refs = [parent.external_id, child];
    for (const ref of refs) await books.settled(ref);
    await setStatus(parent.external_id, 'recalled');
    for (const ref of refs) await books.settled(ref);

    await expectWrittenOff(child, -300);
    expect(books.there(parent.external_id)).toMatchObject({ status: ENDED, adjustments: [] });
  });

  test('that is sent for its balance alone has nothing taken off', async () => {
    const ref = await closed();
    await books.api.post(`/billing/accounts/${ref}/post`, {});
    expect(await books.standing(ref)).toMatchObject({ written_off: null, balance_there: 10_000 });
  });

  test('whose entries go on has them posted as long as Gotransverse takes any, and no second write-off', async () => {
    const ref = await closed();
    await books.send(ref);
    await books.api.postEntry(ref, { kind: 'payment', amount: -1_000 });
    // Where nothing is left, Gotransverse closes the account for good.
    expect(await books.settled(ref)).toMatchObject({
      state: 'quarantined',
      reason: expect.stringContaining('The adjustment for entry 2 was refused'),
      written_off: -10_000,
      balance_there: 0,
    });
    expect(books.there(ref)).toMatchObject({ status: 'CLOSED' });
    expect(await writeOffsOf(ref)).toHaveLength(1);
  });
});

const LOST = [
  { operation: 'adjustments.create', fault: 'commit_then_drop', again: 0 },
  { operation: 'adjustments.create', fault: 'drop_before_commit', again: 1 },
  { operation: 'adjustments.post', fault: 'commit_then_drop', again: 0 },
  { operation: 'adjustments.post', fault: 'drop_before_commit', again: 1 },
] as const;

describe('a write-off whose answer was lost', () => {
  test.each(LOST)('is made and posted once: $operation, $fault', async ({ operation, fault, again }) => {
    const ref = await closed();
    books.sandbox.faults.add({ fault, match: { operation } });
    expect(await books.send(ref)).toMatchObject({ state: 'unknown', written_off: null });
    expect(books.there(ref).status).toBe('ACTIVE');
    const calls = await books.callsOf(() => books.settled(ref));

    expect(calls.filter((call) => call.operation === operation)).toHaveLength(again);
    await expectWrittenOff(ref, -10_000);
  });

  test('is looked for where the account is open again by then, and left pending', async () => {
    const ref = await closed();
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'adjustments.create' } });
    expect((await books.send(ref)).state).toBe('unknown');
    await setStatus(ref, 'active');
    expect(await books.settled(ref)).toMatchObject({ state: 'synced', balance_there: 10_000 });
    await setStatus(ref, 'closed');
    await books.settled(ref);

    await expectWrittenOff(ref, -10_000);
  });
});

describe('a write-off that does not come about', () => {
  test('for being refused holds the deactivation up, and is begun anew', async () => {
    const ref = await closed();
    books.sandbox.faults.add({ fault: '422', match: { operation: 'adjustments.create' } });
    expect(await books.send(ref)).toMatchObject({
      state: 'quarantined',
      reason: expect.stringMatching(/^The write-off of what is left .* was refused: HTTP 422/),
    });
    expect(books.there(ref).status).toBe('ACTIVE');
    await books.api.postEntry(ref, { kind: 'payment', amount: -1_000 });
    await books.settled(ref);

    await expectWrittenOff(ref, -9_000);
  });

  test('for a refused posting is posted the next time, whatever the settings are', async () => {
    const ref = await closed();
    books.sandbox.faults.add({ fault: '422', match: { operation: 'adjustments.post' } });
    expect(await books.send(ref)).toMatchObject({
      state: 'quarantined',
      reason: expect.stringContaining('Posting the write-off EID'),
    });
    const calls = await books.callsOf(() => books.settled(ref, without));

    expect(calls.filter(({ operation }) => operation === 'adjustments.create')).toEqual([]);
    await expectWrittenOff(ref, -10_000);
  });

  test('and is of another amount by then is for a person to delete there', async () => {
    const ref = await closed();
    books.sandbox.faults.add({ fault: '422', match: { operation: 'adjustments.post' } });
    await books.send(ref);
    const [pending] = await writeOffsOf(ref);
    await books.api.postEntry(ref, { kind: 'payment', amount: -1_000 });
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining(`pending write-off, EID ${pending?.eid ?? ''}`),
    });
    await command(pending?.eid ?? '', 'removeAdjustment');
    await books.settled(ref);

    await expectWrittenOff(ref, -9_000);
  });

  test('reversed there before we saw it posted is a conflict, until the account is deactivated there', async () => {
    const ref = await closed();
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'adjustments.post' } });
    await books.send(ref);
    const [made] = await writeOffsOf(ref);
    await command(made?.eid ?? '', 'reverseAdjustment', ' fullAmount="true"');
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringMatching(/write-off EID \d+ is REVERSED/),
    });
    const { eid } = books.there(ref);
    const { text } = await vendor.get('reasons?type=Deactivation');
    const reason = /eid="(\d+)"/.exec(text)?.[1] ?? '';
    await vendor.post(
      `billingAccounts/${eid}/deactivate`,
      `<deactivateBillingAccount xmlns="${vendor.namespace}"><billingAccount eid="${eid}"/><reason eid="${reason}"/></deactivateBillingAccount>`,
    );
    expect(await books.settled(ref)).toMatchObject({
      state: 'synced',
      written_off: null,
      balance_there: 10_000,
    });
  });
});

test('an account that is open again after its write-off is a conflict, until that is reversed there', async () => {
  const ref = await closed();
  books.sandbox.faults.add({ fault: '422', match: { operation: 'billingAccounts.deactivate' } });
  expect(await books.send(ref)).toMatchObject({ state: 'quarantined', written_off: -10_000 });
  await setStatus(ref, 'active');
  expect(await books.settled(ref)).toMatchObject({
    state: 'conflict',
    reason: expect.stringContaining(
      'the account is active here, and what was left of its balance is written off',
    ),
  });
  const [made] = await writeOffsOf(ref);
  await command(made?.eid ?? '', 'reverseAdjustment', ' fullAmount="true"');
  expect(await books.settled(ref)).toMatchObject({
    state: 'synced',
    written_off: null,
    balance_there: 10_000,
  });
  await setStatus(ref, 'closed');
  await books.settled(ref);
  expect((await writeOffsOf(ref)).map(({ status }) => status)).toEqual(['REVERSED', 'POSTED']);
  expect(books.there(ref)).toMatchObject({ status: ENDED, balanceCents: 0 });
});

describe('what our database does not know any more', () => {
  async function writtenOffAndActive(): Promise<string> {
    const ref = await closed();
    books.sandbox.faults.add({ fault: '422', match: { operation: 'billingAccounts.deactivate' } });
    expect(await books.send(ref)).toMatchObject({ written_off: -10_000 });
    return ref;
  }

  test.each([0, 1])('is found, not made again: known up to entry %i', async (known) => {
    const ref = await writtenOffAndActive();
    await forgetThere(books, ref, known);
    const calls = await books.callsOf(() => books.settled(ref));

    expect(calls.filter(({ operation }) => operation?.startsWith('adjustments.c'))).toEqual([]);
    await expectWrittenOff(ref, -10_000);
  });

  test('is no foreign money on an account that is taken over', async () => {
    const ref = await writtenOffAndActive();
    await setStatus(ref, 'active');
    await forgetAccountThere(books, ref);
    expect(await books.send(ref)).toMatchObject({ adopted: true });
    await setStatus(ref, 'closed');
    await books.settled(ref);

    await expectWrittenOff(ref, -10_000);
  });

  test('twice is a conflict', async () => {
    const ref = await writtenOffAndActive();
    const { id } = await books.api.account(ref);
    await vendor.post(
      'adjustments',
      `<adjustment xmlns="${vendor.namespace}" occurredOn="2026-11-01T00:00:00Z" amount="1.00" credit="true" type="MANUAL" description="ARREARS ${id} write-off"><billingAccount eid="${books.there(ref).eid}"/><reason eid="131" level="PRIMARY"/></adjustment>`,
    );
    await forgetThere(books, ref, 1);
    expect(await books.settled(ref)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('two write-offs'),
    });
  });
});

test('a payment between write-off and deactivation leaves no credit there: the write-off is made anew', async () => {
  const ref = await closed();
  books.sandbox.faults.add({ fault: '422', match: { operation: 'billingAccounts.deactivate' } });
  expect(await books.send(ref)).toMatchObject({ state: 'quarantined', written_off: -10_000 });
  await books.api.postEntry(ref, { kind: 'payment', amount: -4_000 });
  expect(await books.settled(ref)).toMatchObject({
    state: 'conflict',
    reason: expect.stringContaining('before it changed; reverse it there'),
  });
  expect(books.there(ref).status).toBe('ACTIVE');

  const [first] = await writeOffsOf(ref);
  await command(first?.eid ?? '', 'reverseAdjustment', ' fullAmount="true"');
  await books.settled(ref);
  expect(books.there(ref)).toMatchObject({ status: ENDED, balanceCents: 0 });
  expect(await writeOffsOf(ref)).toMatchObject([
    { status: 'REVERSED' },
    { status: 'POSTED', amountCents: 6_000 },
  ]);
});
