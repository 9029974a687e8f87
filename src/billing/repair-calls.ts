import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { dollars } from '../platform/money/dollars.js';
import type { Transaction } from '../platform/database/prisma.service.js';
import { isEnded } from './account-status.js';
import { counterToken, readAdjustmentToken, readCounterToken } from './gotransverse/adjustment-token.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import {
  adjustmentBody,
  deactivateBody,
  postAdjustmentBody,
  removeAdjustmentBody,
  reverseAdjustmentBody,
  reverseDebitAdjustmentBody,
} from './gotransverse/gotransverse.bodies.js';
import type { GotransverseClient } from './gotransverse/gotransverse.client.js';
import type { Outcome } from './gotransverse/gotransverse.faults.js';
import type { AdjustmentView } from './gotransverse/gotransverse.money-answers.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import { accepted, AttemptEnded, type PushAttempt } from './push-attempt.js';

const STEPS = {
  remove: 'repair remove_adjustment',
  reverse: 'repair reverse_adjustment',
  counter: 'repair counter_credit',
  post: 'repair post_adjustment',
  deactivate: 'repair deactivate',
} as const;

const REVERSAL = 'Taken back by Arrears: it was there besides what the books have';

/** What the calls of a repair share. */
export interface RepairWay {
  attempt: PushAttempt;
  client: GotransverseClient;
  references: ResolvedReferences;
  debtAccountId: string;
  /** Since when a credit may have been made against the difference; null: surely none was. */
  counterBegunAt: Date | null;
  /** Writes down that from now on one may have been made. */
  counterBegins: (transaction: Transaction) => Promise<void>;
}

/** A call, and how it shows there that it had its effect. */
interface Change {
  step: string;
  what: string;
  isDone: () => Promise<boolean>;
  call: () => Promise<Outcome<unknown>>;
}

/**
 * The calls by which repairs take back what should not be there: each looked for before it is made, and none
 * sent again while it may still have its effect.
 */
@Injectable()
export class RepairCalls {
  constructor(private readonly clock: Clock) {}

  /**
   * What became of a repair's call that was left without an outcome is seen, or waited out.
   * @returns whether there was one
   */
  async settleBegun(attempt: PushAttempt, client: GotransverseClient): Promise<boolean> {
    const step = attempt.claim.unsettled;
    const kind = Object.values(STEPS).find((one) => attempt.unsettledOf(one) !== undefined);
    if (step === undefined || kind === undefined) return false;
    const [eid = '', other = ''] = (attempt.unsettledOf(kind) ?? '').split(' ');
    if (await this.isDone(attempt, client, kind, eid, other)) await attempt.found(() => Promise.resolve());
    else await attempt.notFound(`what a repair was to do (${step})`);
    return true;
  }

  async remove(way: RepairWay, eid: string): Promise<void> {
    const { attempt, client } = way;
    await this.once(attempt, {
      step: `${STEPS.remove} ${eid}`,
      what: `Removing the adjustment EID ${eid}`,
      isDone: () => this.isDone(attempt, client, STEPS.remove, eid),
      call: () => client.removeAdjustment(eid, removeAdjustmentBody(eid)),
    });
  }

  async reverse(way: RepairWay, { eid, credit }: AdjustmentView): Promise<void> {
    const { attempt, client, references } = way;
    // What undoes a debit is a credit, and so is its reason.
    const debitBody = () => reverseDebitAdjustmentBody(eid, references.creditReason, REVERSAL);
    await this.once(attempt, {
      step: `${STEPS.reverse} ${eid}`,
      what: `Reversing the adjustment EID ${eid}`,
      isDone: () => this.isDone(attempt, client, STEPS.reverse, eid),
      call: () =>
        credit === true
          ? client.reverseAdjustment(eid, reverseAdjustmentBody(eid))
          : client.reverseDebitAdjustment(eid, debitBody()),
    });
  }

  /** A credit of the same amount, made and posted, against a debit that cannot be reversed. */
  async counter(way: RepairWay, accountEid: string, debit: AdjustmentView): Promise<void> {
    const { attempt, client } = way;
    const found =
      (await this.counterOf(attempt, client, accountEid, debit.eid)) ??
      (await this.makeCounter(way, accountEid, debit));
    if (found.status !== 'POSTED') await this.post(way, found.eid);
  }

  async post({ attempt, client }: RepairWay, eid: string): Promise<void> {
    await this.once(attempt, {
      step: `${STEPS.post} ${eid}`,
      what: `Posting the adjustment EID ${eid}`,
      isDone: () => this.isDone(attempt, client, STEPS.post, eid),
      call: () => client.postAdjustment(eid, postAdjustmentBody(eid)),
    });
  }

