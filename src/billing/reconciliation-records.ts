import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../platform/clock/clock.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import type { HeldLease } from '../platform/database/leases.service.js';
import type { BillingReconciliation } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import type { PlacedDifference, Side } from './difference.types.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import { holdsBirth } from './there-differences.js';
import type { UnlinkedAccount } from './unlinked-accounts.js';

/** It was cancelled, or ended by somebody else: nothing more of it is written. */
export class ReconciliationEndedError extends Error {
  override readonly name = 'ReconciliationEndedError';
}

/** Both sides of a difference, as they are sealed. */
export interface Sides {
  here: Side;
  there: Side;
}

/** What one step of a comparison found, and where the next one begins. */
export interface ComparedStep {
  compared: number;
  skipped: number;
  differences: readonly PlacedDifference[];
  seen?: readonly AccountView[];
  next: Partial<Pick<BillingReconciliation, 'phase' | 'nextPage' | 'unlinkedThrough' | 'hereThrough'>>;
}

const DAY_MS = 86_400_000;
const KEPT_DAYS = 90;

/** What a comparison leaves behind as it goes on; each step in one transaction, and only by who holds the lease. */
@Injectable()
export class ReconciliationRecords {
  constructor(
    private readonly prisma: PrismaService,
    private readonly vault: PersonalDataVault,
    private readonly clock: Clock,
  ) {}

  async open(): Promise<BillingReconciliation | null> {
    return this.prisma.billingReconciliation.findFirst({ where: { endedAt: null } });
  }

