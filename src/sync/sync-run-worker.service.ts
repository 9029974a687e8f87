import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { BackgroundWork, type RegisteredTask } from '../platform/background/background-work.js';
import type { SyncRun } from '../platform/database/generated/client.js';
import { describeFault, isAway, isRetryable } from '../platform/database/database-faults.js';
import { LeaseGoneError, LeasesService } from '../platform/database/leases.service.js';
import { stackOf } from '../platform/errors/stack-of.js';
import { logger } from '../platform/logging/logger.js';
import { DueRecordsService, type DueRecords } from './due-records.service.js';
import { LaneEngine } from './lane-engine.js';
import { RunProgress, type WorkedRun } from './run-progress.js';
import { SyncLanesService } from './sync-lanes.service.js';
import { LaneAwayError, LaneBlockedError, runLease, type Lane } from './sync-run.types.js';
import type { Claim } from './sync-record.types.js';
import { SyncRunsService } from './sync-runs.service.js';

/** How often a process looks for a run, in milliseconds: somebody else may have been asked for it. */
const LOOK_FOR_RUN_EVERY_MS = 250;
/** How often a run looks for its being cancelled, in milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Below so many accounts there, a large part of them may well change. */
const GUARDED_FROM = 100n;
/** So often a run is tried again after a fault of the service. */
const FAULTS_AT_MOST = 5;
const AWAY_MS = 5_000;
const PLANNED_AT_ONCE = 500;
const MARKED_AT_ONCE = 5_000;

/** What ends a run's work before there is nothing left to do. */
class RunInterrupted extends Error {
  override readonly name = 'RunInterrupted';

  constructor(
    readonly why: 'cancelled' | 'guard',
    readonly changed = 0n,
  ) {
    super(why);
  }
}

/** Works on the runs of the lanes that are registered; a run whose process died is taken over within a lease. */
@Injectable()
export class SyncRunWorkerService {
  /** The run that a fault of the service came up in last, and how often. */
  private fault = { runId: '', times: 0 };

  constructor(
    private readonly background: BackgroundWork,
    private readonly leases: LeasesService,
    private readonly runs: SyncRunsService,
    private readonly progress: RunProgress,
    private readonly lanes: SyncLanesService,
    private readonly due: DueRecordsService,
    private readonly engine: LaneEngine,
  ) {}

  /** In the constructor of whoever knows the lane. */
  register(lane: Lane): RegisteredTask {
    return this.background.register({
      name: `Runs of ${lane.name}`,
      everyMs: LOOK_FOR_RUN_EVERY_MS,
      round: (signal) => this.round(lane, signal),
    });
  }

  private async round(lane: Lane, stopping: AbortSignal): Promise<void> {
    const run = await this.runs.active(lane.name);
    if (run === null || run.state === 'needs_confirmation') return;
    // One that waits for its lane is left alone as long; one whose process is no more has to say first that it waits.
    const waits = run.state === 'queued' && run.startedAt !== null && run.cancelAskedAt === null;
    if (waits && (await this.lanes.standing(lane.name)).state !== 'open') return;
    await this.leases.holding(runLease(lane.name), lane.leaseMs, async (lease) => {
      // Whoever had the lease until now may have ended it.
      const now = await this.runs.active(lane.name);
      if (now?.id !== run.id) return;
      const worked = { id: now.id, lane, lease, only: now.debtAccountId ?? undefined };
      await this.work(worked, now, AbortSignal.any([stopping, lease.signal]));
    });
  }

