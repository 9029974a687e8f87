import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import type {
  BillingAccount,
  BillingAdjustment,
  BillingParty,
  CustomerKind,
} from '../platform/database/generated/client.js';
import type { HeldWrite } from '../sync/held-write.types.js';
import {
  ACCOUNT_COLUMNS,
  type BroughtVersions,
  broughtVersions,
  type NewAccount,
  newAccount,
  type NewAdjustment,
  newAdjustment,
  partyOf,
  postedAdjustment,
  type ReadAccount,
  readAccount,
  type ReadParty,
} from './billing-record.sql.js';
import type { AccountContent } from './gotransverse/account-content.types.js';

/** The account's own part of what is sent; the party's is shared by all accounts of a customer. */
export type AccountPart = Omit<AccountContent, 'party' | 'addresses'>;
export type PartyPart = Pick<AccountContent, 'party' | 'addresses'>;

type Sealed = Uint8Array<ArrayBuffer>;

/** An account there with the party that it belongs to. */
export type WithParty = BillingAccount & { party: BillingParty | null };

/** An adjustment as it was found there, by our token in its description; or a payment, by its reference. */
export interface FoundAdjustment extends NewAdjustment {
  eid: string;
  posted: boolean;
}

/** What is known of an account at Gotransverse. What was sent there holds personal data, and is sealed. */
@Injectable()
export class BillingRecords {
  constructor(
    private readonly prisma: PrismaService,
    private readonly vault: PersonalDataVault,
    private readonly clock: Clock,
  ) {}

  async account(debtAccountId: string): Promise<BillingAccount | null> {
    const [row] = await this.prisma.statement<BillingAccount>(Prisma.sql`
      SELECT ${ACCOUNT_COLUMNS} FROM billing_accounts account WHERE debt_account_id = ${debtAccountId}::uuid`);
    return row ?? null;
  }

  /** Whose account there it is already, where it is another one's. */
  async accountOf(eid: string): Promise<BillingAccount | null> {
    return this.prisma.billingAccount.findUnique({ where: { eid } });
  }

  /** @returns the oldest, and so the one that new accounts of the customer share */
  async partyOf(customerId: string, kind: CustomerKind): Promise<string | undefined> {
    const [party] = await this.prisma.statement<{ eid: string }>(Prisma.sql`${partyOf(customerId, kind)}`);
    return party?.eid;
  }

  /**
   * The same, of one moment with whether another account of the customer is just making one: it was sent with the
   * party in it, and what became of that is not known, or it is there and its party not known yet.
   * @param step what the steps begin with that make one
   */
  async partyNow(
    { id, customerId }: { id: string; customerId: string },
    kind: CustomerKind,
    step: string,
  ): Promise<{ eid: string | undefined; isBeingMade: boolean }> {
    const [row] = await this.prisma.statement<{ eid: string | null; isBeingMade: boolean }>(Prisma.sql`
      SELECT (${partyOf(customerId, kind)}) AS eid,
             EXISTS (SELECT FROM debt_accounts other
                       LEFT JOIN billing_accounts there ON there.debt_account_id = other.id
                       LEFT JOIN sync_records sync
                         ON sync.lane = 'gotransverse' AND sync.record_kind = 'debt_account' AND sync.record_id = other.id
                      WHERE other.customer_id = ${customerId}::uuid AND other.id <> ${id}::uuid
                        AND (starts_with(sync.call_step, ${step})
                             OR there.debt_account_id IS NOT NULL AND there.party_eid IS NULL)) AS "isBeingMade"`);
    return { eid: row?.eid ?? undefined, isBeingMade: row?.isBeingMade === true };
  }

  /** The customer's other accounts, whether there or not. */
  async othersOf(customerId: string, exceptId: string): Promise<string[]> {
    const others = await this.prisma.debtAccount.findMany({
      where: { customerId, id: { not: exceptId } },
      select: { id: true },
    });
    return others.map(({ id }) => id);
  }

  async customerOf(partyEid: string): Promise<string | undefined> {
    const [party] = await this.prisma.statement<{ customerId: string }>(Prisma.sql`
      SELECT customer_id AS "customerId" FROM billing_parties WHERE eid = ${partyEid}`);
    return party?.customerId;
  }

