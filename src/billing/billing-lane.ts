import { Injectable } from '@nestjs/common';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import type { RegisteredTask } from '../platform/background/background-work.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import type { AttemptResult, Claim } from '../sync/sync-record.types.js';
import { SyncRunWorkerService } from '../sync/sync-run-worker.service.js';
import type { Lane, PlannedRecord } from '../sync/sync-run.types.js';
import { AccountPush } from './account-push.js';
import { BillingFanOut } from './billing-fan-out.js';
import { ChangePlanner } from './change-planner.js';
import { GotransverseLink } from './gotransverse-link.js';

/** The lane to Gotransverse: how its runs find, plan and bring accounts. */
@Injectable()
export class BillingLane implements Lane {
  readonly name = 'gotransverse';
  readonly kind = 'debt_account';
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly maxChangePercent: number;
  private readonly task: RegisteredTask | undefined;

  constructor(
    @InjectSettings() { gotransverse, billing }: ResolvedSettings,
    worker: SyncRunWorkerService,
    private readonly prisma: PrismaService,
    private readonly link: GotransverseLink,
    private readonly pushes: AccountPush,
    private readonly planner: ChangePlanner,
    private readonly fanOut: BillingFanOut,
  ) {
    this.concurrency = gotransverse.concurrency;
    this.leaseMs = billing.leaseSeconds * 1000;
    this.maxChangePercent = billing.maxChangePercent;
    if (gotransverse.connection !== undefined) this.task = worker.register(this);
  }

  /** Looks for a run at once. */
  nudge(): void {
    this.task?.nudge();
  }

  /** Invented debts never reach a real vendor. */
  async closed(): Promise<string | undefined> {
    if (this.link.open().sandbox) return undefined;
    const installation = await this.prisma.installation.findFirst();
    return installation?.demo === true
      ? 'This database holds demo data, which is not sent to a Gotransverse that is not the sandbox; use a database of its own'
      : undefined;
  }

  spread(signal: AbortSignal): Promise<void> {
    return this.fanOut.spread(signal);
  }

  async countThere(): Promise<bigint> {
    // Prisma's own count is a subquery, which PostgreSQL does not count in parallel.
    const [row] = await this.prisma.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM billing_accounts`;
    return row?.count ?? 0n;
  }

  plan(ids: readonly string[]): Promise<PlannedRecord[]> {
    return this.planner.plan(ids);
  }

  attempt(claim: Claim, signal: AbortSignal): Promise<AttemptResult> {
    return this.pushes.attempt(claim, 'all', signal);
  }
}
