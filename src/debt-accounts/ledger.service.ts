import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../platform/audit/audit.js';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import type { EntryKind } from '../platform/database/generated/client.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { findByRef, isUuid } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { Page } from '../platform/http/answers.js';
import { isInRange, MAX_CENTS } from '../platform/money/cents.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { listOf } from '../platform/pagination/list-query.js';
import { lockFamily, type LockedAccount } from './family-lock.js';
import { checkAmount } from './ledger-entry.rules.js';
import {
  type EntryQuery,
  type LedgerEntryBody,
  type LedgerEntryRow,
  type LedgerEntryView,
  toLedgerEntryView,
} from './ledger-entry.types.js';

const WITH_REVERSED = { reverses: { select: { id: true } } } as const;

/** An entry about to be appended. */
interface NewEntry {
  kind: EntryKind;
  amount: bigint;
  occurredAt: Date;
  reference: string | null;
  reversesSequence: bigint | null;
  reason: string | null;
}

/** What an account is said to have been placed with, and to owe now, in cents; null: nothing is said. */
export interface Amounts {
  balance: bigint | null;
  currentBalance: bigint | null;
}

/** Appends to the ledgers of accounts. Nothing else changes a balance. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly reasons: Reasons,
  ) {}

  /**
   * Posts one entry to a leaf account.
   * @returns the entry, and whether it is new: the same reference with the same content is the same entry
   * @throws DomainError `not_found`, `invalid`, or `conflict` (a parent account, a reference or a reversed
   *   entry that is used already)
   */
  async post(
    caller: Caller,
    ref: string,
    body: LedgerEntryBody,
  ): Promise<{ entry: LedgerEntryView; created: boolean }> {
    checkAmount(body);
    return onRefusal({}, () =>
      this.prisma.inTransaction(async (transaction) => {
        const found = existing(
          await findByRef(ref, (where) =>
            transaction.debtAccount.findUnique({ where, select: { id: true } }),
          ),
        );
        const account = await lockFamily(transaction, found.id);
        const known = await this.sameReference(transaction, account, body);
        if (known !== null) return { entry: toLedgerEntryView(known), created: false };
        const reason = this.reasons.of(caller, body);
        if (body.kind === 'adjustment' || body.kind === 'reversal')
          this.reasons.requireFor(`${body.kind}s`, reason);
        const entry = await this.append(
          transaction,
          account,
          await this.toEntry(transaction, account, { ...body, reason }),
        );
        await recordAudit(transaction, caller, {
          action: 'ledger_entry.posted',
          recordKind: 'ledger_entry',
          recordId: entry.id,
          debtAccountId: account.id,
          reason,
          changes: { sequence: Number(entry.sequence), kind: entry.kind, amount: Number(entry.amount) },
        });
        return { entry: toLedgerEntryView(entry), created: true };
      }),
    );
  }

  /** The entries of an account, the last one first. @throws DomainError `not_found` */
  async list(_caller: Caller, ref: string, query: EntryQuery): Promise<Page<LedgerEntryView>> {
    const { id } = existing(
      await findByRef(ref, (where) => this.prisma.debtAccount.findUnique({ where, select: { id: true } })),
    );
    const list = listOf(`entries of ${id}`, query);
    const before = this.cursors.position(list)?.[0];
    const rows = await this.prisma.ledgerEntry.findMany({
      where: {
        debtAccountId: id,
        ...(query.kind == null ? {} : { kind: query.kind }),
        ...(before === undefined ? {} : { sequence: { lt: BigInt(before) } }),
      },
      orderBy: { sequence: 'desc' },
      take: list.limit + 1,
      include: WITH_REVERSED,
    });
    return this.cursors.page(list, rows, ({ sequence }) => [String(sequence)], toLedgerEntryView);
  }

  /**
   * Appends the entries that bring an account to amounts that somebody says of it: the difference of the amount
   * placed as a placement, then that of the amount owed now as an adjustment. An absent amount is untouched, but
   * what was placed besides is owed too.
   * @returns which of its balances moved
   * @throws DomainError `invalid` where the amounts of a parent are not the sums over its children
   */
  async bringTo(
    transaction: Transaction,
    account: LockedAccount,
    amounts: Amounts,
    occurredAt: Date,
    reason: string | null,
  ): Promise<('balance' | 'currentBalance')[]> {
    if (account.childCount > 0) {
      assertSums(account, amounts);
      return [];
    }
    const placed = (amounts.balance ?? account.balance) - account.balance;
    const owed = account.currentBalance + placed;
    const adjusted = (amounts.currentBalance ?? owed) - owed;
    const entries = entriesFor(account, placed, adjusted, occurredAt, reason);
    if (entries.length > 0) await transaction.ledgerEntry.createMany({ data: entries });
    return [
      ...(placed === 0n ? [] : (['balance'] as const)),
      ...(placed + adjusted === 0n ? [] : (['currentBalance'] as const)),
    ];
  }

  /** The entries that bring new accounts, which have none, to their amounts. */
  async open(
    transaction: Transaction,
    openings: readonly { id: string; amounts: Amounts; reason: string | null }[],
    occurredAt: Date,
  ): Promise<void> {
    await transaction.ledgerEntry.createMany({
      data: openings.flatMap(({ id, amounts, reason }) => {
        const placed = amounts.balance ?? 0n;
        return entriesFor(
          { id, currentBalance: 0n },
          placed,
          (amounts.currentBalance ?? placed) - placed,
          occurredAt,
          reason,
        );
      }),
    });
  }

  private async append(
    transaction: Transaction,
    account: LockedAccount,
    entry: NewEntry,
  ): Promise<LedgerEntryRow> {
    if (account.childCount > 0)
      throw new DomainError(
        'conflict',
        'This account has children and is their sum; post the entry to one of them',
      );
    if (!isInRange(account.currentBalance + entry.amount))
      throw DomainError.invalidField('amount', `would take the balance beyond ${String(MAX_CENTS)} cents`);
    return transaction.ledgerEntry.create({
      data: { id: uuidv7(), debtAccountId: account.id, ...entry },
      include: WITH_REVERSED,
    });
  }

  private async sameReference(
    transaction: Transaction,
    account: LockedAccount,
    body: LedgerEntryBody,
  ): Promise<LedgerEntryRow | null> {
    if (body.reference == null) return null;
    const known = await transaction.ledgerEntry.findUnique({
      where: { debtAccountId_reference: { debtAccountId: account.id, reference: body.reference } },
      include: WITH_REVERSED,
    });
    if (known === null || isSameContent(known, body)) return known;
    throw new DomainError(
      'conflict',
      'This reference was used on the account for an entry with other content',
      [{ field: 'reference', message: `names entry ${known.id}` }],
    );
  }

  private async toEntry(
    transaction: Transaction,
    account: LockedAccount,
    body: LedgerEntryBody,
  ): Promise<NewEntry> {
    const reversed =
      body.kind === 'reversal' ? await this.reversed(transaction, account, body.reverses ?? '') : null;
    const amount = reversed === null ? BigInt(body.amount ?? 0) : -reversed.amount;
    if (body.amount != null && BigInt(body.amount) !== amount)
      throw DomainError.invalidField(
        'amount',
        `must be ${String(amount)}: a reversal takes back the whole entry`,
      );
    return {
      kind: body.kind,
      amount,
      occurredAt: body.occurred_at == null ? this.clock.now() : new Date(body.occurred_at),
      reference: body.reference ?? null,
      reversesSequence: reversed?.sequence ?? null,
      reason: body.reason ?? null,
    };
  }

  private async reversed(
    transaction: Transaction,
    account: LockedAccount,
    id: string,
  ): Promise<{ sequence: bigint; amount: bigint }> {
    const entry = isUuid(id)
      ? await transaction.ledgerEntry.findUnique({
          where: { id },
          include: { reversedBy: { select: { id: true } } },
        })
      : null;
    if (entry?.debtAccountId !== account.id)
      throw DomainError.invalidField('reverses', 'names no entry of this account');
    if (entry.kind === 'placement' || entry.kind === 'reversal')
      throw DomainError.invalidField(
        'reverses',
        `names a ${entry.kind}, which cannot be reversed; post an adjustment instead`,
      );
    if (entry.reversedBy !== null)
      throw new DomainError('conflict', 'This entry was reversed already', [
        { field: 'reverses', message: `was reversed by entry ${entry.reversedBy.id}` },
      ]);
    return entry;
  }
}

