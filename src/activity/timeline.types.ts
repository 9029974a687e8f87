import { EntryKind, PendingPaymentState } from '../platform/database/generated/client.js';
import {
  OrNull,
  ShowsAnything,
  ShowsCents,
  ShowsDecimal,
  ShowsMoment,
  ShowsNumber,
  ShowsOneOf,
  ShowsText,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';

export class TimelineQuery extends ListQuery {}

/** What every item of a timeline tells. */
abstract class TimelineItem {
  @ShowsMoment('When it happened to the books.', '2026-01-31T17:45:00.000Z')
  at!: string;

  @ShowsText('Names it among those of its type.')
  id!: string;

  @ShowsText('One plain sentence, for staff on the phone.', 'Payment of $250.00; $1,000.00 owed after it')
  summary!: string;
}

/** An entry of the account's ledger. */
export class LedgerEntryItem extends TimelineItem {
  @ShowsOneOf(['ledger_entry'], 'An entry of the ledger.')
  type!: 'ledger_entry';

  @ShowsNumber('Its place in the ledger.', 2, 1)
  sequence!: number;

  @ShowsOneOf(Object.values(EntryKind), 'What the amount is.', 'payment')
  kind!: EntryKind;

  @ShowsCents('Below 0 lowers the debt.', -25_000)
  amount!: number;

  @ShowsCents('What the account owed after it.', 100_000)
  balance_after!: number;

  @ShowsMoment('When it happened, as its poster says.', '2026-01-31T17:40:00.000Z')
  occurred_at!: string;

  @OrNull()
  @ShowsText("The caller's own name for it.", 'check 4711')
  reference!: string | null;

  @OrNull()
  @ShowsUuid('The entry that a reversal takes back.')
  reverses!: string | null;

  @OrNull()
  @ShowsText("Why, in the caller's words.")
  reason!: string | null;

  @OrNull()
  @ShowsText('Null where nothing was written down about it, as for demo data.', 'posting job')
  posted_by!: string | null;

  @OrNull()
  @ShowsText('`X-Request-Id` of the answer.')
  request_id!: string | null;
}

/** Something that somebody did to the account, other than posting an entry. */
export class AuditEventItem extends TimelineItem {
  @ShowsOneOf(['audit_event'], 'Something that somebody did.')
  type!: 'audit_event';

  @ShowsText('What was done.', 'debt_account.changed')
  action!: string;

  @ShowsText('What kind of caller did it.', 'api_key')
  actor_kind!: string;

  @OrNull()
  @ShowsText("The API key's id.")
  actor_id!: string | null;

  @ShowsText("The API key's name, or who was at the command line.", 'Robin at the desk')
  actor_name!: string;

  @ShowsText('To what kind of record.', 'debt_account')
  record_kind!: string;

  @ShowsUuid('Our id of the record.')
  record_id!: string;

  @OrNull()
  @ShowsText("Why, in the caller's words.")
  reason!: string | null;

  @OrNull()
  @ShowsText('`X-Request-Id` of the answer.')
  request_id!: string | null;

  @ShowsAnything('What changed, by field.', { status: { from: 'active', to: 'disputed' } })
  changes!: Record<string, unknown>;
}

/** A question of Tratta's, and what it was told. */
export class JitRequestItem extends TimelineItem {
  @ShowsOneOf(['jit_request'], "A question of Tratta's.")
  type!: 'jit_request';

  @ShowsText('How the call ended.', 'found')
  outcome!: string;

  @ShowsNumber('The status that it was answered with.', 200, 100)
  http_status!: number;

  @OrNull()
  @ShowsCents('The balance that it was told.', 100_000)
  told_balance!: number | null;

  @OrNull()
  @ShowsNumber('The version of the account that the answer was made from.', 3, 1)
  debt_account_version!: number | null;

  @ShowsDecimal('Milliseconds of the whole answer.', 2.4)
  total_ms!: number;

  @ShowsText('`X-Request-Id` of the answer.')
  request_id!: string;
}

/** A payment that Tratta took, when we heard of it. */
export class PaymentTakenItem extends TimelineItem {
  @ShowsOneOf(['payment_taken'], 'A payment that Tratta took.')
  type!: 'payment_taken';

  @ShowsCents('What was paid.', 5_000)
  amount!: number;

  @ShowsText("Tratta's id of it.", 'txn-1')
  reference!: string;

  @ShowsMoment('When the debtor paid.', '2026-01-31T17:45:00.000Z')
  submitted_at!: string;

  @OrNull()
  @ShowsMoment('When it is to be taken, where that is later.')
  scheduled_at!: string | null;

  @ShowsOneOf(Object.values(PendingPaymentState), 'What became of it by now.', 'pending')
  state!: PendingPaymentState;
}

/** What became of a payment that Tratta took. */
export class PaymentSettledItem extends TimelineItem {
  @ShowsOneOf(['payment_settled'], 'What became of a payment that Tratta took.')
  type!: 'payment_settled';

  @ShowsCents('What was paid.', 5_000)
  amount!: number;

  @ShowsText("Tratta's id of it.", 'txn-1')
  reference!: string;

  @ShowsOneOf(Object.values(PendingPaymentState), 'What became of it.', 'posted')
  state!: PendingPaymentState;
}

/** One thing that happened to an account. */
export type TimelineItemView =
  LedgerEntryItem | AuditEventItem | JitRequestItem | PaymentTakenItem | PaymentSettledItem;

/** Each of the kinds of items, for the API's document. */
export const TIMELINE_ITEMS = [
  LedgerEntryItem,
  AuditEventItem,
  JitRequestItem,
  PaymentTakenItem,
  PaymentSettledItem,
];
