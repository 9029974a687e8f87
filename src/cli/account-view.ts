import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import type { components } from '../api-client/generated/schema.js';
import { dollars } from '../platform/money/dollars.js';
import type { ListColumn } from './lists.js';
import { metadataText } from './locations.js';
import { facts, minute } from './output.js';
import type { Noun } from './records.js';

export type Account = components['schemas']['DebtAccountView'];

const PATH = '/api/v1/debt-accounts/{ref}';

export const ACCOUNT_COLUMNS: ListColumn<Account>[] = [
  { heading: 'EXTERNAL ID', shrinks: true, cell: ({ external_id }) => external_id },
  { heading: 'CUSTOMER', shrinks: true, cell: ({ customer_external_id }) => customer_external_id },
  { heading: 'LOCATION', shrinks: true, cell: ({ location_external_id }) => location_external_id },
  { heading: 'FAMILY', shrinks: true, cell: familyText },
  { heading: 'STATUS', cell: ({ status }) => status },
  { heading: 'PLACED', right: true, cell: ({ balance }) => dollars(balance) },
  { heading: 'OWED', right: true, cell: ({ current_balance }) => dollars(current_balance) },
];

export function readAccount(client: ApiClient, ref: string): Promise<{ data: Account }> {
  return bodyOf(client.GET(PATH, { params: { path: { ref } } }));
}

export const ACCOUNT: Noun<Account> = {
  plural: 'accounts',
  singular: 'account',
  forms: {
    cents: ['balance', 'current_balance', 'settlement_amount'],
    json: ['locations', 'billing_type', 'payment_plan', 'itemization', 'metadata'],
  },
  exampleRef: 'D-1001',
  exampleChange: 'status=disputed settlement_amount=60000 --reason "letter of 5 May"',
  read: readAccount,
  replace: (client, ref, body, header) =>
    bodyOf(client.PUT(PATH, { params: { path: { ref }, header }, body: body as never })),
  change: (client, ref, body, header) =>
    bodyOf(client.PATCH(PATH, { params: { path: { ref }, header }, body: body as never })),
  text: (account) => accountText(account, account.customer_external_id, account.location_external_id),
};

/** An account, with what is known about its customer and its location. */
export function accountText(account: Account, customer: string, location: string): string {
  const further = account.locations.map(({ external_id, name }) => `${external_id}  ${name}`);
  return facts([
    ['account', account.external_id],
    ['id', account.id],
    ['customer', customer],
    ['location', location],
    ...further.map((text) => ['also at', text] as const),
    ['family', familyText(account)],
    ['status', statusText(account)],
    ['placed', dollars(account.balance)],
    ['owed', dollars(account.current_balance)],
    ['settlement', account.settlement_amount === null ? null : dollars(account.settlement_amount)],
    ["creditor's number", account.external_account_number],
    ['placed on', account.placed_on],
    ['delinquent since', account.delinquency_date],
    ['charged off on', account.charge_off_date],
    ['last payment', account.last_payment_at],
    ['payment plan', planText(account.payment_plan)],
    ['itemization', itemizationText(account.itemization)],
    ['billing type', account.billing_type.join(', ')],
    ['metadata', metadataText(account.metadata)],
    ['changed', `${account.updated_at} (version ${String(account.version)})`],
  ]);
}

function familyText({ parent_external_id, child_count }: Account): string {
  if (parent_external_id !== null) return `child of ${parent_external_id}`;
  if (child_count === 0) return '';
  return child_count === 1 ? 'parent of 1' : `parent of ${String(child_count)}`;
}

function statusText({ status, status_reason, status_changed_at }: Account): string {
  const reason = status_reason === null ? '' : `: ${status_reason}`;
  return `${status} since ${minute(status_changed_at)} UTC${reason}`;
}

function planText(plan: Account['payment_plan']): string | null {
  if (plan === null) return null;
  const amount = plan.amount === undefined ? '' : `${dollars(plan.amount)} `;
  const day = plan.recurring_day === undefined ? '' : `, ${plan.recurring_day}`;
  return `${amount}${plan.frequency}${day}`;
}

function itemizationText(itemization: Account['itemization']): string | null {
  if (itemization === null) return null;
  const { date, date_type, used_at, ...amounts } = itemization;
  const parts = Object.entries(amounts).flatMap(([name, amount]) =>
    amount === null ? [] : [`${name} ${dollars(amount)}`],
  );
  const fixed = used_at === null ? [] : [`used ${used_at}`];
  return [`${date} (${date_type})`, ...parts, ...fixed].join(', ');
}
