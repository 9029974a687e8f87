import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import { type BillingReconciliation, Prisma } from '../platform/database/generated/client.js';
import { LeasesService } from '../platform/database/leases.service.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { isUuid } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { Page } from '../platform/http/answers.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { type ListQuery, listOf } from '../platform/pagination/list-query.js';
import { newestFirst, recordsOf } from '../platform/pagination/newest-first.js';
import { SchedulesService } from '../platform/schedules/schedules.service.js';
import { BillingLane } from './billing-lane.js';
import type { ReconciliationState, ReconciliationView } from './reconciliation.types.js';
import { RECONCILIATION_LEASE, ReconciliationWork } from './reconciliation-work.js';

const UNDER_WAY = new DomainError(
  'conflict',
  'A reconciliation is under way; wait for its end, or cancel it',
);

/** Counts of one kind of one comparison. */
interface Counts {
  id: string;
  type: string;
  state: string;
  found: number;
}

/** Comparisons of all that Gotransverse has with the books: asked for, looked at, cancelled. */
@Injectable()
export class ReconciliationsService {
  constructor(
    @InjectSettings() settings: ResolvedSettings,
    schedules: SchedulesService,
    private readonly prisma: PrismaService,
    private readonly leases: LeasesService,
    private readonly cursors: Cursors,
    private readonly lane: BillingLane,
    private readonly work: ReconciliationWork,
  ) {
    if (settings.gotransverse.connection === undefined) return;
    const { reconcileCron: cron, timeZone } = settings.billing;
    if (cron === undefined) return;
    schedules.register({ name: 'billing-reconciliation', cron, timeZone, due: openDue });
  }

  /** @throws DomainError `conflict` while another is under way, `unavailable` where there is no Gotransverse */
  async start(caller: Caller, reason: string | null): Promise<ReconciliationView> {
    const closed = await this.lane.closed();
    if (closed !== undefined) throw new DomainError('conflict', closed);
    const id = uuidv7();
    const view = await onRefusal({ billing_reconciliations_one_at_a_time: UNDER_WAY }, () =>
      this.prisma.inTransaction(async (transaction) => {
        const row = await transaction.billingReconciliation.create({ data: { id } });
        await recordAudit(transaction, caller, event('started', id, reason));
        return this.view(row, transaction);
      }),
    );
    this.work.nudge();
    return view;
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, id: string): Promise<ReconciliationView> {
    return this.view(await this.existing(id));
  }

  /** Newest first. */
  async list(_caller: Caller, query: ListQuery): Promise<Page<ReconciliationView>> {
    const table = { from: Prisma.sql`billing_reconciliations`, id: Prisma.sql`id` };
    const list = listOf('billing reconciliations', query);
    const ids = await newestFirst(this.prisma, this.cursors, table, Prisma.sql`true`, list);
    return recordsOf(
      ids,
      async (where) => this.views(await this.prisma.billingReconciliation.findMany({ where })),
      (view) => view,
    );
  }

  /** Ends it where it stands; what it found stays. @throws DomainError `not_found`, `conflict` where it has ended */
  async cancel(caller: Caller, id: string, reason: string | null): Promise<ReconciliationView> {
    const before = await this.existing(id);
    if (before.state === 'cancelled') return this.view(before);
    return this.prisma.inTransaction(async (transaction) => {
      const cancelled = await transaction.$executeRaw`
        UPDATE billing_reconciliations
           SET state = 'cancelled', ended_at = clock_timestamp(), waits_until = NULL, reason = ${reason}
         WHERE id = ${id}::uuid AND ended_at IS NULL`;
      if (cancelled === 0) throw new DomainError('conflict', 'The reconciliation has ended already');
      await recordAudit(transaction, caller, event('cancelled', id, reason));
      return this.view(
        await transaction.billingReconciliation.findUniqueOrThrow({ where: { id } }),
        transaction,
      );
    });
  }

  /** @throws DomainError `not_found` */
  async existing(id: string): Promise<BillingReconciliation> {
    const row = isUuid(id) ? await this.prisma.billingReconciliation.findUnique({ where: { id } }) : null;
    if (row === null) throw new DomainError('not_found', 'There is no reconciliation with this id');
    return row;
  }

  /** @param reader the transaction that has just changed it */
  private async view(
    row: BillingReconciliation,
    reader: Pick<Transaction, '$queryRaw'> = this.prisma,
  ): Promise<ReconciliationView> {
    const [view] = await this.views([row], reader);
    return view as ReconciliationView;
  }

  private async views(
    rows: readonly BillingReconciliation[],
    reader: Pick<Transaction, '$queryRaw'> = this.prisma,
  ): Promise<ReconciliationView[]> {
    const ids = rows.map(({ id }) => id);
    const counts = await reader.$queryRaw<Counts[]>`
      SELECT reconciliation_id AS id, type, state, count(*)::int AS found FROM billing_differences
       WHERE reconciliation_id = ANY(${ids}::uuid[]) GROUP BY 1, 2, 3`;
    const isAtWork =
      rows.some(({ endedAt }) => endedAt === null) && (await this.leases.isHeld(RECONCILIATION_LEASE));
    const [clock] = await this.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    const now = clock?.now ?? new Date(0);
    return rows.map((row) =>
      toView(
        row,
        seenState(row, isAtWork, now),
        counts.filter(({ id }) => id === row.id),
      ),
    );
  }
}

/** The time of a schedule: a comparison that is under way does for it. */
async function openDue(transaction: Transaction, dueAt: Date): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO billing_reconciliations (id, due_at) VALUES (${uuidv7()}::uuid, ${dueAt.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`;
}

function event(what: 'started' | 'cancelled', recordId: string, reason: string | null) {
  return {
    action: `billing_reconciliation.${what}`,
    recordKind: 'billing_reconciliation',
    recordId,
    reason,
  };
}

/** What is open runs only while somebody is at it. */
function seenState(
  { state, waitsUntil }: BillingReconciliation,
  isAtWork: boolean,
  now: Date,
): ReconciliationState {
  if (state !== 'open') return state as ReconciliationState;
  if (isAtWork) return 'running';
  return waitsUntil !== null && waitsUntil > now ? 'waiting' : 'queued';
}

function toView(
  row: BillingReconciliation,
  state: ReconciliationState,
  counts: readonly Counts[],
): ReconciliationView {
  return {
    id: row.id,
    state,
    phase: row.phase,
    accounts_there: Number(row.accountsThere),
    accounts_compared: Number(row.accountsCompared),
    accounts_skipped: Number(row.accountsSkipped),
    differences_by_type: summed(counts, 'type'),
    differences_by_state: summed(counts, 'state'),
    reason: row.reason,
    due_at: row.dueAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}

function summed(counts: readonly Counts[], by: 'type' | 'state'): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const one of counts) sums[one[by]] = (sums[one[by]] ?? 0) + one.found;
  return sums;
}
