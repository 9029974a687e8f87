import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { milliseconds } from '../platform/database/durations.js';
import { DUE_AT, IS_WANTED } from './sync-record.sql.js';
import type { Claim, SyncedRecord } from './sync-record.types.js';

/** Records of one kind in one lane, all of them or one. */
export type DueRecords = Omit<SyncedRecord, 'id'> & {
  /** Only this one. */
  id?: string | undefined;
  /** Only those of which it is not known what a call came to: there are few, and they must not wait for all others. */
  isUnknown?: boolean | undefined;
};

interface ClaimedRow {
  id: string;
  step: string | null;
  attempts: number;
  rechecks: number;
}

/** More records than are ever held at once, by all processes together. */
const MOST_HELD = 1_000;

/** What there is to do in a lane: found, taken in turns by whoever works on it, and held while that takes. */
@Injectable()
export class DueRecordsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes some of what is due, the longest due first, past whatever others are just taking.
   * @returns none where nothing is due that nobody holds
   */
  async claim(
    due: DueRecords,
    { limit, leaseMs, runId }: { limit: number; leaseMs: number; runId?: string },
  ): Promise<Claim[]> {
    const owner = randomUUID();
    const askedMs = this.clock.monotonicMs();
    const rows = await this.prisma.$queryRaw<ClaimedRow[]>`
      WITH due AS (
        SELECT record_id FROM sync_records
         WHERE ${among(due)} AND ${IS_WANTED} AND ${DUE_AT} <= statement_timestamp()
           AND (leased_until IS NULL OR leased_until <= clock_timestamp())
         ORDER BY ${DUE_AT}, record_id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      UPDATE sync_records record
         SET lease_owner = ${owner}::uuid, leased_until = clock_timestamp() + ${milliseconds(leaseMs)}
        FROM due
       WHERE record.lane = ${due.lane} AND record.record_kind = ${due.kind}::record_kind AND record.record_id = due.record_id
      RETURNING record.record_id AS id, call_step AS step, attempts, rechecks`;
    return rows.map(({ id, step, attempts, rechecks }) => ({
      record: { lane: due.lane, kind: due.kind, id },
      owner,
      unsettled: step ?? undefined,
      attemptsBefore: attempts,
      rechecks,
      heldUntilMs: askedMs + leaseMs,
      runId,
    }));
  }

  /** Renews the leases of what is held. One that is lost shows itself before its next call. */
  async renew(claims: readonly Claim[], leaseMs: number): Promise<void> {
    if (claims.length === 0) return;
    const askedMs = this.clock.monotonicMs();
    const kept = await this.prisma.$queryRaw<{ id: string; owner: string }[]>`
      UPDATE sync_records record SET leased_until = clock_timestamp() + ${milliseconds(leaseMs)}
        FROM unnest(${claims.map(({ record }) => record.lane)}::text[], ${claims.map(({ record }) => record.kind)}::record_kind[],
                    ${claims.map(({ record }) => record.id)}::uuid[], ${claims.map(({ owner }) => owner)}::uuid[])
             AS held (lane, kind, id, owner)
       WHERE record.lane = held.lane AND record_kind = held.kind AND record_id = held.id
         AND lease_owner = held.owner AND leased_until > clock_timestamp()
      RETURNING record_id AS id, lease_owner AS owner`;
    const renewed = new Set(kept.map(({ id, owner }) => `${id} ${owner}`));
    for (const claim of claims)
      if (renewed.has(`${claim.record.id} ${claim.owner}`)) claim.heldUntilMs = askedMs + leaseMs;
  }

  /** How many records there are to do, due now or later. */
  async count(due: DueRecords): Promise<bigint> {
    const [row] = await this.prisma.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM sync_records WHERE ${among(due)} AND ${IS_WANTED}`;
    return row?.count ?? 0n;
  }

  /**
   * In how many milliseconds there is something to do that nobody holds: 0 for now.
   * @returns undefined where nothing is to do at all
   */
  async nextInMs(due: DueRecords): Promise<number | undefined> {
    // Asked for when all that is due is held: more than those, and the first that is due later, need not be looked at.
    const [row] = await this.prisma.$queryRaw<{ ms: number | null }[]>`
      SELECT extract(epoch FROM min(greatest(due_at, leased_until)) - clock_timestamp())::float8 * 1000 AS ms
        FROM (SELECT ${DUE_AT} AS due_at, leased_until FROM sync_records WHERE ${among(due)} AND ${IS_WANTED}
               ORDER BY ${DUE_AT}, record_id LIMIT ${MOST_HELD}) next`;
    return row?.ms == null ? undefined : Math.max(row.ms, 0);
  }

  /** A page of what there is to do, by id, as somebody who only looks at it wants it. */
  async page(due: DueRecords, afterId: string | null, limit: number): Promise<string[]> {
    const after = afterId === null ? Prisma.empty : Prisma.sql`AND record_id > ${afterId}::uuid`;
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT record_id AS id FROM sync_records WHERE ${among(due)} AND ${IS_WANTED} ${after}
       ORDER BY record_id LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  }
}

function among({ lane, kind, id, isUnknown = false }: DueRecords): Prisma.Sql {
  const only = id === undefined ? Prisma.empty : Prisma.sql`AND record_id = ${id}::uuid`;
  // In the words of the index of states.
  const unknown = isUnknown
    ? Prisma.sql`AND state IN ('unknown', 'retrying', 'quarantined', 'conflict', 'not_needed') AND state = 'unknown'`
    : Prisma.empty;
  return Prisma.sql`lane = ${lane} AND record_kind = ${kind}::record_kind ${only} ${unknown}`;
}