  private async work(worked: WorkedRun, run: SyncRun, signal: AbortSignal): Promise<void> {
    const { lane } = worked;
    await this.progress.begin(worked);
    try {
      // Before anything is sent: it may have been cancelled, and even ended, before it was taken up.
      await this.throwIfCancelled(worked);
      const hindered = await this.hindrance(lane);
      if (hindered !== undefined) {
        await this.progress.wait(worked, 'queued', hindered);
        return;
      }
      const closed = await lane.closed();
      if (closed !== undefined) {
        await this.progress.end(worked, 'failed', closed);
        return;
      }
      await this.goOn(worked, run, signal);
    } catch (error) {
      if (error instanceof LaneBlockedError) {
        await this.lanes.pauseByVendor(lane.name, error.message);
        await this.progress.wait(worked, 'queued', `the lane is paused: ${error.message}`);
      } else if (error instanceof LaneAwayError) {
        const { message: reason, askedForMs } = error;
        await this.lanes.slow(lane.name, { reason, firstMs: AWAY_MS, askedForMs });
        await this.progress.wait(worked, 'queued', error.message);
      } else if (error instanceof RunInterrupted) await this.interrupted(worked, error);
      else await this.failed(worked, error);
    }
  }

  /** A fault that comes back at each try is not to keep all other runs from beginning. @throws the fault, until then */
  private async failed(worked: WorkedRun, error: unknown): Promise<void> {
    if (isAway(error) || isRetryable(error) || error instanceof LeaseGoneError) throw error;
    const { runId, times } = this.fault;
    this.fault = { runId: worked.id, times: runId === worked.id ? times + 1 : 1 };
    if (this.fault.times < FAULTS_AT_MOST) throw error;
    logger.error(
      { run: worked.id, reason: describeFault(error).code, stack: stackOf(error) },
      'A run has failed',
    );
    await this.progress.end(
      worked,
      'failed',
      'the service itself failed over it, again and again; its log says where',
    );
  }

  private async goOn(worked: WorkedRun, run: SyncRun, signal: AbortSignal): Promise<void> {
    const { lane } = worked;
    await lane.spread(signal);
    if (run.dryRun) {
      await this.planAll(worked, run, signal);
      return;
    }
    const limit = run.confirmedAt === null ? await this.changeLimit(worked) : undefined;
    if (limit !== undefined && !run.walked && run.walkedThrough === null)
      if (await this.isTooMuch(worked, run, limit, signal)) return;
    if (run.mode === 'full' && !run.walked) await this.markAll(worked, run, signal);
    // Interrupted before all was marked: whoever goes on counts.
    if (signal.aborted) return;
    if (run.recordsDue === null) await this.progress.setDue(worked, await this.due.count(dueOf(worked)));
    await this.drain(worked, limit, signal);
  }

  private async drain(worked: WorkedRun, limit: bigint | undefined, stopping: AbortSignal): Promise<void> {
    const { lane, id } = worked;
    const following = new AbortController();
    const signal = AbortSignal.any([stopping, following.signal]);
    const followed = this.follow(worked, limit, following, signal);
    const work = {
      due: dueOf(worked),
      runId: id,
      concurrency: lane.concurrency,
      leaseMs: lane.leaseMs,
      attempt: (claim: Claim, whole: AbortSignal) => lane.attempt(claim, whole),
    };
    // Also where the engine fails: nobody else would ever end the following.
    const end = await this.engine.drain(work, signal).finally(() => {
      following.abort();
    });
    await followed;
    const interrupted = following.signal.reason as unknown;
    if (interrupted instanceof RunInterrupted) throw interrupted;
    if (end === 'done') {
      await this.progress.end(worked, 'finished', null);
      logger.info(
        { run: id, lane: lane.name, ...(await this.runs.counts({ id, counts: null })) },
        'A run has finished',
      );
    }
    if (end === 'paused')
      await this.progress.wait(worked, 'queued', (await this.hindrance(lane)) ?? 'the lane was paused');
  }

