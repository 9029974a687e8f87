import { EntryKind, type LedgerEntry } from '../platform/database/generated/client.js';
import { centsToNumber } from '../platform/money/cents.js';
import {
  Means,
  OrNull,
  ShowsCents,
  ShowsMoment,
  ShowsNumber,
  ShowsOneOf,
  ShowsText,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsCents, IsMoment, IsOneOf, IsText, MayBeAbsent } from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

/** What a caller may post; a `placement` is written by the service alone. */
export const POSTABLE_KINDS = ['payment', 'fee', 'interest', 'cost', 'adjustment', 'reversal'] as const;
export type PostableKind = (typeof POSTABLE_KINDS)[number];

export class EntryQuery extends ListQuery {
  @Means('Only entries of this kind.', 'payment')
  @MayBeAbsent()
  @IsOneOf(Object.values(EntryKind))
  kind?: EntryKind | null;
}

/** What a caller says of a ledger entry. */
export class LedgerEntryBody extends ReasonBody {
  @Means('What the amount is. A `placement` is written by the service alone.', 'payment')
  @IsOneOf(POSTABLE_KINDS)
  kind!: PostableKind;

  @Means(
    'Cents; below 0 lowers the debt. May be left out of a `reversal`, which takes back the whole entry.',
    -5000,
  )
  @MayBeAbsent()
  @IsCents()
  amount?: number | null;

  @Means('When it happened. Absent, it is now.', '2026-01-31T17:45:00Z')
  @MayBeAbsent()
  @IsMoment()
  occurred_at?: string | null;

  @Means('Your own name for the entry: sent again with the same content, it is the same entry.', 'PAY-77120')
  @MayBeAbsent()
  @IsText()
  reference?: string | null;

  @Means('The `id` of the entry that a `reversal` takes back; for a `reversal` only.')
  @MayBeAbsent()
  @IsText()
  reverses?: string | null;
}

/** A ledger entry as the API tells it. Amounts in cents. */
export class LedgerEntryView {
  @ShowsUuid('Our own id of the entry.', '019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e')
  id!: string;

  @ShowsNumber('Its place in the ledger: later entries have higher ones.', 42, 1)
  sequence!: number;

  @ShowsOneOf(Object.values(EntryKind), 'What the amount is.', 'payment')
  kind!: EntryKind;

  @ShowsCents('Below 0 lowers the debt.', -5000)
  amount!: number;

  @ShowsCents('What the account owed after it.', 120_000)
  balance_after!: number;

  @ShowsMoment('When it happened.', '2026-01-31T17:45:00.000Z')
  occurred_at!: string;

  @ShowsMoment('When it was written into the books.', '2026-01-31T17:45:02.118Z')
  recorded_at!: string;

  @OrNull()
  @ShowsText("The caller's own name for the entry.", 'PAY-77120')
  reference!: string | null;

  @OrNull()
  @ShowsUuid('The entry that a `reversal` takes back.')
  reverses!: string | null;

  @OrNull()
  @ShowsText("Why, in the caller's words.", 'Paid by check at the branch')
  reason!: string | null;
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
