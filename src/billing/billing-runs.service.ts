import { Injectable } from '@nestjs/common';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import type { SyncRun } from '../platform/database/generated/client.js';
import { LeasesService } from '../platform/database/leases.service.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { findByRef } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Page } from '../platform/http/answers.js';
import { SchedulesService } from '../platform/schedules/schedules.service.js';
import { momentOrNull } from '../platform/http/moments.js';
import { runLease } from '../sync/sync-run.types.js';
import { type RunCounts, SyncRunsService } from '../sync/sync-runs.service.js';
import { SyncRecordsService } from '../sync/sync-records.service.js';
import { BillingLane } from './billing-lane.js';
import type {
  BillingRunAccountQuery,
  BillingRunAccountView,
  BillingRunBody,
  BillingRunLeftOut,
  BillingRunQuery,
  BillingRunView,
} from './billing-run.types.js';
import { GotransverseLink } from './gotransverse-link.js';

const LANE = 'gotransverse';

/** Runs to Gotransverse, as people ask for them and follow them. */
@Injectable()
export class BillingRunsService {
  constructor(
    @InjectSettings() { billing, gotransverse }: ResolvedSettings,
    schedules: SchedulesService,
    private readonly prisma: PrismaService,
    private readonly leases: LeasesService,
    private readonly link: GotransverseLink,
    private readonly lane: BillingLane,
    private readonly runs: SyncRunsService,
    private readonly records: SyncRecordsService,
  ) {
    if (gotransverse.connection === undefined || billing.syncCron === undefined) return;
    schedules.register({
      name: 'billing-sync',
      cron: billing.syncCron,
      timeZone: billing.timeZone,
      due: (transaction, dueAt) => this.startScheduled(transaction, dueAt),
    });
  }

  private async accountId(ref: string): Promise<string> {
    const found = await findByRef(ref, (where) =>
      this.prisma.debtAccount.findUnique({ where, select: { id: true } }),
    );
    if (found === null)
      throw DomainError.invalidField('account', 'is not the external_id or id of a debt account');
    return found.id;
  }

  /** Nothing where a run is under way: that one brings what is due as well. */
  private async startScheduled(transaction: Transaction, dueAt: Date): Promise<void> {
    await this.runs.create(transaction, { lane: LANE, mode: 'incremental', dryRun: false, dueAt });
  }

  /**
   * @throws DomainError `conflict` where a run is under way, or nothing may be sent from this database; `invalid`;
   * `unavailable` where no Gotransverse is set
   */
  async start(caller: Caller, body: BillingRunBody, reason: string | null): Promise<BillingRunView> {
    this.link.open();
    const closed = await this.lane.closed();
    if (closed !== undefined) throw new DomainError('conflict', closed);
    const { mode, dry_run: dryRun, account } = body;
    const debtAccountId = account == null ? undefined : await this.accountId(account);
    const run = await this.prisma.inTransaction(async (transaction) => {
      const asked = { lane: LANE, mode, dryRun: dryRun ?? false, debtAccountId } as const;
      const created = await this.runs.create(transaction, asked);
      if (created === undefined)
        throw new DomainError('conflict', 'A run is under way; wait for its end, or cancel it');
      await recordAudit(transaction, caller, {
        action: 'billing_run.asked',
        recordKind: 'billing_run',
        recordId: created,
        ...(debtAccountId !== undefined && { debtAccountId }),
        reason,
        changes: { mode, dry_run: dryRun ?? false },
      });
      return this.inside(transaction, created);
    });
    // Not before: a look for it would find nothing yet.
    this.lane.nudge();
    return run;
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, id: string): Promise<BillingRunView> {
    return this.shown(await this.runs.read(LANE, id), await this.isWorkedOn());
  }

  /** Newest first. */
  async list(_caller: Caller, query: BillingRunQuery): Promise<Page<BillingRunView>> {
    const page = await this.runs.list(LANE, query);
    const isWorkedOn = await this.isWorkedOn();
    const items = await Promise.all(page.items.map((run) => this.shown(run, isWorkedOn)));
    return new Page(items, page.nextCursor);
  }

