import { DomainError } from '../platform/errors/domain-error.js';
import type { LedgerEntryBody } from './ledger-entry.types.js';

/**
 * The rules that an entry's kind sets for its amount and for `reverses`; the database holds them too.
 * @throws DomainError `invalid`
 */
export function checkAmount({ kind, amount, reverses }: LedgerEntryBody): void {
  if (kind === 'reversal') {
    if (reverses == null)
      throw DomainError.invalidField('reverses', 'is required: the id of the entry to take back');
    return;
  }
  if (reverses != null) throw DomainError.invalidField('reverses', 'is for reversals only');
  if (amount == null) throw DomainError.invalidField('amount', 'is required');
  if (amount === 0) throw DomainError.invalidField('amount', 'must not be 0');
  if (kind === 'payment' && amount > 0)
    throw DomainError.invalidField('amount', 'must be below 0: a payment lowers the debt');
  if (kind !== 'payment' && kind !== 'adjustment' && amount < 0)
    throw DomainError.invalidField('amount', `must be above 0: ${kind} raises the debt`);
}
