import type { Prisma } from '../platform/database/generated/client.js';
import { centsToNumber } from '../platform/money/cents.js';
import type { DebtAccountView, ItemizationView } from './debt-account-view.types.js';

/** What {@link toDebtAccountView} needs to be read. */
export const DEBT_ACCOUNT_INCLUDE = {
  customer: { select: { externalId: true } },
  location: { select: { externalId: true } },
  parent: { select: { externalId: true } },
  furtherLocations: {
    orderBy: { position: 'asc' },
    select: { location: { select: { id: true, externalId: true, name: true, type: true } } },
  },
} as const satisfies Prisma.DebtAccountInclude;

export type DebtAccountRow = Prisma.DebtAccountGetPayload<{ include: typeof DEBT_ACCOUNT_INCLUDE }>;

export function toDebtAccountView(row: DebtAccountRow): DebtAccountView {
  return {
    id: row.id,
    external_id: row.externalId,
    external_account_number: row.externalAccountNumber,
    customer_id: row.customerId,
    customer_external_id: row.customer.externalId,
    location_id: row.locationId,
    location_external_id: row.location.externalId,
    locations: row.furtherLocations.map(({ location: { id, externalId, name, type } }) => ({
      id,
      external_id: externalId,
      name,
      type,
    })),
    parent_id: row.parentId,
    parent_external_id: row.parent?.externalId ?? null,
    child_count: row.childCount,
    balance: centsToNumber(row.balance),
    current_balance: centsToNumber(row.currentBalance),
    settlement_amount: cents(row.settlementAmount),
    status: row.status,
    status_reason: row.statusReason,
    status_changed_at: row.statusChangedAt.toISOString(),
    billing_type: row.billingType,
    payment_plan: row.paymentPlan,
    metadata: row.metadata,
    placed_on: day(row.placedOn),
    delinquency_date: day(row.delinquencyDate),
    charge_off_date: day(row.chargeOffDate),
    last_payment_at: moment(row.lastPaymentAt),
    last_activity_at: moment(row.lastActivityAt),
    itemization: itemization(row),
    version: Number(row.version),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

function itemization(row: DebtAccountRow): ItemizationView | null {
  if (row.itemizationDate === null || row.itemizationDateType === null) return null;
  return {
    date: row.itemizationDate.toISOString().slice(0, 10),
    date_type: row.itemizationDateType,
    amount: cents(row.itemizationAmount),
    interest: cents(row.itemizationInterest),
    fees: cents(row.itemizationFees),
    payments: cents(row.itemizationPayments),
    credits: cents(row.itemizationCredits),
    used_at: moment(row.itemizationUsedAt),
  };
}

function cents(value: bigint | null): number | null {
  return value === null ? null : centsToNumber(value);
}

function day(value: Date | null): string | null {
  return value === null ? null : value.toISOString().slice(0, 10);
}

function moment(value: Date | null): string | null {
  return value === null ? null : value.toISOString();
}
