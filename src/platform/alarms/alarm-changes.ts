import type { Alarm, SourceAnswer, StandingAlarm } from './alarm.types.js';
import { silenceOf } from './alarms.service.js';

/** What a check changes. */
export interface AlarmChanges {
  /** What is on from now on, in whatever state. */
  on: StandingAlarm[];
  /** Those of them that are new, or of another severity than before. */
  raised: StandingAlarm[];
  /** What was on and is over. */
  recovered: StandingAlarm[];
}

/** So many checks in a row must miss an alarm before it is over: one that flickers is one alarm. */
const ABSENCES_THAT_END = 2;
/** A source that this process does not know may be another release's, whose turn to watch comes again, in milliseconds. */
const UNKNOWN_SOURCE_MS = 600_000;

/** @param now by the database's clock */
export function changesSince(
  standing: readonly StandingAlarm[],
  answers: readonly SourceAnswer[],
  now: Date,
): AlarmChanges {
  const changes: AlarmChanges = { on: [], raised: [], recovered: [] };
  const found = gravestById(answers);
  for (const alarm of standing) {
    const again = found.get(alarm.id);
    if (again !== undefined) {
      const seen = seenAgain(alarm, again, now);
      changes.on.push(seen);
      if (seen.severity !== alarm.severity) changes.raised.push(seen);
    } else if (!mayTell(answers, alarm, now)) changes.on.push(alarm);
    else if (alarm.absences + 1 < ABSENCES_THAT_END)
      changes.on.push({ ...alarm, absences: alarm.absences + 1 });
    else changes.recovered.push(alarm);
    found.delete(alarm.id);
  }
  for (const { source, alarm } of found.values()) {
    const raised = { ...alarm, source, since: earlier(alarm.since, now), seenAt: now, absences: 0 };
    changes.on.push(raised);
    changes.raised.push(raised);
  }
  return changes;
}

interface Found {
  source: string;
  alarm: Alarm;
}

function gravestById(answers: readonly SourceAnswer[]): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const { source, alarms } of answers)
    for (const alarm of alarms)
      if (found.get(alarm.id)?.alarm.severity !== 'critical') found.set(alarm.id, { source, alarm });
  return found;
}

function seenAgain(before: StandingAlarm, { source, alarm }: Found, now: Date): StandingAlarm {
  return { ...alarm, source, since: earlier(alarm.since, before.since), seenAt: now, absences: 0 };
}

/** Whether not finding it says anything: of a source that could not be asked it does not. */
function mayTell(answers: readonly SourceAnswer[], alarm: StandingAlarm, now: Date): boolean {
  const answer = answers.find(({ source }) => source === alarm.source);
  if (answer === undefined) return now.getTime() - alarm.seenAt.getTime() >= UNKNOWN_SOURCE_MS;
  return answer.answered || alarm.id === silenceOf(alarm.source);
}

function earlier(one: Date | undefined, other: Date): Date {
  return one !== undefined && one < other ? one : other;
}
