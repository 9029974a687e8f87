import { Injectable } from '@nestjs/common';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { logger } from '../platform/logging/logger.js';
import { momentOrNull } from '../platform/http/moments.js';
import { SyncLanesService } from '../sync/sync-lanes.service.js';
import { BillingLane } from './billing-lane.js';
import type { BillingLaneView } from './billing-lane.types.js';

const LANE = 'gotransverse';
const NO_REASON = 'no reason was given';
const OFF =
  'No Gotransverse is set: give GOTRANSVERSE_BASE_URL, GOTRANSVERSE_USERNAME and GOTRANSVERSE_PASSWORD, or SANDBOXES=on';

/** The lane to Gotransverse, as people see it, pause it and let it go on. */
@Injectable()
export class BillingLaneService {
  private readonly isOff: boolean;

  constructor(
    @InjectSettings() { gotransverse }: ResolvedSettings,
    private readonly prisma: PrismaService,
    private readonly lanes: SyncLanesService,
    private readonly lane: BillingLane,
  ) {
    this.isOff = gotransverse.connection === undefined;
  }

  read(): Promise<BillingLaneView> {
    return this.shown(this.prisma);
  }

  private async shown(database: Pick<Transaction, '$queryRaw'>): Promise<BillingLaneView> {
    const standing = await this.lanes.standing(LANE, database);
    const { state, reason, pausedBy, pausedAt, slowedUntil, confirmedAt } = standing;
    const isOff = this.isOff && state !== 'paused';
    return {
      state: isOff ? 'off' : state,
      reason: isOff ? OFF : reason,
      paused_by: pausedBy,
      paused_at: momentOrNull(pausedAt),
      slowed_until: momentOrNull(slowedUntil),
      confirmed_at: momentOrNull(confirmedAt),
      accounts_due: Number(await this.lanes.countDue(LANE, 'debt_account')),
    };
  }

  /** Accounts under way are ended first; nothing is begun any more. */
  async pause(caller: Caller, reason: string | null): Promise<BillingLaneView> {
    const { id } = await this.lanes.standing(LANE);
    return this.prisma.inTransaction(async (transaction) => {
      if (await this.lanes.pause(transaction, LANE, reason ?? NO_REASON)) {
        logger.info({ lane: LANE }, 'The lane is paused by a person');
        await recordAudit(transaction, caller, {
          action: 'billing_lane.paused',
          recordKind: 'billing_lane',
          recordId: id,
          reason,
        });
      }
      return this.shown(transaction);
    });
  }

  /** Also where Gotransverse was the reason: whoever resumes has mended it. */
  async resume(caller: Caller, reason: string | null): Promise<BillingLaneView> {
    const { id } = await this.lanes.standing(LANE);
    this.lane.nudge();
    return this.prisma.inTransaction(async (transaction) => {
      const pausedFor = await this.lanes.resume(transaction, LANE);
      if (pausedFor !== undefined) {
        logger.info({ lane: LANE }, 'The lane is resumed');
        await recordAudit(transaction, caller, {
          action: 'billing_lane.resumed',
          recordKind: 'billing_lane',
          recordId: id,
          reason,
          changes: { paused_for: pausedFor },
        });
      }
      return this.shown(transaction);
    });
  }
}
