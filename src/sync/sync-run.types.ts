import type { AttemptResult, Claim, Did, LaneName, SyncedKind } from './sync-record.types.js';

/** `incremental`: what is behind. `full`: all is compared, and what differs is sent. */
export const RUN_MODES = ['incremental', 'full'] as const;
export type RunMode = (typeof RUN_MODES)[number];

export const RUN_STATES = [
  'queued',
  'running',
  'needs_confirmation',
  'finished',
  'cancelled',
  'failed',
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What became of an account in a run; in a dry run, what would. */
export const RUN_OUTCOMES = [
  'created',
  'changed',
  'unchanged',
  'not_needed',
  'quarantined',
  'conflict',
  'retrying',
  'unknown',
  'pending',
] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

export interface AskedRun {
  lane: LaneName;
  mode: RunMode;
  dryRun: boolean;
  /** Of one account alone. */
  debtAccountId?: string | undefined;
  /** The tick of the schedule that asks for it. */
  dueAt?: Date | undefined;
}

/** What would be done with a record, as far as it can be told without asking the other system. */
export interface PlannedRecord {
  id: string;
  state: 'synced' | 'not_needed' | 'quarantined' | 'retrying';
  did: Did;
  reason: string | null;
}

/** What a vendor's room tells of its lane, so that runs can go through it. */
export interface Lane {
  readonly name: LaneName;
  readonly kind: SyncedKind;
  /** Attempts under way at once. */
  readonly concurrency: number;
  readonly leaseMs: number;
  /** A run that would change a larger part of what is there, in percent, waits for a person. */
  readonly maxChangePercent: number;
  /** Why no record can be brought there at all; undefined where it can. */
  closed(): Promise<string | undefined>;
  /** Has looked at again what is made of records that changed. */
  spread(signal: AbortSignal): Promise<void>;
  /** How many records are there already. */
  countThere(): Promise<bigint>;
  /** @throws LaneBlockedError, LaneAwayError where it cannot be told now */
  plan(ids: readonly string[]): Promise<PlannedRecord[]>;
  /** Makes one attempt under a claim, and ends it. */
  attempt(claim: Claim, signal: AbortSignal): Promise<AttemptResult>;
}

/** No record can be brought to the other system now, and it is none of the records' fault. */
export class LaneBlockedError extends Error {
  override readonly name = 'LaneBlockedError';
}

/** The other system gives no answer now; it may in a moment. */
export class LaneAwayError extends Error {
  override readonly name = 'LaneAwayError';

  /** @param askedForMs how long it asks to be left alone, where it says so */
  constructor(
    reason: string,
    readonly askedForMs?: number,
  ) {
    super(reason);
  }
}

/** The name of the lease under which one process at a time works on a lane's run. */
export function runLease(lane: LaneName): string {
  return `run:${lane}`;
}
