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
}

/** How an attempt ended. `version` is that of the record as it was read for the attempt. */
export type AttemptEnd =
  | { state: 'synced' | 'not_needed'; version: bigint; reason?: string }
  | { state: 'quarantined' | 'conflict'; version: bigint; reason: string }
  | { state: 'retrying' | 'unknown'; reason: string; againInMs: number }
  /** Nothing is wrong with the record, and there is more to do: it was interrupted, or has to wait for another. */
  | { state: 'pending'; reason: string | null };

/** The row as people see it. */
export interface SyncStanding {
  state: SyncState;
  reason: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  settledAt: Date | null;
  wantedVersion: bigint;
  settledVersion: bigint;
  leasedUntil: Date | null;
}
