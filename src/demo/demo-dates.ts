import type { SeededRandom } from './seeded-random.js';

/** The day on which the demo data stands still: fixed, so that the same seed gives the same rows for ever. */
export const DEMO_TODAY = new Date('2026-11-02T00:00:00Z');

/** For what must still be to come whenever the data is loaded. */
export const FAR_FUTURE = new Date('2099-01-15T17:00:00Z');

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The days of a debt, each before the next. */
export interface DebtDates {
  transaction: Date;
  lastPaymentToCreditor: Date;
  delinquency: Date;
  lastStatement: Date;
  chargeOff: Date;
  judgment: Date;
  /** When the agency got it: within its office hours. */
  placed: Date;
}

export function drawDebtDates(random: SeededRandom): DebtDates {
  const placed = hoursAfter(daysBefore(DEMO_TODAY, random.integer(20, 900)), random.integer(13, 21));
  const delinquency = daysBefore(placed, random.integer(240, 700));
  return {
    transaction: daysBefore(delinquency, random.integer(45, 400)),
    lastPaymentToCreditor: daysBefore(delinquency, random.integer(5, 40)),
    delinquency,
    lastStatement: daysBefore(delinquency, -random.integer(20, 150)),
    chargeOff: daysBefore(delinquency, -180),
    judgment: daysBefore(placed, random.integer(5, 50)),
    placed,
  };
}

/** `count` moments from `start` up to today, in order and never two at once. */
export function drawMoments(random: SeededRandom, start: Date, count: number): Date[] {
  const step = (DEMO_TODAY.getTime() - start.getTime()) / (count + 1);
  return Array.from({ length: count }, (_, index) => {
    const jitter = (random.fraction() - 0.5) * step * 0.6;
    return wholeSecond(start.getTime() + (index + 1) * step + jitter);
  });
}

export function daysBefore(moment: Date, days: number): Date {
  return new Date(moment.getTime() - days * DAY_MS);
}

export function hoursAfter(moment: Date, hours: number): Date {
  return new Date(moment.getTime() + hours * HOUR_MS);
}

export function secondsAfter(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

/** YYYY-MM-DD */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

function wholeSecond(milliseconds: number): Date {
  return new Date(Math.floor(milliseconds / 1000) * 1000);
}
