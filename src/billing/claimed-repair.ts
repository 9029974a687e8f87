import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { BillingDifference } from '../platform/database/generated/client.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { SyncCallsService } from '../sync/sync-calls.service.js';
import type { SyncedRecord } from '../sync/sync-record.types.js';
import { SyncLanesService } from '../sync/sync-lanes.service.js';
import { LeaseLostError, SyncRecordsService } from '../sync/sync-records.service.js';
import type { ComparedLink } from './account-comparison.js';
import { attemptTimes, recorded, tellLane } from './attempt-ways.js';
import { billingUnavailable } from './billing-unavailable.js';
import { type DifferenceNow, DifferenceNowReader } from './difference-now.js';
import type { DifferenceState, Repair } from './difference.types.js';
import type { AdjustmentView } from './gotransverse/gotransverse.money-answers.js';
import { AttemptEnded, type AttemptTimes, PushAttempt } from './push-attempt.js';
import { RepairCalls, type RepairWay } from './repair-calls.js';

/** What a repair came to. */
export interface RepairEnd {
  state: DifferenceState;
  reason: string | null;
}

/** Many calls, where a second account has many adjustments; within the limit of a repeated request. */
const BUDGET_MS = 120_000;
const BEING_SENT = new DomainError(
  'conflict',
  'The account is being sent to Gotransverse just now; look again in a moment',
);

/** Repairs that make calls of their own: under the account's claim, so that nobody sends it meanwhile. */
@Injectable()
export class ClaimedRepair {
  private readonly times: AttemptTimes;

  constructor(
    @InjectSettings() settings: ResolvedSettings,
    private readonly clock: Clock,
    private readonly syncRecords: SyncRecordsService,
    private readonly lanes: SyncLanesService,
    private readonly now: DifferenceNowReader,
    private readonly calls: RepairCalls,
    private readonly attempts: SyncCallsService,
  ) {
    this.times = attemptTimes(settings, BUDGET_MS);
  }

  /**
   * @param begun what goes with a repair that is really begun
   * @throws DomainError `conflict` while the account is being sent, `unavailable`; VendorSilenceError
   */
  async repair(
    link: ComparedLink,
    row: BillingDifference,
    repair: Repair,
    begun: () => Promise<void>,
  ): Promise<RepairEnd> {
    const record: SyncedRecord = { lane: 'gotransverse', kind: 'debt_account', id: row.debtAccountId ?? '' };
    const claim = await this.syncRecords.claim(record, this.times);
    if (claim === undefined) throw BEING_SENT;
    const attempt = new PushAttempt(claim, this.times, this.syncRecords, this.clock);
    try {
      await begun();
      const end = await this.attempted(recorded(link, claim, this.attempts), attempt, row, repair);
      await this.syncRecords.release(claim);
      if (end.state === 'repaired') await this.lookAgain(record);
      return end;
    } catch (error) {
      await this.syncRecords.release(claim);
      if ((await tellLane(this.lanes, error)) !== undefined)
        throw billingUnavailable((error as Error).message);
      if (error instanceof LeaseLostError) throw BEING_SENT;
      throw error;
    }
  }

  /** One that a person had to decide about is sent again now that somebody has. */
  private async lookAgain(record: SyncedRecord): Promise<void> {
    const standing = await this.syncRecords.standing(record);
    if (standing?.state === 'conflict') await this.syncRecords.recheck(record, [record.id]);
  }

  private async attempted(
    link: ComparedLink,
    attempt: PushAttempt,
    row: BillingDifference,
    repair: Repair,
  ): Promise<RepairEnd> {
    try {
      const settled = await this.calls.settleBegun(attempt, link.client);
      const { owner } = attempt.claim;
      const before = await this.now.look(link, row, owner);
      if (before.difference === undefined) return goneOr(settled, before);
      if (!before.difference.repairs.includes(repair))
        return { state: 'failed', reason: before.difference.explanation };
      await this.perform(this.way(link, attempt, row), row, repair, before);
      const after = await this.now.look(link, row, owner);
      if (after.difference === undefined) return { state: 'repaired', reason: null };
      return {
        state: 'failed',
        reason: `All calls were taken, and it is still so: ${after.difference.explanation}`,
      };
    } catch (error) {
      if (error instanceof AttemptEnded) return endOf(error);
      throw error;
    }
  }

  private async perform(
    way: RepairWay,
    row: BillingDifference,
    repair: Repair,
    { balance }: DifferenceNow,
  ): Promise<void> {
    if (repair === 'retire_duplicate') return this.calls.retire(way, row.subject);
    if (repair === 'post_adjustment') return this.calls.post(way, row.subject);
    if (repair === 'remove_adjustment') return this.calls.remove(way, row.subject);
    const there = adjustmentOf(balance?.listed ?? [], row.subject);
    if (repair === 'counter_credit') return this.calls.counter(way, row.accountEid, there);
    return this.calls.reverse(way, there);
  }

  private way({ client, references }: ComparedLink, attempt: PushAttempt, row: BillingDifference): RepairWay {
    return {
      attempt,
      client,
      references,
      debtAccountId: row.debtAccountId ?? '',
      counterBegunAt: row.counterBegunAt,
      counterBegins: async (transaction) => {
        await transaction.billingDifference.update({
          where: { id: row.id },
          data: { counterBegunAt: this.clock.now() },
        });
      },
    };
  }
}

function adjustmentOf(listed: readonly AdjustmentView[], eid: string): AdjustmentView {
  const found = listed.find((one) => one.eid === eid);
  if (found === undefined) throw new Error('A difference is about an adjustment that is not there');
  return found;
}

/** Its own call may have been the one that was still without an outcome. */
function goneOr(settled: boolean, { another }: DifferenceNow): RepairEnd {
  if (settled) return { state: 'repaired', reason: 'It was done already: the call had its effect' };
  return { state: 'gone', reason: goneReason(another?.explanation) };
}

/** @param explanation of what it has become */
export function goneReason(explanation?: string): string {
  return explanation === undefined
    ? 'What is there has changed meanwhile: there was nothing to repair'
    : `It has become another difference, which the next reconciliation tells of: ${explanation}`;
}

/** What is not known yet, or not finished, may be repaired again. */
function endOf({ end }: AttemptEnded): RepairEnd {
  if (end.state === 'quarantined' || end.state === 'conflict') return { state: 'failed', reason: end.reason };
  return { state: 'open', reason: `Not done yet, repair it again in a moment: ${end.reason ?? end.state}` };
}
