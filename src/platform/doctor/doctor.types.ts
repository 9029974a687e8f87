import { ShowsFlag, ShowsList, ShowsOneOf, ShowsText } from '../openapi/shown.js';

export type Verdict = 'ok' | 'warning' | 'fault';

/** One thing that was looked at. `detail` is safe to paste anywhere: no secrets, no personal data. */
export class Finding {
  @ShowsText('What was looked at.', 'migrations')
  check!: string;

  @ShowsOneOf(['ok', 'warning', 'fault'], 'How it is.', 'ok')
  verdict!: Verdict;

  @ShowsText('What was found; safe to paste anywhere.', 'all 2 applied')
  detail!: string;
}

/** The doctor's report as API and command line tell it. */
export class DoctorReport {
  @ShowsFlag('No finding is a fault.', true)
  healthy!: boolean;

  @ShowsList(() => Finding, 'Everything that was looked at.')
  findings!: Finding[];
}

export function toReport(findings: Finding[]): DoctorReport {
  return { healthy: findings.every(({ verdict }) => verdict !== 'fault'), findings };
}
