import type { Beside } from '../sync/held-write.types.js';
import { postAdjustmentBody } from './gotransverse/gotransverse.bodies.js';
import { NO_STATUS } from './ours-there.js';
import { accepted, AttemptEnded, type Push } from './push-attempt.js';

/** An adjustment that is there, and is to be posted. */
export interface MadeAdjustment {
  eid: string;
  /** As it was just read. */
  status: string;
  /** Of the call. */
  step: string;
  /** How people are told of it: `the adjustment EID 13660 for entry 3`. */
  what: string;
  save: Beside;
}

/**
 * Posts what is pending, and notes what is posted.
 * @throws AttemptEnded `conflict` where it is neither
 */
export async function postMade({ attempt, client }: Push, made: MadeAdjustment): Promise<void> {
  const { eid, status, step, what, save } = made;
  if (status === 'POSTED') return attempt.found(save);
  if (status !== 'PENDING')
    throw new AttemptEnded({
      state: 'conflict',
      reason: `Gotransverse's ${what} is ${status}; somebody changed it there`,
    });
  if (attempt.isUnsettled(step)) await attempt.notFound('the posting');
  const outcome = await attempt.sendOnce(
    step,
    () => client.postAdjustment(eid, postAdjustmentBody(eid)),
    save,
  );
  if (outcome.kind === 'done') return;
  // Posting what is posted may be refused: undocumented, so it is the status that counts (reference, 7.4).
  const now = await statusThere({ attempt, client }, eid);
  if (now === 'POSTED') return attempt.learnt(save);
  accepted(outcome, `Posting the ${what}`);
}

/** @returns undefined where there is no such adjustment */
export async function statusThere(
  { attempt, client }: Pick<Push, 'attempt' | 'client'>,
  eid: string,
): Promise<string | undefined> {
  const outcome = await attempt.read(() => client.readAdjustment(eid));
  if (outcome.kind === 'not_found') return undefined;
  return accepted(outcome, 'Reading the adjustment').status ?? NO_STATUS;
}
