import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BilledBooks } from './support/billed-books.js';
import { eventually } from './support/eventually.js';
import { forgetThere } from './support/forgotten.js';
import { GotransverseCaller } from './support/gotransverse-caller.js';

const TIMEOUT_MS = 1000;

let books: BilledBooks;
let vendor: GotransverseCaller;

beforeAll(async () => {
  books = await BilledBooks.start({
    env: { GOTRANSVERSE_TIMEOUT_MS: String(TIMEOUT_MS), GOTRANSVERSE_LINK_PARENTS: 'on' },
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

async function setStatus(ref: string, status: string): Promise<void> {
  await books.api.patch(`/debt-accounts/${ref}`, { status, reason: 'told so' });
}

async function changeCustomer(ref: string, change: Record<string, unknown>): Promise<void> {
  const { customer_external_id } = await books.api.account(ref);
  await books.api.patch(`/customers/${customer_external_id}`, change);
}

describe('while what became of a call is not known', () => {
  test('a changed prefix makes no second account', async () => {
    const { external_id: ref } = await books.make.account({ balance: 10_000 });
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'billingAccounts.create' } });
    expect((await books.send(ref)).state).toBe('unknown');

    await books.settled(ref, await books.startAnother({ GOTRANSVERSE_ACCOUNT_PREFIX: 'p-' }));

    expect(books.sandbox.state.accounts(`p-${ref}`)).toEqual([]);
    await books.expectTrue(ref);
  });

  test('an account that turns final, and never came about, is not made', async () => {
    const { external_id: ref } = await books.make.account({ balance: 10_000 });
    books.sandbox.faults.add({ fault: 'drop_before_commit', match: { operation: 'billingAccounts.create' } });
    expect((await books.send(ref)).state).toBe('unknown');
    await setStatus(ref, 'recalled');

    expect((await books.settled(ref)).state).toBe('not_needed');
    expect(books.sandbox.state.accounts(ref)).toEqual([]);
  });

  test('a hold is not lifted by a call that comes late', async () => {
    const ref = await synced();
    await setStatus(ref, 'bankruptcy');
    await books.settled(ref);
    await setStatus(ref, 'active');
    const resume = { operation: 'billingAccounts.resume' };
    books.sandbox.faults.add({ fault: 'latency', ms: TIMEOUT_MS + 500, match: resume });
    expect((await books.send(ref)).state).toBe('unknown');
    await setStatus(ref, 'bankruptcy');

    await books.settled(ref);
    await eventually(
      () => Promise.resolve(books.there(ref).status),
      (status) => status === 'SUSPENDED',
    );
    expect(await books.settled(ref)).toMatchObject({ state: 'synced', status_there: 'SUSPENDED' });
    expect(books.there(ref).status).toBe('SUSPENDED');
  });

  test.each([
    ['a name', 'people.update', { name: 'Robin Otherwise' }, { name: 'Robin Example' }],
    ['an address', 'people.addAddress', { email: 'other@example.com' }, { email: 'first@example.com' }],
  ])('%s that is changed back is changed back there as well', async (_what, operation, change, back) => {
    const { external_id: customer_id } = await books.make.customer({ email: 'first@example.com' });
    const { external_id: ref } = await books.make.account({ customer_id, balance: 10_000 });
    await books.settled(ref);
    const before = books.there(ref);
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation } });
    await changeCustomer(ref, change);
    expect((await books.send(ref)).state).toBe('unknown');
    expect(books.there(ref).party).not.toEqual(before.party);
    await changeCustomer(ref, back);
    await books.settled(ref);

    expect(books.there(ref).party).toEqual(before.party);
  });

  test('a custom field that is changed back is changed back there as well', async () => {
    const ref = await synced();
    const { location_external_id } = await books.api.account(ref);
    const rename = (name: string) => books.api.patch(`/locations/${location_external_id}`, { name });
    const { Creditor: before = '' } = books.there(ref).customFields;
    books.sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'customFieldValues.update' } });
    await rename(`${before} of old`);
    expect((await books.send(ref)).state).toBe('unknown');
    expect(books.there(ref).customFields).toMatchObject({ Creditor: `${before} of old` });
    await rename(before);
    await books.settled(ref);

    expect(books.there(ref).customFields).toMatchObject({ Creditor: before });
  });
});