  /** @throws DomainError `not_found` */
  async accounts(
    _caller: Caller,
    id: string,
    query: BillingRunAccountQuery,
  ): Promise<Page<BillingRunAccountView>> {
    await this.runs.read(LANE, id);
    const page = await this.runs.records(id, query);
    const accounts = await this.prisma.debtAccount.findMany({
      where: { id: { in: page.items.map(({ recordId }) => recordId) } },
      select: { id: true, externalId: true },
    });
    const names = new Map(accounts.map(({ id: accountId, externalId }) => [accountId, externalId]));
    const items = page.items.map(({ recordId, outcome, reason, attempts, at }) => ({
      debt_account_id: recordId,
      debt_account_external_id: names.get(recordId) ?? '',
      outcome,
      reason,
      attempts,
      at: at.toISOString(),
    }));
    return new Page(items, page.nextCursor);
  }

  /** @throws DomainError `not_found`, `conflict` where it has ended */
  async cancel(caller: Caller, id: string, reason: string | null): Promise<BillingRunView> {
    await this.runs.read(LANE, id);
    return this.prisma.inTransaction(async (transaction) => {
      await this.runs.cancel(transaction, id);
      await recordAudit(transaction, caller, {
        action: 'billing_run.cancelled',
        recordKind: 'billing_run',
        recordId: id,
        reason,
      });
      return this.inside(transaction, id);
    });
  }

  /** @throws DomainError `not_found`, `conflict` where it does not wait for that */
  async confirm(caller: Caller, id: string, reason: string | null): Promise<BillingRunView> {
    const run = await this.runs.read(LANE, id);
    return this.prisma.inTransaction(async (transaction) => {
      await this.runs.confirm(transaction, id);
      await recordAudit(transaction, caller, {
        action: 'billing_run.confirmed',
        recordKind: 'billing_run',
        recordId: id,
        reason,
        changes: { would_change: Number(run.wouldChange ?? 0) },
      });
      return this.inside(transaction, id);
    });
  }

  /** As the transaction leaves it. */
  private async inside(transaction: Transaction, id: string): Promise<BillingRunView> {
    const run = await transaction.syncRun.findUniqueOrThrow({ where: { id } });
    return this.shown(run, await this.isWorkedOn());
  }

  private isWorkedOn(): Promise<boolean> {
    return this.leases.isHeld(runLease(LANE));
  }

  private async shown(run: SyncRun, isWorkedOn: boolean): Promise<BillingRunView> {
    return toBillingRunView(run, await this.runs.counts(run), isWorkedOn, await this.records.now());
  }
}

const NO_WORKER = 'it waits for a process of the role worker or all';

function toBillingRunView(run: SyncRun, counts: RunCounts, isWorkedOn: boolean, now: Date): BillingRunView {
  const { retrying, unknown, pending, ...done } = counts;
  const accountsDone = Object.values(done).reduce((sum, count) => sum + count, 0);
  const isOrphaned = run.state === 'running' && !isWorkedOn;
  const waits = run.state === 'queued' && run.reason === null;
  return {
    id: run.id,
    mode: run.mode as BillingRunView['mode'],
    dry_run: run.dryRun,
    debt_account_id: run.debtAccountId,
    state: isOrphaned ? 'queued' : (run.state as BillingRunView['state']),
    reason: isOrphaned || waits ? NO_WORKER : run.reason,
    due_at: momentOrNull(run.dueAt),
    created_at: run.createdAt.toISOString(),
    started_at: momentOrNull(run.startedAt),
    ended_at: momentOrNull(run.endedAt),
    accounts_due: numberOrNull(run.recordsDue),
    accounts_done: accountsDone,
    ...paceOf(run, accountsDone, now),
    counts: { ...done, retrying, unknown, pending },
    left_out: run.leftOut as BillingRunLeftOut | null,
    accounts_there: numberOrNull(run.recordsThere),
    would_change: numberOrNull(run.wouldChange),
    confirmed_at: momentOrNull(run.confirmedAt),
  };
}

function paceOf(
  { startedAt, endedAt, recordsDue }: SyncRun,
  done: number,
  now: Date,
): Pick<BillingRunView, 'rate_per_second' | 'seconds_left'> {
  if (startedAt === null || done === 0) return { rate_per_second: null, seconds_left: null };
  const seconds = Math.max(((endedAt ?? now).getTime() - startedAt.getTime()) / 1000, 0.001);
  const rate = done / seconds;
  const left = Math.max(Number(recordsDue ?? 0) - done, 0);
  return {
    rate_per_second: Math.round(rate * 100) / 100,
    seconds_left: endedAt === null ? Math.ceil(left / rate) : null,
  };
}

function numberOrNull(count: bigint | null): number | null {
  return count === null ? null : Number(count);
}
