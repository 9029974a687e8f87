import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import { describeFault, isAway } from '../database/database-faults.js';
import { DatabaseService } from '../database/database.service.js';
import { PrismaService, type Transaction } from '../database/prisma.service.js';
import { Rounds } from '../database/rounds.js';
import { stackOf } from '../errors/stack-of.js';
import { logger } from '../logging/logger.js';
import { CronTimes } from './cron-times.js';

/** What is to be begun at certain times. */
export interface Schedule {
  /** The same in every replica and release: by it is known which times were taken. */
  readonly name: string;
  /** A cron expression of five fields, or six with seconds first. */
  readonly cron: string;
  /** An IANA name. */
  readonly timeZone: string;
  /**
   * Called once for each time that is due, over all replicas, in the transaction that takes it: it writes down
   * what is to be done, and does not do it. Where it throws, the time is not taken, and tried again.
   */
  due(transaction: Transaction, dueAt: Date): Promise<void>;
}

interface Registered {
  schedule: Schedule;
  times: CronTimes;
  /** Its last attempt failed, and was told of. */
  failing: boolean;
}

/** The longest wait between two looks at the database's clock, in milliseconds. */
const LONGEST_WAIT_MS = 5_000;
const RETRY_MS = 5_000;
/** How many times taken are kept for each name. */
const KEPT_TICKS = 1_000;

/**
 * Begins things at their times, by the database's clock alone: once over all replicas; of the times missed
 * while nobody ran, the latest one. What is before a name is first seen is not due.
 */
@Injectable()
export class SchedulesService implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly registered = new Map<string, Registered>();
  private readonly rounds: Rounds;

  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly prisma: PrismaService,
    database: DatabaseService,
  ) {
    this.rounds = new Rounds('Schedules', database, () => this.round());
  }

  /** @throws Error where the name is taken, or expression or time zone are none */
  register(schedule: Schedule): void {
    const { name, cron, timeZone } = schedule;
    if (this.registered.has(name)) throw new Error(`There are two schedules named ${name}`);
    this.registered.set(name, { schedule, times: new CronTimes(cron, timeZone), failing: false });
  }

  onApplicationBootstrap(): void {
    if (this.settings.processRole !== 'web') this.rounds.start();
  }

  onModuleDestroy(): void {
    this.rounds.announceStop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /**
   * Takes what is due now; the background does it by itself, except in processes of the role `web`.
   * @returns after how many milliseconds the next round should be
   */
  async round(): Promise<number> {
    if (this.registered.size === 0) return LONGEST_WAIT_MS;
    const { now, taken } = await this.look();
    let waitMs = LONGEST_WAIT_MS;
    for (const entry of this.registered.values()) {
      const passed = await this.attempted(entry, now, taken.get(entry.schedule.name));
      const next = entry.times.next(now);
      if (!passed) waitMs = Math.min(waitMs, RETRY_MS);
      else if (next !== undefined) waitMs = Math.min(waitMs, next.getTime() - now.getTime());
    }
    return waitMs;
  }

  /** The database's time, and the latest tick of each name. */
  private async look(): Promise<{ now: Date; taken: Map<string, Date> }> {
    const rows = await this.prisma.$queryRaw<{ now: Date; name: string; latest: Date | null }[]>`
      SELECT clock_timestamp() AS now, name,
             (SELECT max(due_at) FROM schedule_ticks tick WHERE tick.name = wanted.name) AS latest
        FROM unnest(${[...this.registered.keys()]}::text[]) AS wanted (name)`;
    const taken = new Map<string, Date>();
    for (const { name, latest } of rows) if (latest !== null) taken.set(name, latest);
    const [first] = rows;
    if (first === undefined) throw new Error('The database did not tell its time');
    return { now: first.now, taken };
  }

  /** One schedule that fails holds up no other; told once until it works again. */
  private async attempted(entry: Registered, now: Date, latest: Date | undefined): Promise<boolean> {
    const { name } = entry.schedule;
    try {
      await this.take(entry, now, latest);
      entry.failing = false;
      return true;
    } catch (error) {
      if (isAway(error)) throw error;
      if (!entry.failing)
        logger.error(
          { schedule: name, reason: describeFault(error).code, stack: stackOf(error) },
          `What is due by the schedule ${name} could not be begun; tried again every few seconds`,
        );
      entry.failing = true;
      return false;
    }
  }

  private async take({ schedule, times }: Registered, now: Date, latest: Date | undefined): Promise<void> {
    const { name } = schedule;
    if (latest === undefined) {
      // Seen for the first time: from here on, and nothing before.
      await this.prisma.inTransaction((transaction) => insertTick(transaction, name, now));
      return;
    }
    const dueAt = times.latest(now);
    if (dueAt === undefined || dueAt <= latest) return;
    const taken = await this.prisma.inTransaction(async (transaction) => {
      // Whoever comes second waits here until the first has committed, and finds the time taken, or gave up.
      if (!(await insertTick(transaction, name, dueAt))) return false;
      await schedule.due(transaction, dueAt);
      await transaction.$executeRaw`
        DELETE FROM schedule_ticks
         WHERE name = ${name}
           AND due_at < (SELECT due_at FROM schedule_ticks WHERE name = ${name}
                          ORDER BY due_at DESC OFFSET ${KEPT_TICKS - 1} LIMIT 1)`;
      return true;
    });
    if (taken)
      logger.info(
        { schedule: name, due_at: dueAt, late_ms: now.getTime() - dueAt.getTime() },
        `The schedule ${name} is due`,
      );
  }
}

/** @returns false where it is there already */
async function insertTick(transaction: Transaction, name: string, dueAt: Date): Promise<boolean> {
  const inserted = await transaction.$executeRaw`
    INSERT INTO schedule_ticks (name, due_at) VALUES (${name}, ${dueAt.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`;
  return inserted > 0;
}
