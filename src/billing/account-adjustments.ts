import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { BillingAdjustment } from '../platform/database/generated/client.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { AccountPayments } from './account-payments.js';
import { postMade, statusThere } from './adjustment-posting.js';
import { BillingRecords } from './billing-records.js';
import { adjustmentToken } from './gotransverse/adjustment-token.js';
import {
  type EntryForm,
  isPayment,
  type PlannedAdjustment,
  planAdjustments,
} from './gotransverse/adjustment-plan.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import { adjustmentBody } from './gotransverse/gotransverse.bodies.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import type { XmlElement } from './gotransverse/gotransverse.xml.js';
import { countedCents, oursThere, type OursThere, refuseOthers } from './ours-there.js';
import { accepted, AttemptEnded, type Push, type PushAttempt } from './push-attempt.js';

/**
 * Brings the ledger's entries to Gotransverse, in their order: each as an adjustment that is made, then posted, or
 * as a payment. What is there already is told by our token in its description (reference, 7.4, point 5).
 */
@Injectable()
export class AccountAdjustments {
  /** In which form payments that Tratta took are made there. */
  readonly trattaAs: EntryForm;

  constructor(
    @InjectSettings() { gotransverse }: ResolvedSettings,
    private readonly records: BillingRecords,
    private readonly payments: AccountPayments,
    private readonly clock: Clock,
  ) {
    this.trattaAs = gotransverse.trattaPayments;
  }

  /** Parents have none: their balance is the sum of their children's, and would count twice (reference, 7.5). */
  async bring(push: Push, accountEid: string, isNew: boolean): Promise<void> {
    if (push.books.isParent) return;
    if (!isNew) {
      if ((await this.planned(push)).length === 0) return;
      await this.findForgotten(push, accountEid);
    }
    const all = isNew ? this.plannedAfter(push, 0n) : await this.planned(push);
    for (const planned of all) await this.begin(push, accountEid, planned);
  }

  private async planned(push: Push): Promise<PlannedAdjustment[]> {
    const account = await this.records.account(push.books.id);
    return this.plannedAfter(push, account?.postedSequence ?? 0n);
  }

  private plannedAfter({ books }: Push, posted: bigint): PlannedAdjustment[] {
    return planAdjustments(books.entries, posted, this.trattaAs);
  }

  /**
   * What there is of ours that our database knows nothing of: it was restored from a backup, or a process was frozen
   * in the middle of a call. Looked for before any is made, which would come on top, in whichever form.
   * @throws AttemptEnded `conflict` where they are for entries that the books do not have so
   */
  private async findForgotten(push: Push, accountEid: string): Promise<void> {
    const { attempt, books } = push;
    const known = await this.records.account(books.id);
    const posted = known?.postedSequence ?? 0n;
    const { adjustments, writeOff } = await oursThere(push, accountEid, this.records);
    if (writeOff !== undefined && known?.writeOffAmount === null)
      await attempt.learnt((transaction) => this.records.saveWriteOff(transaction, books.id, writeOff));
    const forgotten = adjustments.filter(({ lastSequence }) => lastSequence > posted);
    refuseOthers(books, forgotten, posted);
    for (const found of forgotten) {
      await attempt.learnt((transaction) =>
        this.records.saveNewAdjustment(transaction, books.id, found, found),
      );
      await this.finishBegun(push, accountEid);
    }
  }

  /** Goes on with what a former attempt began: asks what became of it, then makes, posts, or notes it. */
  async finishBegun(push: Push, accountEid: string): Promise<void> {
    for (const row of await this.records.begunAdjustments(push.books.id))
      await this.finish(push, accountEid, row);
  }

  /**
   * What an account that was there before has of ours.
   * @throws AttemptEnded `conflict` where it holds money that we did not post: ours would come on top
   */
  async foundThere(push: Push, { eid, balanceCents }: AccountView): Promise<OursThere> {
    const ours = await oursThere(push, eid, this.records);
    refuseOthers(push.books, ours.adjustments, 0n);
    const postedCents = countedCents(ours);
    if (balanceCents !== undefined && balanceCents !== postedCents)
      throw new AttemptEnded({
        state: 'conflict',
        reason: `Gotransverse has this account already, EID ${eid}, with money that was not posted from here: its balance is ${String(balanceCents)} cents, of which ${String(postedCents)} are ours. Bring the rest to 0 there, by an adjustment, and send the account again`,
      });
    return ours;
  }

