/** The largest amount that the books keep, either sign, in cents. */
export const MAX_CENTS = 9_999_999_999_999;

/** A database `bigint` of cents as the number of a JSON answer; in range by a constraint of the table. */
export function centsToNumber(cents: bigint): number {
  return Number(cents);
}

/** Whether an amount may be stored. */
export function isInRange(cents: bigint): boolean {
  return cents >= -BigInt(MAX_CENTS) && cents <= BigInt(MAX_CENTS);
}
