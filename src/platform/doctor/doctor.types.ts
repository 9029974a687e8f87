export type Verdict = 'ok' | 'warning' | 'fault';

/** One thing that was looked at. `detail` is safe to paste anywhere: no secrets, no personal data. */
export interface Finding {
  check: string;
  verdict: Verdict;
  detail: string;
}

/** The doctor's report as API and command line tell it. */
export interface DoctorReport {
  /** No finding is a fault. */
  healthy: boolean;
  findings: Finding[];
}

export function toReport(findings: Finding[]): DoctorReport {
  return { healthy: findings.every(({ verdict }) => verdict !== 'fault'), findings };
}
