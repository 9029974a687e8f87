import { dollars } from '../platform/money/dollars.js';
import { readAdjustmentToken, readCounterToken, writeOffToken } from './gotransverse/adjustment-token.js';
import type { AdjustmentView } from './gotransverse/gotransverse.money-answers.js';
import type { FoundDifference, Repair, Side } from './difference.types.js';

/** An adjustment as our rows have it. */
export interface KnownAdjustment {
  firstSequence: bigint;
  lastSequence: bigint;
  amount: bigint;
  eid: string | null;
  postedAt: Date | null;
}

/** What an account's balance there is made of, as both sides have it. */
export interface ComparedBalance {
  debtAccountId: string;
  accountEid: string;
  /** Undefined where Gotransverse does not tell it. */
  balanceCents: bigint | undefined;
  known: readonly KnownAdjustment[];
  listed: readonly AdjustmentView[];
  /** What was taken off when it was closed, as our row has it; by EID, once it is made. */
  writeOff: { eid: string | null; amount: bigint; posted: boolean } | undefined;
  /** What payments of ours are to do to the balance there: those that count there, or did. Never above 0. */
  paymentCents: bigint;
  /** What somebody accepted: of a balance beyond all adjustments, and by EID of adjustments. */
  acceptedOffset: bigint;
  accepted: ReadonlyMap<string, string>;
  /** False while a call about the account may be under way: then only what is there twice is told. */
  quiet: boolean;
}

/** Stands for its entries, of which it has none. */
const WRITE_OFF = 'write-off';

/** As which an adjustment is accepted: another status or amount is another difference. */
export function standingOf(there: AdjustmentView | undefined): string {
  return there === undefined ? 'GONE' : `${statusOf(there)} ${String(signed(there))}`;
}

/** How the adjustments there, and the balance, differ from what was posted from here. */
export function adjustmentDifferences(compared: ComparedBalance): FoundDifference[] {
  const found = [...strangers(compared), ...(compared.quiet ? ownDifferences(compared) : [])];
  const rest = compared.quiet ? restDifference(compared) : undefined;
  return rest === undefined ? found : [...found, rest];
}

/** What adjustments there come to, and what the balance there is beyond them: payments, fees. */
export function offsetOf({ balanceCents, listed }: ComparedBalance): bigint | undefined {
  if (balanceCents === undefined) return undefined;
  const posted = listed.filter((one) => one.status === 'POSTED');
  return balanceCents - posted.reduce((sum, one) => sum + signed(one), 0n);
}

function restDifference(compared: ComparedBalance): FoundDifference | undefined {
  const offset = offsetOf(compared);
  const { accountEid, acceptedOffset, balanceCents = 0n } = compared;
  const { paymentCents } = compared;
  if (offset === undefined || offset === acceptedOffset + paymentCents) return undefined;
  const expected = balanceCents - offset + acceptedOffset + paymentCents;
  return {
    type: 'balance',
    subject: accountEid,
    here: { balance: Number(expected), accepted_offset: Number(acceptedOffset) },
    there: { balance: Number(balanceCents), offset: Number(offset) },
    explanation: `The balance there is ${dollars(balanceCents)}, and what is posted and accepted comes to ${dollars(expected)}. No adjustment explains the rest of ${dollars(offset - acceptedOffset - paymentCents)}: payments or charges made there do. Enter here what belongs in the books, or accept it, and it is expected from then on`,
    repairs: ['accept'],
  };
}

/** What was posted from here, and is not there so any more. */
function ownDifferences({ known, writeOff, listed, accepted }: ComparedBalance): FoundDifference[] {
  const byEid = new Map(listed.map((one) => [one.eid, one]));
  const entries = known
    .filter(({ postedAt }) => postedAt !== null)
    .map((row) => ({ eid: row.eid, amount: row.amount, range: rangeOf(row) }));
  const own = [...entries, ...(writeOff?.posted === true ? [{ ...writeOff, range: WRITE_OFF }] : [])];
  return own.flatMap(({ eid, amount, range }): FoundDifference[] => {
    if (eid === null) return [];
    const there = byEid.get(eid);
    const asPosted = there?.status === 'POSTED' && signed(there) === amount;
    if (asPosted || accepted.get(eid) === standingOf(there)) return [];
    if (there?.status === 'PENDING' && signed(there) === amount) return [notPosted(there, range)];
    const now = there === undefined ? 'is not there any more' : `is ${standingWords(there)} there now`;
    return [
      {
        type: 'adjustment_gone',
        subject: eid,
        here: { entries: range, amount: Number(amount), status: 'POSTED' },
        there: there === undefined ? { status: null } : sideOf(there),
        explanation: `The adjustment EID ${eid} was posted from here for ${dollars(amount)}, and ${now}: somebody changed that there. Enter a correction here if the debt is another one now. Accept it where it is right so; where it is not, make it again there by hand, and accept both`,
        repairs: ['accept'],
      },
    ];
  });
}

