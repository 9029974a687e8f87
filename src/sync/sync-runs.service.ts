import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { SyncRun } from '../platform/database/generated/client.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { isUuid } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { Page } from '../platform/http/answers.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { listOf, type ListQuery } from '../platform/pagination/list-query.js';
import { newestFirst, recordsOf, whereAll } from '../platform/pagination/newest-first.js';
import { RUN_OUTCOMES, type AskedRun, type RunOutcome, type RunState } from './sync-run.types.js';
import { RUN_OUTCOME, runCounts } from './sync-record.sql.js';
import type { LaneName } from './sync-record.types.js';

export type RunCounts = Record<RunOutcome, number>;

/** One account in a run. */
export interface RunRecord {
  recordId: string;
  outcome: RunOutcome;
  reason: string | null;
  attempts: number;
  at: Date;
}

/** Runs as rows: asked for, followed, cancelled, confirmed. */
@Injectable()
export class SyncRunsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly cursors: Cursors,
  ) {}

  /** @returns undefined where one is under way in the lane already */
  async create(transaction: Transaction, asked: AskedRun): Promise<string | undefined> {
    const id = uuidv7();
    const { lane, mode, dryRun, debtAccountId = null, dueAt = null } = asked;
    const created = await transaction.$executeRaw`
      INSERT INTO sync_runs (id, lane, mode, dry_run, debt_account_id, due_at)
      VALUES (${id}::uuid, ${lane}, ${mode}, ${dryRun}, ${debtAccountId}::uuid, ${dueAt?.toISOString() ?? null}::timestamptz)
      ON CONFLICT (lane) WHERE ended_at IS NULL DO NOTHING`;
    return created > 0 ? id : undefined;
  }

  /** @throws DomainError `not_found` */
  async read(lane: LaneName, id: string): Promise<SyncRun> {
    const run = isUuid(id) ? await this.prisma.syncRun.findUnique({ where: { id } }) : null;
    if (run?.laneName !== lane) throw new DomainError('not_found', 'There is no run with this id');
    return run;
  }

  /** Newest first. */
  async list(lane: LaneName, query: ListQuery & { state?: RunState | null }): Promise<Page<SyncRun>> {
    const list = listOf(`runs of ${lane}`, query);
    const where = whereAll([
      Prisma.sql`run.lane = ${lane}`,
      query.state != null && Prisma.sql`run.state = ${query.state}`,
    ]);
    const table = { from: Prisma.sql`sync_runs run`, id: Prisma.sql`run.id` };
    const ids = await newestFirst(this.prisma, this.cursors, table, where, list);
    return recordsOf(
      ids,
      (wanted) => this.prisma.syncRun.findMany({ where: wanted }),
      (run) => run,
    );
  }

  /** The one that is not ended. */
  active(lane: LaneName): Promise<SyncRun | null> {
    return this.prisma.syncRun.findFirst({ where: { laneName: lane, endedAt: null } });
  }

  /** How many records it took up, by what became of them: as of now, or as it ended. */
  async counts({ id, counts }: Pick<SyncRun, 'id' | 'counts'>): Promise<RunCounts> {
    const counted = (counts as Partial<RunCounts> | null) ?? (await this.countedNow(id));
    return Object.fromEntries(RUN_OUTCOMES.map((outcome) => [outcome, counted[outcome] ?? 0])) as RunCounts;
  }

  private async countedNow(id: string): Promise<Partial<RunCounts>> {
    const rows = await this.prisma.$queryRaw<{ outcome: RunOutcome; count: bigint }[]>`
      SELECT ${RUN_OUTCOME} AS outcome, count(*) FROM sync_run_records WHERE run_id = ${id}::uuid GROUP BY 1`;
    return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, Number(count)]));
  }

  /** Its accounts, by their ids. */
  async records(id: string, query: ListQuery & { outcome?: RunOutcome | null }): Promise<Page<RunRecord>> {
    const list = listOf(`records of run ${id}`, query);
    const position = this.cursors.position(list);
    const where = whereAll([
      Prisma.sql`run_id = ${id}::uuid`,
      query.outcome != null && Prisma.sql`${RUN_OUTCOME} = ${query.outcome}`,
      position !== null && Prisma.sql`record_id > ${position[0]}::uuid`,
    ]);
    const rows = await this.prisma.$queryRaw<RunRecord[]>`
      SELECT record_id AS "recordId", ${RUN_OUTCOME} AS outcome, reason, attempts, at
        FROM sync_run_records WHERE ${where} ORDER BY record_id LIMIT ${list.limit + 1}`;
    return this.cursors.page(
      list,
      rows,
      ({ recordId }) => [recordId],
      (row) => row,
    );
  }

  /**
   * One that waits ends at once; one that works, as soon as the attempts under way are ended.
   * @throws DomainError `conflict` where it has ended
   */
  async cancel(transaction: Transaction, id: string): Promise<void> {
    const cancelled = await transaction.$executeRaw`
      UPDATE sync_runs
         SET cancel_asked_at = coalesce(cancel_asked_at, clock_timestamp()),
             state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END,
             reason = CASE WHEN state = 'running' THEN reason ELSE 'cancelled on request' END,
             ended_at = CASE WHEN state = 'running' THEN NULL ELSE clock_timestamp() END,
             counts = CASE WHEN state = 'running' THEN NULL ELSE ${runCounts(id)}::jsonb END
       WHERE id = ${id}::uuid AND ended_at IS NULL`;
    if (cancelled === 0) throw new DomainError('conflict', 'The run has ended; there is nothing to cancel');
  }

  /** @throws DomainError `conflict` where it does not wait for that */
  async confirm(transaction: Transaction, id: string): Promise<void> {
    const confirmed = await transaction.$executeRaw`
      UPDATE sync_runs SET confirmed_at = clock_timestamp(), state = 'queued', reason = NULL
       WHERE id = ${id}::uuid AND state = 'needs_confirmation'`;
    if (confirmed === 0)
      throw new DomainError('conflict', 'The run does not wait for a confirmation; look at its state');
  }
}
