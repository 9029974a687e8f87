import type { Prisma } from '../../../src/platform/database/generated/client.js';
import type { DebtAccountStatus } from '../../../src/platform/database/generated/enums.js';

/** Everything that the answer about an account needs, as Prisma is asked for it. */
export const ANSWERED = (now: Date) => {
  const pendingPayments = {
    where: { state: 'pending', OR: [{ scheduledAt: null }, { scheduledAt: { lte: now } }] },
    select: { amount: true },
  } satisfies Prisma.DebtAccount$pendingPaymentsArgs;
  return {
    location: true,
    customer: { include: { addresses: { where: { isPrimary: true } } } },
    parent: { select: { externalId: true, status: true } },
    pendingPayments,
    furtherLocations: { include: { location: true }, orderBy: { position: 'asc' } },
    children: { include: { pendingPayments }, orderBy: { externalId: 'asc' } },
  } satisfies Prisma.DebtAccountInclude;
};

export type Account = Prisma.DebtAccountGetPayload<{ include: ReturnType<typeof ANSWERED> }>;
type Child = Account['children'][number];
type Told = readonly DebtAccountStatus[];

export function toAnswer(account: Account, told: Told): object {
  const children = account.children.map((child) => childAnswer(child, account, told));
  const currentBalance =
    children.length > 0
      ? children.reduce((sum, child) => sum + child.current_balance, 0)
      : toldBalance(account, account.parent?.status, told);
  return {
    location: locationAnswer(account.location),
    customer: customerAnswer(account.customer),
    debt_account: withoutNulls({
      ...commonAnswer(account, currentBalance),
      parent_external_id: account.parent?.externalId,
      locations:
        account.furtherLocations.length > 0
          ? account.furtherLocations.map(({ location: { name, externalId, type } }) => ({
              name,
              external_id: externalId,
              type,
            }))
          : undefined,
    }),
    ...(children.length > 0 ? { child_debt_accounts: children } : {}),
  };
}

function locationAnswer({ externalId, name, type, metadata }: Account['location']): object {
  return withoutNulls({ external_id: externalId, name, type, metadata: unlessEmpty(metadata) });
}

function customerAnswer(customer: Account['customer']): object {
  const [address] = customer.addresses;
  return withoutNulls({
    external_id: customer.externalId,
    name: customer.name,
    email: customer.email,
    phone: customer.phoneCountry === 'US' ? customer.phone : undefined,
    address:
      address &&
      withoutNulls({
        name: address.name,
        line1: address.line1,
        line2: address.line2,
        city: address.city,
        postal_code: address.postalCode,
        state: address.state,
        country: address.country,
        is_primary: true,
      }),
    metadata: unlessEmpty(customer.metadata),
  });
}

function childAnswer(child: Child, parent: Account, told: Told) {
  const currentBalance = toldBalance(child, parent.status, told);
  return withoutNulls({ ...commonAnswer(child, currentBalance), parent_external_id: parent.externalId });
}

function commonAnswer(account: Account | Child, currentBalance: number) {
  const settlement = account.settlementAmount === null ? undefined : Number(account.settlementAmount);
  return {
    external_id: account.externalId,
    external_account_number: account.externalAccountNumber,
    balance: Number(account.balance),
    current_balance: currentBalance,
    settlement_amount:
      settlement !== undefined && settlement > 0 && settlement <= currentBalance ? settlement : undefined,
    billing_type: account.billingType.length > 0 ? account.billingType : undefined,
    payment_plan: account.paymentPlan,
    metadata: unlessEmpty(account.metadata),
  };
}

function toldBalance(
  account: Account | Child,
  parentStatus: DebtAccountStatus | undefined,
  told: Told,
): number {
  if (!told.includes(account.status) || (parentStatus !== undefined && !told.includes(parentStatus)))
    return 0;
  const pending = account.pendingPayments.reduce((sum, { amount }) => sum + Number(amount), 0);
  return Math.max(0, Number(account.currentBalance) - pending);
}

function unlessEmpty(metadata: Prisma.JsonValue): Prisma.JsonValue | undefined {
  return metadata !== null && Object.keys(metadata).length > 0 ? metadata : undefined;
}

function withoutNulls<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member != null)) as T;
}