/** Adjustments there that our rows do not have. */
function strangers(compared: ComparedBalance): FoundDifference[] {
  const { debtAccountId, known, listed, quiet } = compared;
  const seen = new Set<string>();
  const ours = (there: AdjustmentView, range: Range): FoundDifference[] => {
    const entries = rangeOf(range);
    // Of several that our rows do not have, one is the one to be found again: a posted one, where there is any.
    const isBesidePosted = there.status === 'PENDING' && hasPosted(listed, there);
    const isSecond = isBesidePosted || seen.has(entries);
    if (!isBesidePosted) seen.add(entries);
    const covered = known.find((row) => row.eid !== null && overlap(row, range));
    if (covered !== undefined || isSecond) return [double(there, entries, covered?.eid ?? null)];
    return quiet ? [forgotten(there, entries)] : [];
  };
  const writtenOff = (there: AdjustmentView): FoundDifference[] => {
    if (compared.writeOff?.eid != null) return [double(there, WRITE_OFF, compared.writeOff.eid)];
    return quiet ? [forgotten(there, WRITE_OFF)] : [];
  };
  return unknownOf(compared).flatMap((there) => {
    if (there.description === writeOffToken(debtAccountId)) return writtenOff(there);
    const token = readAdjustmentToken(there.description);
    if (token?.accountId === debtAccountId) return ours(there, token);
    return quiet && there.status === 'POSTED' ? [foreign(there)] : [];
  });
}

/** Those that count or may come to, and that neither our rows have nor anybody settled. */
function unknownOf(compared: ComparedBalance): AdjustmentView[] {
  const { known, writeOff, listed, accepted } = compared;
  const own = new Set([...known.map(({ eid }) => eid), writeOff?.eid ?? null]);
  const settled = counteredPairs(compared, own);
  return listed.filter(
    (one) =>
      (one.status === 'POSTED' || one.status === 'PENDING') &&
      !(own.has(one.eid) || settled.has(one.eid) || accepted.get(one.eid) === standingOf(one)),
  );
}

interface Range {
  firstSequence: bigint;
  lastSequence: bigint;
}

function overlap(one: Range, other: Range): boolean {
  return one.firstSequence <= other.lastSequence && one.lastSequence >= other.firstSequence;
}

function hasPosted(listed: readonly AdjustmentView[], { eid, description }: AdjustmentView): boolean {
  return listed.some((one) => one.eid !== eid && one.description === description && one.status === 'POSTED');
}

/** What could not be reversed, and the credit that was made against it: together they are nothing. */
function counteredPairs(
  { debtAccountId, listed }: Pick<ComparedBalance, 'debtAccountId' | 'listed'>,
  own: ReadonlySet<string | null>,
): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const counter of listed) {
    const eid = readCounterToken(debtAccountId, counter.description);
    if (eid === undefined || counter.status !== 'POSTED' || own.has(eid) || pairs.has(eid)) continue;
    const countered = listed.find((one) => one.eid === eid);
    if (countered?.status !== 'POSTED' || signed(countered) + signed(counter) !== 0n) continue;
    pairs.add(eid).add(counter.eid);
  }
  return pairs;
}

/**
 * What there is but for what was taken back, or accepted: a second one for the same entries that is one of these is
 * no second one any more.
 * @param own the EIDs that our rows have
 */
