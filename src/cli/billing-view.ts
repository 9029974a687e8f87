import type { components } from '../api-client/generated/schema.js';
import { dollars } from '../platform/money/dollars.js';
import { type ListColumn, rowsText } from './lists.js';
import { facts, minute } from './output.js';

export type BillingAccount = components['schemas']['BillingAccountView'];
type Adjustment = components['schemas']['BillingAdjustmentView'];
type AccountThere = components['schemas']['AccountThereView'];
type AdjustmentThere = components['schemas']['AdjustmentThereView'];

const ADJUSTMENT_COLUMNS: ListColumn<Adjustment>[] = [
  { heading: 'ENTRIES', right: true, cell: entriesText },
  { heading: 'AMOUNT', right: true, cell: ({ amount }) => dollars(amount) },
  { heading: 'EID', cell: madeText },
  { heading: 'POSTED (UTC)', cell: ({ posted_at }) => (posted_at === null ? 'no' : minute(posted_at)) },
];

const THERE_COLUMNS: ListColumn<AdjustmentThere>[] = [
  { heading: 'EID', cell: ({ eid }) => eid },
  { heading: 'STATUS', cell: ({ status }) => status ?? '' },
  { heading: 'AMOUNT', right: true, cell: ({ amount }) => dollars(amount) },
  { heading: 'OUR ENTRIES', right: true, cell: entriesText },
];

/** How an account stands with Gotransverse. */
export function billingText(account: BillingAccount): string {
  const told = facts([
    ['account', account.debt_account_external_id],
    ['state', account.state],
    ['reason', account.reason],
    ['attempts', account.attempts === 0 ? null : String(account.attempts)],
    ['next attempt', account.next_attempt_at],
    ['settled', account.settled_at],
    ['EID there', eidText(account)],
    ['number there', account.account_num],
    ['looked up by', account.external_account_num],
    ['party there', account.party_eid === null ? null : `EID ${account.party_eid}`],
    ['status there', account.status_there],
    ['balance there', account.balance_there === null ? null : dollars(account.balance_there)],
    ['read there', account.read_at],
    ['posted', postedText(account)],
    ['written off', account.written_off === null ? null : dollars(account.written_off)],
    ['owed', dollars(account.current_balance)],
  ]);
  if (account.adjustments.length === 0) return told;
  return `${told}\n\nAdjustments, the newest first:\n${rowsText(ADJUSTMENT_COLUMNS, account.adjustments)}`;
}

/** The accounts of our number there, each with its adjustments. */
export function thereText(accounts: readonly AccountThere[]): string {
  if (accounts.length === 0) return 'Gotransverse has no account of this number.';
  const shown = accounts.map((account) => {
    const told = facts([
      ['EID', `${account.eid}, ${account.ours ? 'ours' : 'not known as ours'}`],
      ['number', account.account_num],
      ['looked up by', account.external_account_num],
      ['status', account.status],
      ['balance', account.balance === null ? null : dollars(account.balance)],
      ['party', account.party_eid === null ? null : `${account.party_kind ?? ''} EID ${account.party_eid}`],
    ]);
    if (account.adjustments.length === 0) return `${told}\n\nIt has no adjustments.`;
    return `${told}\n\nAdjustments:\n${rowsText(THERE_COLUMNS, account.adjustments)}`;
  });
  const several =
    accounts.length > 1
      ? [`There are ${String(accounts.length)} accounts of this number, and there may be one.`]
      : [];
  return [...several, ...shown].join('\n\n');
}

function madeText({ eid, amount, form }: Adjustment): string {
  if (eid === null) return amount === 0 ? 'none is needed' : 'not made yet';
  return form === 'payment' ? `payment ${eid}` : eid;
}

function entriesText({
  first_sequence,
  last_sequence,
}: Pick<AdjustmentThere, 'first_sequence' | 'last_sequence'>) {
  if (first_sequence === null || last_sequence === null) return '';
  const first = String(first_sequence);
  return first_sequence === last_sequence ? first : `${first}-${String(last_sequence)}`;
}

function eidText({ eid, adopted }: BillingAccount): string | null {
  return eid !== null && adopted ? `${eid}, which was there before` : eid;
}

function postedText({ balance_posted, posted_sequence, last_sequence }: BillingAccount): string {
  return `${dollars(balance_posted)}, by entry ${String(posted_sequence)} of ${String(last_sequence)}`;
}
