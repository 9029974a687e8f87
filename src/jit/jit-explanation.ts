import { dollars } from '../platform/money/dollars.js';

/** What decides the balance that is told of one account without children. Amounts in cents. */
export interface ToldAccount {
  externalId: string;
  status: string;
  parentStatus: string | null;
  bookBalance: bigint;
  /** Payments that are subtracted now, and those for a later day. */
  pending: bigint;
  pendingLater: bigint;
  settlementAmount: bigint | null;
  told: bigint;
}

/** The account that was asked for, and what else decides its answer. */
export interface ToldFacts {
  account: ToldAccount;
  children: readonly ToldAccount[];
  hasPhone: boolean;
  phoneCountry: string | null;
}

/** Why Tratta is told what it is told, in sentences for staff. */
export function explain(facts: ToldFacts, toldStatuses: readonly string[]): string[] {
  const { account, children } = facts;
  const balance =
    children.length === 0
      ? leafSentences(account, toldStatuses)
      : familySentences(account, children, toldStatuses);
  return [...balance, ...settlementSentences(account), ...phoneSentences(facts)];
}

function familySentences(
  account: ToldAccount,
  children: readonly ToldAccount[],
  toldStatuses: readonly string[],
): string[] {
  const sum = `The told balance of ${dollars(account.told)} is the sum of what is told of its ${
    children.length === 1 ? 'one child' : `${String(children.length)} children`
  }.`;
  const own = toldStatuses.includes(account.status)
    ? []
    : [`The status is ${account.status}, which is told as $0.00 and covers the children.`];
  const each = children.flatMap((child) => {
    const covered = own.length > 0 ? [] : leafSentences(child, toldStatuses);
    return [...covered, ...settlementSentences(child)].map(
      (sentence) => `Child ${child.externalId}: ${sentence}`,
    );
  });
  return [sum, ...own, ...each];
}

function leafSentences(account: ToldAccount, toldStatuses: readonly string[]): string[] {
  const { status, parentStatus, bookBalance, pending, pendingLater } = account;
  if (!toldStatuses.includes(status)) return [`The status is ${status}, which is told as $0.00.`];
  if (parentStatus !== null && !toldStatuses.includes(parentStatus))
    return [`The parent's status is ${parentStatus}, which covers this account and is told as $0.00.`];
  const sentences = [];
  if (pending > 0n)
    sentences.push(
      `Pending payments of ${dollars(pending)} are subtracted from the book balance of ${dollars(bookBalance)}.`,
    );
  if (bookBalance - pending < 0n)
    sentences.push(
      pending > 0n
        ? 'They are more than is owed; $0.00 is told, never less.'
        : `The book balance is ${dollars(bookBalance)}; $0.00 is told, never less.`,
    );
  if (sentences.length === 0) sentences.push(`The book balance of ${dollars(bookBalance)} is told as it is.`);
  if (pendingLater > 0n)
    sentences.push(`Payments of ${dollars(pendingLater)} for a later day are not subtracted yet.`);
  return sentences;
}

function settlementSentences({ settlementAmount, told }: ToldAccount): string[] {
  if (settlementAmount === null || (settlementAmount >= 1n && settlementAmount <= told)) return [];
  return [
    `The settlement amount of ${dollars(settlementAmount)} is left out: it is told from $0.01 up to the told balance of ${dollars(told)}.`,
  ];
}

function phoneSentences({ hasPhone, phoneCountry }: ToldFacts): string[] {
  if (!hasPhone || phoneCountry === 'US') return [];
  return [
    `The phone number is left out: it ${
      phoneCountry === null ? 'cannot be read as a US number' : 'is not a US number'
    }, and Tratta would refuse the whole answer.`,
  ];
}
