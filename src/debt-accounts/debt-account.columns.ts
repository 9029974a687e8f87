import { Prisma } from '../platform/database/generated/client.js';
import { toDay } from '../platform/validation/fields.js';
import type { DebtAccountBody, ItemizationBody, PaymentPlanBody } from './debt-account.types.js';

/** The columns that describe an account: all but its keys, its balances and its ledger. */
export function toDebtAccountColumns(body: DebtAccountBody) {
  return {
    externalId: body.external_id,
    externalAccountNumber: body.external_account_number ?? null,
    settlementAmount: cents(body.settlement_amount),
    status: body.status ?? 'active',
    billingType: body.billing_type ?? [],
    paymentPlan: body.payment_plan == null ? Prisma.DbNull : toPlan(body.payment_plan),
    metadata: body.metadata ?? {},
    placedOn: day(body.placed_on),
    delinquencyDate: day(body.delinquency_date),
    chargeOffDate: day(body.charge_off_date),
    lastPaymentAt: moment(body.last_payment_at),
    lastActivityAt: moment(body.last_activity_at),
    ...itemizationColumns(body.itemization),
  };
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
