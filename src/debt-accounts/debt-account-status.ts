import type { DebtAccountStatus } from '../platform/database/generated/client.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { FINAL_STATUSES } from './debt-account.types.js';

/** What becomes of a status, and what a caller should know of it. */
export interface StatusMove {
  status: DebtAccountStatus;
  /** Why it is not as the caller asked. */
  warnings: string[];
}

/**
 * Which moves need a reason of a person, by the table of statuses: out of `active` and from a hold into a final
 * status anything may go; lifting a hold, changing it into another, and leaving a final status may not.
 */
export function needsReason(from: DebtAccountStatus, to: DebtAccountStatus): boolean {
  return from !== to && from !== 'active' && (FINAL_STATUSES.includes(from) || !FINAL_STATUSES.includes(to));
}

/** As a feed asks for it: what only a person may do is not done, and said. */
export function moveByFeed(from: DebtAccountStatus, to: DebtAccountStatus | null | undefined): StatusMove {
  if (to == null || !needsReason(from, to)) return { status: to ?? from, warnings: [] };
  const warning = `status: ${from} is kept, not changed to ${to}; PATCH it with a reason, since ${
    FINAL_STATUSES.includes(from) ? 'it is final' : 'a hold is lifted by a person only'
  }`;
  return { status: from, warnings: [warning] };
}

/**
 * As a person asks for it.
 * @throws DomainError `invalid` where the move needs a reason and has none
 */
export function moveByPerson(
  from: DebtAccountStatus,
  to: DebtAccountStatus | undefined,
  reason: string | null,
): StatusMove {
  if (to !== undefined && needsReason(from, to) && reason === null)
    throw DomainError.invalidField(
      'reason',
      `is required to change the status ${from} to ${to}; give it in the body or as X-Reason`,
    );
  return { status: to ?? from, warnings: [] };
}