describe('two accounts of one customer', () => {
  async function ofOneCustomer(): Promise<{ one: string; two: string; customer: string }> {
    const one = await synced();
    const { customer_external_id: customer } = await books.api.account(one);
    const { external_id: two } = await books.make.account({ customer_id: customer, balance: 500 });
    await books.settled(two);
    await changeCustomer(one, { name: 'Robin Older' });
    return { one, two, customer };
  }

  /** Until the call that is delayed has come in. */
  const hasComeIn = () =>
    eventually(
      () => Promise.resolve(books.sandbox.faults.list()),
      ({ length }) => length === 0,
    );

  async function expectNewer(refs: string[]): Promise<void> {
    for (const ref of refs) await books.settled(ref);
    for (const ref of refs) await books.expectTrue(ref);
    expect(books.there(refs[0] ?? '').party.attributes).toMatchObject({ lastName: 'Newer' });
  }

  test('change their person one after the other, and what else is to be brought does not wait', async () => {
    const { one, two } = await ofOneCustomer();
    books.sandbox.faults.add({ fault: 'latency', ms: 1_000, match: { operation: 'people.update' } });
    const first = books.send(one);
    await hasComeIn();
    await changeCustomer(one, { name: 'Robin Newer' });
    await books.api.postEntry(two, { kind: 'payment', amount: -200 });
    expect(await books.send(two)).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining("is just changing the customer's party"),
      balance_there: 300,
    });
    expect(books.there(two).party.attributes).toMatchObject({ lastName: 'Example' });
    await first;

    await expectNewer([two, one]);
  });

  test('do not tell an older name after a newer one', async () => {
    const { one, two } = await ofOneCustomer();
    const { eid } = books.there(one);
    books.sandbox.faults.add({
      fault: 'latency',
      ms: 800,
      match: { method: 'GET', path: `/\\/billingAccounts\\/${eid}/` },
    });
    const calls = await books.callsOf(async () => {
      const first = books.send(one);
      await hasComeIn();
      await changeCustomer(one, { name: 'Robin Newer' });
      expect((await books.send(two)).state).toBe('synced');
      expect(await first).toMatchObject({
        state: 'pending',
        reason: expect.stringContaining('the customer was changed meanwhile'),
      });
      await expectNewer([one, two]);
    });

    expect(books.only(calls, 'people.update').body).toContain('Newer');
  });

  test('wait for what the other one sent and may still come', async () => {
    const { one, two } = await ofOneCustomer();
    const late = { operation: 'people.update' };
    books.sandbox.faults.add({ fault: 'latency', ms: TIMEOUT_MS + 500, match: late });
    expect((await books.send(one)).state).toBe('unknown');
    await changeCustomer(one, { name: 'Robin Newer' });
    expect(await books.send(two)).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining("what became of a change of the customer's party"),
    });

    await expectNewer([two, one]);
  });
});

test('an account keeps the number that it has there, whatever the prefix becomes', async () => {
  const ref = await synced();
  const prefixed = await books.startAnother({ GOTRANSVERSE_ACCOUNT_PREFIX: 'q-' });
  await books.api.postEntry(ref, { kind: 'payment', amount: -1_000 });
  await changeCustomer(ref, { name: 'Robin Prefixed' });
  await books.settled(ref, prefixed);

  expect(books.sandbox.state.accounts(`q-${ref}`)).toEqual([]);
  await books.expectTrue(ref);
  expect(books.there(ref).party.attributes).toMatchObject({ lastName: 'Prefixed' });
});

test('a customer who is known there is not removed here, not even without accounts', async () => {
  const ref = await synced();
  const { customer_external_id: former } = await books.api.account(ref);
  const { external_id: customer_id } = await books.make.customer();
  await books.api.patch(`/debt-accounts/${ref}`, { customer_id });
  const refused = await books.api.delete(`/customers/${former}`);

  expect(refused.status).toBe(409);
  expect(refused.text).toContain('This customer is known at Gotransverse');
  expect(await books.settled(ref)).toMatchObject({
    state: 'conflict',
    reason: expect.stringContaining("which is another customer's"),
  });
});

