import type {
  CustomerKind,
  DebtAccountStatus,
  EntryKind,
  ItemizationDateType,
  LocationType,
  PendingPaymentState,
} from '../platform/database/generated/enums.js';

/** Keys and values of 1 to 255 characters, as Tratta takes them. */
export type Metadata = Readonly<Record<string, string>>;

export interface LocationRow {
  id: string;
  externalId: string;
  name: string;
  type: LocationType;
  metadata: Metadata;
  createdAt: Date;
  updatedAt: Date;
}

export interface CustomerRow {
  id: string;
  externalId: string;
  kind: CustomerKind;
  name: string;
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  suffix: string | null;
  email: string | null;
  phone: string | null;
  phoneE164: string | null;
  phoneCountry: string | null;
  /** YYYY-MM-DD, in clear: the loader seals it. */
  dateOfBirth: string | null;
  /** Four digits, in clear: the loader seals them. */
  ssnLast4: string | null;
  metadata: Metadata;
  createdAt: Date;
  updatedAt: Date;
}

export interface AddressRow {
  customerId: string;
  position: number;
  name: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  postalCode: string | null;
  state: string | null;
  country: string | null;
  isPrimary: boolean;
}

export interface Itemization {
  itemizationDate: string | null;
  itemizationDateType: ItemizationDateType | null;
  itemizationAmount: number | null;
  itemizationInterest: number | null;
  itemizationFees: number | null;
  itemizationPayments: number | null;
  itemizationCredits: number | null;
  itemizationUsedAt: Date | null;
}

/** Amounts are cents, dates YYYY-MM-DD. */
export interface DebtAccountRow extends Itemization {
  id: string;
  externalId: string;
  externalAccountNumber: string | null;
  customerId: string;
  locationId: string;
  parentId: string | null;
  childCount: number;
  lastSequence: number;
  balance: number;
  currentBalance: number;
  settlementAmount: number | null;
  status: DebtAccountStatus;
  statusReason: string | null;
  statusChangedAt: Date;
  billingType: readonly string[];
  paymentPlan: Readonly<Record<string, unknown>> | null;
  metadata: Metadata;
  placedOn: string | null;
  delinquencyDate: string | null;
  chargeOffDate: string | null;
  lastPaymentAt: Date | null;
  lastActivityAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface DebtAccountLocationRow {
  debtAccountId: string;
  locationId: string;
  position: number;
}

export interface EntryRow {
  debtAccountId: string;
  sequence: number;
  id: string;
  kind: EntryKind;
  amount: number;
  balanceAfter: number;
  occurredAt: Date;
  recordedAt: Date;
  reference: string | null;
  reversesSequence: number | null;
  reason: string | null;
}

export interface PendingPaymentRow {
  debtAccountId: string;
  id: string;
  amount: number;
  state: PendingPaymentState;
  reference: string;
  submittedAt: Date;
  scheduledAt: Date | null;
  createdAt: Date;
  settledAt: Date | null;
}

/** A customer with all that they owe, in the order in which the rows may be stored. */
export interface Debtor {
  customer: CustomerRow;
  addresses: AddressRow[];
  /** A parent stands before its children. */
  debtAccounts: DebtAccountRow[];
  debtAccountLocations: DebtAccountLocationRow[];
  entries: EntryRow[];
  pendingPayments: PendingPaymentRow[];
}
