import type { JitIncluded } from '../platform/config/settings.js';
import type { PersonalDataVault } from '../platform/crypto/personal-data.js';
import type { JitRow } from './jit.statement.js';

/** The body of the answer about an account, as Tratta gets it. */
export function toTrattaAnswer(
  row: JitRow,
  include: readonly JitIncluded[],
  vault: PersonalDataVault,
): string {
  const children = row.children === null ? '' : `,"child_debt_accounts":${row.children}`;
  const customer = customerWithPersonalData(row, include, vault);
  return `{"data":{"location":${row.location},"customer":${customer},"debt_account":${row.debtAccount}${children}}}`;
}

/** The personal fields among these that the customer has. */
export function heldPersonalFields(row: JitRow, include: readonly JitIncluded[]): JitIncluded[] {
  const ciphers = ciphersOf(row);
  return include.filter((field) => ciphers[field] !== null);
}

/** The only personal values that SQL cannot build in: they are encrypted. Off unless JIT_INCLUDE asks. */
function customerWithPersonalData(
  row: JitRow,
  include: readonly JitIncluded[],
  vault: PersonalDataVault,
): string {
  if (include.length === 0) return row.customer;
  const customer = JSON.parse(row.customer) as Record<string, unknown>;
  const ciphers = ciphersOf(row);
  for (const field of include) {
    const cipher = ciphers[field];
    if (cipher !== null) customer[field] = vault.open(field, row.customerId, cipher);
  }
  return JSON.stringify(customer);
}

function ciphersOf(row: JitRow): Record<JitIncluded, Buffer | null> {
  return { date_of_birth: row.dateOfBirthCipher, ssn_last4: row.ssnLast4Cipher };
}
