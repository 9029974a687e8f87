import { Injectable } from '@nestjs/common';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import type { Page } from '../platform/http/answers.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { listOf, type ListQuery } from '../platform/pagination/list-query.js';
import { whereAll } from '../platform/pagination/newest-first.js';
import { DUE_AT, IS_WANTED } from './sync-record.sql.js';
import type { LaneName, SyncedKind, SyncState } from './sync-record.types.js';

/** A record of a lane, for people who work through them. */
export interface ListedRecord {
  id: string;
  state: SyncState;
  reason: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  settledAt: Date | null;
}

/** How a lane's records are, for alarms. */
export interface LaneFigures {
  /** How many there are to do, now or later. */
  due: number;
  /** Calls whose outcome has not been known for too long, and since when the first of them is. */
  unknowns: number;
  unknownSince: Date | null;
  /** Refused, or contradicting the books, within the last hour, and when the first of them was. */
  quarantinedLately: number;
  quarantinedSince: Date | null;
  /** Since when nothing was confirmed although something has been due all the while; null where all is well. */
  silentSince: Date | null;
}

/** Among so many that are due first is the one that has been behind for the longest, where it is to be seen anew. */
const FIRST_DUE = 1_000;
const IS_HELD = Prisma.sql`(leased_until IS NOT NULL AND leased_until > clock_timestamp())`;
/** As people see it: one at which somebody is, and what was settled and is wanted anew. */
const SEEN_STATE = Prisma.sql`
  CASE WHEN ${IS_HELD} THEN 'sending'
       WHEN state NOT IN ('pending', 'retrying', 'unknown') AND (wanted_version > settled_version OR rechecks > 0) THEN 'pending'
       ELSE state END`;

/** The records of a lane by their state, and giving them another try. */
@Injectable()
export class SyncWorklistService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly cursors: Cursors,
  ) {}

  /** Those that were made last come first. */
  async list(
    { lane, kind }: { lane: LaneName; kind: SyncedKind },
    query: ListQuery & { state?: SyncState | null },
  ): Promise<Page<ListedRecord>> {
    const list = listOf(`${kind}s of ${lane}`, query);
    const position = this.cursors.position(list);
    const where = whereAll([
      Prisma.sql`lane = ${lane} AND record_kind = ${kind}::record_kind`,
      query.state != null && among(query.state),
      position !== null && Prisma.sql`record_id < ${position[0]}::uuid`,
    ]);
    const rows = await this.prisma.$queryRaw<ListedRecord[]>`
      SELECT record_id AS id, ${SEEN_STATE} AS state, reason, attempts,
             next_attempt_at AS "nextAttemptAt", settled_at AS "settledAt"
        FROM sync_records WHERE ${where} ORDER BY record_id DESC LIMIT ${list.limit + 1}`;
    return this.cursors.page(
      list,
      rows,
      ({ id }) => [id],
      (row) => row,
    );
  }

  /** @param unknownMinutes, silenceMinutes how long is too long */
  async figures(
    { lane, kind }: { lane: LaneName; kind: SyncedKind },
    unknownMinutes: number,
    silenceMinutes: number,
  ): Promise<LaneFigures> {
    const ofLane = Prisma.sql`lane = ${lane} AND record_kind = ${kind}::record_kind`;
    const [row] = await this.prisma.$queryRaw<
      (Omit<LaneFigures, 'silentSince'> & { since: Date; tooLong: boolean })[]
    >`
      WITH wanted AS (
        SELECT count(*)::int AS due,
               -- By the index of what changed, and that of what is due: for the least of all, all records would be read.
               least((SELECT min(behind_since) FROM sync_records WHERE ${ofLane} AND wanted_version > settled_version),
                     (SELECT min(behind_since) FROM (SELECT behind_since FROM sync_records WHERE ${ofLane} AND ${IS_WANTED}
                                                      ORDER BY ${DUE_AT}, record_id LIMIT ${FIRST_DUE}) first_due)) AS since
          FROM sync_records WHERE ${ofLane} AND ${IS_WANTED}),
      unknown AS (
        SELECT count(*)::int AS unknowns, min(call_ends_by) AS since FROM sync_records
         WHERE ${ofLane} AND state = 'unknown' AND call_ends_by < clock_timestamp() - make_interval(mins => ${unknownMinutes})),
      refused AS (
        SELECT count(*)::int AS lately, min(settled_at) AS since FROM sync_records
         WHERE ${ofLane} AND state IN ('quarantined', 'conflict') AND settled_at > clock_timestamp() - interval '1 hour'),
      silence AS (
        -- Counted from when there was something to do, or from the last confirmation after that.
        SELECT greatest(wanted.since, lane.confirmed_at) AS since FROM wanted, sync_lanes lane WHERE lane.name = ${lane} AND due > 0)
      SELECT due, unknowns, unknown.since AS "unknownSince", lately AS "quarantinedLately", refused.since AS "quarantinedSince",
             silence.since, coalesce(silence.since < clock_timestamp() - make_interval(mins => ${silenceMinutes}), false) AS "tooLong"
        FROM wanted, unknown, refused LEFT JOIN silence ON true`;
    if (row === undefined) throw new Error('The lane has no figures');
    const { since, tooLong, ...figures } = row;
    return { ...figures, silentSince: tooLong ? since : null };
  }

  /**
   * Has records of a state tried again, at the next run.
   * @param ids only these of them; all where absent
   * @returns how many
   */
  async requeue(
    transaction: Transaction,
    { lane, kind }: { lane: LaneName; kind: SyncedKind },
    state: 'quarantined' | 'conflict' | 'retrying',
    ids: readonly string[] | undefined,
  ): Promise<number> {
    const only = ids === undefined ? Prisma.empty : Prisma.sql`AND record_id = ANY(${[...ids]}::uuid[])`;
    return transaction.$executeRaw`
      UPDATE sync_records SET rechecks = rechecks + 1, next_attempt_at = NULL
       WHERE lane = ${lane} AND record_kind = ${kind}::record_kind AND ${among(state)} ${only}`;
  }
}

/** In words that the partial indexes know. */
function among(state: SyncState): Prisma.Sql {
  const seen = Prisma.sql`${SEEN_STATE} = ${state}`;
  switch (state) {
    case 'pending':
      return Prisma.sql`${IS_WANTED} AND ${seen}`;
    case 'unknown':
    case 'retrying':
    case 'quarantined':
    case 'conflict':
    case 'not_needed':
      return Prisma.sql`state IN ('unknown', 'retrying', 'quarantined', 'conflict', 'not_needed') AND state = ${state} AND ${seen}`;
    default:
      return seen;
  }
}
