import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import type { EntryKind } from '../platform/database/generated/client.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { findByRef, isUuid } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { isInRange, MAX_CENTS } from '../platform/money/cents.js';
import { lockFamily, type LockedAccount } from './family-lock.js';
import { checkAmount } from './ledger-entry.rules.js';
import {
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

/** Appends to the ledgers of accounts. Nothing else changes a balance. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
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
        const found = await findByRef(ref, (where) =>
          transaction.debtAccount.findUnique({ where, select: { id: true } }),
        );
        if (found === null)
          throw new DomainError('not_found', 'There is no debt account with this external_id or id');
        const account = await lockFamily(transaction, found.id);
        const known = await this.sameReference(transaction, account, body);
        if (known !== null) return { entry: toLedgerEntryView(known), created: false };
        const entry = await this.append(transaction, account, await this.toEntry(transaction, account, body));
        await recordAudit(transaction, caller, {
          action: 'ledger_entry.posted',
          recordKind: 'ledger_entry',
          recordId: entry.id,
          debtAccountId: account.id,
          ...(entry.reason === null ? {} : { reason: entry.reason }),
          changes: { sequence: Number(entry.sequence), kind: entry.kind, amount: Number(entry.amount) },
        });
        return { entry: toLedgerEntryView(entry), created: true };
      }),
    );
  }

  /**
   * The entries that bring a new account's books to the amounts it was created with: the amount placed, and
   * an adjustment where the amount owed now differs. Amounts in cents.
   */
  async open(
    transaction: Transaction,
    account: LockedAccount,
    placed: bigint,
    current: bigint,
    occurredAt: Date,
  ): Promise<void> {
    const entry = { occurredAt, reference: null, reversesSequence: null, reason: null };
    if (placed !== 0n)
      await this.append(transaction, account, { ...entry, kind: 'placement', amount: placed });
    if (current !== placed)
      await this.append(
        transaction,
        { ...account, currentBalance: placed },
        { ...entry, kind: 'adjustment', amount: current - placed },
      );
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
