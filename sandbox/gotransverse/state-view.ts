import type { Books } from './books.js';
import { decimalOf } from './money.js';
import type { Account, Adjustment, Party, Payment } from './records.js';

/** An account with all that is about it, for people and tests; not a form of the vendor's. */
export interface AccountState {
  eid: string;
  accountNum: string;
  externalAccountNum: string | undefined;
  billType: string | undefined;
  status: Account['status'];
  balance: string;
  balanceCents: number;
  billCycle: string | undefined;
  category: string | undefined;
  parentEid: string | undefined;
  party: Party & { kind: Account['partyKind'] };
  /** By the names of the fields. */
  customFields: Record<string, string>;
  adjustments: (Omit<Adjustment, 'accountEid'> & { reason: string | undefined })[];
  payments: Omit<Payment, 'accountEid'>[];
}

export interface SandboxState {
  counts: Record<
    'accounts' | 'people' | 'organizations' | 'adjustments' | 'payments' | 'customFieldValues',
    number
  >;
  accounts: AccountState[];
}

/** @param externalAccountNum without it every account */
export function stateOf(books: Books, externalAccountNum?: string): SandboxState {
  const { accounts, people, organizations, adjustments, payments, customFieldValues } = books;
  const chosen =
    externalAccountNum === undefined
      ? [...accounts.values()]
      : accounts.by('externalAccountNum', externalAccountNum);
  return {
    counts: {
      accounts: accounts.size,
      people: people.size,
      organizations: organizations.size,
      adjustments: adjustments.size,
      payments: payments.size,
      customFieldValues: customFieldValues.size,
    },
    accounts: chosen.map((account) => accountState(books, account)),
  };
}

function accountState(books: Books, account: Account): AccountState {
  const { eid, attributes, partyKind, partyEid } = account;
  const balance = books.balanceCents(eid);
  const party = books.parties(partyKind).get(partyEid) ?? { eid: partyEid, attributes: {}, addresses: [] };
  const named = (kind: 'billCycles' | 'customFields' | 'adjustmentReasons', of: string) =>
    books.referenceItem(kind, of)?.attributes['name'];
  return {
    eid,
    accountNum: account.accountNum,
    externalAccountNum: attributes['externalAccountNum'],
    billType: attributes['billType'],
    status: account.status,
    balance: decimalOf(balance),
    balanceCents: Number(balance),
    billCycle: named('billCycles', account.billCycleEid),
    category: books.referenceItem('billingAccountCategories', account.categoryEid)?.attributes['description'],
    parentEid: account.parentEid,
    party: { kind: partyKind, ...party },
    customFields: Object.fromEntries(
      books.customFieldValues
        .by('accountEid', eid)
        .map(({ customFieldEid, value }) => [named('customFields', customFieldEid) ?? customFieldEid, value]),
    ),
    adjustments: books.adjustments.by('accountEid', eid).map(({ accountEid: _account, ...adjustment }) => ({
      ...adjustment,
      reason: named('adjustmentReasons', adjustment.reasonEid),
    })),
    payments: books.payments.by('accountEid', eid).map(({ accountEid: _account, ...payment }) => payment),
  };
}
