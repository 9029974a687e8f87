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

/** An alarm as the API tells it. */
export interface AlarmView {
  id: string;
  severity: AlarmSeverity;
  since: string;
  summary: string;
  what_to_do: string;
}
