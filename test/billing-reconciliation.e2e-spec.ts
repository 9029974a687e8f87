import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DifferenceView, ReconciliationView } from '../src/billing/reconciliation.types.js';
import type { DebtAccountView } from '../src/debt-accounts/debt-account-view.types.js';
import { BilledBooks } from './support/billed-books.js';
import { newRef } from './support/books.js';
import { problemOf } from './support/http.js';
import { VendorHand } from './support/vendor-hand.js';

// All that can differ, at once: one comparison finds it, each is repaired, and the next comparison finds nothing.

const PREFIX = 'T-';

let books: BilledBooks;
let hand: VendorHand;
let end: ReconciliationView;
let found: DifferenceView[];
const cases = new Map<string, Case>();

/** An account, what was done to it, and what is to be found of that. */
interface Case {
  account: DebtAccountView;
  /** Its EID there. */
  eid: string;
  expected: object[];
  /** Which of the repairs, where not the first. */
  repair?: string;
}

const token = (account: DebtAccountView, sequence: number): string =>
  `ARREARS ${account.id} ${String(sequence)}-${String(sequence)}`;

interface Sent {
  account: DebtAccountView;
  eid: string;
  party: string;
}

async function sent(body: object = {}): Promise<Sent> {
  const external_id = newRef('RECO');
  const customer = await books.make.customer({ name: 'Jane Roe', email: 'jane@example.com', ...CUSTOMER });
  const account = await books.make.account({
    external_id,
    customer_id: customer.external_id,
    balance: 10_000,
    ...body,
  });
  await books.settled(external_id);
  const { account: eid, party } = hand.eidsOf(PREFIX + external_id);
  return { account, eid, party };
}

const CUSTOMER = { date_of_birth: '1980-02-03' };

