import { ListQuery } from '../platform/pagination/list-query.js';
import type { EntryKind, PendingPaymentState } from '../platform/database/generated/client.js';

export class TimelineQuery extends ListQuery {}

/** What every item of a timeline tells. */
interface TimelineItem {
  at: string;
  id: string;
  /** One plain sentence, for staff on the phone. */
  summary: string;
}

/** An entry of the account's ledger. Amounts in cents. */
export interface LedgerEntryItem extends TimelineItem {
  type: 'ledger_entry';
  sequence: number;
  kind: EntryKind;
  amount: number;
  balance_after: number;
  occurred_at: string;
  reference: string | null;
  /** The id of the entry that a reversal takes back. */
  reverses: string | null;
  reason: string | null;
  /** Null where nothing was written down about it, as for demo data. */
  posted_by: string | null;
  request_id: string | null;
}

/** Something that somebody did to the account, other than posting an entry. */
export interface AuditEventItem extends TimelineItem {
  type: 'audit_event';
  action: string;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  record_kind: string;
  record_id: string;
  reason: string | null;
  request_id: string | null;
  changes: Record<string, unknown>;
}

/** A question of Tratta's, and what it was told. The balance in cents. */
export interface JitRequestItem extends TimelineItem {
  type: 'jit_request';
  outcome: string;
  http_status: number;
  told_balance: number | null;
  debt_account_version: number | null;
  total_ms: number;
  request_id: string;
}

/** A payment that Tratta took, when we heard of it. The amount in cents. */
export interface PaymentTakenItem extends TimelineItem {
  type: 'payment_taken';
  amount: number;
  reference: string;
  submitted_at: string;
  scheduled_at: string | null;
  /** What became of it by now. */
  state: PendingPaymentState;
}

/** What became of a payment that Tratta took. The amount in cents. */
export interface PaymentSettledItem extends TimelineItem {
  type: 'payment_settled';
  amount: number;
  reference: string;
  state: PendingPaymentState;
}

/** One thing that happened to an account. */
export type TimelineItemView =
  LedgerEntryItem | AuditEventItem | JitRequestItem | PaymentTakenItem | PaymentSettledItem;
