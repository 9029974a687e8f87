import { withoutSettled } from './adjustment-differences.js';
import type { BilledBooks } from './billing-books.js';
import type { BillingRecords, FoundAdjustment } from './billing-records.js';
import { type EntryForm, trattaReference } from './gotransverse/adjustment-plan.js';
import { readAdjustmentToken, writeOffToken } from './gotransverse/adjustment-token.js';
import type { AdjustmentView, PaymentView } from './gotransverse/gotransverse.money-answers.js';
import { accepted, AttemptEnded, type Push } from './push-attempt.js';

/** What is there of ours for some entries: told by our token, or by the reference of a payment. */
export interface OurAdjustment extends FoundAdjustment {
  status: string;
}

/** The adjustment that took off what was left of the balance. */
export interface OurWriteOff {
  eid: string;
  amountCents: bigint;
  status: string;
}

export interface OursThere {
  /** In the entries' order. */
  adjustments: OurAdjustment[];
  writeOff: OurWriteOff | undefined;
}

/** Made, be it that the money is still on its way; what is in any other state was taken back, or failed. */
const MADE_PAYMENTS = ['COMPLETED', 'PROCESSING', 'DRAFT'];
/** Before which there is no telling what became of a record. */
export const NO_STATUS = 'without a status';

export function isMadePayment({ status = '' }: PaymentView): boolean {
  return MADE_PAYMENTS.includes(status);
}

/**
 * All that is there of ours, but for what was taken back or accepted. Payments are asked for only where there are some of Tratta's to be brought.
 * @throws AttemptEnded `conflict` where two of ours are for the same
 */
export async function oursThere(
  { attempt, client, books }: Pick<Push, 'attempt' | 'client' | 'books'>,
  accountEid: string,
  records: Pick<BillingRecords, 'settledAdjustments'>,
): Promise<OursThere> {
  const listed = accepted(
    await attempt.read(() => client.listAdjustments({ accountEid })),
    "Listing the account's adjustments",
  );
  const { own, accepted: asTheyAre } = await records.settledAdjustments(books.id);
  const all = withoutSettled(books.id, listed, own, asTheyAre);
  const adjustments = all.flatMap((adjustment) => toOurs(books.id, adjustment) ?? []);
  const taken = takenByReference(books);
  if (taken.size > 0) {
    const payments = accepted(
      await attempt.read(() => client.listPayments(accountEid)),
      "Listing the account's payments",
    );
    adjustments.push(...payments.flatMap((payment) => toOurPayment(taken, payment) ?? []));
  }
  adjustments.sort((a, b) => Number(a.lastSequence - b.lastSequence));
  refuseDoubled(adjustments);
  return { adjustments, writeOff: writeOffAmong(books.id, all) };
}

/** What those that are ours do to the balance there, in cents. */
export function countedCents({ adjustments, writeOff }: OursThere): bigint {
  return [...adjustments, ...(writeOff === undefined ? [] : [writeOff])]
    .filter(({ status }) => status === 'POSTED' || status === 'COMPLETED')
    .reduce((sum, { amountCents }) => sum + amountCents, 0n);
}

/**
 * What is there of ours must be for the entries as they are here.
 * @param after the last entry that is known to be there
 * @throws AttemptEnded `conflict`
 */
export function refuseOthers(
  { entries }: BilledBooks,
  ours: readonly FoundAdjustment[],
  after: bigint,
): void {
  let covered = after;
  for (const { eid, form, firstSequence, lastSequence, amountCents } of ours) {
    const worth = entries
      .filter(({ sequence }) => sequence >= firstSequence && sequence <= lastSequence)
      .reduce((sum, entry) => sum + entry.amountCents, 0n);
    if (firstSequence !== covered + 1n || worth !== amountCents)
      throw new AttemptEnded({
        state: 'conflict',
        reason:
          form === 'payment'
            ? `Gotransverse has the payment EID ${eid} of the reference of entry ${String(lastSequence)}, which is of another amount, or whose entries before are not there: was this database restored from an older backup? Enter here what is missing, or take the payment back there`
            : `Gotransverse has an adjustment of ours, EID ${eid}, for entries ${String(firstSequence)} to ${String(lastSequence)}, which are others here: was this database restored from an older backup? Enter here what is missing, or take the adjustment back there and remove our token from its description`,
      });
    covered = lastSequence;
  }
}

function takenByReference({ entries }: BilledBooks): Map<string, bigint> {
  return new Map(
    entries.flatMap((entry) => {
      const reference = trattaReference(entry);
      return reference === undefined ? [] : [[reference, entry.sequence] as const];
    }),
  );
}

function toOurs(debtAccountId: string, adjustment: AdjustmentView): OurAdjustment | undefined {
  const { eid, description, amountCents, credit, status = NO_STATUS } = adjustment;
  const token = readAdjustmentToken(description);
  if (token?.accountId !== debtAccountId) return undefined;
  const { firstSequence, lastSequence } = token;
  return {
    eid,
    form: 'adjustment',
    firstSequence,
    lastSequence,
    amountCents: credit ? -amountCents : amountCents,
    posted: status === 'POSTED',
    status,
  };
}

function toOurPayment(taken: ReadonlyMap<string, bigint>, payment: PaymentView): OurAdjustment | undefined {
  const sequence = taken.get(payment.reference ?? '');
  if (sequence === undefined || !isMadePayment(payment)) return undefined;
  const { eid, amountCents, status = NO_STATUS } = payment;
  const form: EntryForm = 'payment';
  return {
    eid,
    form,
    firstSequence: sequence,
    lastSequence: sequence,
    amountCents: -amountCents,
    posted: true,
    status,
  };
}

function refuseDoubled(ours: readonly OurAdjustment[]): void {
  const at = ours.findIndex(({ lastSequence }, index) => ours[index + 1]?.lastSequence === lastSequence);
  const [one, other] = ours.slice(at, at + 2);
  if (at === -1 || one === undefined || other === undefined) return;
  const forms = one.form === other.form ? `two ${one.form}s` : 'an adjustment and a payment';
  throw new AttemptEnded({
    state: 'conflict',
    reason: `Gotransverse has ${forms} for entry ${String(one.lastSequence)}; reverse or remove one of them there (one is EID ${one.eid})`,
  });
}

/** One that was reversed counts no more: the account was opened again. */
function writeOffAmong(debtAccountId: string, all: readonly AdjustmentView[]): OurWriteOff | undefined {
  const token = writeOffToken(debtAccountId);
  const [one, other] = all.filter(
    ({ description, status }) => description === token && status !== 'REVERSED',
  );
  if (one !== undefined && other !== undefined)
    throw new AttemptEnded({
      state: 'conflict',
      reason: `Gotransverse has two write-offs of the account's balance; reverse or remove one of them there (one is EID ${one.eid})`,
    });
  if (one === undefined) return undefined;
  const { eid, amountCents, credit, status = NO_STATUS } = one;
  return { eid, amountCents: credit ? -amountCents : amountCents, status };
}