  /** What the account and its party were last made to be there; undefined where that is not known. */
  async sent(debtAccountId: string): Promise<AccountContent | undefined> {
    const [row] = await this.prisma.statement<SentRow>(Prisma.sql`
      SELECT account.debt_account_id AS "debtAccountId", account.sent_cipher AS "sentCipher",
             party.eid AS "partyEid", party.sent_cipher AS "partyCipher"
        FROM billing_accounts account LEFT JOIN billing_parties party ON party.eid = account.party_eid
       WHERE account.debt_account_id = ${debtAccountId}::uuid`);
    if (row === undefined) return undefined;
    const { partyEid, partyCipher, ...account } = row;
    return this.opened({
      ...account,
      party: partyEid === null ? null : { eid: partyEid, sentCipher: partyCipher },
    });
  }

  /** The same, of a row that was read already. */
  opened({ debtAccountId, sentCipher, party }: SealedContent): AccountContent | undefined {
    if (sentCipher === null || party?.sentCipher == null) return undefined;
    return {
      ...(JSON.parse(this.vault.open('billing_content', debtAccountId, sentCipher)) as AccountPart),
      ...(JSON.parse(this.vault.open('billing_content', party.eid, party.sentCipher)) as PartyPart),
    };
  }

  async saveNew(
    transaction: Transaction,
    debtAccountId: string,
    account: NewAccount,
    sent?: AccountContent,
  ): Promise<void> {
    await this.newAccount(debtAccountId, account, sent).in(transaction);
  }

  newAccount(debtAccountId: string, account: NewAccount, sent?: AccountContent): HeldWrite {
    const cipher = sent === undefined ? null : this.sealedAccount(debtAccountId, sent);
    return newAccount(debtAccountId, account, cipher);
  }

  /** What was read back, and whose party the account has there. */
  read(
    debtAccountId: string,
    read: ReadAccount,
    party?: Omit<ReadParty, 'cipher'> & { sent?: PartyPart },
  ): HeldWrite {
    if (party === undefined) return readAccount(debtAccountId, read);
    const { sent, ...known } = party;
    const cipher = sent === undefined ? null : this.sealedParty(party.eid, sent);
    return readAccount(debtAccountId, read, { ...known, cipher });
  }

  /** @param withParty only for who holds the customer: it is one part for all of the customer's accounts */
  async saveSent(
    transaction: Transaction,
    debtAccountId: string,
    sent: AccountContent,
    withParty: boolean,
  ): Promise<void> {
    const { partyEid } = await transaction.billingAccount.update({
      where: { debtAccountId },
      data: { sentCipher: this.sealedAccount(debtAccountId, sent) },
    });
    if (withParty && partyEid !== null)
      await transaction.billingParty.update({
        where: { eid: partyEid },
        data: { sentCipher: this.sealedParty(partyEid, sent) },
      });
  }

  versions(books: BroughtVersions): HeldWrite {
    return broughtVersions(books);
  }

  /** Those that are not posted, in the entries' order. */
  async begunAdjustments(debtAccountId: string): Promise<BillingAdjustment[]> {
    return this.prisma.statement<BillingAdjustment>(Prisma.sql`
      SELECT debt_account_id AS "debtAccountId", last_sequence AS "lastSequence", first_sequence AS "firstSequence",
             amount, form, eid, posted_at AS "postedAt", created_at AS "createdAt"
        FROM billing_adjustments WHERE debt_account_id = ${debtAccountId}::uuid AND posted_at IS NULL
       ORDER BY last_sequence`);
  }

  /** The EIDs of the account's adjustments, and as what somebody accepted others that are there. */
  async settledAdjustments(
    debtAccountId: string,
  ): Promise<{ own: ReadonlySet<string | null>; accepted: ReadonlyMap<string, string> }> {
    const where = { debtAccountId };
    const own = await this.prisma.billingAdjustment.findMany({ where, select: { eid: true } });
    const accepted = await this.prisma.billingAcceptedAdjustment.findMany({ where });
    return {
      own: new Set(own.map(({ eid }) => eid)),
      accepted: new Map(accepted.map(({ eid, standing }) => [eid, standing])),
    };
  }

