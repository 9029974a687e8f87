import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import type { SyncCallsService } from '../sync/sync-calls.service.js';
import type { SyncLanesService } from '../sync/sync-lanes.service.js';
import type { Claim } from '../sync/sync-record.types.js';
import { LaneBlockedError } from '../sync/sync-run.types.js';
import type { GotransverseClient } from './gotransverse/gotransverse.client.js';
import { TURN_SHARE } from './gotransverse/gotransverse.transport.js';
import { type AttemptTimes, LaneSlowedError } from './push-attempt.js';

/** The first slowdown of a row, in milliseconds, where Gotransverse does not say for how long. */
const FIRST_SLOWDOWN_MS = 1_000;

/** By the settings. @param budgetMs when an attempt begins no further call; what it got done stays done */
export function attemptTimes(
  { gotransverse, billing }: Pick<ResolvedSettings, 'gotransverse' | 'billing'>,
  budgetMs: number,
): AttemptTimes {
  return {
    leaseMs: billing.leaseSeconds * 1000,
    callMs: gotransverse.timeoutMs * (1 + TURN_SHARE),
    settleMs: gotransverse.settleSeconds * 1000,
    budgetMs,
  };
}

/** The way to Gotransverse on which each call is written down with the account that is held. */
export function recorded<Link extends { client: GotransverseClient }>(
  link: Link,
  claim: Claim,
  calls: SyncCallsService,
): Link {
  const client = link.client.in({
    onCall: (call) => {
      calls.record(claim, call);
    },
  });
  return { ...link, client };
}

/** What an attempt met that all others would meet, told to the lane. @returns undefined where it says nothing of it */
export async function tellLane(
  lanes: SyncLanesService,
  error: unknown,
): Promise<'blocked' | 'slowed' | undefined> {
  if (error instanceof LaneBlockedError) {
    await lanes.pauseByVendor('gotransverse', error.message);
    return 'blocked';
  }
  if (error instanceof LaneSlowedError) {
    const { message: reason, askedForMs } = error;
    await lanes.slow('gotransverse', { reason, firstMs: FIRST_SLOWDOWN_MS, askedForMs });
    return 'slowed';
  }
  return undefined;
}