  /** Looks now and then whether the run was cancelled, or changes more than it may unasked. */
  private async follow(
    worked: WorkedRun,
    limit: bigint | undefined,
    following: AbortController,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      try {
        const { isCancelled, changed } = await this.progress.followed(worked);
        if (isCancelled) following.abort(new RunInterrupted('cancelled'));
        else if (limit !== undefined && changed > limit)
          following.abort(new RunInterrupted('guard', changed));
      } catch {
        // The engine meets the same, and says so.
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async interrupted(worked: WorkedRun, { why, changed }: RunInterrupted): Promise<void> {
    if (why === 'cancelled') {
      await this.progress.end(worked, 'cancelled', 'cancelled on request');
      return;
    }
    await this.askForConfirmation(worked, await worked.lane.countThere(), changed, 'has changed');
  }

  /** How many of the accounts there a run may change unasked; undefined where there are too few to tell. */
  private async changeLimit({ lane }: WorkedRun): Promise<bigint | undefined> {
    const there = await lane.countThere();
    return there < GUARDED_FROM ? undefined : (there * BigInt(lane.maxChangePercent)) / 100n;
  }

  /** As far as it can be told beforehand; what shows only there is counted while the run goes on. */
  private async isTooMuch(
    worked: WorkedRun,
    run: SyncRun,
    limit: bigint,
    signal: AbortSignal,
  ): Promise<boolean> {
    const isFull = run.mode === 'full';
    if (!isFull && (await this.due.count(dueOf(worked))) <= limit) return false;
    let changed = 0n;
    for await (const ids of this.pages(worked, isFull, null, signal)) {
      const planned = await worked.lane.plan(ids);
      changed += BigInt(planned.filter(({ did }) => did === 'changed').length);
      await this.throwIfCancelled(worked);
    }
    if (changed <= limit) return false;
    await this.askForConfirmation(worked, await worked.lane.countThere(), changed, 'would change');
    return true;
  }

  private async askForConfirmation(
    worked: WorkedRun,
    there: bigint,
    changed: bigint,
    verb: 'would change' | 'has changed',
  ): Promise<void> {
    const { maxChangePercent } = worked.lane;
    const reason = `it ${verb} ${String(changed)} of ${String(there)} records that are there, which is more than ${String(maxChangePercent)} %; look at what is pending, then confirm or cancel it`;
    await this.progress.wait(worked, 'needs_confirmation', reason, { there, wouldChange: changed });
    logger.warn(
      { run: worked.id, lane: worked.lane.name, there: Number(there), changed: Number(changed) },
      'A run waits for a confirmation',
    );
  }

  private async planAll(worked: WorkedRun, run: SyncRun, signal: AbortSignal): Promise<void> {
    const isFull = run.mode === 'full';
    const count = isFull ? this.progress.countAll(worked) : this.due.count(dueOf(worked));
    await this.progress.setDue(worked, await count);
    for await (const ids of this.pages(worked, isFull, run.walkedThrough, signal)) {
      const planned = await worked.lane.plan(ids);
      await this.progress.savePlanned(worked, planned, ids.at(-1) ?? '');
      await this.throwIfCancelled(worked);
    }
    if (!signal.aborted) await this.progress.end(worked, 'finished', null);
  }

  private async markAll(worked: WorkedRun, run: SyncRun, signal: AbortSignal): Promise<void> {
    let last = run.walkedThrough;
    while (!signal.aborted) {
      const next = await this.progress.markNext(worked, last, MARKED_AT_ONCE);
      if (next === undefined) return;
      last = next;
      await this.throwIfCancelled(worked);
    }
  }

  private async *pages(
    worked: WorkedRun,
    all: boolean,
    afterId: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<string[]> {
    let after = afterId;
    while (!signal.aborted) {
      const ids = all
        ? await this.progress.pageOfAll(worked, after, PLANNED_AT_ONCE)
        : await this.due.page(dueOf(worked), after, PLANNED_AT_ONCE);
      if (ids.length === 0) return;
      yield ids;
      after = ids.at(-1) ?? null;
    }
  }

  private async throwIfCancelled(worked: WorkedRun): Promise<void> {
    if ((await this.progress.followed(worked)).isCancelled) throw new RunInterrupted('cancelled');
  }

  private async hindrance({ name }: Lane): Promise<string | undefined> {
    const { state, reason } = await this.lanes.standing(name);
    return state === 'open' ? undefined : `the lane is ${state}: ${reason ?? ''}`;
  }
}

function dueOf({ lane, only }: WorkedRun): DueRecords {
  return { lane: lane.name, kind: lane.kind, id: only };
}