/** What the caller left open (the time, a reason, a reversal's amount) is the same as whatever it became. */
function isSameContent(known: LedgerEntryRow, body: LedgerEntryBody): boolean {
  return (
    known.kind === body.kind &&
    (body.amount == null || known.amount === BigInt(body.amount)) &&
    (body.occurred_at == null || known.occurredAt.getTime() === Date.parse(body.occurred_at)) &&
    (body.reason == null || known.reason === body.reason) &&
    (known.reverses?.id ?? null) === (body.reverses?.toLowerCase() ?? null)
  );
}

/**
 * What was placed besides, and by how much else the amount owed differs; nothing for what is 0.
 * @throws DomainError `invalid` where an entry, or the balance after it, would be out of range
 */
function entriesFor(
  account: Pick<LockedAccount, 'id' | 'currentBalance'>,
  placed: bigint,
  adjusted: bigint,
  occurredAt: Date,
  reason: string | null,
) {
  const owed = account.currentBalance + placed;
  if (!isInRange(placed) || !isInRange(owed)) throw beyond('balance');
  if (!isInRange(adjusted) || !isInRange(owed + adjusted)) throw beyond('current_balance');
  const amounts = [
    { kind: 'placement' as const, amount: placed },
    { kind: 'adjustment' as const, amount: adjusted },
  ];
  return amounts
    .filter(({ amount }) => amount !== 0n)
    .map((entry) => ({ id: uuidv7(), debtAccountId: account.id, occurredAt, reason, ...entry }));
}

function beyond(field: string): DomainError {
  return DomainError.invalidField(
    field,
    `would need an entry, or take what is owed, beyond ${String(MAX_CENTS)} cents`,
  );
}

function existing<Row>(row: Row | null): Row {
  if (row === null)
    throw new DomainError('not_found', 'There is no debt account with this external_id or id');
  return row;
}

/** A parent has no ledger of its own. @throws DomainError `invalid` */
function assertSums(account: LockedAccount, { balance, currentBalance }: Amounts): void {
  const wrong = [
    { field: 'balance', given: balance, sum: account.balance },
    { field: 'current_balance', given: currentBalance, sum: account.currentBalance },
  ].find(({ given, sum }) => given !== null && given !== sum);
  if (wrong !== undefined)
    throw DomainError.invalidField(
      wrong.field,
      `must be left out or ${String(wrong.sum)}: this account is the sum of its children`,
    );
}
