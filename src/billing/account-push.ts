import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { isAway, isRetryable } from '../platform/database/database-faults.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { SyncCallsService } from '../sync/sync-calls.service.js';
import { SyncLanesService } from '../sync/sync-lanes.service.js';
import type { HeldWrite } from '../sync/held-write.types.js';
import type { AttemptEnd, AttemptResult, Claim, SyncedRecord } from '../sync/sync-record.types.js';
import { LeaseLostError, SyncRecordsService } from '../sync/sync-records.service.js';
import { LaneBlockedError } from '../sync/sync-run.types.js';
import { AccountAdjustments } from './account-adjustments.js';
import { AccountIdentity, type KnownAccount } from './account-identity.js';
import { AccountStatus, statusKind } from './account-status.js';
import { AccountUpdate } from './account-update.js';
import { AccountWriteOff } from './account-write-off.js';
import { attemptTimes, recorded, tellLane } from './attempt-ways.js';
import { BillingBooks } from './billing-books.js';
import { BillingContent } from './billing-content.js';
import { BillingRecords } from './billing-records.js';
import { billingUnavailable } from './billing-unavailable.js';
import type { MappedAccount } from './gotransverse/account-content.types.js';
import type { ContentDifference } from './gotransverse/content-difference.js';
import { sameReferences } from './gotransverse/gotransverse.reference-data.js';
import { GotransverseLink, type OpenLink } from './gotransverse-link.js';
import {
  AttemptEnded,
  type AttemptTimes,
  LaneSlowedError,
  type Push,
  PushAttempt,
  refusedHere,
  SERVICE_FAILED,
} from './push-attempt.js';
import { RepairCalls } from './repair-calls.js';

/** What is brought: all of the account, or only its balance. */
export type PushedPart = 'all' | 'balance';

/** When an attempt begins no further call, in milliseconds; what it got done stays done. */
const BUDGET_MS = 60_000;
/** When an account that the service itself failed at is tried again at the earliest, in milliseconds. */
const AFTER_FAULT_MS = 120_000;
const LEASE_LOST =
  'The attempt took longer than its lease (BILLING_LEASE_SECONDS), so that another may have begun; look again in a moment';
const BALANCE_ONLY = 'only its balance was brought; whether the rest is the same there was not looked at';

/**
 * Brings one account to Gotransverse: found or made, brought up to date, its entries posted, its status set, and
 * read back. Each step may be the last one of an attempt, and the next attempt goes on from there.
 */
@Injectable()
export class AccountPush {
  private readonly times: AttemptTimes;

  constructor(
    @InjectSettings() settings: ResolvedSettings,
    private readonly clock: Clock,
    private readonly link: GotransverseLink,
    private readonly books: BillingBooks,
    private readonly contents: BillingContent,
    private readonly records: BillingRecords,
    private readonly syncRecords: SyncRecordsService,
    private readonly lanes: SyncLanesService,
    private readonly calls: SyncCallsService,
    private readonly identity: AccountIdentity,
    private readonly update: AccountUpdate,
    private readonly adjustments: AccountAdjustments,
    private readonly writeOff: AccountWriteOff,
    private readonly status: AccountStatus,
    private readonly repairs: RepairCalls,
  ) {
    this.times = attemptTimes(settings, BUDGET_MS);
  }

  /**
   * Makes one attempt, for a person who asks for it. How it ended stands in the account's row.
   * @param begun what goes with an attempt that is really made, before its first call
   * @throws DomainError `conflict` while another attempt is under way, `unavailable` where no account can be sent
   */
  async push(debtAccountId: string, part: PushedPart, begun?: () => Promise<void>): Promise<void> {
    this.link.open();
    const record: SyncedRecord = { lane: 'gotransverse', kind: 'debt_account', id: debtAccountId };
    const claim = await this.syncRecords.claim(record, this.times);
    if (claim === undefined)
      throw new DomainError(
        'conflict',
        'The account is being sent to Gotransverse just now; look again in a moment',
      );
    try {
      await begun?.();
    } catch (error) {
      await this.syncRecords.release(claim);
      throw error;
    }
    const { state, reason } = await this.attempt(claim, part, this.link.stopping);
    if (state === 'blocked') throw billingUnavailable(reason);
    if (state === 'lost') throw new DomainError('conflict', LEASE_LOST);
    if (state === 'synced') await this.lanes.confirmed('gotransverse');
  }

