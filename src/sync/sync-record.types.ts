/** The other systems that records are brought to. */
export type LaneName = 'gotransverse' | 'tratta';

/** What kind of record a lane brings there. */
export type SyncedKind = 'location' | 'customer' | 'debt_account';

/** Where a record stands with another system, as the last attempt left it. */
const STORED_STATES = [
  'pending',
  'unknown',
  'retrying',
  'synced',
  'quarantined',
  'conflict',
  'not_needed',
] as const;

/** The same as people see it: `sending` while somebody holds the record's lease. */
export const SYNC_STATES = [...STORED_STATES, 'sending'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** A record, in a lane. */
export interface SyncedRecord {
  lane: LaneName;
  kind: SyncedKind;
  id: string;
}

/** The right to speak to the other system about a record, until its lease runs out. */
export interface Claim {
  readonly record: SyncedRecord;
  readonly owner: string;
  /**
   * A call that may have had an effect there, and whose outcome nobody knows, in the words of whoever made it: to be
   * asked for before anything is sent.
   */
  unsettled: string | undefined;
  /** How often it was tried in vain before. */
  readonly attemptsBefore: number;
  /** How often it was to be looked at again, as of the claim: what is counted later is for the next attempt. */
  readonly rechecks: number;
  /** Until when the lease holds for certain, on this process's monotonic clock, in milliseconds. */
  heldUntilMs: number;
  /** The run that the attempt is part of. */
  readonly runId: string | undefined;
}

/** How an attempt ended. `version` is that of the record as it was read for the attempt. */
export type AttemptEnd =
  | { state: 'synced' | 'not_needed'; version: bigint; reason?: string }
  | { state: 'quarantined' | 'conflict'; version: bigint; reason: string }
  | { state: 'retrying' | 'unknown'; reason: string; againInMs: number }
  /** Nothing is wrong with the record, and there is more to do: it was interrupted, or has to wait for another. */
  | { state: 'pending'; reason: string | null; againInMs?: number };

/** What an attempt did there; undefined for nothing. */
export type Did = 'created' | 'changed' | undefined;

/** What a run's engine is told of an attempt. */
export interface AttemptResult {
  /** `blocked`, `slowed`: it is the lane that takes no calls; the record is as it was. `lost`: another holds it now. */
  state: AttemptEnd['state'] | 'blocked' | 'slowed' | 'lost';
  /** Whether the other system, or the way there, gave no answer: if it is so for all, there is no use in going on. */
  unreachable: boolean;
  /** Whether the other system answered at all: what is told here alone says nothing of it. */
  answered: boolean;
}

/** The row as people see it. */
export interface SyncStanding {
  state: SyncState;
  reason: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  settledAt: Date | null;
  wantedVersion: bigint;
  settledVersion: bigint;
  /** How often it is to be looked at again, without a change of its own. */
  rechecks: number;
  leasedUntil: Date | null;
}
