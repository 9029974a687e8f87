import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { KeptAnswer } from '../clock/kept-answer.js';
import { describeFault } from '../database/database-faults.js';
import { PrismaService } from '../database/prisma.service.js';
import { logger } from '../logging/logger.js';
import type { Alarm, AlarmSource, AlarmView, SourceAnswer } from './alarm.types.js';

/** A source that takes longer is itself an alarm, in milliseconds. */
const PATIENCE_MS = 8_000;

/** What is wrong now, from every room that registered a source. */
@Injectable()
export class AlarmsService {
  private readonly sources: AlarmSource[] = [];
  /** When each alarm that is on was first seen by this process. */
  private firstSeen = new Map<string, Date>();
  private readonly current: KeptAnswer<AlarmView[]>;

  constructor(
    private readonly clock: Clock,
    private readonly prisma: PrismaService,
  ) {
    // Those who ask at the same time are told the same; who asks later is told anew.
    this.current = new KeptAnswer(clock, 0, () => this.ask());
  }

  register(source: AlarmSource): void {
    this.sources.push(source);
  }

  /** The gravest first, and of these the oldest; an empty list means that all is well. */
  list(): Promise<AlarmView[]> {
    return this.current.get();
  }

  /** What each source says now. */
  examine(): Promise<SourceAnswer[]> {
    return Promise.all(this.sources.map(checked));
  }

  private async ask(): Promise<AlarmView[]> {
    const [answers, watched] = await Promise.all([this.examine(), this.watchedSince()]);
    const alarms = answers.flatMap((answer) => answer.alarms);
    const now = this.clock.now();
    const seen = new Map(
      alarms.map((alarm) => [alarm.id, this.began(alarm, watched.get(alarm.id) ?? now, now)]),
    );
    this.firstSeen = seen;
    return alarms
      .map((alarm) => toAlarmView(alarm, seen.get(alarm.id) ?? now))
      .sort(
        (a, b) =>
          a.severity.localeCompare(b.severity) || a.since.localeCompare(b.since) || a.id.localeCompare(b.id),
      );
  }

  /** A source looks back only so far; whoever saw the alarm before remembers. */
  private began({ id, since }: Alarm, watched: Date, now: Date): Date {
    const known = [since, watched, this.firstSeen.get(id), now].filter((time) => time !== undefined);
    return new Date(Math.min(...known.map(Number)));
  }

  /** What the watch wrote down, over restarts. What is wrong is told even where this cannot be read. */
  private async watchedSince(): Promise<Map<string, Date>> {
    try {
      const rows = await soon(this.prisma.alarmOn.findMany({ select: { id: true, since: true } }));
      return new Map(rows.map(({ id, since }) => [id, since]));
    } catch {
      return new Map();
    }
  }
}

/** The alarm that a source cannot be asked. */
export function silenceOf(source: string): string {
  return `alarms.${source}`;
}

/** A source that fails hides no other one, and does not pass for a healthy one. */
async function checked(source: AlarmSource): Promise<SourceAnswer> {
  try {
    return { source: source.name, answered: true, alarms: await soon(source.check()) };
  } catch (error) {
    logger.warn({ source: source.name, reason: describeFault(error).code }, 'An alarm source failed');
    const silence: Alarm = {
      id: silenceOf(source.name),
      severity: 'warning',
      summary: `Whether something is wrong with ${source.name} cannot be told now.`,
      whatToDo: 'Ask GET /api/v1/doctor, and look for "An alarm source failed" in the log.',
    };
    return { source: source.name, answered: false, alarms: [silence] };
  }
}

/** @throws Error where it takes too long */
async function soon<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long')), PATIENCE_MS).unref();
  });
  try {
    return await Promise.race([answer, patience]);
  } finally {
    clearTimeout(timer);
  }
}

function toAlarmView({ id, severity, summary, whatToDo }: Alarm, since: Date): AlarmView {
  return { id, severity, since: since.toISOString(), summary, what_to_do: whatToDo };
}
