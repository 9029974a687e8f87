import { Injectable } from '@nestjs/common';
import type { Alarm, AlarmSource } from '../platform/alarms/alarm.types.js';
import { AlarmsService } from '../platform/alarms/alarms.service.js';
import { Clock } from '../platform/clock/clock.js';
import { PrismaService } from '../platform/database/prisma.service.js';

const WINDOW_MINUTES = 5;
/** Above this share of calls without an answer somebody should look. */
const TOLERATED_SHARE = 0.01;

/** Callers of the phone system who were told nothing. */
@Injectable()
export class JitAlarms implements AlarmSource {
  readonly name = 'jit answers';

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    alarms: AlarmsService,
  ) {
    alarms.register(this);
  }

  async check(): Promise<Alarm[]> {
    const since = new Date(this.clock.now().getTime() - WINDOW_MINUTES * 60_000);
    const [row] = await this.prisma.$queryRaw<{ calls: bigint; failed: bigint; first: Date | null }[]>`
      SELECT count(*) AS calls,
             count(*) FILTER (WHERE outcome IN ('failed', 'deadline', 'unavailable')) AS failed,
             min(requested_at) FILTER (WHERE outcome IN ('failed', 'deadline', 'unavailable')) AS first
        FROM jit_requests WHERE requested_at >= ${since.toISOString()}::timestamptz`;
    const [calls, failed] = [Number(row?.calls ?? 0), Number(row?.failed ?? 0)];
    if (row?.first == null || failed / calls <= TOLERATED_SHARE) return [];
    return [
      {
        id: 'jit.failing',
        severity: 'critical',
        since: row.first,
        summary: `${String(failed)} of ${String(calls)} JIT calls of the last ${String(WINDOW_MINUTES)} minutes got no answer: Tratta's callers heard no balance.`,
        whatToDo:
          'GET /api/v1/jit-requests?http_status=503 (and 500) shows them, with how long each waited; see "JIT does not answer as it should" in the runbook.',
      },
    ];
  }
}

/** Months that have no place for their records. */
@Injectable()
export class JitPartitionAlarms implements AlarmSource {
  readonly name = 'jit partitions';

  constructor(
    private readonly prisma: PrismaService,
    alarms: AlarmsService,
  ) {
    alarms.register(this);
  }

  async check(): Promise<Alarm[]> {
    const [row] = await this.prisma.$queryRaw<
      { stray_rows: bigint; stray_since: Date | null; missing: string | null }[]
    >`SELECT * FROM jit_request_partition_faults()`;
    const alarms: Alarm[] = [];
    if (row?.stray_since != null)
      alarms.push({
        id: 'jit.partitions.stray',
        severity: 'warning',
        since: row.stray_since,
        summary: `${row.stray_rows >= 1000n ? '1,000 or more' : String(row.stray_rows)} records of JIT calls lie in partitions.jit_requests_other, outside of every month.`,
        whatToDo:
          'Set right the clock of the machine that wrote them; then move them as "Records outside of every month" in the runbook says.',
      });
    if (row?.missing != null)
      alarms.push({
        id: 'jit.partitions.missing',
        severity: 'warning',
        summary: `The partition of next month, partitions.${row.missing}, is missing.`,
        whatToDo:
          'Run SELECT ensure_jit_request_partitions(2) in the database; if it makes none, records of that month lie in partitions.jit_requests_other already.',
      });
    return alarms;
  }
}
