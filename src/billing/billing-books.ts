import { Injectable } from '@nestjs/common';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { findByRef } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { DebtAccountStatus, Prisma } from '../platform/database/generated/client.js';
import type { WithParty } from './billing-records.js';
import type { AccountSource } from './gotransverse/account-content.types.js';

/** An account as the books have it, all of it of one moment. */
export interface BilledBooks {
  id: string;
  externalId: string;
  version: bigint;
  /** The account's own; one that its parent is under counts as well. */
  status: DebtAccountStatus;
  parent: { externalId: string; status: DebtAccountStatus; eid: string | null } | null;
  isParent: boolean;
  balanceCents: bigint;
  customerId: string;
  customerVersion: bigint;
  locationVersion: bigint;
  /** Those after the watermark, in their order. */
  entries: BilledEntry[];
  source: AccountSource;
}

export interface BilledEntry {
  sequence: bigint;
  kind: string;
  amountCents: bigint;
  occurredAt: Date;
  reference: string | null;
  /** Whether it is of a payment that Tratta took: such a one has the same reference. */
  takenByTratta: boolean;
}

/** An account, and what is known of it at Gotransverse. */
export interface AccountOutline {
  /** Without entries. */
  books: BilledBooks;
  lastSequence: bigint;
  /** How many of its entries that are not there yet are of payments that Tratta took. */
  takenByTratta: number;
  there: WithParty | null;
}

/** Reads from the books what an account at Gotransverse is made of. */
@Injectable()
export class BillingBooks {
  constructor(
    private readonly prisma: PrismaService,
    private readonly vault: PersonalDataVault,
  ) {}

  /** @throws DomainError `not_found` */
  async idOf(ref: string): Promise<string> {
    const found = await findByRef(ref, (where) =>
      this.prisma.debtAccount.findUnique({ where, select: { id: true } }),
    );
    if (found === null)
      throw new DomainError('not_found', 'There is no debt account with this external_id or id');
    return found.id;
  }

  /**
   * Some accounts with what is known of them there, without their entries; only how many there are of those.
   * @returns those that exist, in any order
   */
  async outlines(debtAccountIds: readonly string[]): Promise<AccountOutline[]> {
    const rows = await this.prisma.debtAccount.findMany({
      where: { id: { in: [...debtAccountIds] } },
      include: {
        customer: { include: { addresses: { where: { isPrimary: true } } } },
        location: true,
        parent: { include: { billingAccount: true } },
        billingAccount: { include: { party: true } },
      },
      relationLoadStrategy: 'join',
    });
    const taken = await this.takenByTratta(debtAccountIds);
    return rows.map(({ billingAccount, ...row }) => ({
      books: this.toBooks({ ...row, entries: [], pendingPayments: [] }),
      lastSequence: row.lastSequence,
      takenByTratta: taken.get(row.id) ?? 0,
      there: billingAccount,
    }));
  }

  private async takenByTratta(debtAccountIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.prisma.$queryRaw<{ id: string; count: number }[]>`
      SELECT debt_account_id AS id, count(*)::int AS count
        FROM ledger_entries entry
        JOIN pending_payments payment USING (debt_account_id, reference)
        LEFT JOIN billing_accounts there USING (debt_account_id)
       WHERE debt_account_id = ANY(${[...debtAccountIds]}::uuid[]) AND entry.kind = 'payment'
         AND entry.sequence > coalesce(there.posted_sequence, 0)
       GROUP BY debt_account_id`;
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /** One statement, and so one moment. @param afterSequence entries that are covered already are not read */
  async read(debtAccountId: string, afterSequence: bigint): Promise<BilledBooks> {
    const row = await this.prisma.debtAccount.findUniqueOrThrow({
      where: { id: debtAccountId },
      include: included(afterSequence),
      relationLoadStrategy: 'join',
    });
    return this.toBooks(row);
  }

  private toBooks(row: Row): BilledBooks {
    const { customer, location, parent } = row;
    const taken = new Set(row.pendingPayments.map(({ reference }) => reference));
    return {
      id: row.id,
      externalId: row.externalId,
      version: row.version,
      status: row.status,
      parent:
        parent === null
          ? null
          : {
              externalId: parent.externalId,
              status: parent.status,
              eid: parent.billingAccount?.eid ?? null,
            },
      isParent: row.childCount > 0,
      balanceCents: row.currentBalance,
      customerId: customer.id,
      customerVersion: customer.version,
      locationVersion: location.version,
      entries: row.entries.map(({ sequence, kind, amount, occurredAt, reference }) => ({
        sequence,
        kind,
        amountCents: amount,
        occurredAt,
        reference,
        takenByTratta: kind === 'payment' && reference !== null && taken.has(reference),
      })),
      source: this.sourceOf(row),
    };
  }

  private sourceOf({ customer, location, ...account }: Row): AccountSource {
    const { id, dateOfBirthCipher, addresses, ...person } = customer;
    return {
      account: {
        externalId: account.externalId,
        externalAccountNumber: account.externalAccountNumber,
        placedOn: account.placedOn?.toISOString().slice(0, 10) ?? null,
      },
      customer: {
        ...person,
        dateOfBirth:
          dateOfBirthCipher === null ? null : this.vault.open('date_of_birth', id, dateOfBirthCipher),
        address: addresses[0] ?? null,
      },
      location: { externalId: location.externalId, name: location.name },
    };
  }
}

type Row = Prisma.DebtAccountGetPayload<{ include: ReturnType<typeof included> }>;

function included(afterSequence: bigint) {
  return {
    customer: { include: { addresses: { where: { isPrimary: true } } } },
    location: true,
    parent: { include: { billingAccount: true } },
    entries: { where: { sequence: { gt: afterSequence } }, orderBy: { sequence: 'asc' } },
    pendingPayments: { select: { reference: true } },
  } as const;
}
