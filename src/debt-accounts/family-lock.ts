import { Prisma } from '../platform/database/generated/client.js';
import { isUuid } from '../platform/database/refs.js';
import type { Transaction } from '../platform/database/prisma.service.js';

/** An account under its family's lock: nothing about the family's balances can change beneath the holder. */
export interface LockedAccount {
  id: string;
  parentId: string | null;
  childCount: number;
  /** The amount placed, and the amount owed now, in cents. */
  balance: bigint;
  currentBalance: bigint;
}

/**
 * Locks an account for writing, its parent first: every writer takes a family's rows in the same order, so
 * that two of them wait for each other instead of deadlocking.
 */
export async function lockFamily(transaction: Transaction, accountId: string): Promise<LockedAccount> {
  await transaction.$queryRaw`
    SELECT id FROM debt_accounts
     WHERE id = (SELECT parent_id FROM debt_accounts WHERE id = ${accountId}::uuid) FOR NO KEY UPDATE`;
  const [account] = await transaction.$queryRaw<LockedAccount[]>`
    SELECT id, parent_id AS "parentId", child_count AS "childCount", balance, current_balance AS "currentBalance"
      FROM debt_accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
  if (account === undefined) throw new Error(`Debt account ${accountId} vanished`);
  return account;
}

/**
 * The same lock, in one statement, for whoever reads the account next. Where the account is to get another
 * parent, that one is locked together with the present one and in one order for all: two that change places
 * would wait for each other.
 * @param newParent its external id or our id
 */
export async function lockFamilyOf(
  transaction: Transaction,
  where: { externalId: string } | { id: string },
  newParent: string | null = null,
): Promise<void> {
  const account =
    'id' in where ? Prisma.sql`id = ${where.id}::uuid` : Prisma.sql`external_id = ${where.externalId}`;
  const parent = newParent === null || newParent.includes('\0') ? Prisma.empty : parentToBe(newParent);
  await transaction.$queryRaw`
    SELECT id FROM debt_accounts
     WHERE id IN (SELECT unnest(ARRAY[parent_id, id]) FROM debt_accounts WHERE ${account} ${parent})
     ORDER BY ${account}, id FOR NO KEY UPDATE`;
}

function parentToBe(ref: string): Prisma.Sql {
  const byUuid = isUuid(ref) ? Prisma.sql`OR id = ${ref}::uuid` : Prisma.empty;
  return Prisma.sql`UNION ALL SELECT id FROM debt_accounts WHERE external_id = ${ref} ${byUuid}`;
}