  /** Whether it is to be left alone for now. */
  async isWaiting(id: string): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<unknown[]>`
      SELECT FROM billing_reconciliations WHERE id = ${id}::uuid AND waits_until > clock_timestamp()`;
    return rows.length > 0;
  }

  async begin(lease: HeldLease, id: string): Promise<void> {
    await this.fenced(
      lease,
      id,
      (transaction) => transaction.$executeRaw`
      UPDATE billing_reconciliations
         SET started_at = coalesce(started_at, clock_timestamp()), waits_until = NULL, reason = NULL,
             progressed_at = coalesce(progressed_at, clock_timestamp())
       WHERE id = ${id}::uuid AND ended_at IS NULL`,
    );
  }

  /** @throws ReconciliationEndedError, LeaseGoneError */
  async saveStep(lease: HeldLease, id: string, step: ComparedStep): Promise<void> {
    const { compared, skipped, differences, seen = [], next } = step;
    await this.fenced(lease, id, async (transaction) => {
      const known = await transaction.billingReconciliationSeen.createMany({
        data: seen.map(({ eid, externalAccountNum, status, balanceCents }) => ({
          reconciliationId: id,
          eid,
          externalAccountNum: externalAccountNum ?? '',
          status: status ?? null,
          balance: balanceCents ?? null,
        })),
        skipDuplicates: true,
      });
      await transaction.billingDifference.createMany({
        data: differences.map((difference) => this.toRow(id, difference)),
        skipDuplicates: true,
      });
      const updated = await transaction.billingReconciliation.updateMany({
        where: { id, endedAt: null },
        data: {
          ...next,
          accountsThere: { increment: known.count },
          accountsCompared: { increment: compared },
          accountsSkipped: { increment: skipped },
        },
      });
      await transaction.$executeRaw`
        UPDATE billing_reconciliations SET progressed_at = clock_timestamp(), reason = NULL WHERE id = ${id}::uuid`;
      return updated.count;
    });
  }

  /** @param counts whether the time counts as one without progress */
  async wait(lease: HeldLease, id: string, forMs: number, reason: string, counts: boolean): Promise<void> {
    await this.fenced(
      lease,
      id,
      (transaction) => transaction.$executeRaw`
      UPDATE billing_reconciliations
         SET waits_until = clock_timestamp() + ${forMs}::double precision * interval '1 millisecond', reason = ${reason},
             progressed_at = CASE WHEN ${counts} THEN progressed_at ELSE clock_timestamp() END
       WHERE id = ${id}::uuid AND ended_at IS NULL`,
    );
  }

  /** For how long it has not come further, in milliseconds. */
  async stuckForMs(id: string): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ ms: number }[]>`
      SELECT extract(epoch FROM clock_timestamp() - coalesce(progressed_at, created_at))::float8 * 1000 AS ms
        FROM billing_reconciliations WHERE id = ${id}::uuid`;
    return row?.ms ?? 0;
  }

  async end(
    lease: HeldLease,
    id: string,
    state: 'finished' | 'failed',
    reason: string | null,
  ): Promise<void> {
    await this.fenced(lease, id, async (transaction) => {
      const ended = await transaction.$executeRaw`
        UPDATE billing_reconciliations
           SET state = ${state}, reason = ${reason}, ended_at = clock_timestamp(), waits_until = NULL
         WHERE id = ${id}::uuid AND ended_at IS NULL`;
      await this.tidy(transaction);
      return ended;
    });
  }

  /** What the pages held is for a comparison under way; differences are kept for a while. */
  async tidy(transaction: Transaction): Promise<void> {
    await transaction.billingReconciliationSeen.deleteMany({
      where: { reconciliation: { endedAt: { not: null } } },
    });
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS * DAY_MS);
    await transaction.billingReconciliation.deleteMany({ where: { endedAt: { lt: before } } });
  }

  /** Of what the pages held, what is none of ours, in the order of the EIDs. */
  async unlinkedAfter(id: string, eid: string, limit: number): Promise<UnlinkedAccount[]> {
    return this.prisma.$queryRaw<UnlinkedAccount[]>`
      SELECT seen.eid, seen.external_account_num AS "externalAccountNum", seen.status, seen.balance,
             (SELECT count(*)::int FROM billing_reconciliation_seen other
               WHERE other.reconciliation_id = seen.reconciliation_id
                 AND other.external_account_num = seen.external_account_num) AS "ofNumber"
        FROM billing_reconciliation_seen seen
        LEFT JOIN billing_accounts linked ON linked.eid = seen.eid
       WHERE seen.reconciliation_id = ${id}::uuid AND linked.eid IS NULL AND seen.eid > ${eid}
       ORDER BY seen.eid LIMIT ${limit}`;
  }

  /** Ours that no page held, in the order of their ids. */
  async unseenAfter(id: string, debtAccountId: string | null, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT ours.debt_account_id AS id
        FROM billing_accounts ours
        LEFT JOIN billing_reconciliation_seen seen ON seen.reconciliation_id = ${id}::uuid AND seen.eid = ours.eid
       WHERE seen.eid IS NULL AND (${debtAccountId}::uuid IS NULL OR ours.debt_account_id > ${debtAccountId}::uuid)
       ORDER BY ours.debt_account_id LIMIT ${limit}`;
    return rows.map((row) => row.id);
  }

  /** Which accounts there are ours. @returns our ids by EID */
  async linked(eids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.prisma.billingAccount.findMany({
      where: { eid: { in: [...eids] } },
      select: { eid: true, debtAccountId: true },
    });
    return new Map(rows.map(({ eid, debtAccountId }) => [eid, debtAccountId]));
  }

  sides(id: string, cipher: Uint8Array): Sides {
    return JSON.parse(this.vault.open('billing_difference', id, cipher)) as Sides;
  }

  private toRow(reconciliationId: string, difference: PlacedDifference) {
    const { here, there, ...row } = difference;
    const id = uuidv7();
    const sides = JSON.stringify({ here, there } satisfies Sides);
    return {
      id,
      reconciliationId,
      ...row,
      holdsBirth: holdsBirth(difference),
      sidesCipher: Uint8Array.from(this.vault.sealText('billing_difference', id, sides)),
    };
  }

  private async fenced(
    lease: HeldLease,
    id: string,
    work: (transaction: Transaction) => Promise<number>,
  ): Promise<void> {
    await this.prisma.inTransaction(async (transaction) => {
      await lease.assertHeld(transaction);
      if ((await work(transaction)) === 0) throw new ReconciliationEndedError(`${id} has ended`);
    });
  }
}
