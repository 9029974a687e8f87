/** An entry of the books, as far as an adjustment needs it. */
export interface PlannedEntry {
  sequence: bigint;
  /** Of `EntryKind`: `placement` has a reason of its own. */
  kind: string;
  /** Above 0 raises the debt. Never 0. */
  amountCents: bigint;
  occurredAt: Date;
}

/** An adjustment to be made, for the entries from the first to the last. */
export interface PlannedAdjustment {
  firstSequence: bigint;
  lastSequence: bigint;
  /** Above 0 is a debit, below 0 a credit. */
  amountCents: bigint;
  occurredAt: Date;
  reason: 'placement' | 'debit' | 'credit';
}

/**
 * The adjustments that bring Gotransverse from one entry to the newest, one for each entry: what it shows is what
 * the books show, and a range is never to be split again after an unknown outcome.
 * @param watermark the last sequence that it has; 0 for none
 */
export function planAdjustments(entries: readonly PlannedEntry[], watermark: bigint): PlannedAdjustment[] {
  return entries
    .filter(({ sequence }) => sequence > watermark)
    .sort((one, other) => (one.sequence < other.sequence ? -1 : 1))
    .map(({ sequence, kind, amountCents, occurredAt }) => ({
      firstSequence: sequence,
      lastSequence: sequence,
      amountCents,
      occurredAt,
      reason: reasonOf(kind, amountCents),
    }));
}

/** The books know no placement below 0; a credit must not have a debit's reason all the same. */
function reasonOf(kind: string, amountCents: bigint): PlannedAdjustment['reason'] {
  if (amountCents < 0n) return 'credit';
  return kind === 'placement' ? 'placement' : 'debit';
}
