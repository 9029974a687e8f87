import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { BillingAdjustment } from '../platform/database/generated/client.js';
import { withoutSettled } from './adjustment-differences.js';
import type { BilledBooks } from './billing-books.js';
import { BillingRecords, type FoundAdjustment } from './billing-records.js';
import { adjustmentToken, readAdjustmentToken } from './gotransverse/adjustment-token.js';
import { type PlannedAdjustment, planAdjustments } from './gotransverse/adjustment-plan.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import type { AdjustmentView } from './gotransverse/gotransverse.money-answers.js';
import { adjustmentBody, postAdjustmentBody } from './gotransverse/gotransverse.bodies.js';
import type { GotransverseClient } from './gotransverse/gotransverse.client.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import type { XmlElement } from './gotransverse/gotransverse.xml.js';
import { accepted, AttemptEnded, type Push, type PushAttempt } from './push-attempt.js';

/** What is there of ours, by the token in its description. */
interface Ours extends FoundAdjustment {
  status: string;
}

/**
 * Brings the ledger's entries to Gotransverse: each as an adjustment that is made, then posted, in the entries'
 * order. What is there already is told by our token in its description (reference, 7.4, point 5).
 */
@Injectable()
export class AccountAdjustments {
  constructor(
    private readonly records: BillingRecords,
    private readonly clock: Clock,
  ) {}

  /** Parents have none: their balance is the sum of their children's, and would count twice (reference, 7.5). */
  async bring(push: Push, accountEid: string, isNew: boolean): Promise<void> {
    if (push.books.isParent || (await this.planned(push)).length === 0) return;
    if (!isNew) await this.findForgotten(push, accountEid);
    for (const planned of await this.planned(push)) await this.begin(push, accountEid, planned);
  }

  private async planned({ books }: Push): Promise<PlannedAdjustment[]> {
    const account = await this.records.account(books.id);
    return planAdjustments(books.entries, account?.postedSequence ?? 0n);
  }