/** What each type of difference is made by. Those of one account come in the order of their types. */
const DAMAGES: Record<string, () => Promise<Case>> = {
  'an account that is there, and not known here': async () => {
    const external_id = newRef('ADOPT');
    const [eid = ''] = books.sandbox.state.plant({ externalAccountNum: PREFIX + external_id });
    const account = await books.make.account({ external_id, balance: 500 });
    return { account, eid, expected: [{ type: 'unknown_here', repairs: ['adopt'], there: { eid, status: 'ACTIVE', balance: 0 } }] };
  },
  'a second account with money of ours': async () => {
    const { account, eid } = await sent({ balance: 700 });
    await books.api.postEntry(account.external_id, { kind: 'payment', amount: -200 });
    await books.settled(account.external_id);
    const [second = ''] = books.sandbox.state.plant({ externalAccountNum: PREFIX + account.external_id });
    const debit = await hand.adjustment(second, { amount: '7.00', description: token(account, 1) });
    books.sandbox.state.markInvoiced(second);
    await hand.adjustment(second, { amount: '2.00', credit: true, description: token(account, 2) });
    await hand.adjustment(second, { amount: '9.00', description: token(account, 3) });
    await hand.adjustment(second, { amount: '1.00', description: token(account, 4), post: false });
    expect(debit).not.toBe('');
    const there = { eid: second, status: 'ACTIVE', balance: 1_400 };
    return {
      account,
      eid,
      expected: [{ type: 'duplicate', account_eid: second, repairs: ['retire_duplicate'], here: { eid, external_account_num: PREFIX + account.external_id }, there }],
    };
  },
  'a status that somebody changed': async () => {
    const { account, eid } = await sent();
    await hand.suspend(eid);
    return { account, eid, expected: [{ type: 'status', repairs: ['resend'], here: { status: 'active', status_there: 'ACTIVE' }, there: { status: 'SUSPENDED' } }] };
  },
  'a name that somebody changed': async () => {
    const { account, eid, party } = await sent();
    await hand.rename(party, 'Other');
    return { account, eid, expected: [{ type: 'party', repairs: ['resend'], here: { lastName: 'Roe' }, there: { lastName: 'Other' } }] };
  },
  'an address that somebody changed': async () => {
    const { account, eid, party } = await sent();
    await hand.email(party, 'other@example.com');
    const field = 'emailAddress PRIMARY email';
    return { account, eid, expected: [{ type: 'address', repairs: ['resend'], here: { [field]: 'jane@example.com' }, there: { [field]: 'other@example.com' } }] };
  },
  'another bill cycle': async () => {
    const { account, eid } = await sent();
    await hand.moveToDaily(eid);
    return { account, eid, expected: [{ type: 'content', repairs: ['resend'], here: { 'billCycle eid': '1681' }, there: { 'billCycle eid': '1682' } }] };
  },
  'another category, so that no page holds it': async () => {
    const { account, eid } = await sent();
    await hand.change(eid, '', '<billingAccountCategory eid="82"/>');
    return { account, eid, expected: [{ type: 'content', repairs: ['resend'], here: { 'category eid': '81' }, there: { 'category eid': '82' } }] };
  },
  'a payment that was taken there': async () => {
    const { account, eid } = await sent();
    await hand.payment(eid, '30.01');
    return { account, eid, expected: [{ type: 'balance', repairs: ['accept'], here: { balance: 10_000, accepted_offset: 0 }, there: { balance: 6_999, offset: -3_001 } }] };
  },
  'a pending adjustment beside a posted one': async () => {
    const { account, eid } = await sent();
    const adjustment_eid = await hand.adjustment(eid, { amount: '100.00', description: token(account, 1), post: false });
    return { account, eid, expected: [{ type: 'adjustment_pending', adjustment_eid, repairs: ['remove_adjustment'], there: { eid: adjustment_eid, amount: 10_000, status: 'PENDING' } }] };
  },
  'a pending adjustment that is not known here': async () => {
    const { account, eid } = await sent();
    await books.api.postEntry(account.external_id, { kind: 'fee', amount: 250 });
    const adjustment_eid = await hand.adjustment(eid, { amount: '2.50', description: token(account, 2), post: false });
    return { account, eid, expected: [{ type: 'adjustment_pending', adjustment_eid, repairs: ['resend'], here: { eid: null, entries: '2-2' } }] };
  },
  'a posted adjustment that is not known here': async () => {
    const { account, eid } = await sent();
    await books.api.postEntry(account.external_id, { kind: 'fee', amount: 250 });
    const adjustment_eid = await hand.adjustment(eid, { amount: '2.50', description: token(account, 2) });
    return { account, eid, expected: [{ type: 'adjustment_forgotten', adjustment_eid, repairs: ['resend'], here: { eid: null, entries: '2-2' } }] };
  },
  'a debit that is posted twice': async () => {
    const { account, eid } = await sent();
    const adjustment_eid = await hand.adjustment(eid, { amount: '100.00', description: token(account, 1) });
    return { account, eid, expected: [{ type: 'adjustment_doubled', adjustment_eid, repairs: ['reverse_adjustment', 'counter_credit', 'accept'], there: { eid: adjustment_eid, amount: 10_000, status: 'POSTED' } }] };
  },
  'a credit that is posted twice': async () => {
    const { account, eid } = await sent();
    await books.api.postEntry(account.external_id, { kind: 'payment', amount: -4_000 });
    await books.settled(account.external_id);
    const adjustment_eid = await hand.adjustment(eid, { amount: '40.00', credit: true, description: token(account, 2) });
    return { account, eid, expected: [{ type: 'adjustment_doubled', adjustment_eid, repairs: ['reverse_adjustment', 'accept'], there: { eid: adjustment_eid, amount: -4_000, status: 'POSTED' } }] };
  },
  'a debit that is posted twice and invoiced': async () => {
    const { account, eid } = await sent();
    const adjustment_eid = await hand.adjustment(eid, { amount: '100.00', description: token(account, 1) });
    books.sandbox.state.markInvoiced(eid);
    return { account, eid, expected: [{ type: 'adjustment_doubled', adjustment_eid, repairs: ['counter_credit', 'accept'], explanation: expect.stringContaining('cannot be reversed any more') }] };
  },
  'an adjustment made by hand': async () => {
    const { account, eid } = await sent();
    const adjustment_eid = await hand.adjustment(eid, { amount: '0.01' });
    return { account, eid, expected: [{ type: 'adjustment_foreign', adjustment_eid, repairs: ['reverse_adjustment', 'counter_credit', 'accept'], there: { eid: adjustment_eid, amount: 1, status: 'POSTED' } }] };
  },
  'an adjustment made by hand that is to stay': async () => {
    const { account, eid } = await sent();
    const adjustment_eid = await hand.adjustment(eid, { amount: '5.00', credit: true });
    return { account, eid, repair: 'accept', expected: [{ type: 'adjustment_foreign', adjustment_eid, repairs: ['reverse_adjustment', 'accept'] }] };
  },
  'an adjustment of ours that was reversed': async () => {
    const { account, eid } = await sent();
    const adjustment_eid = books.there(PREFIX + account.external_id).adjustments[0]?.eid ?? '';
    await hand.reverse(adjustment_eid, false);
    return { account, eid, expected: [{ type: 'adjustment_gone', adjustment_eid, repairs: ['accept'], here: { entries: '1-1', amount: 10_000, status: 'POSTED' }, there: { eid: adjustment_eid, amount: 10_000, status: 'REVERSED' } }] };
  },
}; // prettier-ignore

beforeAll(async () => {
  books = await BilledBooks.start({ env: { GOTRANSVERSE_ACCOUNT_PREFIX: PREFIX } });
  hand = new VendorHand(books);
  for (const [name, damage] of Object.entries(DAMAGES)) cases.set(name, await damage());
  // Others have accounts there as well, and what is merely to be sent is no difference.
  books.sandbox.state.plant({ externalAccountNum: 'others-1', count: 3, balanceCents: 5 });
  const { account } = await sent();
  await books.api.postEntry(account.external_id, { kind: 'fee', amount: 100 });
  await books.api.patch(`/debt-accounts/${account.external_id}`, { status: 'disputed' });
  await books.make.account({ balance: 1_000 });
  ({ end, found } = await books.reconcile());
}, 120_000);

