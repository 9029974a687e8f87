import type { LaneName } from './sync-record.types.js';

/** What a lane does: `slowed` until a moment, `paused` until somebody lets it go on. */
export type LaneState = 'open' | 'slowed' | 'paused';

export interface LaneStanding {
  lane: LaneName;
  /** What the audit trail names it by. */
  id: string;
  state: LaneState;
  pausedAt: Date | null;
  /** Who paused it: a person, or the other system, which lets nobody in or does not know a name. */
  pausedBy: 'person' | 'vendor' | null;
  /** Why it is paused or slowed. */
  reason: string | null;
  slowedUntil: Date | null;
  /** How long it is slowed from now on, in milliseconds; 0 where it is not. */
  slowedForMs: number;
  /** How often in a row it was slowed, without a success in between. */
  slowdowns: number;
  /** When the other system last confirmed anything. */
  confirmedAt: Date | null;
}
