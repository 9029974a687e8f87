import { Injectable } from '@nestjs/common';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import type { BillingDifference } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { dollars } from '../platform/money/dollars.js';
import { AccountComparison, type ComparedLink } from './account-comparison.js';
import { offsetOf, standingOf } from './adjustment-differences.js';
import { BillingAccountsService } from './billing-accounts.service.js';
import { BillingBooks } from './billing-books.js';
import { BillingContent } from './billing-content.js';
import { BillingRecords } from './billing-records.js';
import { billingUnavailable } from './billing-unavailable.js';
import { ClaimedRepair, goneReason, type RepairEnd } from './claimed-repair.js';
import { type DifferenceNow, DifferenceNowReader } from './difference-now.js';
import type { Repair } from './difference.types.js';
import { DifferencesService } from './differences.service.js';
import { GotransverseLink } from './gotransverse-link.js';
import type { DifferenceView, RepairBody } from './reconciliation.types.js';
import { referencesNow } from './references-now.js';
import { contentThere } from './there-differences.js';
import { VendorSilenceError } from './vendor-silence.js';

/** States after which the account is to be sent again by itself, or by somebody. */
const UNFINISHED = ['pending', 'unknown', 'retrying', 'sending'];

/** Mends one difference, once: as long as it is there, and with nobody else at the account. */
@Injectable()
export class DifferenceRepairService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly link: GotransverseLink,
    private readonly differences: DifferencesService,
    private readonly now: DifferenceNowReader,
    private readonly claimed: ClaimedRepair,
    private readonly accounts: BillingAccountsService,
    private readonly comparison: AccountComparison,
    private readonly books: BillingBooks,
    private readonly contents: BillingContent,
    private readonly records: BillingRecords,
  ) {}

  /**
   * How it ended stands in the difference. One that is settled already is left alone.
   * @throws DomainError `not_found`; `conflict` while the account is being sent, or where nothing can be done from
   * here; `invalid` for a repair that it does not have; `unavailable` while Gotransverse does not answer
   */
  async repair(caller: Caller, id: string, body: RepairBody, reason: string | null): Promise<DifferenceView> {
    const row = await this.differences.existing(id);
    if (row.settledAt !== null) return this.differences.read(caller, id);
    const repair = chosen(row, body.repair ?? null);
    await this.accounts.refuseClosed();
    const link = { client: this.link.open().client, references: await referencesNow(this.link.open()) };
    const audited = (transaction: Transaction) => audit(transaction, caller, row, repair, reason);
    try {
      await this.settle(id, await this.carriedOut(caller, link, { row, repair, reason, audited }));
    } catch (error) {
      if (error instanceof VendorSilenceError)
        throw billingUnavailable(`Gotransverse could not be asked: ${error.message}`);
      throw error;
    }
    return this.differences.read(caller, id);
  }

  private async carriedOut(caller: Caller, link: ComparedLink, asked: AskedRepair): Promise<RepairEnd> {
    const { row, repair, audited } = asked;
    switch (repair) {
      case 'adopt':
      case 'resend':
        return this.resent(caller, link, asked);
      case 'accept':
        return this.accepted(link, row, audited);
      default:
        return this.claimed.repair(link, row, repair, () => this.prisma.inTransaction(audited));
    }
  }

  private async resent(
    caller: Caller,
    link: ComparedLink,
    { row, reason, audited }: AskedRepair,
  ): Promise<RepairEnd> {
    const debtAccountId = row.debtAccountId ?? '';
    const before = await this.now.look(link, row);
    if (before.difference === undefined) return gone(before);
    await this.prisma.inTransaction(audited);
    if (['party', 'address', 'content'].includes(row.type)) await this.knowAsThere(link, debtAccountId);
    const { externalId } = await this.prisma.debtAccount.findUniqueOrThrow({ where: { id: debtAccountId } });
    const standing = await this.accounts.send(caller, externalId, 'all', reason);
    const told = `${standing.state}${standing.reason === null ? '' : `: ${standing.reason}`}`;
    if (UNFINISHED.includes(standing.state))
      return { state: 'open', reason: `The account was sent and is ${told}. Repair it again` };
    if (standing.state !== 'synced')
      return { state: 'failed', reason: `The account was sent and is ${told}` };
    const after = await this.now.look(link, row);
    if (after.difference === undefined) return { state: 'repaired', reason: null };
    return {
      state: 'failed',
      reason: `The account was sent, and it is still so: ${after.difference.explanation}`,
    };
  }

  /** What was last sent is not what is there: known as it is there, what differs is sent, and only that. */
  private async knowAsThere(link: ComparedLink, debtAccountId: string): Promise<void> {
    const account = await this.records.account(debtAccountId);
    if (account === null) return;
    const whole = await this.comparison.whole(link, account.eid);
    const mapped = this.contents.of(
      await this.books.read(debtAccountId, account.postedSequence),
      link.references,
    );
    if (whole === undefined || 'refusals' in mapped) return;
    const sent = await this.records.sent(debtAccountId);
    const there = contentThere(mapped.content, whole);
    // A parent that we linked, and no more do, is still to be taken away.
    const known = { ...there, parentEid: there.parentEid ?? sent?.parentEid ?? null };
    await this.prisma.inTransaction((transaction) =>
      this.records.saveSent(transaction, debtAccountId, known, true),
    );
  }

  private async accepted(
    link: ComparedLink,
    row: BillingDifference,
    audited: AskedRepair['audited'],
  ): Promise<RepairEnd> {
    const before = await this.now.look(link, row);
    const { difference, balance } = before;
    if (difference === undefined || balance === undefined) return gone(before);
    const { debtAccountId } = balance;
    const eid = row.subject;
    const acceptedOffset = (offsetOf(balance) ?? 0n) - balance.paymentCents;
    const standing = standingOf(balance.listed.find((one) => one.eid === eid));
    await this.prisma.inTransaction(async (transaction) => {
      await audited(transaction);
      if (row.type === 'balance')
        await transaction.billingAccount.update({ where: { debtAccountId }, data: { acceptedOffset } });
      else
        await transaction.billingAcceptedAdjustment.upsert({
          where: { debtAccountId_eid: { debtAccountId, eid } },
          create: { debtAccountId, eid, standing },
          update: { standing },
        });
    });
    const what =
      row.type === 'balance'
        ? `Accepted: ${dollars(acceptedOffset)} beyond all adjustments there are expected from now on`
        : 'Accepted as it is there';
    return { state: 'repaired', reason: what };
  }

  private async settle(id: string, { state, reason }: RepairEnd): Promise<void> {
    const settledAt = state === 'repaired' || state === 'gone' ? this.clock.now() : null;
    // Another request may have settled it meanwhile; that stays.
    await this.prisma.billingDifference.updateMany({
      where: { id, settledAt: null },
      data: { state, reason, settledAt },
    });
  }
}

interface AskedRepair {
  row: BillingDifference;
  repair: Repair;
  reason: string | null;
  /** Writes down who asked for it, with what is done first. */
  audited: (transaction: Transaction) => Promise<void>;
}

function chosen({ repairs, explanation }: BillingDifference, asked: Repair | null): Repair {
  const [first] = repairs;
  if (first === undefined)
    throw new DomainError('conflict', `Nothing can be done about it from here. ${explanation}`);
  if (asked !== null && !repairs.includes(asked))
    throw DomainError.invalidField(
      'repair',
      `is none of those that this difference has: ${repairs.join(', ')}`,
    );
  return asked ?? (first as Repair);
}

function gone({ another }: DifferenceNow): RepairEnd {
  return { state: 'gone', reason: goneReason(another?.explanation) };
}

async function audit(
  transaction: Transaction,
  caller: Caller,
  { id, type, debtAccountId }: BillingDifference,
  repair: Repair,
  reason: string | null,
): Promise<void> {
  await recordAudit(transaction, caller, {
    action: 'billing_difference.repaired',
    recordKind: 'billing_difference',
    recordId: id,
    ...(debtAccountId !== null && { debtAccountId }),
    reason,
    changes: { type, repair },
  });
}