  /** What is to be made there, or, worth nothing, is covered without being made. */
  async saveNewAdjustment(
    transaction: Transaction,
    debtAccountId: string,
    made: NewAdjustment,
    found?: { eid: string; posted: boolean },
  ): Promise<void> {
    await this.newAdjustment(debtAccountId, made, found).in(transaction);
  }

  /** The same, for who holds the account. */
  newAdjustment(
    debtAccountId: string,
    made: NewAdjustment,
    found?: { eid: string; posted: boolean },
  ): HeldWrite {
    return newAdjustment(debtAccountId, made, found, this.clock.now());
  }

  async saveMade(transaction: Transaction, adjustment: BillingAdjustment, eid: string): Promise<void> {
    const { debtAccountId, lastSequence } = adjustment;
    await transaction.billingAdjustment.update({
      where: { debtAccountId_lastSequence: { debtAccountId, lastSequence } },
      data: { eid },
    });
  }

  /** It is not there any more, and was never posted: to be made anew. */
  async saveGone(
    transaction: Transaction,
    { debtAccountId, lastSequence }: Pick<BillingAdjustment, 'debtAccountId' | 'lastSequence'>,
  ): Promise<void> {
    await transaction.billingAdjustment.update({
      where: { debtAccountId_lastSequence: { debtAccountId, lastSequence } },
      data: { eid: null },
    });
  }

  /** It was refused there: nothing was begun. */
  async dropUnmade(transaction: Transaction, debtAccountId: string, lastSequence: bigint): Promise<void> {
    await transaction.billingAdjustment.deleteMany({
      where: { debtAccountId, lastSequence, eid: null, postedAt: null },
    });
  }

  /** The adjustment that takes off what is left; without an EID it is only about to be made. */
  async saveWriteOff(
    transaction: Transaction,
    debtAccountId: string,
    { amountCents, eid }: { amountCents: bigint; eid?: string },
  ): Promise<void> {
    await transaction.billingAccount.update({
      where: { debtAccountId },
      data: { writeOffAmount: amountCents, writeOffEid: eid ?? null, writeOffBegunAt: this.clock.now() },
    });
  }

  async saveWrittenOff(transaction: Transaction, debtAccountId: string): Promise<void> {
    await transaction.billingAccount.update({
      where: { debtAccountId },
      data: { writtenOffAt: this.clock.now() },
    });
  }

  /** It is not there any more, or was taken back. */
  async saveNoWriteOff(transaction: Transaction, debtAccountId: string): Promise<void> {
    await transaction.billingAccount.update({
      where: { debtAccountId },
      data: { writeOffAmount: null, writeOffEid: null, writeOffBegunAt: null, writtenOffAt: null },
    });
  }

  async customerVersion(customerId: string): Promise<bigint | undefined> {
    const customer = await this.prisma.customer.findUnique({
      where: { id: customerId },
      select: { version: true },
    });
    return customer?.version;
  }

  /** It counts there from now on. */
  posted(adjustment: Pick<BillingAdjustment, 'debtAccountId' | 'lastSequence'>): HeldWrite {
    return postedAdjustment(adjustment, this.clock.now());
  }

  private sealedAccount(debtAccountId: string, content: AccountContent): Sealed {
    const { account, billCycle, category, customFields, parentEid } = content;
    const part: AccountPart = { account, billCycle, category, customFields, parentEid };
    return Uint8Array.from(this.vault.sealText('billing_content', debtAccountId, JSON.stringify(part)));
  }

  private sealedParty(eid: string, { party, addresses }: PartyPart): Sealed {
    return Uint8Array.from(
      this.vault.sealText('billing_content', eid, JSON.stringify({ party, addresses } satisfies PartyPart)),
    );
  }
}

/** What is sealed of an account and its party. */
type SealedContent = Pick<BillingAccount, 'debtAccountId' | 'sentCipher'> & {
  party: Pick<BillingParty, 'eid' | 'sentCipher'> | null;
};

interface SentRow extends Pick<BillingAccount, 'debtAccountId' | 'sentCipher'> {
  partyEid: string | null;
  partyCipher: Sealed | null;
}
