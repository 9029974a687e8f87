import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { AttemptEnd, Claim, SyncedRecord } from '../sync/sync-record.types.js';
import { SyncRecordsService } from '../sync/sync-records.service.js';
import { AccountAdjustments } from './account-adjustments.js';
import { AccountIdentity } from './account-identity.js';
import { AccountStatus, statusKind } from './account-status.js';
import { AccountUpdate } from './account-update.js';
import { BillingBooks } from './billing-books.js';
import { BillingContent } from './billing-content.js';
import { BillingRecords } from './billing-records.js';
import { billingUnavailable } from './billing-unavailable.js';
import type { AccountContent } from './gotransverse/account-content.types.js';
import { sameReferences } from './gotransverse/gotransverse.reference-data.js';
import { TURN_SHARE } from './gotransverse/gotransverse.transport.js';
import { GotransverseLink, type OpenLink } from './gotransverse-link.js';
import { AttemptEnded, type AttemptTimes, LaneBlockedError, type Push, PushAttempt } from './push-attempt.js';

/** What is brought: all of the account, or only its balance. */
export type PushedPart = 'all' | 'balance';

/** When an attempt begins no further call, in milliseconds; what it got done stays done. */
const BUDGET_MS = 60_000;

/**
 * Brings one account to Gotransverse: found or made, brought up to date, its entries posted, its status set, and
 * read back. Each step may be the last one of an attempt, and the next attempt goes on from there.
 */
@Injectable()
export class AccountPush {
  private readonly times: AttemptTimes;

  constructor(
    @InjectSettings() { gotransverse, billing }: ResolvedSettings,
    private readonly clock: Clock,
    private readonly link: GotransverseLink,
    private readonly books: BillingBooks,
    private readonly contents: BillingContent,
    private readonly records: BillingRecords,
    private readonly syncRecords: SyncRecordsService,
    private readonly identity: AccountIdentity,
    private readonly update: AccountUpdate,
    private readonly adjustments: AccountAdjustments,
    private readonly status: AccountStatus,
  ) {
    this.times = {
      leaseMs: billing.leaseSeconds * 1000,
      callMs: gotransverse.timeoutMs * (1 + TURN_SHARE),
      settleMs: gotransverse.settleSeconds * 1000,
      budgetMs: BUDGET_MS,
    };
  }

  /**
   * Makes one attempt. How it ended stands in the account's row.
   * @param begun what goes with an attempt that is really made, before its first call
   * @throws DomainError `conflict` while another attempt is under way, `unavailable` where no account can be sent
   */
  async push(debtAccountId: string, part: PushedPart, begun?: () => Promise<void>): Promise<void> {
    const link = this.link.open();
    const record: SyncedRecord = { lane: 'gotransverse', kind: 'debt_account', id: debtAccountId };
    const before = await this.syncRecords.standing(record);
    const claim = await this.syncRecords.claim(record, this.times);
    if (claim === undefined)
      throw new DomainError(
        'conflict',
        'The account is being sent to Gotransverse just now; look again in a moment',
      );
    const attempt = new PushAttempt(claim, this.times, before?.attempts ?? 0, this.syncRecords, this.clock);
    try {
      await begun?.();
      await this.syncRecords.end(claim, await this.ended(attempt, link, part));
    } catch (error) {
      await this.giveUp(claim, error);
      throw error instanceof LaneBlockedError ? billingUnavailable(error.message) : error;
    } finally {
      await attempt.releaseAlongside();
    }
  }

  /** The account is not at fault: it keeps its state, and says what it waits for. */
  private async giveUp(claim: Claim, error: unknown): Promise<void> {
    if (error instanceof LaneBlockedError && claim.unsettled === undefined)
      await this.syncRecords.end(claim, { state: 'pending', reason: error.message });
    else await this.syncRecords.release(claim);
  }

  private async ended(attempt: PushAttempt, link: OpenLink, part: PushedPart): Promise<AttemptEnd> {
    const { id } = attempt.claim.record;
    const known = await this.records.account(id);
    const books = await this.books.read(id, known?.postedSequence ?? 0n);
    const { version } = books;
    if (known === null && attempt.claim.unsettled === undefined && statusKind(books) === 'final')
      return { state: 'not_needed', version };
    try {
      const references = await this.references(attempt, link);
      await this.withRenewal({ attempt, client: link.client, books, references }, link, part);
      // Of the rest it was not looked whether it is the same on both sides.
      return part === 'all' ? { state: 'synced', version } : { state: 'pending', reason: null };
    } catch (error) {
      if (!(error instanceof AttemptEnded)) throw error;
      const { end } = error;
      return end.state === 'quarantined' || end.state === 'conflict' ? { ...end, version } : end;
    }
  }

  /** What was refused with an EID that is another one by now is sent again with that one, once. */
  private async withRenewal(push: Push, link: OpenLink, part: PushedPart): Promise<void> {
    try {
      await this.bring(push, part);
    } catch (error) {
      if (!(error instanceof AttemptEnded) || !error.refusedThere) throw error;
      link.references.invalidate();
      const references = await this.references(push.attempt, link);
      if (sameReferences(references, push.references)) throw error;
      // Else the customer is still held from the first time, and the second waits for itself.
      await push.attempt.releaseAlongside();
      await this.bring({ ...push, references }, part);
    }
  }

  /** @throws LaneBlockedError, AttemptEnded */
  private async references(attempt: PushAttempt, link: OpenLink): Promise<Push['references']> {
    const resolved = await link.references.resolve();
    if (resolved.kind === 'done') return resolved.value;
    if (resolved.kind === 'unresolved') throw new LaneBlockedError(resolved.problems.join('; '));
    if (resolved.kind === 'unauthorized') throw new LaneBlockedError(resolved.reason);
    throw attempt.retries(resolved.reason, resolved.retryAfterMs);
  }

  private async bring(push: Push, part: PushedPart): Promise<void> {
    const { attempt, books } = push;
    const content = this.content(push);
    const { there, row, isNew } = await this.identity.establish(push, content, this.times);
    const sentBefore = attempt.sent;
    // First whatever a former attempt began, so that no call of this one covers what became of it.
    await this.adjustments.finishBegun(push, row.eid);
    if (part === 'all') await this.update.bring(push, there, content);
    await this.adjustments.bring(push, row.eid, isNew);
    if (part === 'all') await this.status.bring(push, row.eid, there.status);
    if (attempt.sent > sentBefore) await this.identity.readBack(push, row);
    if (part === 'all') await attempt.learnt((transaction) => this.records.saveVersions(transaction, books));
  }

  /** @throws AttemptEnded `quarantined` with all that Gotransverse could not take, or waiting for the parent */
  private content({ attempt, books, references }: Push): AccountContent {
    const parent = this.contents.awaitedParent(books);
    if (parent !== undefined)
      throw attempt.waits(`its parent ${parent} must be at Gotransverse first; send that one`);
    const mapped = this.contents.of(books, references);
    if ('content' in mapped) return mapped.content;
    const reason = mapped.refusals.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new AttemptEnded({ state: 'quarantined', reason });
  }
}
