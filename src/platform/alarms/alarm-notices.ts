import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { v7 as newId } from 'uuid';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import { PrismaService, type Transaction } from '../database/prisma.service.js';
import { logger } from '../logging/logger.js';
import { MetricsService } from '../metrics/metrics.service.js';
import { AlarmReceiver } from './alarm-receiver.js';
import type { StandingAlarm } from './alarm.types.js';

type NoticeKind = 'raised' | 'recovered';

interface DueNotice {
  position: bigint;
  id: string;
  kind: NoticeKind;
  alarmId: string;
  severity: string;
  summary: string;
  whatToDo: string;
  since: Date;
  createdAt: Date;
  attempts: number;
}

/** Of so many alarms at once; those of one alarm are told one after another. */
const AT_ONCE = 8;
/** The wait after a first failure, doubled by each later one, in seconds. */
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 900;
const GIVEN_UP_AFTER_HOURS = 24;
const KEPT_DAYS = 30;

/** Tells ALERT_URL what began and what is over: each at least once, as long as it answers within a day. */
@Injectable()
export class AlarmNotices {
  private readonly receiver: AlarmReceiver | undefined;
  private readonly counter: Counter<'result'>;
  private failing = false;

  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly prisma: PrismaService,
    metrics: MetricsService,
  ) {
    if (settings.alertUrl !== undefined) this.receiver = new AlarmReceiver(settings.alertUrl);
    this.counter = new Counter({
      name: 'arrears_alarm_notices_total',
      help: 'Notices of alarms to ALERT_URL by result: delivered, failed (tried again), given_up',
      labelNames: ['result'],
      registers: [metrics.registry],
    });
  }

  /** Written with the change that it is of. Nothing where nobody is to be told. */
  async write(transaction: Transaction, kind: NoticeKind, alarms: readonly StandingAlarm[]): Promise<void> {
    if (this.receiver === undefined || alarms.length === 0) return;
    await transaction.alarmNotice.createMany({
      data: alarms.map(({ id, severity, summary, whatToDo, since }) => ({
        id: newId(),
        kind,
        alarmId: id,
        severity,
        summary,
        whatToDo,
        since,
      })),
    });
    await transaction.$executeRaw`
      DELETE FROM alarm_notices
       WHERE coalesce(delivered_at, given_up_at) < clock_timestamp() - ${KEPT_DAYS} * interval '1 day'`;
  }

  /** Tells all that is due. For one process at a time: whoever holds the watch's lease. */
  async deliver(signal: AbortSignal): Promise<void> {
    const { receiver } = this;
    if (receiver === undefined) return;
    await this.giveUp(receiver);
    while (!signal.aborted) {
      const due = await this.due();
      if (due.length === 0) return;
      await Promise.all(due.map((notice) => this.tell(receiver, notice, signal)));
    }
  }

  /** The first of each alarm's that is still to be told, where its time has come. */
  private due(): Promise<DueNotice[]> {
    return this.prisma.$queryRaw<DueNotice[]>`
      SELECT position, id, kind, alarm_id AS "alarmId", severity, summary, what_to_do AS "whatToDo", since,
             created_at AS "createdAt", attempts
        FROM (SELECT DISTINCT ON (alarm_id) * FROM alarm_notices
               WHERE delivered_at IS NULL AND given_up_at IS NULL ORDER BY alarm_id, position) firsts
       WHERE next_attempt_at <= clock_timestamp()
       ORDER BY position LIMIT ${AT_ONCE}`;
  }

  private async tell(receiver: AlarmReceiver, notice: DueNotice, signal: AbortSignal): Promise<void> {
    const refusal = await receiver.post(this.bodyOf(notice), signal);
    // Stopped in the middle: nothing is known, and whoever comes next tells it again.
    if (refusal !== undefined && signal.aborted) return;
    this.counter.inc({ result: refusal === undefined ? 'delivered' : 'failed' });
    if (refusal === undefined)
      await this.prisma.$executeRaw`
        UPDATE alarm_notices SET delivered_at = clock_timestamp(), attempts = attempts + 1
         WHERE position = ${notice.position} AND given_up_at IS NULL`;
    else {
      const waitSeconds = Math.min(FIRST_WAIT_SECONDS * 2 ** notice.attempts, LONGEST_WAIT_SECONDS);
      await this.prisma.$executeRaw`
        UPDATE alarm_notices SET attempts = attempts + 1,
               next_attempt_at = clock_timestamp() + ${waitSeconds} * interval '1 second'
         WHERE position = ${notice.position}`;
    }
    this.say(receiver, refusal);
  }

  /** Once when the receiver begins to fail, once when it takes notices again. */
  private say({ host }: AlarmReceiver, refusal: string | undefined): void {
    if (refusal !== undefined && !this.failing)
      logger.warn({ host, reason: refusal }, 'ALERT_URL does not take notices of alarms; they wait');
    if (refusal === undefined && this.failing) logger.info({ host }, 'ALERT_URL takes notices again');
    this.failing = refusal !== undefined;
  }

  /** What is a day old is no news: its receiver must look for itself. */
  private async giveUp({ host }: AlarmReceiver): Promise<void> {
    const rows = await this.prisma.$queryRaw<{ id: string; kind: string; alarm_id: string }[]>`
      UPDATE alarm_notices SET given_up_at = clock_timestamp()
       WHERE delivered_at IS NULL AND given_up_at IS NULL
         AND created_at <= clock_timestamp() - ${GIVEN_UP_AFTER_HOURS} * interval '1 hour'
      RETURNING id, kind, alarm_id`;
    for (const { id, kind, alarm_id: alarm } of rows) {
      this.counter.inc({ result: 'given_up' });
      logger.error(
        { host, notice: id, alarm, kind },
        'A notice was given up: ALERT_URL did not take it for a day',
      );
    }
  }

  private bodyOf(notice: DueNotice): object {
    const { publicUrl } = this.settings;
    return {
      notice_id: notice.id,
      event: notice.kind,
      id: notice.alarmId,
      severity: notice.severity,
      summary: notice.summary,
      what_to_do: notice.whatToDo,
      since: notice.since.toISOString(),
      at: notice.createdAt.toISOString(),
      ...(publicUrl !== undefined && { instance: publicUrl }),
    };
  }
}