  /**
   * Takes back what is ours on an account that is there besides ours, and deactivates it.
   * @throws AttemptEnded `conflict` where it holds money of others
   */
  async retire(way: RepairWay, eid: string): Promise<void> {
    const { attempt, client, references } = way;
    const first = await this.account(attempt, client, eid);
    if (first === undefined) return;
    for (const one of await this.adjustments(attempt, client, eid)) await this.takeBack(way, eid, one);
    const there = (await this.account(attempt, client, eid)) ?? first;
    if (there.balanceCents !== 0n)
      throw new AttemptEnded({
        state: 'conflict',
        reason: `The second account EID ${eid} has a balance of ${there.balanceCents === undefined ? 'unknown height' : dollars(there.balanceCents)} that was not posted from here: payments, or adjustments made by hand. Bring it to 0 there, and repair again`,
      });
    if (isEnded(there.status)) return;
    await this.once(attempt, {
      step: `${STEPS.deactivate} ${eid}`,
      what: `Deactivating the account EID ${eid}`,
      isDone: () => this.isDone(attempt, client, STEPS.deactivate, eid),
      call: () =>
        client.deactivateAccount(
          eid,
          deactivateBody(eid, references.deactivationReason.eid, this.clock.now()),
        ),
    });
  }

  private async takeBack(way: RepairWay, accountEid: string, one: AdjustmentView): Promise<void> {
    const { attempt, client, debtAccountId } = way;
    const isCounter = readCounterToken(debtAccountId, one.description) !== undefined;
    if (one.status === 'PENDING' && !isCounter) return this.remove(way, one.eid);
    const isOurs = readAdjustmentToken(one.description)?.accountId === debtAccountId;
    if (one.status !== 'POSTED' || !isOurs) return;
    const countered = await this.counterOf(attempt, client, accountEid, one.eid);
    if (countered === undefined && (one.credit === true || one.invoiced !== true))
      return this.reverse(way, one);
    await this.counter(way, accountEid, one);
  }

  private async makeCounter(
    way: RepairWay,
    accountEid: string,
    debit: AdjustmentView,
  ): Promise<AdjustmentView> {
    const { attempt, client, references, debtAccountId, counterBegunAt } = way;
    const { eid, amountCents } = debit;
    const sinceMs =
      counterBegunAt === null ? Infinity : this.clock.now().getTime() - counterBegunAt.getTime();
    if (sinceMs < attempt.settledAfterMs)
      throw attempt.retries(
        `a credit against EID ${eid} may have been made a moment ago; it is looked for first`,
      );
    const body = adjustmentBody({
      accountEid,
      amountCents,
      credit: true,
      occurredOn: this.clock.now(),
      description: counterToken(debtAccountId, eid),
      reason: references.creditReason,
    });
    const outcome = await attempt.sendOnce(
      `${STEPS.counter} ${accountEid} ${eid}`,
      () => client.createAdjustment(body),
      () => Promise.resolve(),
      way.counterBegins,
    );
    const made = accepted(outcome, `The credit against EID ${eid}`);
    return { eid: made.eid, status: 'PENDING', description: '', amountCents, credit: true };
  }

  /** @throws AttemptEnded where it is refused, or its outcome is not known */
  private async once(attempt: PushAttempt, { step, what, isDone, call }: Change): Promise<void> {
    if (await isDone()) return;
    const outcome = await attempt.sendOnce(step, call, () => Promise.resolve());
    // Refused, maybe for being so already.
    if (outcome.kind !== 'done' && !(await isDone())) accepted(outcome, what);
  }

  private async isDone(
    attempt: PushAttempt,
    client: GotransverseClient,
    step: (typeof STEPS)[keyof typeof STEPS],
    eid: string,
    other = '',
  ): Promise<boolean> {
    if (step === STEPS.deactivate) return isEnded((await this.account(attempt, client, eid))?.status);
    if (step === STEPS.counter) return (await this.counterOf(attempt, client, eid, other)) !== undefined;
    const outcome = await attempt.read(() => client.readAdjustment(eid));
    if (outcome.kind === 'not_found') return step !== STEPS.post;
    const { status } = accepted(outcome, 'Reading the adjustment');
    if (step === STEPS.remove) return status !== 'PENDING';
    return step === STEPS.post ? status === 'POSTED' : status !== 'POSTED';
  }

  private async counterOf(
    attempt: PushAttempt,
    client: GotransverseClient,
    accountEid: string,
    eid: string,
  ): Promise<AdjustmentView | undefined> {
    const all = await this.adjustments(attempt, client, accountEid);
    const token = counterToken(attempt.claim.record.id, eid);
    const live = all.filter(({ description, status }) => description === token && status !== 'REVERSED');
    return live.find(({ status }) => status === 'POSTED') ?? live[0];
  }

  private async adjustments(
    attempt: PushAttempt,
    client: GotransverseClient,
    accountEid: string,
  ): Promise<AdjustmentView[]> {
    return accepted(
      await attempt.read(() => client.listAdjustments({ accountEid })),
      "Listing the account's adjustments",
    );
  }

  private async account(
    attempt: PushAttempt,
    client: GotransverseClient,
    eid: string,
  ): Promise<AccountView | undefined> {
    const outcome = await attempt.read(() => client.readAccount(eid));
    return outcome.kind === 'not_found' ? undefined : accepted(outcome, 'Reading the account');
  }
}
