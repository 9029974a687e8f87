import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { FINAL_STATUSES } from '../debt-accounts/debt-account.types.js';
import type { DebtAccountStatus } from '../platform/database/generated/client.js';
import type { BilledBooks } from './billing-books.js';
import { deactivateBody, resumeBody, suspendBody } from './gotransverse/gotransverse.bodies.js';
import { accepted, AttemptEnded, type Decided, type Push } from './push-attempt.js';

type StatusKind = 'open' | 'hold' | 'final';

const SUSPENDED = 'SUSPENDED';
/** Gotransverse itself moves a deactivated account on to the others (reference, 7.6). */
const ENDED = ['DEACTIVATED', 'FINAL_BILL', 'CLOSED'];

/** By the table of statuses. A parent's status covers its children. */
export function statusKind({ status, parent }: Pick<BilledBooks, 'status' | 'parent'>): StatusKind {
  const both = [status, ...(parent === null ? [] : [parent.status])];
  if (both.some(isFinal)) return 'final';
  return both.some((one) => one !== 'active') ? 'hold' : 'open';
}

function isFinal(status: DebtAccountStatus): boolean {
  return FINAL_STATUSES.includes(status);
}

/** Suspends, resumes, deactivates: after the balance was brought, since a deactivated account takes no more. */
@Injectable()
export class AccountStatus {
  constructor(private readonly clock: Clock) {}

  /** @param there its status as it was last read there */
  async bring(push: Push, eid: string, there: string | undefined): Promise<void> {
    const { attempt, client, books } = push;
    const wanted = statusKind(books);
    if (isAs(wanted, there)) return;
    if (there !== undefined && ENDED.includes(there))
      throw new AttemptEnded({
        state: 'conflict',
        reason: `the account is ${books.status} here and ${there} at Gotransverse (EID ${eid}), where no call takes that back; a user with the right to reactivate it can do so there`,
      });
    const outcome = await this.command(push, wanted, eid);
    if (outcome.kind === 'done') return;
    // Refused, maybe for being so already: the answer of an earlier call was lost.
    const now = accepted(await attempt.read(() => client.readAccount(eid)), 'Reading the account').status;
    if (!isAs(wanted, now)) accepted(outcome, `Making the account ${NAMES[wanted]} there`);
  }

  private command(
    { attempt, client, references }: Push,
    wanted: StatusKind,
    eid: string,
  ): Promise<Decided<unknown>> {
    const now = this.clock.now();
    switch (wanted) {
      case 'open':
        return attempt.send(() => client.resumeAccount(eid, resumeBody(eid, now)));
      case 'hold':
        return attempt.send(() =>
          client.suspendAccount(eid, suspendBody(eid, references.suspensionReason.eid, now)),
        );
      case 'final':
        return attempt.send(() =>
          client.deactivateAccount(eid, deactivateBody(eid, references.deactivationReason.eid, now)),
        );
    }
  }
}

const NAMES: Record<StatusKind, string> = { open: 'active', hold: 'suspended', final: 'deactivated' };

/** PENDING is on the way to ACTIVE; COLLECTION is one that no call sets, and no call of ours takes away. */
function isAs(wanted: StatusKind, there: string | undefined): boolean {
  if (wanted === 'final') return there !== undefined && ENDED.includes(there);
  if (wanted === 'hold') return there === SUSPENDED;
  return there !== SUSPENDED && !(there !== undefined && ENDED.includes(there));
}
