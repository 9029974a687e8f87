import { ShowsMoment, ShowsOneOf, ShowsText } from '../openapi/shown.js';

/** `critical`: callers or the books suffer now. `warning`: they will, unless somebody acts. */
export type AlarmSeverity = 'critical' | 'warning';

/** One thing that is wrong now. No secrets, no personal data. */
export interface Alarm {
  /** The same as long as it is the same trouble. */
  id: string;
  severity: AlarmSeverity;
  /** When it began, where the source knows; else it is when the service first saw it. */
  since?: Date;
  summary: string;
  whatToDo: string;
}

/** Where alarms come from. Asked often: it answers soon, and changes nothing. */
export interface AlarmSource {
  /** Names the source where it cannot be asked. */
  readonly name: string;
  /** @returns what is wrong now; nothing where all is well */
  check(): Promise<Alarm[]>;
}

/** What a source said when it was asked. */
export interface SourceAnswer {
  source: string;
  /** False: it could not be asked, which is then its one alarm. */
  answered: boolean;
  alarms: Alarm[];
}

/** An alarm that is on, over all processes and restarts. */
export interface StandingAlarm extends Required<Alarm> {
  /** Who can say that it is over. */
  source: string;
  seenAt: Date;
  /** Checks in a row that did not find it any more. */
  absences: number;
}

/** An alarm as the API tells it. */
export class AlarmView {
  @ShowsText('The same as long as it is the same trouble.', 'jit.failing')
  id!: string;

  @ShowsOneOf(
    ['critical', 'warning'],
    'Critical: callers or the books suffer now. Warning: they will, unless somebody acts.',
    'critical',
  )
  severity!: AlarmSeverity;

  @ShowsMoment('Since when, as far as it is known.', '2026-01-31T17:45:00.000Z')
  since!: string;

  @ShowsText('What is wrong.')
  summary!: string;

  @ShowsText('What to do about it.')
  what_to_do!: string;
}