  private async begin(push: Push, accountEid: string, planned: PlannedAdjustment): Promise<void> {
    if (planned.amountCents === 0n) {
      await push.attempt.learnt((transaction) =>
        this.records.saveNewAdjustment(transaction, push.books.id, planned),
      );
      return;
    }
    if (isPayment(planned)) await this.payments.begin(push, accountEid, planned);
    else await this.make(push, accountEid, planned);
  }

  private async finish(push: Push, accountEid: string, row: BillingAdjustment): Promise<void> {
    const { attempt } = push;
    const planned = plannedAs(push, row);
    if (isPayment(planned)) return this.payments.finish(push, accountEid, row, planned);
    if (row.eid !== null) {
      const status = await statusThere(push, row.eid);
      if (status !== undefined) return this.post(push, row, { eid: row.eid, status });
      await this.forget(attempt, row, row.eid);
    }
    const found = (await oursThere(push, accountEid, this.records)).adjustments.find(
      ({ form, lastSequence }) => form === 'adjustment' && lastSequence === row.lastSequence,
    );
    if (found !== undefined) {
      await attempt.found((transaction) => this.records.saveMade(transaction, row, found.eid));
      return this.post(push, row, found);
    }
    if (attempt.isUnsettled(createStep(row.lastSequence))) await attempt.notFound('the adjustment');
    await this.make(push, accountEid, planned);
  }

  /** Not posted, and not there any more: somebody deleted it there. @throws AttemptEnded while it may still show */
  private async forget(attempt: PushAttempt, row: BillingAdjustment, eid: string): Promise<void> {
    const isFresh = this.clock.now().getTime() - row.createdAt.getTime() < attempt.settledAfterMs;
    if (isFresh) throw attempt.retries(`Gotransverse does not show the adjustment EID ${eid}`);
    // A posted one cannot be deleted there: once it surely does not show any more, it was never posted.
    if (attempt.isUnsettled(postStep(row.lastSequence)))
      await attempt.notFound(`the adjustment EID ${eid}, which was to be posted,`);
    await attempt.learnt((transaction) => this.records.saveGone(transaction, row));
  }

  private async make(push: Push, accountEid: string, planned: PlannedAdjustment): Promise<void> {
    const { attempt, client, books, references } = push;
    const { lastSequence } = planned;
    const body = adjustmentBodyOf(books.id, accountEid, planned, references);
    const outcome = await attempt.sendOnce(
      createStep(lastSequence),
      () => client.createAdjustment(body),
      { given: ({ eid }) => this.records.newAdjustment(books.id, planned, { eid, posted: false }) },
      this.records.newAdjustment(books.id, planned),
    );
    const { eid } = accepted(outcome, `The adjustment for entry ${String(lastSequence)}`);
    await this.post(push, { debtAccountId: books.id, lastSequence }, { eid, status: 'PENDING' });
  }

  private post(
    push: Push,
    row: Pick<BillingAdjustment, 'debtAccountId' | 'lastSequence'>,
    { eid, status }: { eid: string; status: string },
  ): Promise<void> {
    return postMade(push, {
      eid,
      status,
      step: postStep(row.lastSequence),
      what: `adjustment EID ${eid} for entry ${String(row.lastSequence)}`,
      save: this.records.posted(row),
    });
  }
}

/** The body of an adjustment for some of an account's entries, with our token in it. */
export function adjustmentBodyOf(
  debtAccountId: string,
  accountEid: string,
  { firstSequence, lastSequence, amountCents, occurredAt, reason }: PlannedAdjustment,
  references: ResolvedReferences,
): XmlElement {
  return adjustmentBody({
    accountEid,
    amountCents: amountCents < 0n ? -amountCents : amountCents,
    credit: amountCents < 0n,
    occurredOn: occurredAt,
    description: adjustmentToken(debtAccountId, firstSequence, lastSequence),
    reason: references[`${reason}Reason`],
  });
}

/** In the form in which it was begun, whatever the settings are by now. */
export function plannedAs(
  { books: { entries } }: Pick<Push, 'books'>,
  { form, firstSequence, lastSequence }: BillingAdjustment,
): PlannedAdjustment {
  const asPayment = form === 'payment';
  const covered = entries
    .filter(({ sequence }) => sequence <= lastSequence)
    .map((entry) => ({ ...entry, takenByTratta: asPayment }));
  const [planned] = planAdjustments(covered, firstSequence - 1n, asPayment ? 'payment' : 'adjustment');
  if (planned === undefined) throw new Error('An adjustment covers entries that are not in the books');
  return planned;
}

function postStep(lastSequence: bigint): string {
  return `post_adjustment ${String(lastSequence)}`;
}

function createStep(lastSequence: bigint): string {
  return `create_adjustment ${String(lastSequence)}`;
}
