import type { DebtAccountStatus, EntryKind } from '../platform/database/generated/client.js';

/** Accounts of one status. Amounts in cents; each debt counts once, so a parent's sums are not added. */
export interface StatusFigures {
  status: DebtAccountStatus;
  accounts: number;
  /** Accounts with children. */
  parents: number;
  /** Accounts with a parent. */
  children: number;
  /** Accounts without children: those that have a ledger. */
  leaves: number;
  /** The amounts placed, and owed now. */
  balance: number;
  current_balance: number;
}

/** Ledger entries of one kind. The amount is their sum in cents. */
export interface EntryFigures {
  kind: EntryKind;
  entries: number;
  amount: number;
}

export interface EntryPeriodFigures {
  since: string;
  kinds: EntryFigures[];
}

/** JIT answers of one outcome. Milliseconds of whole answers; null where none of the measured ended so. */
export interface OutcomeFigures {
  outcome: string;
  answers: number;
  p50_ms: number | null;
  p95_ms: number | null;
  p99_ms: number | null;
}

export interface JitFigures {
  since: string;
  answers: number;
  /** How many of the newest answers the durations are of. */
  measured: number;
  outcomes: OutcomeFigures[];
}

/** How far another system is behind the books. */
export interface LaneFigures {
  lane: string;
  behind: number;
  /** There are more than were counted. */
  more: boolean;
  /** Since when the one that waits longest has been behind. */
  behind_since: string | null;
}

/** Figures of the whole service. */
export interface StatsView {
  /** When they were read; they are kept for some seconds. */
  as_of: string;
  locations: number;
  customers: number;
  debt_accounts: {
    accounts: number;
    parents: number;
    children: number;
    leaves: number;
    statuses: StatusFigures[];
  };
  entries: { today: EntryPeriodFigures; seven_days: EntryPeriodFigures };
  jit: JitFigures;
  lanes: LaneFigures[];
}
