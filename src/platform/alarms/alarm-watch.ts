import { once } from 'node:events';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import { DatabaseService } from '../database/database.service.js';
import { LeaseGoneError, LeasesService, type HeldLease } from '../database/leases.service.js';
import { PrismaService, type Transaction } from '../database/prisma.service.js';
import { pause, Rounds } from '../database/rounds.js';
import { logger } from '../logging/logger.js';
import { MetricsService } from '../metrics/metrics.service.js';
import { changesSince, type AlarmChanges } from './alarm-changes.js';
import { AlarmNotices } from './alarm-notices.js';
import type { AlarmSeverity, StandingAlarm } from './alarm.types.js';
import { AlarmsService } from './alarms.service.js';

const LEASE = 'alarm-watch';
/** A process that was killed is replaced after this time, in milliseconds. */
const LEASE_MS = 10_000;
/** How often the others look whether the watch is free, in milliseconds. */
const RETAKE_MS = 5_000;
/** How often it is looked for notices whose time has come, in milliseconds. */
const DELIVERY_MS = 1_000;

/**
 * Sees alarms begin and end, and says each once: in the log and to ALERT_URL, over all replicas and restarts.
 * One process watches at a time, and goes on for as long as it lives, since some sources speak of their own
 * process and machine.
 */
@Injectable()
export class AlarmWatch implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  /** Between two checks, in milliseconds. Set before the start; `Infinity`: `round` alone. */
  everyMs = 10_000;
  private readonly rounds: Rounds;
  private readonly gauge: Gauge<'id' | 'severity'>;

  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly alarms: AlarmsService,
    private readonly notices: AlarmNotices,
    private readonly leases: LeasesService,
    private readonly prisma: PrismaService,
    database: DatabaseService,
    metrics: MetricsService,
  ) {
    this.rounds = new Rounds('Alarm watch', database, () => this.watchIfFree());
    this.gauge = new Gauge({
      name: 'arrears_alarm',
      help: '1 for each alarm that is on, told by the process that watches',
      labelNames: ['id', 'severity'],
      registers: [metrics.registry],
    });
  }

  onApplicationBootstrap(): void {
    if (this.settings.processRole !== 'web' && Number.isFinite(this.everyMs)) this.rounds.start();
  }

  onModuleDestroy(): void {
    this.rounds.announceStop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /**
   * Checks once, and tells what is to be told.
   * @returns false where another process watches
   */
  async round(): Promise<boolean> {
    const done = await this.leases.holding(LEASE, LEASE_MS, async (lease) => {
      await this.check(lease);
      await this.notices.deliver(lease.signal);
      return true;
    });
    return done ?? false;
  }

  private async watchIfFree(): Promise<number> {
    await this.leases.holding(LEASE, LEASE_MS, (lease) => this.watch(lease));
    return RETAKE_MS;
  }

  /** Beside each other: a receiver that hangs must not hold up the checks. */
  private async watch(lease: HeldLease): Promise<void> {
    const end = new AbortController();
    const signal = AbortSignal.any([lease.signal, end.signal]);
    const works = [
      repeat(() => this.check(lease), this.everyMs, signal),
      repeat(() => this.notices.deliver(signal), DELIVERY_MS, signal),
    ].map((work) => work.finally(() => end.abort()));
    try {
      await Promise.all(works);
    } catch (error) {
      // Whoever has the watch now, or starts next, goes on.
      if (!lease.signal.aborted && !(error instanceof LeaseGoneError)) throw error;
    } finally {
      await Promise.allSettled(works);
      this.gauge.reset();
    }
  }

  private async check(lease: HeldLease): Promise<void> {
    const answers = await unlessAborted(this.alarms.examine(), lease.signal);
    const changes = await this.prisma.inTransaction(async (transaction) => {
      await lease.assertHeld(transaction);
      const { now, standing } = await readStanding(transaction);
      const found = changesSince(standing, answers, now);
      await writeStanding(transaction, found);
      await this.notices.write(transaction, 'raised', found.raised);
      await this.notices.write(transaction, 'recovered', found.recovered);
      return found;
    });
    say(changes);
    this.gauge.reset();
    for (const { id, severity } of changes.on) this.gauge.set({ id, severity }, 1);
  }
}

async function repeat(work: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await work();
    await pause(everyMs, signal);
  }
}

/** A source that hangs must not hold up the process's end. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  try {
    const aborted = once(signal, 'abort', { signal: over.signal });
    return await Promise.race([work, aborted.then(() => Promise.reject(signal.reason as Error))]);
  } finally {
    over.abort();
  }
}

async function readStanding(transaction: Transaction): Promise<{ now: Date; standing: StandingAlarm[] }> {
  const [clock] = await transaction.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (clock === undefined) throw new Error('The database did not tell its time');
  const rows = await transaction.alarmOn.findMany();
  return {
    now: clock.now,
    standing: rows.map((row) => ({ ...row, severity: row.severity as AlarmSeverity })),
  };
}

async function writeStanding(transaction: Transaction, { on, recovered }: AlarmChanges): Promise<void> {
  if (recovered.length > 0)
    await transaction.alarmOn.deleteMany({ where: { id: { in: recovered.map(({ id }) => id) } } });
  for (const { id, source, severity, summary, whatToDo, since, seenAt, absences } of on) {
    const data = { source, severity, summary, whatToDo, since, seenAt, absences };
    await transaction.alarmOn.upsert({ where: { id }, create: { id, ...data }, update: data });
  }
}

function say({ raised, recovered }: AlarmChanges): void {
  for (const { id, severity, since, summary, whatToDo } of raised)
    logger[severity === 'critical' ? 'error' : 'warn'](
      { alarm: id, severity, since, what_to_do: whatToDo },
      `Alarm: ${summary}`,
    );
  for (const { id, severity, since, summary } of recovered)
    logger.info({ alarm: id, severity, since }, `Alarm over: ${summary}`);
}