describe('what others changed there', () => {
  test('an account by paper is made one without invoices', async () => {
    const { external_id: ref } = await books.make.account({ balance: 10_000 });
    await books.settled(ref);
    const { eid } = books.there(ref);
    const changed = await vendor.put(
      `billingAccounts/${eid}`,
      `<billingAccount xmlns="${vendor.namespace}" eid="${eid}" billType="PAPER"/>`,
    );
    expect(changed).toMatchObject({ status: 200 });
    expect(books.there(ref).billType).toBe('PAPER');
    await books.settled(ref);

    expect(books.there(ref).billType).toBe('NONE');
  });

  test('a pending adjustment that was deleted is made anew, once it cannot be on its way', async () => {
    const ref = await synced();
    await books.api.postEntry(ref, { kind: 'fee', amount: 250 });
    books.sandbox.faults.add({ fault: '422', match: { operation: 'adjustments.post' } });
    expect((await books.send(ref)).state).toBe('quarantined');
    const pending = books.there(ref).adjustments.find(({ status }) => status === 'PENDING');
    expect((await vendor.delete(`adjustments/${pending?.eid ?? ''}`)).status).toBeLessThan(300);

    await books.settled(ref);
    await books.expectTrue(ref);
  });

  test('one that was deleted while it is not known whether it was posted is made anew, too', async () => {
    const ref = await synced();
    await books.api.postEntry(ref, { kind: 'fee', amount: 250 });
    books.sandbox.faults.add({ fault: 'drop_before_commit', match: { operation: 'adjustments.post' } });
    expect((await books.send(ref)).state).toBe('unknown');
    const pending = books.there(ref).adjustments.find(({ status }) => status === 'PENDING');
    expect((await vendor.delete(`adjustments/${pending?.eid ?? ''}`)).status).toBeLessThan(300);

    await books.settled(ref);
    await books.expectTrue(ref);
  });

  test('a balance beyond what an amount here may be is read all the same', async () => {
    const { external_id: ref } = await books.make.account({ balance: 9_999_999_999_999 });
    await books.settled(ref);
    const { eid } = books.there(ref);
    const { text } = await vendor.post(
      'adjustments',
      `<adjustment xmlns="${vendor.namespace}" occurredOn="2026-11-01T00:00:00Z" amount="1.00" credit="false" type="LATE_FEE"><billingAccount eid="${eid}"/><reason eid="134" level="PRIMARY"/></adjustment>`,
    );
    const fee = /eid="(\d+)"/.exec(text)?.[1] ?? '';
    await vendor.post(
      `adjustments/${fee}/post`,
      `<postAdjustment xmlns="${vendor.namespace}"><adjustment eid="${fee}"/></postAdjustment>`,
    );

    expect(await books.settled(ref)).toMatchObject({ state: 'synced', balance_there: 10_000_000_000_099 });
  });
});

describe('what our database does not know any more', () => {
  test('adjustments that were made before a restore are found, not made again', async () => {
    const ref = await synced();
    for (const amount of [-3_000, -1_000]) await books.api.postEntry(ref, { kind: 'payment', amount });
    await books.settled(ref);
    await forgetThere(books, ref, 1);
    await books.settled(ref);

    await books.expectTrue(ref);
  });

  test('adjustments of entries that the books have otherwise are a conflict', async () => {
    const [eid] = books.sandbox.state.plant({ externalAccountNum: 'OTHERWISE' });
    const { id } = await books.make.account({ external_id: 'OTHERWISE', balance: 10_000 });
    await vendor.post(
      'adjustments',
      `<adjustment xmlns="${vendor.namespace}" occurredOn="2026-11-01T00:00:00Z" amount="1.00" credit="false" type="MANUAL" description="ARREARS ${id} 1-1"><billingAccount eid="${eid ?? ''}"/><reason eid="131" level="PRIMARY"/></adjustment>`,
    );

    expect(await books.settled('OTHERWISE')).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('for entries 1 to 1, which are others here'),
    });
  });
});

describe('what cannot be brought holds nothing else up', () => {
  test('a name that Gotransverse cannot take delays neither a hold nor a payment', async () => {
    const ref = await synced();
    await changeCustomer(ref, { name: 'Cher' });
    await setStatus(ref, 'bankruptcy');
    await books.api.postEntry(ref, { kind: 'payment', amount: -100 });

    expect(await books.settled(ref)).toMatchObject({
      state: 'quarantined',
      reason: expect.stringContaining('customer.name'),
      status_there: 'SUSPENDED',
      balance_there: 9_900,
    });
  });

  test('a child does not wait for a parent that will never be there', async () => {
    const parent = await books.make.account({});
    const { customer_external_id: customer_id, location_external_id: location_id } = parent;
    const child = await books.make.account({
      customer_id,
      location_id,
      parent_external_id: parent.external_id,
      balance: 500,
    });
    expect((await books.send(child.external_id)).reason).toContain('must be at Gotransverse first');
    await setStatus(parent.external_id, 'recalled');
    expect((await books.settled(parent.external_id)).state).toBe('not_needed');

    // The parent's status covers it: final before it was ever sent.
    expect((await books.settled(child.external_id)).state).toBe('not_needed');
  });

  test('what stays there although the books have it no more is said', async () => {
    const ref = await synced();
    await changeCustomer(ref, { email: 'old@example.com' });
    await books.settled(ref);
    await changeCustomer(ref, { email: null });

    expect(await books.settled(ref)).toMatchObject({
      state: 'synced',
      reason: expect.stringContaining('address emailAddress PRIMARY'),
    });
    const preview = await books.api.get(`/debt-accounts/${ref}/billing-preview`);
    expect(preview.body).toMatchObject({ data: { differences: [{ part: 'address', now: null }] } });
  });
});
