import { DebtAccountStatus } from '../../src/platform/database/generated/enums.js';

/** One entry that the service said it has. */
export interface ModelEntry {
  id: string;
  kind: string;
  amount: number;
  reference: string;
  occurredAt: string;
  reversed: boolean;
}

/** An account as simple arithmetic has it. Amounts in cents. */
export interface ModelAccount {
  id: string;
  externalId: string;
  customer: string;
  location: string;
  parent: ModelAccount | undefined;
  children: ModelAccount[];
  status: DebtAccountStatus;
  placed: number;
  current: number;
  /** Those posted after the account was opened. */
  entries: ModelEntry[];
  /** How many entries opened it: a placement, an adjustment. */
  opening: number;
  pending: { id: string; amount: number }[];
  /** Whether there was ever one: while there is, the account cannot become a parent. */
  hadPending: boolean;
}

/** Whether an entry can be posted to it, or a child put under it. */
export function isParent(account: ModelAccount): boolean {
  return account.children.length > 0;
}

export function hasEntries(account: ModelAccount): boolean {
  return account.opening > 0 || account.entries.length > 0;
}

export function placedBalance(account: ModelAccount): number {
  return isParent(account) ? sum(account.children.map(placedBalance)) : account.placed;
}

export function currentBalance(account: ModelAccount): number {
  return isParent(account) ? sum(account.children.map(currentBalance)) : account.current;
}

/** Contract §3, written once more and independently: what may be told of an account. */
export function toldBalance(account: ModelAccount): number {
  if (isParent(account)) return sum(account.children.map(toldBalance));
  const silent =
    account.status !== 'active' || (account.parent !== undefined && account.parent.status !== 'active');
  if (silent) return 0;
  return Math.max(0, account.current - sum(account.pending.map(({ amount }) => amount)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export const STATUSES = Object.values(DebtAccountStatus);