afterAll(() => books.close());

function ofAccount({ account }: Case): DifferenceView[] {
  return found.filter(({ debt_account_id }) => debt_account_id === account.id);
}

test('one comparison finds all of it, and nothing else', () => {
  expect(end).toMatchObject({
    state: 'finished',
    reason: null,
    accounts_skipped: 0,
    differences_by_state: { open: cases.size },
  });
  expect(found).toHaveLength(cases.size);
  expect(end.accounts_compared).toBe(cases.size);
});

test('names and addresses are sealed in the database', async () => {
  const { rows } = await books.database.owner.query<{ text: string }>(
    `SELECT coalesce(string_agg(difference::text || convert_from(decode(replace(encode(sides_cipher, 'hex'), '00', ''), 'hex'), 'LATIN1'), ' '), '') AS text
       FROM billing_differences difference`,
  );
  expect(rows[0]?.text).not.toMatch(/Roe|jane@example|other@example/);
});

describe.each(Object.keys(DAMAGES))('%s', (name) => {
  test('is found with both sides and what can be done, and repaired', async () => {
    const one = cases.get(name)!;
    const [difference] = ofAccount(one);
    expect(ofAccount(one)).toMatchObject(one.expected);
    expect(difference).toMatchObject({ state: 'open', debt_account_external_id: one.account.external_id });
    const body = one.repair === undefined ? {} : { repair: one.repair };

    const repaired = await books.repair(difference!.id, { ...body, reason: 'told by the biller' });
    expect(repaired).toMatchObject({ state: 'repaired', id: difference!.id });
    // Again it does nothing.
    const calls = await books.callsOf(() => books.repair(difference!.id, body));
    expect(calls).toEqual([]);
  });
});

test('and the next comparison finds nothing, to the cent', async () => {
  const again = await books.reconcile();
  expect(again.found).toEqual([]);
  expect(again.end).toMatchObject({ state: 'finished', accounts_skipped: 0, differences_by_type: {} });
  for (const name of [
    'a debit that is posted twice and invoiced',
    'a credit that is posted twice',
    'an adjustment made by hand',
  ])
    await expectBalance(cases.get(name)!);
  // What was repaired before stays to be read.
  const before = await books.reconciled(end.id, () => true);
  expect(before.differences_by_state).toEqual({ repaired: cases.size });
});

async function expectBalance({ account }: Case): Promise<void> {
  const { current_balance } = await books.api.account(account.external_id);
  expect(books.there(PREFIX + account.external_id).balanceCents).toBe(current_balance);
}

test('the second account is empty and ended', () => {
  const { account } = cases.get('a second account with money of ours')!;
  const [ours, second] = books.sandbox.state.accounts(PREFIX + account.external_id);
  expect(ours).toMatchObject({ balanceCents: 500, status: 'ACTIVE' });
  expect(second?.balanceCents).toBe(0);
  expect(['DEACTIVATED', 'FINAL_BILL', 'CLOSED']).toContain(second?.status);
  expect(second?.adjustments.map(({ status }) => status)).toEqual(expect.not.arrayContaining(['PENDING']));
});

test('each repair is audited, with its reason', async () => {
  const { account } = cases.get('a debit that is posted twice')!;
  const answer = await books.api.get(
    `/audit-events?action=billing_difference.repaired&debt_account=${account.external_id}`,
  );
  expect(answer.body).toMatchObject({
    data: [
      {
        record_kind: 'billing_difference',
        reason: 'told by the biller',
        changes: { type: 'adjustment_doubled', repair: 'reverse_adjustment' },
      },
    ],
  });
});

describe('what only a person can mend', () => {
  test('is found each time, and refused to be repaired', async () => {
    const gone = await sent();
    books.sandbox.state.forget(gone.eid);
    const ended = await sent();
    await hand.deactivate(ended.eid);
    const renamed = await sent();
    await hand.change(renamed.eid, `externalAccountNum="elsewhere"`);
    books.sandbox.state.plant({ externalAccountNum: `${PREFIX}NOBODY` });
    const twice = newRef('TWICE');
    books.sandbox.state.plant({ externalAccountNum: PREFIX + twice, count: 2 });
    await books.make.account({ external_id: twice, balance: 100 });

    const { found: differences } = await books.reconcile();

    expect(differences.map(({ type, debt_account_id }) => [type, debt_account_id]).sort()).toEqual(
      [
        ['missing', gone.account.id],
        ['status', ended.account.id],
        ['content', renamed.account.id],
        ['unknown_here', null],
        ['duplicate', expect.any(String)],
        ['duplicate', expect.any(String)],
      ].sort(),
    );
    for (const { id, repairs } of differences) {
      expect(repairs).toEqual([]);
      const answer = await books.api.post(`/billing/reconciliations/differences/${id}/repair`, {});
      expect(answer.status).toBe(409);
      expect(problemOf(answer).detail).toContain('Nothing can be done about it from here');
    }
  });
});
