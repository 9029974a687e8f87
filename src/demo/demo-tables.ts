import type { PersonalDataVault, PersonalField, SealedValue } from '../platform/crypto/personal-data.js';
import type * as rows from './demo.types.js';
import { copyTable } from './demo-copy.js';

/** A customer as stored: the personal data encrypted. */
type StoredCustomerRow = Omit<rows.CustomerRow, 'dateOfBirth' | 'ssnLast4'> & {
  dateOfBirthCipher: Buffer | null;
  dateOfBirthDigest: Buffer | null;
  ssnLast4Cipher: Buffer | null;
  ssnLast4Digest: Buffer | null;
};

export function sealCustomer(vault: PersonalDataVault, customer: rows.CustomerRow): StoredCustomerRow {
  const { dateOfBirth, ssnLast4, ...rest } = customer;
  const seal = (field: PersonalField, value: string | null): SealedValue | null =>
    value === null ? null : vault.seal(field, customer.id, value);
  const sealedDateOfBirth = seal('date_of_birth', dateOfBirth);
  const sealedSsnLast4 = seal('ssn_last4', ssnLast4);
  return {
    ...rest,
    dateOfBirthCipher: sealedDateOfBirth?.cipher ?? null,
    dateOfBirthDigest: sealedDateOfBirth?.digest ?? null,
    ssnLast4Cipher: sealedSsnLast4?.cipher ?? null,
    ssnLast4Digest: sealedSsnLast4?.digest ?? null,
  };
}

export const locations = copyTable<rows.LocationRow>('locations', {
  id: 'id',
  externalId: 'external_id',
  name: 'name',
  type: 'type',
  metadata: 'metadata',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
});

export const customers = copyTable<StoredCustomerRow>('customers', {
  id: 'id',
  externalId: 'external_id',
  kind: 'kind',
  name: 'name',
  firstName: 'first_name',
  middleName: 'middle_name',
  lastName: 'last_name',
  suffix: 'suffix',
  email: 'email',
  phone: 'phone',
  phoneE164: 'phone_e164',
  phoneCountry: 'phone_country',
  dateOfBirthCipher: 'date_of_birth_cipher',
  dateOfBirthDigest: 'date_of_birth_digest',
  ssnLast4Cipher: 'ssn_last4_cipher',
  ssnLast4Digest: 'ssn_last4_digest',
  metadata: 'metadata',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
});

export const addresses = copyTable<rows.AddressRow>('customer_addresses', {
  customerId: 'customer_id',
  position: 'position',
  name: 'name',
  line1: 'line1',
  line2: 'line2',
  city: 'city',
  postalCode: 'postal_code',
  state: 'state',
  country: 'country',
  isPrimary: 'is_primary',
});

export const debtAccounts = copyTable<rows.DebtAccountRow>('debt_accounts', {
  id: 'id',
  externalId: 'external_id',
  externalAccountNumber: 'external_account_number',
  customerId: 'customer_id',
  locationId: 'location_id',
  parentId: 'parent_id',
  childCount: 'child_count',
  lastSequence: 'last_sequence',
  balance: 'balance',
  currentBalance: 'current_balance',
  settlementAmount: 'settlement_amount',
  status: 'status',
  statusReason: 'status_reason',
  statusChangedAt: 'status_changed_at',
  billingType: 'billing_type',
  paymentPlan: 'payment_plan',
  metadata: 'metadata',
  placedOn: 'placed_on',
  delinquencyDate: 'delinquency_date',
  chargeOffDate: 'charge_off_date',
  lastPaymentAt: 'last_payment_at',
  lastActivityAt: 'last_activity_at',
  itemizationDate: 'itemization_date',
  itemizationDateType: 'itemization_date_type',
  itemizationAmount: 'itemization_amount',
  itemizationInterest: 'itemization_interest',
  itemizationFees: 'itemization_fees',
  itemizationPayments: 'itemization_payments',
  itemizationCredits: 'itemization_credits',
  itemizationUsedAt: 'itemization_used_at',
  version: 'version',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
});

export const debtAccountLocations = copyTable<rows.DebtAccountLocationRow>('debt_account_locations', {
  debtAccountId: 'debt_account_id',
  locationId: 'location_id',
  position: 'position',
});

export const entries = copyTable<rows.EntryRow>('ledger_entries', {
  debtAccountId: 'debt_account_id',
  sequence: 'sequence',
  id: 'id',
  kind: 'kind',
  amount: 'amount',
  balanceAfter: 'balance_after',
  occurredAt: 'occurred_at',
  recordedAt: 'recorded_at',
  reference: 'reference',
  reversesSequence: 'reverses_sequence',
  reason: 'reason',
});

export const pendingPayments = copyTable<rows.PendingPaymentRow>('pending_payments', {
  debtAccountId: 'debt_account_id',
  id: 'id',
  amount: 'amount',
  state: 'state',
  reference: 'reference',
  submittedAt: 'submitted_at',
  scheduledAt: 'scheduled_at',
  createdAt: 'created_at',
  settledAt: 'settled_at',
});
