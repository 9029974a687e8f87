import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { FINAL_STATUSES } from '../debt-accounts/debt-account.types.js';
import type { DebtAccountStatus } from '../platform/database/generated/client.js';
import type { BilledBooks } from './billing-books.js';
import { deactivateBody, resumeBody, suspendBody } from './gotransverse/gotransverse.bodies.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import type { XmlElement } from './gotransverse/gotransverse.xml.js';
import { accepted, AttemptEnded, type Push } from './push-attempt.js';

type StatusKind = 'open' | 'hold' | 'final';

const SUSPENDED = 'SUSPENDED';
const STEP = 'status';
const KINDS_BY_OPERATION = new Map<string, StatusKind>([
  ['resumeAccount', 'open'],
  ['suspendAccount', 'hold'],
  ['deactivateAccount', 'final'],
]);
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

  /** What became of a former attempt's call is seen, or waited out: late, it would undo what is sent now. */
  async settleBegun({ attempt }: Push, there: string | undefined): Promise<void> {
    const begun = attempt.unsettledOf(STEP);
    if (begun === undefined) return;
    const meant = KINDS_BY_OPERATION.get(begun);
    if (meant !== undefined && isAs(meant, there)) await attempt.found(() => Promise.resolve());
    else await attempt.notFound('the changed status');
  }

  /** @throws AttemptEnded where a call was taken, and is not seen to have had its effect */
  confirm({ attempt, books }: Push, there: string | undefined): void {
    if (isAs(statusKind(books), there)) return;
    throw attempt.retries(
      `Gotransverse took the call, and still shows the account as ${there ?? 'without a status'}`,
    );
  }

  /** @param there its status as it was last read there */
  async bring(push: Push, eid: string, there: string | undefined): Promise<void> {
    const { attempt, client, books, references } = push;
    const wanted = statusKind(books);
    if (isAs(wanted, there)) return;
    const call = planStatus(books, eid, there, references, this.clock.now());
    if (call === undefined)
      throw new AttemptEnded({
        state: 'conflict',
        reason: `the account is ${books.status} here and ${there ?? 'gone'} at Gotransverse (EID ${eid}), where no call takes that back; a user with the right to reactivate it can do so there`,
      });
    const outcome = await attempt.sendOnce(
      `${STEP} ${call.operation}`,
      () => client[call.operation](eid, call.body),
      () => Promise.resolve(),
    );
    if (outcome.kind === 'done') return;
    // Refused, maybe for being so already: the answer of an earlier call was lost.
    const now = accepted(await attempt.read(() => client.readAccount(eid)), 'Reading the account').status;
    if (!isAs(wanted, now)) accepted(outcome, `Making the account ${NAMES[wanted]} there`);
  }
}

/** The call that makes the account there what it is here, and the body that it is made with. */
interface StatusCall {
  operation: 'resumeAccount' | 'suspendAccount' | 'deactivateAccount';
  body: XmlElement;
}

/** @returns undefined where the status there is right already, or is one that no call leaves */
export function planStatus(
  books: Pick<BilledBooks, 'status' | 'parent'>,
  eid: string,
  there: string | undefined,
  references: ResolvedReferences,
  now: Date,
): StatusCall | undefined {
  const wanted = statusKind(books);
  if (isAs(wanted, there) || isEnded(there)) return undefined;
  const { suspensionReason, deactivationReason } = references;
  switch (wanted) {
    case 'open':
      return { operation: 'resumeAccount', body: resumeBody(eid, now) };
    case 'hold':
      return { operation: 'suspendAccount', body: suspendBody(eid, suspensionReason.eid, now) };
    case 'final':
      return { operation: 'deactivateAccount', body: deactivateBody(eid, deactivationReason.eid, now) };
  }
}

const NAMES: Record<StatusKind, string> = { open: 'active', hold: 'suspended', final: 'deactivated' };

/** What Gotransverse would call it. */
export function statusThere(kind: StatusKind): string {
  return { open: 'ACTIVE', hold: SUSPENDED, final: 'DEACTIVATED' }[kind];
}

/** Takes no changes any more. */
export function isEnded(there: string | undefined): boolean {
  return there !== undefined && ENDED.includes(there);
}

/** PENDING is on the way to ACTIVE; COLLECTION is one that no call sets, and no call of ours takes away. */
export function isAs(wanted: StatusKind, there: string | undefined): boolean {
  if (wanted === 'final') return isEnded(there);
  if (wanted === 'hold') return there === SUSPENDED;
  return there !== SUSPENDED && !isEnded(there);
}