  /**
   * Makes one attempt under a claim, and ends it. What the whole lane is to know of it, it is told.
   * @param signal aborted: no further call is begun
   */
  async attempt(
    claim: Claim,
    part: PushedPart,
    signal?: AbortSignal,
  ): Promise<AttemptResult & { reason: string }> {
    const link = recorded(this.link.open(), claim, this.calls);
    const attempt = new PushAttempt(claim, this.times, this.syncRecords, this.clock, signal);
    try {
      const { end, unreachable, learnt } = await this.ended(attempt, link, part);
      await attempt.end(end, learnt);
      return { state: end.state, unreachable, answered: attempt.answered, reason: end.reason ?? '' };
    } catch (error) {
      await this.giveUp(attempt, error);
      const state = error instanceof LeaseLostError ? 'lost' : await tellLane(this.lanes, error);
      if (state === undefined) throw error;
      const { answered } = attempt;
      return { state, unreachable: false, answered, reason: (error as Error).message };
    } finally {
      await attempt.releaseAlongside();
    }
  }

  /** The account is not at fault: it keeps its state, and says what it waits for. */
  private async giveUp(attempt: PushAttempt, error: unknown): Promise<void> {
    const { claim } = attempt;
    const isOfLane = error instanceof LaneBlockedError || error instanceof LaneSlowedError;
    const isOfDatabase = isAway(error) || isRetryable(error);
    // A fault of ours would be the same at once: it waits for a later run, and holds up nobody.
    if (!isOfLane && !(error instanceof LeaseLostError) && !isOfDatabase) {
      const { end } = attempt.retries(SERVICE_FAILED, { atLeastMs: AFTER_FAULT_MS });
      await attempt.end(end as AttemptEnd);
    } else if (isOfLane && claim.unsettled === undefined)
      await this.syncRecords.end(claim, { state: 'pending', reason: error.message });
    else await this.syncRecords.release(claim);
  }

  private async ended(
    attempt: PushAttempt,
    link: OpenLink,
    part: PushedPart,
  ): Promise<{ end: AttemptEnd & { reason?: string | null }; unreachable: boolean; learnt?: HeldWrite }> {
    const { id } = attempt.claim.record;
    const known = await this.records.account(id);
    const books = await this.books.read(id, known?.postedSequence ?? 0n);
    const { version } = books;
    if (known === null && attempt.claim.unsettled === undefined && statusKind(books) === 'final')
      return { end: { state: 'not_needed', version }, unreachable: false };
    try {
      const references = await this.references(attempt, link);
      const push = { attempt, client: link.client, books, account: known, references };
      const left = await this.withRenewal(push, link, part);
      // Of the rest it was not looked whether it is the same on both sides.
      const end: AttemptEnd =
        part === 'all'
          ? { state: 'synced', version, ...leftThere(left) }
          : { state: 'pending', reason: BALANCE_ONLY };
      return { end, unreachable: false, ...(part === 'all' && { learnt: this.records.versions(books) }) };
    } catch (error) {
      if (!(error instanceof AttemptEnded)) throw error;
      const { end, unreachable } = error;
      const isOpen = 'againInMs' in end || end.state === 'pending';
      return { end: isOpen ? end : { ...end, version }, unreachable };
    }
  }

  /** What was refused with an EID that is another one by now is sent again with that one, once. */
  private async withRenewal(push: Push, link: OpenLink, part: PushedPart): Promise<ContentDifference[]> {
    try {
      return await this.bring(push, part);
    } catch (error) {
      if (!(error instanceof AttemptEnded) || !error.refusedThere) throw error;
      link.references.invalidate();
      const references = await this.references(push.attempt, link);
      if (sameReferences(references, push.references)) throw error;
      const account = await this.records.account(push.books.id);
      return this.bring({ ...push, account, references }, part);
    }
  }

