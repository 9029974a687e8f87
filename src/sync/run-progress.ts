import { Injectable } from '@nestjs/common';
import type { HeldLease } from '../platform/database/leases.service.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { IS_WANTED, runCounts } from './sync-record.sql.js';
import type { Lane, PlannedRecord } from './sync-run.types.js';

/** A run, in the hands of the process that works on it. */
export interface WorkedRun {
  id: string;
  lane: Lane;
  lease: HeldLease;
  /** Of one account alone. */
  only: string | undefined;
}

/** Writes how far a run has come, as long as its lease is held: whoever is its worker no more changes nothing. */
@Injectable()
export class RunProgress {
  constructor(private readonly prisma: PrismaService) {}

  async begin({ id, lease }: WorkedRun): Promise<void> {
    await this.fenced(lease, async (transaction) => {
      await transaction.$executeRaw`
        UPDATE sync_runs SET state = 'running', started_at = coalesce(started_at, clock_timestamp()), reason = NULL
         WHERE id = ${id}::uuid AND ended_at IS NULL`;
    });
  }

  /** It waits: for the lane, for a person, or for a process. */
  async wait(
    { id, lease }: WorkedRun,
    state: 'queued' | 'needs_confirmation',
    reason: string,
    guard?: { there: bigint; wouldChange: bigint },
  ): Promise<void> {
    await this.fenced(lease, async (transaction) => {
      await transaction.$executeRaw`
        UPDATE sync_runs
           SET state = ${state}, reason = ${reason}, records_there = coalesce(${guard?.there ?? null}::bigint, records_there),
               would_change = coalesce(${guard?.wouldChange ?? null}::bigint, would_change)
         WHERE id = ${id}::uuid AND ended_at IS NULL`;
    });
  }

  /** With what it left alone, and why. */
  async end(
    run: WorkedRun,
    state: 'finished' | 'cancelled' | 'failed',
    reason: string | null,
  ): Promise<void> {
    const leftOut = await this.leftOut(run);
    await this.fenced(run.lease, async (transaction) => {
      if (run.only !== undefined && state === 'finished') await this.explain(transaction, run);
      await transaction.$executeRaw`
        UPDATE sync_runs
           SET state = ${state}, reason = ${reason}, ended_at = clock_timestamp(), left_out = ${leftOut}::jsonb,
               counts = ${runCounts(run.id)}
         WHERE id = ${run.id}::uuid AND ended_at IS NULL`;
      // What became of each account is kept for three months, how the run went for good.
      await transaction.$executeRaw`
        DELETE FROM sync_run_records USING sync_runs run
         WHERE run.id = run_id AND run.lane = ${run.lane.name} AND run.ended_at < clock_timestamp() - interval '90 days'`;
    });
  }

  async setDue({ id, lease }: WorkedRun, due: bigint): Promise<void> {
    await this.fenced(lease, async (transaction) => {
      await transaction.$executeRaw`UPDATE sync_runs SET records_due = ${due} WHERE id = ${id}::uuid`;
    });
  }

  /** Whether it was cancelled meanwhile, and how many of those that were there it has changed. */
  async followed({ id }: WorkedRun): Promise<{ isCancelled: boolean; changed: bigint }> {
    const [row] = await this.prisma.$queryRaw<{ isCancelled: boolean; changed: bigint }[]>`
      SELECT cancel_asked_at IS NOT NULL OR ended_at IS NOT NULL AS "isCancelled",
             (SELECT count(*) FROM sync_run_records WHERE run_id = id AND did = 'changed') AS changed
        FROM sync_runs WHERE id = ${id}::uuid`;
    return row ?? { isCancelled: true, changed: 0n };
  }

  /**
   * Has the next records looked at again, for a comparison of all. Those that wait for a person are left alone, and
   * those that were never needed.
   * @returns the last one's id; undefined where there are no more
   */
  async markNext(worked: WorkedRun, afterId: string | null, limit: number): Promise<string | undefined> {
    const { id, lane, lease } = worked;
    return this.fenced(lease, async (transaction) => {
      const rows = await transaction.$queryRaw<{ id: string }[]>`
        SELECT record_id AS id FROM sync_records
         WHERE ${among(worked)} AND record_id > ${afterId ?? FIRST_ID}::uuid ORDER BY record_id LIMIT ${limit}`;
      const last = rows.at(-1)?.id;
      await transaction.$executeRaw`
        UPDATE sync_records SET rechecks = rechecks + 1
         WHERE lane = ${lane.name} AND record_kind = ${lane.kind}::record_kind AND record_id = ANY(${rows.map((row) => row.id)}::uuid[])
           AND state NOT IN ('quarantined', 'conflict', 'not_needed') AND NOT ${IS_WANTED}`;
      await transaction.$executeRaw`
        UPDATE sync_runs SET walked_through = coalesce(${last ?? null}::uuid, walked_through), walked = ${last === undefined}
         WHERE id = ${id}::uuid`;
      return last;
    });
  }

