import { Injectable } from '@nestjs/common';
import { BackgroundWork, type RegisteredTask } from '../platform/background/background-work.js';
import { isAway } from '../platform/database/database-faults.js';
import { type HeldLease, LeaseGoneError, LeasesService } from '../platform/database/leases.service.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { logger } from '../platform/logging/logger.js';
import { SyncLanesService } from '../sync/sync-lanes.service.js';
import type { ComparedLink } from './account-comparison.js';
import type { Fault } from './gotransverse/gotransverse.faults.js';
import { GotransverseLink } from './gotransverse-link.js';
import { ReconciliationEndedError, ReconciliationRecords } from './reconciliation-records.js';
import { ReconciliationSteps } from './reconciliation-steps.js';
import { VendorSilenceError } from './vendor-silence.js';

export const RECONCILIATION_LEASE = 'billing-reconciliation';

const EVERY_MS = 1_000;
/** A holder that died is replaced after so long. Its calls change nothing, so two at once do no harm. */
const LEASE_MS = 15_000;
/** A wait is as long as it has been waited for already, within these. */
const AGAIN_MS = { least: 1_000, most: 60_000 };
const PAUSED_MS = 2_000;
/** Without any progress for this long, it has failed. */
const PATIENCE_MS = 30 * 60_000;

/** What it has to wait for. */
interface Hindrance {
  reason: string;
  forMs: number;
  /** Whether it is one that ends by itself, or not at all. */
  counts: boolean;
}

/** Goes on with the comparison that is open, wherever a process left it. */
@Injectable()
export class ReconciliationWork {
  private readonly task: RegisteredTask;

  constructor(
    background: BackgroundWork,
    private readonly leases: LeasesService,
    private readonly lanes: SyncLanesService,
    private readonly link: GotransverseLink,
    private readonly records: ReconciliationRecords,
    private readonly steps: ReconciliationSteps,
  ) {
    this.task = background.register({
      name: 'Reconciliation',
      everyMs: EVERY_MS,
      round: (signal) => this.round(signal),
    });
  }

  /** Something is open now. */
  nudge(): void {
    this.task.nudge();
  }

  private async round(stopping: AbortSignal): Promise<void> {
    const open = await this.records.open();
    if (open === null || (await this.records.isWaiting(open.id))) return;
    try {
      await this.leases.holding(RECONCILIATION_LEASE, LEASE_MS, (lease) =>
        this.goOn(lease, open.id, AbortSignal.any([stopping, lease.signal])),
      );
    } catch (error) {
      // Another has it, or it was cancelled: nothing is wrong.
      if (!(error instanceof ReconciliationEndedError || error instanceof LeaseGoneError)) throw error;
    }
  }

  private async goOn(lease: HeldLease, id: string, signal: AbortSignal): Promise<void> {
    await this.records.begin(lease, id);
    try {
      while (!signal.aborted) {
        const hindrance = await this.laneHindrance();
        if (hindrance !== undefined) {
          await this.wait(lease, id, hindrance);
          return;
        }
        const row = await this.records.open();
        if (row?.id !== id) return;
        const step = await this.steps.step(await this.opened(signal), row);
        if (step === undefined) {
          await this.records.end(lease, id, 'finished', null);
          logger.info({ reconciliation: id }, 'The books were reconciled with Gotransverse');
          return;
        }
        await this.records.saveStep(lease, id, step);
      }
    } catch (error) {
      if (signal.aborted) return;
      await this.hindered(lease, id, error);
    }
  }

  /** @throws VendorSilenceError, DomainError where there is no Gotransverse */
  private async opened(signal: AbortSignal): Promise<ComparedLink> {
    const { client, references } = this.link.open();
    const resolved = await references.resolve();
    if (resolved.kind === 'done') return { client: client.in({ signal }), references: resolved.value };
    if (resolved.kind === 'unresolved')
      throw new VendorSilenceError({ kind: 'rejected', reason: resolved.problems.join('; ') });
    throw new VendorSilenceError(resolved);
  }

  private async hindered(lease: HeldLease, id: string, error: unknown): Promise<void> {
    if (error instanceof DomainError) return this.fail(lease, id, error.message);
    if (!(error instanceof VendorSilenceError)) return this.stumbled(lease, id, error);
    const { fault } = error;
    if (fault.kind === 'unauthorized') await this.lanes.pauseByVendor('gotransverse', fault.reason);
    if (fault.kind === 'throttled')
      await this.lanes.slow('gotransverse', {
        reason: fault.reason,
        firstMs: AGAIN_MS.least,
        askedForMs: fault.retryAfterMs,
      });
    if (endsIt(fault)) return this.fail(lease, id, `Gotransverse could not be asked: ${fault.reason}`);
    const forMs = Math.max(await this.againMs(id), fault.retryAfterMs ?? 0);
    await this.wait(lease, id, {
      reason: `Gotransverse does not answer: ${fault.reason}`,
      forMs,
      counts: true,
    });
  }

  /** A mistake of our own is told in the log, and not tried every second for ever. */
  private async stumbled(lease: HeldLease, id: string, error: unknown): Promise<void> {
    const isOurs =
      !isAway(error) && !(error instanceof ReconciliationEndedError || error instanceof LeaseGoneError);
    if (isOurs) {
      const reason = 'The service itself failed over it; its log says where';
      await this.wait(lease, id, { reason, forMs: await this.againMs(id), counts: true });
    }
    throw error;
  }

  private async againMs(id: string): Promise<number> {
    return Math.min(Math.max(await this.records.stuckForMs(id), AGAIN_MS.least), AGAIN_MS.most);
  }

  private async wait(lease: HeldLease, id: string, { reason, forMs, counts }: Hindrance): Promise<void> {
    if (counts && (await this.records.stuckForMs(id)) > PATIENCE_MS)
      return this.fail(lease, id, `It came no further for half an hour: ${reason}`);
    await this.records.wait(lease, id, forMs, reason, counts);
  }

  private async fail(lease: HeldLease, id: string, reason: string): Promise<void> {
    await this.records.end(lease, id, 'failed', reason);
    logger.warn({ reconciliation: id, reason }, 'A reconciliation with Gotransverse has failed');
  }

  /** A lane that is paused or slowed is left alone, for reads too. */
  private async laneHindrance(): Promise<Hindrance | undefined> {
    const lane = await this.lanes.standing('gotransverse');
    const reason = lane.reason ?? '';
    if (lane.state === 'paused')
      return { reason: `The lane is paused: ${reason}`, forMs: PAUSED_MS, counts: false };
    return lane.state === 'slowed'
      ? { reason: `The lane is slowed: ${reason}`, forMs: lane.slowedForMs, counts: true }
      : undefined;
  }
}

/** The same question is answered in the same way. */
function endsIt({ kind }: Fault): boolean {
  return ['unauthorized', 'rejected', 'not_found', 'already_exists'].includes(kind);
}