  /**
   * Adjustments of ours that our database knows nothing of: it was restored from a backup, or a process was frozen
   * in the middle of a call. Looked for before any is made, which would come on top.
   * @throws AttemptEnded `conflict` where they are for entries that the books do not have so
   */
  private async findForgotten(push: Push, accountEid: string): Promise<void> {
    const { attempt, client, books } = push;
    const posted = (await this.records.account(books.id))?.postedSequence ?? 0n;
    const forgotten = (await this.list(attempt, client, books.id, accountEid)).filter(
      ({ lastSequence }) => lastSequence > posted,
    );
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
   * What an account that was there before has of our adjustments.
   * @throws AttemptEnded `conflict` where it holds money that we did not post: ours would come on top
   */
  async foundThere(
    { attempt, client, books }: Push,
    { eid, balanceCents }: AccountView,
  ): Promise<FoundAdjustment[]> {
    const ours = await this.list(attempt, client, books.id, eid);
    refuseOthers(books, ours, 0n);
    const postedCents = ours
      .filter(({ posted }) => posted)
      .reduce((sum, { amountCents }) => sum + amountCents, 0n);
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
    await this.make(push, accountEid, planned);
  }

  private async finish(push: Push, accountEid: string, row: BillingAdjustment): Promise<void> {
    const { attempt, client, books } = push;
    if (row.eid !== null) {
      const status = await this.statusThere(attempt, client, row.eid);
      if (status !== undefined) return this.post(attempt, client, row, row.eid, status);
      await this.forget(attempt, row, row.eid);
    }
    const found = (await this.list(attempt, client, books.id, accountEid)).find(
      ({ lastSequence }) => lastSequence === row.lastSequence,
    );
    if (found !== undefined) {
      await attempt.found((transaction) => this.records.saveMade(transaction, row, found.eid));
      await this.post(attempt, client, row, found.eid, found.status);
      return;
    }
    if (attempt.isUnsettled(createStep(row.lastSequence))) await attempt.notFound('the adjustment');
    const [planned] = planAdjustments(
      books.entries.filter(({ sequence }) => sequence <= row.lastSequence),
      row.firstSequence - 1n,
    );
    if (planned === undefined) throw new Error('An adjustment covers entries that are not in the books');
    await this.make(push, accountEid, planned);
  }

  /** Not posted, and not there any more: somebody deleted it there. @throws AttemptEnded while it may still show */
  private async forget(attempt: PushAttempt, row: BillingAdjustment, eid: string): Promise<void> {
    const isFresh = this.clock.now().getTime() - row.createdAt.getTime() < attempt.settledAfterMs;
    if (isFresh || attempt.isUnsettled(postStep(row.lastSequence)))
      throw attempt.retries(`Gotransverse does not show the adjustment EID ${eid}`);
    await attempt.learnt((transaction) => this.records.saveGone(transaction, row));
  }

  private async make(push: Push, accountEid: string, planned: PlannedAdjustment): Promise<void> {
    const { attempt, client, books, references } = push;
    const { lastSequence } = planned;
    const body = adjustmentBodyOf(books.id, accountEid, planned, references);
    const outcome = await attempt.sendOnce(
      createStep(lastSequence),
      () => client.createAdjustment(body),
      async (transaction, { eid }) => {
        await this.records.saveNewAdjustment(transaction, books.id, planned, { eid, posted: false });
      },
      (transaction) => this.records.saveNewAdjustment(transaction, books.id, planned),
    );
    const { eid } = accepted(outcome, `The adjustment for entry ${String(lastSequence)}`);
    const [row] = await this.records.begunAdjustments(books.id);
    if (row === undefined) throw new Error('The adjustment was saved and is gone');
    await this.post(attempt, client, row, eid, 'PENDING');
  }

  private async post(
    attempt: PushAttempt,
    client: GotransverseClient,
    row: BillingAdjustment,
    eid: string,
    status: string,
  ): Promise<void> {
    if (status === 'POSTED') return attempt.found((transaction) => this.records.savePosted(transaction, row));
    if (status !== 'PENDING')
      throw new AttemptEnded({
        state: 'conflict',
        reason: `Gotransverse's adjustment EID ${eid} for entry ${String(row.lastSequence)} is ${status}; somebody changed it there`,
      });
    if (attempt.isUnsettled(postStep(row.lastSequence))) await attempt.notFound('the posting');
    const outcome = await attempt.sendOnce(
      postStep(row.lastSequence),
      () => client.postAdjustment(eid, postAdjustmentBody(eid)),
      (transaction) => this.records.savePosted(transaction, row),
    );
    if (outcome.kind === 'done') return;
    // Posting what is posted may be refused: undocumented, so it is the status that counts (reference, 7.4).
    const now = await this.statusThere(attempt, client, eid);
    if (now === 'POSTED') return attempt.learnt((transaction) => this.records.savePosted(transaction, row));
    accepted(outcome, `Posting the adjustment for entry ${String(row.lastSequence)}`);
  }

  /** @returns undefined where there is no such adjustment */
  private async statusThere(
    attempt: PushAttempt,
    client: GotransverseClient,
    eid: string,
  ): Promise<string | undefined> {
    const outcome = await attempt.read(() => client.readAdjustment(eid));
    if (outcome.kind === 'not_found') return undefined;
    return accepted(outcome, 'Reading the adjustment').status ?? 'without a status';
  }

  /** @throws AttemptEnded `conflict` where two of ours cover the same entries, or one was reversed there */
  private async list(
    attempt: PushAttempt,
    client: GotransverseClient,
    debtAccountId: string,
    accountEid: string,
  ): Promise<Ours[]> {
    const all = accepted(
      await attempt.read(() => client.listAdjustments({ accountEid })),
      "Listing the account's adjustments",
    );
    const { own, accepted: asTheyAre } = await this.records.settledAdjustments(debtAccountId);
    const counted = withoutSettled(debtAccountId, all, own, asTheyAre);
    const ours = counted.flatMap((adjustment) => toOurs(debtAccountId, adjustment) ?? []);
    ours.sort((a, b) => Number(a.lastSequence - b.lastSequence));
    const doubled = ours.find(({ lastSequence }, at) => ours[at + 1]?.lastSequence === lastSequence);
    if (doubled !== undefined)
      throw new AttemptEnded({
        state: 'conflict',
        reason: `Gotransverse has two adjustments for entry ${String(doubled.lastSequence)}; reverse or remove one of them there (one is EID ${doubled.eid})`,
      });
    return ours;
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

/**
 * Adjustments there that bear our token must be those of the entries here.
 * @param after the last entry that is known to be there
 * @throws AttemptEnded `conflict`
 */
function refuseOthers({ entries }: BilledBooks, ours: readonly FoundAdjustment[], after: bigint): void {
  let covered = after;
  for (const { eid, firstSequence, lastSequence, amountCents } of ours) {
    const worth = entries
      .filter(({ sequence }) => sequence >= firstSequence && sequence <= lastSequence)
      .reduce((sum, entry) => sum + entry.amountCents, 0n);
    if (firstSequence !== covered + 1n || worth !== amountCents)
      throw new AttemptEnded({
        state: 'conflict',
        reason: `Gotransverse has an adjustment of ours, EID ${eid}, for entries ${String(firstSequence)} to ${String(lastSequence)}, which are others here: was this database restored from an older backup? Enter here what is missing, or take the adjustment back there and remove our token from its description`,
      });
    covered = lastSequence;
  }
}

function postStep(lastSequence: bigint): string {
  return `post_adjustment ${String(lastSequence)}`;
}

function toOurs(debtAccountId: string, adjustment: AdjustmentView): Ours | undefined {
  const { eid, description, amountCents, credit, status = 'without a status' } = adjustment;
  const token = readAdjustmentToken(description);
  if (token?.accountId !== debtAccountId) return undefined;
  const { firstSequence, lastSequence } = token;
  return {
    eid,
    firstSequence,
    lastSequence,
    amountCents: credit ? -amountCents : amountCents,
    posted: status === 'POSTED',
    status,
  };
}

function createStep(lastSequence: bigint): string {
  return `create_adjustment ${String(lastSequence)}`;
}
