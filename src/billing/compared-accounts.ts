import { Injectable } from '@nestjs/common';
import type { BillingAccount, BillingAdjustment } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';

/** An account as it is known here, with what may be changing about it just now. */
export interface ComparedRow {
  account: BillingAccount;
  adjustments: BillingAdjustment[];
  accepted: ReadonlyMap<string, string>;
  /** Whether no call about it is under way, or may still have an effect. */
  quiet: boolean;
  /** Whether all of it was sent, so that it is to be there as the books have it. */
  settled: boolean;
  /** The same while nothing changed that a comparison looks at. */
  fingerprint: string;
}

interface LaneRow {
  state: string;
  step: string | null;
  owner: string | null;
  leased: boolean;
  wanted: bigint;
  settled: bigint;
  rechecks: number;
  settled_at: Date | null;
}

const ENDED_STATES = ['synced', 'conflict', 'not_needed'];

/** Reads what a comparison needs to know of an account. */
@Injectable()
export class ComparedAccounts {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * @param claimedBy the owner of a claim that does not count as somebody being at it
   * @returns undefined where the account is not known to be there
   */
  async read(debtAccountId: string, claimedBy?: string): Promise<ComparedRow | undefined> {
    const row = await this.prisma.billingAccount.findUnique({
      where: { debtAccountId },
      include: { adjustments: { orderBy: { lastSequence: 'asc' } }, accepted: true },
    });
    const [lane] = await this.prisma.$queryRaw<LaneRow[]>`
      SELECT state, call_step AS step, lease_owner AS owner, coalesce(leased_until > clock_timestamp(), false) AS leased,
             wanted_version AS wanted, settled_version AS settled, rechecks, settled_at
        FROM sync_records
       WHERE lane = 'gotransverse' AND record_kind = 'debt_account' AND record_id = ${debtAccountId}::uuid`;
    if (row === null || lane === undefined) return undefined;
    const { adjustments, accepted, ...account } = row;
    const isHeld = lane.leased && lane.owner !== claimedBy;
    const quiet = !isHeld && lane.step === null;
    const isDue = lane.wanted > lane.settled || lane.rechecks > 0;
    return {
      account,
      adjustments,
      accepted: new Map(accepted.map(({ eid, standing }) => [eid, standing])),
      quiet,
      settled: quiet && !isDue && ENDED_STATES.includes(lane.state),
      fingerprint: JSON.stringify([
        { ...lane, wanted: String(lane.wanted), settled: String(lane.settled), owner: isHeld },
        String(account.postedSequence),
        adjustments.map(({ eid, postedAt }) => [eid, postedAt !== null]),
      ]),
    };
  }
}
