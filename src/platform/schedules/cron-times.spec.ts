import { describe, expect, jest, test } from '@jest/globals';
import { CronTimes } from './cron-times.js';

/** All the times between two moments, as asked forwards; the way back must find the same. */
function between(expression: string, timeZone: string, from: string, until: string): string[] {
  const times = new CronTimes(expression, timeZone);
  const found: Date[] = [];
  for (let at = times.next(new Date(from)); at !== undefined && at <= new Date(until); at = times.next(at))
    found.push(at);
  const back: Date[] = [];
  for (
    let at = times.latest(new Date(until));
    at !== undefined && at > new Date(from);
    at = times.latest(new Date(at.getTime() - 1))
  )
    back.unshift(at);
  expect(back).toEqual(found);
  return found.map((time) => time.toISOString().slice(5, 16));
}

// At 02:00 on 8 March the clocks in Chicago show 03:00: 08:00 UTC.
describe('an hour that the clocks skip', () => {
  const day = (expression: string) =>
    between(expression, 'America/Chicago', '2026-03-08T06:30:00Z', '2026-03-08T10:00:00Z');

  test('does not skip what is due in it: that is due when they have jumped', () => {
    expect(between('30 2 * * *', 'America/Chicago', '2026-03-07T06:00:00Z', '2026-03-10T06:00:00Z')).toEqual([
      '03-07T08:30',
      '03-08T08:00',
      '03-09T07:30',
    ]);
    expect(day('0 2 * * *')).toEqual(['03-08T08:00']);
    expect(day('30 2,3 * * *')).toEqual(['03-08T08:00', '03-08T08:30']);
  });

  test('makes one time of two that fall together', () => {
    expect(day('0 2,3 * * *')).toEqual(['03-08T08:00']);
  });

  test('is no gap for what is due every half hour', () => {
    expect(day('*/30 * * * *')).toEqual([
      '03-08T07:00',
      '03-08T07:30',
      '03-08T08:00',
      '03-08T08:30',
      '03-08T09:00',
      '03-08T09:30',
      '03-08T10:00',
    ]);
  });
});

// At 02:00 on 1 November they show 01:00 again: 07:00 UTC.
describe('an hour that the clocks show twice', () => {
  const day = (expression: string) =>
    between(expression, 'America/Chicago', '2026-11-01T05:30:00Z', '2026-11-01T09:00:00Z');

  test('has what is due at a certain time once, the first time', () => {
    expect(day('30 1 * * *')).toEqual(['11-01T06:30']);
    expect(day('0 1-3 * * *')).toEqual(['11-01T06:00', '11-01T08:00', '11-01T09:00']);
  });

  test('has what is due every half hour in both', () => {
    expect(day('*/30 * * * *')).toEqual([
      '11-01T06:00',
      '11-01T06:30',
      '11-01T07:00',
      '11-01T07:30',
      '11-01T08:00',
      '11-01T08:30',
      '11-01T09:00',
    ]);
  });

  test('is the same asked from within it', () => {
    const times = new CronTimes('30 1 * * *', 'America/Chicago');
    expect(times.latest(new Date('2026-11-01T07:45:00Z'))).toEqual(new Date('2026-11-01T06:30:00Z'));
    expect(times.next(new Date('2026-11-01T07:15:00Z'))).toEqual(new Date('2026-11-02T07:30:00Z'));
  });
});

test('the moment itself has come; the next is after it', () => {
  const times = new CronTimes('*/5 * * * * *', 'UTC');
  const moment = new Date('2026-06-09T08:00:05.000Z');

  expect(times.latest(moment)).toEqual(moment);
  expect(times.next(moment)).toEqual(new Date('2026-06-09T08:00:10.000Z'));
  expect(times.latest(new Date(moment.getTime() - 1))).toEqual(new Date('2026-06-09T08:00:00.000Z'));
});

test("this machine's clock has no say", () => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2031-01-01T00:00:00Z'));
  const times = new CronTimes('0 3 * * *', 'UTC');
  expect(times.latest(new Date('2026-06-09T08:00:00Z'))).toEqual(new Date('2026-06-09T03:00:00Z'));
  expect(times.next(new Date('2026-06-09T08:00:00Z'))).toEqual(new Date('2026-06-10T03:00:00Z'));
});

test('a day that never comes has no times', () => {
  const times = new CronTimes('0 0 30 2 *', 'UTC');
  expect([times.latest(new Date()), times.next(new Date())]).toEqual([undefined, undefined]);
});

test('what is no expression or no time zone is refused at once', () => {
  for (const [expression, zone] of [
    ['61 * * * *', 'UTC'],
    ['* * * *', 'UTC'],
    ['* * * * * * *', 'UTC'],
    ['* * * * *', 'Mars/Olympus'],
  ] as const)
    expect(() => new CronTimes(expression, zone)).toThrow(Error);
});