  /** What would become of some records, in a run that only looks. */
  async savePlanned(
    { id, lane, lease }: WorkedRun,
    planned: readonly PlannedRecord[],
    lastId: string,
  ): Promise<void> {
    await this.fenced(lease, async (transaction) => {
      await transaction.$executeRaw`
        INSERT INTO sync_run_records (run_id, record_kind, record_id, state, did, reason, attempts)
        SELECT ${id}::uuid, ${lane.kind}::record_kind, planned.id, planned.state, planned.did, planned.reason, 0
          FROM unnest(${planned.map((one) => one.id)}::uuid[], ${planned.map(({ state }) => state)}::text[],
                      ${planned.map(({ did }) => did ?? null)}::text[], ${planned.map(({ reason }) => reason)}::text[])
               AS planned (id, state, did, reason)
        ON CONFLICT DO NOTHING`;
      await transaction.$executeRaw`UPDATE sync_runs SET walked_through = ${lastId}::uuid WHERE id = ${id}::uuid`;
    });
  }

  async countAll(worked: WorkedRun): Promise<bigint> {
    const [row] = await this.prisma.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM sync_records WHERE ${among(worked)}`;
    return row?.count ?? 0n;
  }

  /** All records' ids, in pages, for whoever looks at all. */
  async pageOfAll(worked: WorkedRun, afterId: string | null, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT record_id AS id FROM sync_records
       WHERE ${among(worked)} AND record_id > ${afterId ?? FIRST_ID}::uuid
       ORDER BY record_id LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  }

  /** Of one account alone: what is the matter with it, where the run had nothing to do. */
  private async explain(transaction: Transaction, { id, lane, only }: WorkedRun): Promise<void> {
    await transaction.$executeRaw`
      INSERT INTO sync_run_records (run_id, record_kind, record_id, state, reason, attempts)
      SELECT ${id}::uuid, record_kind, record_id, state, reason, 0 FROM sync_records
       WHERE lane = ${lane.name} AND record_kind = ${lane.kind}::record_kind AND record_id = ${only ?? null}::uuid
      ON CONFLICT DO NOTHING`;
  }

  private async leftOut(worked: WorkedRun): Promise<string> {
    const { id } = worked;
    const ofLane = among(worked);
    const [row] = await this.prisma.$queryRaw<{ left_out: string }[]>`
      WITH apart AS (
        SELECT CASE WHEN state IN ('unknown', 'retrying') THEN 'not_due' ELSE state END AS why, count(*) AS count
          FROM sync_records record
         WHERE ${ofLane} AND state IN ('unknown', 'retrying', 'quarantined', 'conflict', 'not_needed')
           AND NOT EXISTS (SELECT FROM sync_run_records taken
                            WHERE taken.run_id = ${id}::uuid AND taken.record_kind = record.record_kind
                              AND taken.record_id = record.record_id)
         GROUP BY 1),
      waiting AS (
        SELECT count(*) AS count FROM sync_records record
         WHERE ${ofLane} AND ${IS_WANTED} AND state NOT IN ('unknown', 'retrying', 'quarantined', 'conflict', 'not_needed')
           AND NOT EXISTS (SELECT FROM sync_run_records taken
                            WHERE taken.run_id = ${id}::uuid AND taken.record_kind = record.record_kind
                              AND taken.record_id = record.record_id))
      SELECT json_build_object(
               'quarantined', coalesce((SELECT count FROM apart WHERE why = 'quarantined'), 0),
               'conflict', coalesce((SELECT count FROM apart WHERE why = 'conflict'), 0),
               'not_needed', coalesce((SELECT count FROM apart WHERE why = 'not_needed'), 0),
               'not_due', coalesce((SELECT sum(count) FROM apart WHERE why = 'not_due'), 0) + (SELECT count FROM waiting),
               'unchanged', greatest((SELECT count(*) FROM sync_records WHERE ${ofLane})
                 - (SELECT count(*) FROM sync_run_records WHERE run_id = ${id}::uuid)
                 - coalesce((SELECT sum(count) FROM apart), 0) - (SELECT count FROM waiting), 0))::text AS left_out`;
    return row?.left_out ?? '{}';
  }

  private fenced<T>(lease: HeldLease, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.prisma.inTransaction(async (transaction) => {
      await lease.assertHeld(transaction);
      return work(transaction);
    });
  }
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The lane's records, or the one that the run is about. */
function among({ lane, only }: WorkedRun): Prisma.Sql {
  const one = only === undefined ? Prisma.empty : Prisma.sql`AND record_id = ${only}::uuid`;
  return Prisma.sql`lane = ${lane.name} AND record_kind = ${lane.kind}::record_kind ${one}`;
}
