import { Cron } from 'croner';

/**
 * The times of a cron expression in a time zone. A time that the clocks skip is due when they have jumped; a
 * time that they show twice is due the first time only, unless a field is a wildcard: then each is.
 */
export class CronTimes {
  private readonly cron: Cron;

  /**
   * @param expression of five fields, or six with seconds first
   * @param timeZone an IANA name
   * @throws Error where one of them is none
   */
  constructor(expression: string, timeZone: string) {
    new Intl.DateTimeFormat('en', { timeZone });
    this.cron = new Cron(expression, {
      paused: true,
      timezone: timeZone,
      mode: '5-or-6-parts',
      fixedTimeRule: 'no-wildcard',
    });
  }

  /** The latest that has come; undefined where none ever did. */
  latest(now: Date): Date | undefined {
    return this.cron.previousRuns(1, new Date(now.getTime() + 1))[0];
  }

  /** The first after now; undefined where none ever comes. */
  next(now: Date): Date | undefined {
    return this.cron.nextRun(now) ?? undefined;
  }
}