export function withoutSettled(
  debtAccountId: string,
  listed: readonly AdjustmentView[],
  own: ReadonlySet<string | null>,
  accepted: ReadonlyMap<string, string>,
): AdjustmentView[] {
  const settled = counteredPairs({ debtAccountId, listed }, own);
  const isTakenBack = (one: AdjustmentView): boolean =>
    one.status === 'REVERSED' &&
    listed.some(
      ({ eid, description, status }) =>
        eid !== one.eid && description === one.description && status !== 'REVERSED',
    );
  return listed.filter(
    (one) =>
      own.has(one.eid) ||
      !(settled.has(one.eid) || isTakenBack(one) || accepted.get(one.eid) === standingOf(one)),
  );
}

function double(there: AdjustmentView, range: string, ownEid: string | null): FoundDifference {
  const other = ownEid === null ? 'another one' : `EID ${ownEid}, which is the one that counts here`;
  const common = { subject: there.eid, here: { eid: ownEid, entries: range }, there: sideOf(there) };
  if (there.status === 'PENDING')
    return {
      ...common,
      type: 'adjustment_pending',
      explanation: `The adjustment EID ${there.eid} for entries ${range} is left pending there beside ${other}: it moves no balance yet, and would count twice if somebody posted it. Remove it`,
      repairs: ['remove_adjustment'],
    };
  return {
    ...common,
    type: 'adjustment_doubled',
    explanation: `The adjustment EID ${there.eid} for entries ${range} is posted there beside ${other}: ${dollars(signed(there))} count twice. ${howToUndo(there)}`,
    repairs: undoing(there),
  };
}

/** Gotransverse said that it was posted, and it is not: the debt is not what the books say until it is. */
function notPosted(there: AdjustmentView, range: string): FoundDifference {
  return {
    type: 'adjustment_pending',
    subject: there.eid,
    here: { eid: there.eid, entries: range, status: 'POSTED' },
    there: sideOf(there),
    explanation: `The adjustment EID ${there.eid} for entries ${range} was posted from here, which Gotransverse took, and it is left pending there: ${dollars(signed(there))} do not count. Post it`,
    repairs: ['post_adjustment'],
  };
}

/** Ours by its token, and the only one for its entries. */
function forgotten(there: AdjustmentView, range: string): FoundDifference {
  const isPending = there.status === 'PENDING';
  return {
    type: isPending ? 'adjustment_pending' : 'adjustment_forgotten',
    subject: there.eid,
    here: { eid: null, entries: range },
    there: sideOf(there),
    explanation: `The adjustment EID ${there.eid} for entries ${range} is ${isPending ? 'left pending' : 'posted'} there, and not known here: a process was lost, or the database was restored from an older backup. Sending the account finds it by its token and goes on with it`,
    repairs: ['resend'],
  };
}

function foreign(there: AdjustmentView): FoundDifference {
  return {
    type: 'adjustment_foreign',
    subject: there.eid,
    here: { amount: null },
    there: sideOf(there),
    explanation: `The adjustment EID ${there.eid} for ${dollars(signed(there))} was not posted from here: somebody made it there by hand. ${howToUndo(there)}; or accept it, if the books have it otherwise`,
    repairs: undoing(there),
  };
}

/** A debit that an invoice holds is not reversed there; a credit against it has the same effect. */
function undoing({ credit, invoiced }: AdjustmentView): Repair[] {
  if (credit === true) return ['reverse_adjustment', 'accept'];
  return invoiced === true
    ? ['counter_credit', 'accept']
    : ['reverse_adjustment', 'counter_credit', 'accept'];
}

function howToUndo({ credit, invoiced }: AdjustmentView): string {
  return credit !== true && invoiced === true
    ? 'It is on an invoice and cannot be reversed any more: make a credit against it'
    : 'Reverse it';
}

/** Above 0 a debit. */
function signed({ amountCents, credit }: AdjustmentView): bigint {
  return credit === true ? -amountCents : amountCents;
}

function statusOf({ status }: AdjustmentView): string {
  return status ?? 'without a status';
}

function standingWords(there: AdjustmentView): string {
  return `${statusOf(there)} for ${dollars(signed(there))}`;
}

function sideOf(there: AdjustmentView): Side {
  return { eid: there.eid, amount: Number(signed(there)), status: statusOf(there) };
}

function rangeOf({ firstSequence, lastSequence }: Range): string {
  return `${String(firstSequence)}-${String(lastSequence)}`;
}
