/** What can differ between the books and Gotransverse. */
export const DIFFERENCE_TYPES = [
  'missing',
  'unknown_here',
  'duplicate',
  'status',
  'party',
  'address',
  'content',
  'balance',
  'adjustment_pending',
  'adjustment_forgotten',
  'adjustment_doubled',
  'adjustment_foreign',
  'adjustment_gone',
] as const;
export type DifferenceType = (typeof DIFFERENCE_TYPES)[number];

/** What can be done about a difference from here. */
export const REPAIRS = [
  'adopt',
  'resend',
  'retire_duplicate',
  'post_adjustment',
  'remove_adjustment',
  'reverse_adjustment',
  'counter_credit',
  'accept',
] as const;
export type Repair = (typeof REPAIRS)[number];

export const DIFFERENCE_STATES = ['open', 'repaired', 'failed', 'gone'] as const;
export type DifferenceState = (typeof DIFFERENCE_STATES)[number];

/** One side of a difference, by field. Amounts in cents. */
export type Side = Readonly<Record<string, string | number | null>>;

/** A difference as it was found. */
export interface FoundDifference {
  type: DifferenceType;
  /** The EID that it is about: the account's, or an adjustment's. */
  subject: string;
  here: Side;
  there: Side;
  /** In plain words, and without personal data. */
  explanation: string;
  /** The first is proposed; none: a person mends it. */
  repairs: Repair[];
}

/** A difference, and of which account there it is. */
export interface PlacedDifference extends FoundDifference {
  debtAccountId: string | null;
  accountEid: string;
  externalAccountNum: string;
}
