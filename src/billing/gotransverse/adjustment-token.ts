/** The entries of a debt account that an adjustment stands for. */
export interface AdjustmentToken {
  /** Our id of the account: it is one word of known form, which external ids are not. */
  accountId: string;
  firstSequence: bigint;
  lastSequence: bigint;
}

/** A UUID in small letters, and sequences that a database's `bigint` can hold. */
const TOKEN = /^ARREARS ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([1-9]\d{0,18})-([1-9]\d{0,18})$/;

/**
 * The description of an adjustment, the only place where Gotransverse keeps something of ours (reference 7.4): the
 * same for the same entries, so that one whose creation had an unknown outcome is found again.
 * @throws RangeError where it would not be read again
 */
export function adjustmentToken(accountId: string, firstSequence: bigint, lastSequence: bigint): string {
  const token = `ARREARS ${accountId.toLowerCase()} ${String(firstSequence)}-${String(lastSequence)}`;
  if (readAdjustmentToken(token) === undefined)
    throw new RangeError('The entries of an adjustment are those of an id and of a range from 1 up');
  return token;
}

/** The description of the adjustment that takes off what was left of an account's balance when it was closed. */
export function writeOffToken(accountId: string): string {
  return `ARREARS ${accountId.toLowerCase()} write-off`;
}

/** Reads a whole description; one that merely holds a token is none of ours. */
export function readAdjustmentToken(description: string): AdjustmentToken | undefined {
  const [, accountId, first, last] = TOKEN.exec(description) ?? [];
  if (accountId === undefined || first === undefined || last === undefined) return undefined;
  const [firstSequence, lastSequence] = [BigInt(first), BigInt(last)];
  return firstSequence > lastSequence ? undefined : { accountId, firstSequence, lastSequence };
}

const COUNTER = /^ARREARS ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) counters (\d{1,19})$/;

/** What an adjustment is called that takes back the effect of another one, which cannot be reversed. */
export function counterToken(accountId: string, eid: string): string {
  return `ARREARS ${accountId.toLowerCase()} counters ${eid}`;
}

/** Which adjustment it counters; undefined where it is none of those of the account. */
export function readCounterToken(accountId: string, description: string): string | undefined {
  const [, id, eid] = COUNTER.exec(description) ?? [];
  return id === accountId ? eid : undefined;
}
