import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import type {
  BillingAccount,
  BillingAdjustment,
  BillingParty,
  CustomerKind,
} from '../platform/database/generated/client.js';
import type { AccountContent } from './gotransverse/account-content.types.js';
import type { EntryForm } from './gotransverse/adjustment-plan.js';

/** The account's own part of what is sent; the party's is shared by all accounts of a customer. */
export type AccountPart = Omit<AccountContent, 'party' | 'addresses'>;
export type PartyPart = Pick<AccountContent, 'party' | 'addresses'>;

type Sealed = Uint8Array<ArrayBuffer>;

/** An account there with the party that it belongs to. */
export type WithParty = BillingAccount & { party: BillingParty | null };

export interface NewAdjustment {
  form?: EntryForm;
  firstSequence: bigint;
  lastSequence: bigint;
  amountCents: bigint;
}

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
    return this.prisma.billingAccount.findUnique({ where: { debtAccountId } });
  }

  /** Whose account there it is already, where it is another one's. */
  async accountOf(eid: string): Promise<BillingAccount | null> {
    return this.prisma.billingAccount.findUnique({ where: { eid } });
  }

  /** @returns the oldest, and so the one that new accounts of the customer share */
  async partyOf(customerId: string, kind: CustomerKind): Promise<string | undefined> {
    const party = await this.prisma.billingParty.findFirst({
      where: { customerId, kind },
      orderBy: [{ createdAt: 'asc' }, { eid: 'asc' }],
    });
    return party?.eid;
  }

  /** The customer's other accounts, whether there or not. */
  async othersOf(customerId: string, exceptId: string): Promise<string[]> {
    const others = await this.prisma.debtAccount.findMany({
      where: { customerId, id: { not: exceptId } },
      select: { id: true },
    });
    return others.map(({ id }) => id);
  }

  /** Whether another account of the customer is there whose party is not known yet. */
  async isThereWithoutParty(customerId: string, exceptId: string): Promise<boolean> {
    const account = await this.prisma.billingAccount.findFirst({
      where: { partyEid: null, debtAccountId: { not: exceptId }, debtAccount: { customerId } },
      select: { eid: true },
    });
    return account !== null;
  }

  async customerOf(partyEid: string): Promise<string | undefined> {
    const party = await this.prisma.billingParty.findUnique({ where: { eid: partyEid } });
    return party?.customerId;
  }

  /** What the account and its party were last made to be there; undefined where that is not known. */
  async sent(debtAccountId: string): Promise<AccountContent | undefined> {
    const row = await this.prisma.billingAccount.findUnique({
      where: { debtAccountId },
      include: { party: true },
    });
    return row === null ? undefined : this.opened(row);
  }

  /** The same, of a row that was read already. */
  opened({ debtAccountId, sentCipher, party }: WithParty): AccountContent | undefined {
    if (sentCipher === null || party?.sentCipher == null) return undefined;
    return {
      ...(JSON.parse(this.vault.open('billing_content', debtAccountId, sentCipher)) as AccountPart),
      ...(JSON.parse(this.vault.open('billing_content', party.eid, party.sentCipher)) as PartyPart),
    };
  }

  async saveNew(
    transaction: Transaction,
    debtAccountId: string,
    account: { eid: string; externalAccountNum: string; adopted: boolean },
    sent?: AccountContent,
  ): Promise<void> {
    await transaction.billingAccount.create({
      data: {
        debtAccountId,
        ...account,
        ...(sent !== undefined && { sentCipher: this.sealedAccount(debtAccountId, sent) }),
      },
    });
  }

  /** What was read back, and whose party the account has there. */
  async saveRead(
    transaction: Transaction,
    debtAccountId: string,
    read: { accountNum: string | null; status: string | null; balance: bigint | null },
    party?: { eid: string; customerId: string; kind: CustomerKind; sent?: PartyPart },
  ): Promise<void> {
    if (party !== undefined) {
      const { eid, customerId, kind, sent } = party;
      const known = sent === undefined ? {} : { sentCipher: this.sealedParty(eid, sent) };
      await transaction.billingParty.upsert({
        where: { eid },
        create: { eid, customerId, kind, ...known },
        update: known,
      });
    }
    await transaction.billingAccount.update({
      where: { debtAccountId },
      data: { ...read, readAt: this.clock.now(), ...(party !== undefined && { partyEid: party.eid }) },
    });
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

  async saveVersions(
    transaction: Transaction,
    {
      id,
      customerVersion,
      locationVersion,
    }: { id: string; customerVersion: bigint; locationVersion: bigint },
  ): Promise<void> {
    await transaction.billingAccount.update({
      where: { debtAccountId: id },
      data: { customerVersion, locationVersion },
    });
  }

  /** Those that are not posted, in the entries' order. */
  async begunAdjustments(debtAccountId: string): Promise<BillingAdjustment[]> {
    return this.prisma.billingAdjustment.findMany({
      where: { debtAccountId, postedAt: null },
      orderBy: { lastSequence: 'asc' },
    });
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
    { form = 'adjustment', firstSequence, lastSequence, amountCents }: NewAdjustment,
    found?: { eid: string; posted: boolean },
  ): Promise<void> {
    const posted = amountCents === 0n || found?.posted === true;
    await transaction.billingAdjustment.upsert({
      where: { debtAccountId_lastSequence: { debtAccountId, lastSequence } },
      create: {
        debtAccountId,
        lastSequence,
        firstSequence,
        amount: amountCents,
        form,
        eid: found?.eid ?? null,
        postedAt: posted ? this.clock.now() : null,
      },
      update: found === undefined ? {} : { eid: found.eid, ...(posted && { postedAt: this.clock.now() }) },
    });
    if (posted) await this.moveWatermark(transaction, debtAccountId, lastSequence);
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

  async savePosted(transaction: Transaction, adjustment: BillingAdjustment): Promise<void> {
    const { debtAccountId, lastSequence } = adjustment;
    await transaction.billingAdjustment.update({
      where: { debtAccountId_lastSequence: { debtAccountId, lastSequence } },
      data: { postedAt: this.clock.now() },
    });
    await this.moveWatermark(transaction, debtAccountId, lastSequence);
  }

  private async moveWatermark(transaction: Transaction, debtAccountId: string, to: bigint): Promise<void> {
    await transaction.billingAccount.update({ where: { debtAccountId }, data: { postedSequence: to } });
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
