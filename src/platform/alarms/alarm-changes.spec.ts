import { describe, expect, test } from '@jest/globals';
import type { Alarm, SourceAnswer, StandingAlarm } from './alarm.types.js';
import { changesSince, type AlarmChanges } from './alarm-changes.js';

const NOW = new Date('2026-11-27T12:00:00Z');
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const ALARM: Alarm = { id: 'x', severity: 'warning', summary: 'S', whatToDo: 'W' };
const STANDING: StandingAlarm = { ...ALARM, source: 'a', since: before(60), seenAt: before(1), absences: 0 };

function says(source: string, ...alarms: Alarm[]): SourceAnswer {
  return { source, answered: true, alarms };
}

function silent(source: string): SourceAnswer {
  return { source, answered: false, alarms: [{ ...ALARM, id: `alarms.${source}` }] };
}

function names({ on, raised, recovered }: AlarmChanges) {
  return [on, raised, recovered].map((alarms) => alarms.map(({ id }) => id));
}

describe('an alarm', () => {
  test('that is new is raised, since now or since when its cause began', () => {
    const { raised } = changesSince([], [says('a', ALARM, { ...ALARM, id: 'y', since: before(5) })], NOW);
    expect(raised.map(({ id, source, since }) => [id, source, since])).toEqual([
      ['x', 'a', NOW],
      ['y', 'a', before(5)],
    ]);
  });

  test('began in no future', () => {
    expect(changesSince([], [says('a', { ...ALARM, since: before(-5) })], NOW).raised[0]?.since).toEqual(NOW);
  });

  test('that goes on is no news, whatever its words, and since when it was', () => {
    const changes = changesSince([STANDING], [says('a', { ...ALARM, summary: 'T', since: before(2) })], NOW);
    expect(names(changes)).toEqual([['x'], [], []]);
    expect(changes.on[0]).toEqual({ ...STANDING, summary: 'T', seenAt: NOW });
  });

  test('whose severity changes is raised again', () => {
    const { raised } = changesSince([STANDING], [says('a', { ...ALARM, severity: 'critical' })], NOW);
    expect(raised).toEqual([{ ...STANDING, severity: 'critical', seenAt: NOW }]);
  });

  test('is over when two checks in a row miss it, not when one does', () => {
    const once = changesSince([STANDING], [says('a')], NOW);
    expect(names(once)).toEqual([['x'], [], []]);
    const flickers = changesSince(once.on, [says('a', ALARM)], NOW);
    expect(names(changesSince(flickers.on, [says('a')], NOW))).toEqual([['x'], [], []]);

    expect(names(changesSince(once.on, [says('a')], NOW))).toEqual([[], [], ['x']]);
  });

  test('told by two sources is one, the graver', () => {
    const grave: Alarm = { ...ALARM, severity: 'critical' };
    for (const answers of [
      [says('a', ALARM), says('b', grave)],
      [says('b', grave), says('a', ALARM)],
    ])
      expect(changesSince([], answers, NOW).raised).toMatchObject([{ source: 'b', severity: 'critical' }]);
  });
});

describe('a source that cannot be asked', () => {
  test('is one alarm, and ends none of its own', () => {
    let changes = changesSince([STANDING], [silent('a')], NOW);
    expect(names(changes)).toEqual([['x', 'alarms.a'], ['alarms.a'], []]);
    for (let check = 0; check < 3; check += 1) changes = changesSince(changes.on, [silent('a')], NOW);
    expect(names(changes)).toEqual([['x', 'alarms.a'], [], []]);

    changes = changesSince(changes.on, [says('a')], NOW);
    changes = changesSince(changes.on, [says('a')], NOW);
    expect(names(changes)).toEqual([[], [], ['x', 'alarms.a']]);
  });

  test('says nothing of those of another', () => {
    const once = changesSince([STANDING], [silent('b'), says('a')], NOW);
    expect(names(changesSince(once.on, [silent('b'), says('a')], NOW))[2]).toEqual(['x']);
  });
});

test('a source that this process does not know has ten minutes to come back', () => {
  for (const [minutes, over] of [
    [9, []],
    [10, ['x']],
  ] as const) {
    const once = changesSince([{ ...STANDING, seenAt: before(minutes) }], [], NOW);
    expect(names(changesSince(once.on, [], NOW))[2]).toEqual(over);
  }
});
