import { type DebtAccount, Prisma } from '../platform/database/generated/client.js';
import { centsToNumber } from '../platform/money/cents.js';
import { toDay } from '../platform/validation/fields.js';
import type { DebtAccountFields, ItemizationBody, PaymentPlanBody } from './debt-account.types.js';

/** The columns that describe an account: all but its keys, its status, its balances and its ledger. */
export function toDebtAccountColumns(body: Omit<DebtAccountFields, 'customer_id' | 'location_id'>) {
  return {
    externalAccountNumber: body.external_account_number ?? null,
    settlementAmount: cents(body.settlement_amount),
    billingType: body.billing_type ?? [],
    paymentPlan: body.payment_plan == null ? null : toPlan(body.payment_plan),
    metadata: body.metadata ?? {},
    placedOn: day(body.placed_on),
    delinquencyDate: day(body.delinquency_date),
    chargeOffDate: day(body.charge_off_date),
    lastPaymentAt: moment(body.last_payment_at),
    lastActivityAt: moment(body.last_activity_at),
    ...itemizationColumns(body.itemization),
  };
}

/** The columns as the database's client takes them: JSON's null and the database's are two. */
export function toWritten({ paymentPlan, ...columns }: ReturnType<typeof toDebtAccountColumns>) {
  return { ...columns, paymentPlan: paymentPlan ?? Prisma.DbNull };
}

/**
 * The same the other way: what a body would say to leave an account's own description as it is.
 */
export function toDetails(row: DebtAccount) {
  return {
    external_account_number: row.externalAccountNumber,
    settlement_amount: row.settlementAmount === null ? null : centsToNumber(row.settlementAmount),
    billing_type: row.billingType,
    payment_plan: row.paymentPlan as unknown as PaymentPlanBody | null,
    placed_on: dayText(row.placedOn),
    delinquency_date: dayText(row.delinquencyDate),
    charge_off_date: dayText(row.chargeOffDate),
    last_payment_at: row.lastPaymentAt?.toISOString() ?? null,
    last_activity_at: row.lastActivityAt?.toISOString() ?? null,
    itemization: toItemization(row),
  };
}

function toItemization(row: DebtAccount): ItemizationBody | null {
  if (row.itemizationDate === null || row.itemizationDateType === null) return null;
  const amount = (value: bigint | null): number | null => (value === null ? null : centsToNumber(value));
  return {
    date: dayText(row.itemizationDate) ?? '',
    date_type: row.itemizationDateType,
    amount: amount(row.itemizationAmount),
    interest: amount(row.itemizationInterest),
    fees: amount(row.itemizationFees),
    payments: amount(row.itemizationPayments),
    credits: amount(row.itemizationCredits),
    used_at: row.itemizationUsedAt?.toISOString() ?? null,
  };
}

/**
 * An itemization that was used towards the debtor is fixed: a body that leaves it out, or leaves out when it
 * was used, means the one that is there.
 */
export function withFixedItemization<Body extends { itemization?: ItemizationBody | null }>(
  body: Body,
  row: DebtAccount,
): Body {
  if (row.itemizationUsedAt === null) return body;
  const used = toItemization(row);
  if (body.itemization == null) return { ...body, itemization: used };
  return {
    ...body,
    itemization: { ...body.itemization, used_at: body.itemization.used_at ?? used?.used_at ?? null },
  };
}

function dayText(value: Date | null): string | null {
  return value === null ? null : value.toISOString().slice(0, 10);
}

function toPlan({ frequency, recurring_day, amount }: PaymentPlanBody): Prisma.InputJsonObject {
  return {
    frequency,
    ...(recurring_day == null ? {} : { recurring_day }),
    ...(amount == null ? {} : { amount }),
  };
}

function itemizationColumns(itemization: ItemizationBody | null | undefined) {
  return {
    itemizationDate: day(itemization?.date),
    itemizationDateType: itemization?.date_type ?? null,
    itemizationAmount: cents(itemization?.amount),
    itemizationInterest: cents(itemization?.interest),
    itemizationFees: cents(itemization?.fees),
    itemizationPayments: cents(itemization?.payments),
    itemizationCredits: cents(itemization?.credits),
    itemizationUsedAt: moment(itemization?.used_at),
  };
}

function cents(value: number | null | undefined): bigint | null {
  return value == null ? null : BigInt(value);
}

function day(value: string | null | undefined): Date | null {
  return value == null ? null : toDay(value);
}

function moment(value: string | null | undefined): Date | null {
  return value == null ? null : new Date(value);
}
