import { DomainError } from '../platform/errors/domain-error.js';

/** Names that lead nowhere are looked up anew after so long; sooner nothing can have changed. */
const RETRY_AFTER_SECONDS = 30;

/** Gotransverse cannot be asked, or nothing can be sent there. @param reason what to mend, or who did not answer */
export function billingUnavailable(reason: string): DomainError {
  return new DomainError('unavailable', reason, [], RETRY_AFTER_SECONDS);
}
