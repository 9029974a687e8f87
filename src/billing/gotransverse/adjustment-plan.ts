import { carriedByXml } from './gotransverse.xml.js';

/** What stands there for entries: an adjustment, or for one of a payment that Tratta took a payment. */
export type EntryForm = 'adjustment' | 'payment';

/** An entry of the books, as far as an adjustment needs it. */
export interface PlannedEntry {
  sequence: bigint;
  /** Of `EntryKind`: `placement` has a reason of its own. */
  kind: string;
  /** Above 0 raises the debt. Never 0. */
  amountCents: bigint;
  occurredAt: Date;
  reference: string | null;
  /** Whether it is of a payment that Tratta took; its reference is that of the payment then. */
  takenByTratta: boolean;
}

/** An adjustment to be made, for the entries from the first to the last. */
export interface PlannedAdjustment {
  firstSequence: bigint;
  lastSequence: bigint;
  /** Above 0 is a debit, below 0 a credit. */
  amountCents: bigint;
  occurredAt: Date;
  reason: 'placement' | 'debit' | 'credit';
  /** Made as a payment of this reference instead. */
  paymentReference: string | undefined;
}

export type PlannedPayment = PlannedAdjustment & { paymentReference: string };

/** What a payment's reference may have at most there, in characters. */
const LONGEST_REFERENCE = 255;

/**
 * The adjustments that bring Gotransverse from one entry to the newest, one for each entry: what it shows is what
 * the books show, and a range is never to be split again after an unknown outcome.
 * @param watermark the last sequence that it has; 0 for none
 * @param trattaAs in which form payments that Tratta took are made
 */
export function planAdjustments(
  entries: readonly PlannedEntry[],
  watermark: bigint,
  trattaAs: EntryForm = 'adjustment',
): PlannedAdjustment[] {
  return entries
    .filter(({ sequence }) => sequence > watermark)
    .sort((one, other) => (one.sequence < other.sequence ? -1 : 1))
    .map((entry) => ({
      firstSequence: entry.sequence,
      lastSequence: entry.sequence,
      amountCents: entry.amountCents,
      occurredAt: entry.occurredAt,
      reason: reasonOf(entry.kind, entry.amountCents),
      paymentReference: trattaAs === 'payment' ? trattaReference(entry) : undefined,
    }));
}

export function isPayment(planned: PlannedAdjustment): planned is PlannedPayment {
  return planned.paymentReference !== undefined;
}

/**
 * What a payment that Tratta took is looked up by there.
 * @returns undefined for every other entry, and where Gotransverse could not hold the reference whole
 */
export function trattaReference({ reference, takenByTratta }: PlannedEntry): string | undefined {
  if (!takenByTratta || reference === null) return undefined;
  return reference.length <= LONGEST_REFERENCE && carriedByXml(reference) ? reference : undefined;
}

/** The books know no placement below 0; a credit must not have a debit's reason all the same. */
function reasonOf(kind: string, amountCents: bigint): PlannedAdjustment['reason'] {
  if (amountCents < 0n) return 'credit';
  return kind === 'placement' ? 'placement' : 'debit';
}
