import { Injectable } from '@nestjs/common';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { logger } from '../platform/logging/logger.js';
import { milliseconds } from '../platform/database/durations.js';
import { DueRecordsService } from './due-records.service.js';
import type { LaneStanding } from './sync-lane.types.js';
import type { LaneName, SyncedKind } from './sync-record.types.js';

interface LaneRow {
  id: string;
  pausedAt: Date | null;
  pausedBy: LaneStanding['pausedBy'];
  pauseReason: string | null;
  slowedUntil: Date | null;
  slowReason: string | null;
  slowdowns: number;
  confirmedAt: Date | null;
  slowedForMs: number;
}

/** However often in a row a lane is slowed, each time for twice as long: no longer than this, in milliseconds. */
const LONGEST_SLOWDOWN_MS = 60_000;

/** Whether a lane takes calls, the same for all processes: a slow or broken vendor is left alone by all of them. */
@Injectable()
export class SyncLanesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly due: DueRecordsService,
  ) {}

  async standing(
    lane: LaneName,
    database: Pick<Transaction, '$queryRaw'> = this.prisma,
  ): Promise<LaneStanding> {
    const [row] = await database.$queryRaw<LaneRow[]>`
      SELECT id, paused_at AS "pausedAt", paused_by AS "pausedBy", pause_reason AS "pauseReason",
             slowed_until AS "slowedUntil", slow_reason AS "slowReason", slowdowns, confirmed_at AS "confirmedAt",
             greatest(extract(epoch FROM coalesce(slowed_until, clock_timestamp()) - clock_timestamp()) * 1000, 0)::float8 AS "slowedForMs"
        FROM sync_lanes WHERE name = ${lane}`;
    if (row === undefined) throw new Error('There is no such lane');
    return toStanding(lane, row);
  }

  /** How many of its records there are to do, now or later. */
  countDue(lane: LaneName, kind: SyncedKind): Promise<bigint> {
    return this.due.count({ lane, kind });
  }

  /** @returns false where a person has paused it already */
  async pause(transaction: Transaction, lane: LaneName, reason: string): Promise<boolean> {
    const paused = await transaction.$executeRaw`
      UPDATE sync_lanes SET paused_at = coalesce(paused_at, clock_timestamp()), paused_by = 'person', pause_reason = ${reason}
       WHERE name = ${lane} AND paused_by IS DISTINCT FROM 'person'`;
    return paused > 0;
  }

  /** Lets it go on, also where it was slowed. @returns what it was paused for; undefined where it was not */
  async resume(transaction: Transaction, lane: LaneName): Promise<string | undefined> {
    const [row] = await transaction.$queryRaw<{ reason: string | null }[]>`
      UPDATE sync_lanes lane SET paused_at = NULL, paused_by = NULL, pause_reason = NULL,
                                 slowed_until = NULL, slow_reason = NULL, slowdowns = 0
        FROM (SELECT name, pause_reason FROM sync_lanes WHERE name = ${lane} FOR UPDATE) former
       WHERE lane.name = former.name
      RETURNING former.pause_reason AS reason`;
    return row?.reason ?? undefined;
  }

  /** The other system lets nobody in: no call will do better until a person has mended it. Said once. */
  async pauseByVendor(lane: LaneName, reason: string): Promise<void> {
    const paused = await this.prisma.$executeRaw`
      UPDATE sync_lanes SET paused_at = clock_timestamp(), paused_by = 'vendor', pause_reason = ${reason}
       WHERE name = ${lane} AND paused_at IS NULL`;
    if (paused > 0) logger.error({ lane, reason }, 'The lane is paused until somebody resumes it');
  }

  /**
   * No call is begun for a while: `firstMs` the first time, twice as long each further time in a row, and as long as
   * the other system asks for where that is longer. Several that find out at the same time count once.
   */
  async slow(
    lane: LaneName,
    { reason, firstMs, askedForMs = 0 }: { reason: string; firstMs: number; askedForMs?: number | undefined },
  ): Promise<void> {
    const slowed = await this.prisma.$queryRaw<{ until: Date; first: boolean }[]>`
      UPDATE sync_lanes lane
         SET slowed_until = greatest(lane.slowed_until, clock_timestamp() + greatest(
               ${milliseconds(askedForMs)},
               CASE WHEN open THEN least(${milliseconds(firstMs)} * power(2, least(lane.slowdowns, 16)), ${milliseconds(LONGEST_SLOWDOWN_MS)})
                    ELSE interval '0' END)),
             slow_reason = ${reason},
             slowdowns = CASE WHEN open THEN lane.slowdowns + 1 ELSE lane.slowdowns END
        FROM (SELECT name, slowed_until IS NULL OR slowed_until <= clock_timestamp() AS open
                FROM sync_lanes WHERE name = ${lane} FOR UPDATE) former
       WHERE lane.name = former.name
      RETURNING slowed_until AS until, open AS first`;
    for (const { until, first } of slowed)
      if (first) logger.warn({ lane, reason, until: until.toISOString() }, 'The lane is slowed');
  }

  /** The other system has done something for us: it is there, and as fast as it was. */
  async confirmed(lane: LaneName): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE sync_lanes
         SET confirmed_at = clock_timestamp(), slowdowns = 0,
             slowed_until = CASE WHEN slowed_until > clock_timestamp() THEN slowed_until END,
             slow_reason = CASE WHEN slowed_until > clock_timestamp() THEN slow_reason END
       WHERE name = ${lane}`;
  }
}

function toStanding(lane: LaneName, { pauseReason, slowReason, ...row }: LaneRow): LaneStanding {
  if (row.pausedAt !== null) return { lane, ...row, state: 'paused', reason: pauseReason };
  if (row.slowedForMs > 0) return { lane, ...row, state: 'slowed', reason: slowReason };
  return { lane, ...row, state: 'open', reason: null, slowedUntil: null };
}
