import { IsIn } from 'class-validator';
import { EntryKind, type LedgerEntry } from '../platform/database/generated/client.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { centsToNumber } from '../platform/money/cents.js';
import { IsCents, IsMoment, IsText, MayBeAbsent } from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

/** What a caller may post; a `placement` is written by the service alone. */
export const POSTABLE_KINDS = ['payment', 'fee', 'interest', 'cost', 'adjustment', 'reversal'] as const;
export type PostableKind = (typeof POSTABLE_KINDS)[number];

export class EntryQuery extends ListQuery {
  @MayBeAbsent()
  @IsIn(Object.values(EntryKind), { message: `must be one of ${Object.values(EntryKind).join(', ')}` })
  kind?: EntryKind | null;
}

/** What a caller says of a ledger entry. */
export class LedgerEntryBody extends ReasonBody {
  @IsIn(POSTABLE_KINDS, { message: `must be one of ${POSTABLE_KINDS.join(', ')}` })
  kind!: PostableKind;

  /** Cents: below 0 lowers the debt. May be left out of a reversal, which takes back the whole entry. */
  @MayBeAbsent()
  @IsCents()
  amount?: number | null;

  /** Absent, it is now. */
  @MayBeAbsent()
  @IsMoment()
  occurred_at?: string | null;

  /** The caller's own name for the entry: sent again with the same content, it is the same entry. */
  @MayBeAbsent()
  @IsText()
  reference?: string | null;

  /** The id of the entry that a reversal takes back. */
  @MayBeAbsent()
  @IsText()
  reverses?: string | null;
}

/** A ledger entry as the API tells it. Amounts in cents. */
export interface LedgerEntryView {
  id: string;
  sequence: number;
  kind: EntryKind;
  amount: number;
  balance_after: number;
  occurred_at: string;
  recorded_at: string;
  reference: string | null;
  reverses: string | null;
  reason: string | null;
}

export type LedgerEntryRow = LedgerEntry & { reverses: { id: string } | null };

export function toLedgerEntryView(row: LedgerEntryRow): LedgerEntryView {
  return {
    id: row.id,
    sequence: Number(row.sequence),
    kind: row.kind,
    amount: centsToNumber(row.amount),
    balance_after: centsToNumber(row.balanceAfter),
    occurred_at: row.occurredAt.toISOString(),
    recorded_at: row.recordedAt.toISOString(),
    reference: row.reference,
    reverses: row.reverses?.id ?? null,
    reason: row.reason,
  };
}
