import { Prisma } from '../platform/database/generated/client.js';
import { isUuid } from '../platform/database/refs.js';
import type { DebtAccountQuery } from './debt-account-queries.types.js';

/** What rows of `debt_accounts` must fulfil. */
export function accountConditions(query: DebtAccountQuery): (Prisma.Sql | false)[] {
  return [...idConditions(query), ...relationConditions(query), ...rangeConditions(query)];
}

function idConditions({ any_id, id, external_id, external_account_number }: DebtAccountQuery) {
  return [
    any_id != null && anyId(any_id),
    id != null && Prisma.sql`debt_accounts.id = ${id}::uuid`,
    external_id != null && Prisma.sql`debt_accounts.external_id = ${external_id}`,
    external_account_number != null &&
      Prisma.sql`debt_accounts.external_account_number = ${external_account_number}`,
  ];
}

/** Each branch by its own index. */
function anyId(text: string): Prisma.Sql {
  const byUuid = isUuid(text) ? Prisma.sql`UNION ALL SELECT ${text}::uuid` : Prisma.empty;
  return Prisma.sql`debt_accounts.id IN (
    SELECT id FROM debt_accounts WHERE external_id = ${text}
    UNION ALL SELECT id FROM debt_accounts WHERE external_account_number = ${text} ${byUuid})`;
}

function relationConditions({ customer_id, location_id, family, parent_external_id }: DebtAccountQuery) {
  return [
    customer_id != null && Prisma.sql`debt_accounts.customer_id = ${idOf('customers', customer_id)}`,
    location_id != null && Prisma.sql`debt_accounts.location_id = ${idOf('locations', location_id)}`,
    parent_external_id != null &&
      Prisma.sql`debt_accounts.parent_id = ${idOf('debt_accounts', parent_external_id)}`,
    family != null && ofFamily(family),
  ];
}

function ofFamily(ref: string): Prisma.Sql {
  return Prisma.sql`debt_accounts.id IN (
    WITH head AS (SELECT coalesce(parent_id, id) AS id FROM debt_accounts WHERE id = ${idOf('debt_accounts', ref)})
    SELECT id FROM head UNION ALL SELECT child.id FROM debt_accounts child JOIN head ON child.parent_id = head.id)`;
}

/** The id of the record that a reference names: by its external id, else by our own; null where there is none. */
function idOf(table: 'customers' | 'locations' | 'debt_accounts', ref: string): Prisma.Sql {
  const byUuid = isUuid(ref) ? Prisma.sql`${ref}::uuid` : Prisma.sql`NULL`;
  return Prisma.sql`(coalesce((SELECT id FROM ${Prisma.raw(table)} WHERE external_id = ${ref}), ${byUuid}))`;
}

function rangeConditions(query: DebtAccountQuery) {
  const { status, placed_from, placed_until, created_since, updated_since } = query;
  return [
    status != null && Prisma.sql`debt_accounts.status IN (${Prisma.join(status.map(asStatus))})`,
    query.min_balance != null && Prisma.sql`debt_accounts.balance >= ${query.min_balance}`,
    query.max_balance != null && Prisma.sql`debt_accounts.balance <= ${query.max_balance}`,
    query.min_current_balance != null &&
      Prisma.sql`debt_accounts.current_balance >= ${query.min_current_balance}`,
    query.max_current_balance != null &&
      Prisma.sql`debt_accounts.current_balance <= ${query.max_current_balance}`,
    placed_from != null && Prisma.sql`debt_accounts.placed_on >= ${placed_from}::date`,
    placed_until != null && Prisma.sql`debt_accounts.placed_on <= ${placed_until}::date`,
    created_since != null && Prisma.sql`debt_accounts.created_at >= ${new Date(created_since)}`,
    updated_since != null && Prisma.sql`debt_accounts.updated_at >= ${new Date(updated_since)}`,
  ];
}

function asStatus(status: string): Prisma.Sql {
  return Prisma.sql`${status}::debt_account_status`;
}