  /** @throws LaneBlockedError, AttemptEnded */
  private async references(attempt: PushAttempt, link: OpenLink): Promise<Push['references']> {
    const resolved = await link.references.resolve();
    if (resolved.kind === 'done') return resolved.value;
    if (resolved.kind === 'unresolved') throw new LaneBlockedError(resolved.problems.join('; '));
    if (resolved.kind === 'unauthorized') throw new LaneBlockedError(resolved.reason);
    if (resolved.kind === 'throttled') throw new LaneSlowedError(resolved.reason, resolved.retryAfterMs);
    throw attempt.retries(resolved.reason, { atLeastMs: resolved.retryAfterMs ?? 0, unreachable: true });
  }

  /**
   * What Gotransverse refuses of names and addresses holds up neither balance nor status: a hold must not wait for
   * a postal code.
   */
  private async bring(push: Push, part: PushedPart): Promise<ContentDifference[]> {
    const { attempt, books } = push;
    this.awaitParent(push);
    const mapped = this.contents.of(books, push.references);
    const { there, row, isNew } = await this.identity.establish(push, mapped);
    const sentBefore = attempt.sent;
    // First whatever a former attempt began, so that no call of this one covers what became of it.
    await this.repairs.settleBegun(push.attempt, push.client);
    await this.update.settleBegun(push, row.eid);
    await this.status.settleBegun(push, there.status);
    await this.writeOff.settleBegun(push, row.eid);
    // One that was just made has neither adjustments nor a write-off: they are of a row that was not there.
    if (!isNew) await this.adjustments.finishBegun(push, row.eid);
    const content = part === 'all' ? await this.bringContent(push, mapped, { there, row }) : {};
    await this.adjustments.bring(push, row.eid, isNew);
    if (part === 'all') {
      if (!isNew) await this.writeOff.bring(push, row.eid, there.status);
      await this.status.bring(push, row.eid, there.status);
    }
    if (attempt.sent > sentBefore) {
      const { there: now } = await this.identity.readBack(push, row);
      if (part === 'all') this.status.confirm(push, now.status);
    }
    if (content.refusal !== undefined) throw content.refusal;
    const parent = this.contents.awaitedParent(books);
    if (part === 'all' && parent !== undefined) {
      await attempt.learnt(this.records.versions(books));
      throw attempt.waits(
        `all of it is there but the link to its parent ${parent}, which is not; send that one first`,
      );
    }
    return content.left ?? [];
  }

  private async bringContent(
    push: Push,
    mapped: MappedAccount,
    { there, row }: Pick<KnownAccount, 'there' | 'row'>,
  ): Promise<{ refusal?: AttemptEnded; left?: ContentDifference[] }> {
    const conflict = await this.identity.partyConflict(push, there);
    if (conflict !== undefined) return { refusal: conflict };
    if ('refusals' in mapped) return { refusal: refusedHere(mapped.refusals) };
    // It keeps the number that it has, whatever the prefix is by now: it is looked up by that.
    const account = { ...mapped.content.account, externalAccountNum: row.externalAccountNum };
    try {
      const { left, postponed } = await this.update.bring(push, there, { ...mapped.content, account });
      return { left, ...(postponed !== undefined && { refusal: postponed }) };
    } catch (error) {
      if (error instanceof AttemptEnded && error.end.state === 'quarantined') return { refusal: error };
      throw error;
    }
  }

  /** An account is made below its parent. One that is there already does not wait, and is linked later. */
  private awaitParent({ attempt, books, account }: Push): void {
    const parent = this.contents.awaitedParent(books);
    if (parent === undefined || account !== null) return;
    throw attempt.waits(`its parent ${parent} must be at Gotransverse first; send that one`);
  }
}

/** What stays there although the books have it no more, in words. */
function leftThere(left: readonly ContentDifference[]): { reason?: string } {
  if (left.length === 0) return {};
  const fields = left.map(({ part, field }) => (part === 'account' ? field : `${part} ${field}`)).join(', ');
  return { reason: `Gotransverse keeps what no call takes away there: ${fields}. Take it away in its pages` };
}
