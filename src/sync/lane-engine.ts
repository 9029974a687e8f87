import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { describeFault } from '../platform/database/database-faults.js';
import { stackOf } from '../platform/errors/stack-of.js';
import { logger } from '../platform/logging/logger.js';
import { DueRecordsService, type DueRecords } from './due-records.service.js';
import { SyncLanesService } from './sync-lanes.service.js';
import type { LaneStanding } from './sync-lane.types.js';
import type { AttemptResult, Claim } from './sync-record.types.js';
import { SyncRecordsService } from './sync-records.service.js';

/** What is to be brought to the other system, and by whom. */
export interface LaneWork {
  due: DueRecords;
  runId: string;
  /** Attempts under way at once. */
  concurrency: number;
  leaseMs: number;
  /** Makes one attempt under the claim, and ends it. */
  attempt: (claim: Claim, signal: AbortSignal) => Promise<AttemptResult>;
}

/** `done`: nothing is due, nor will be soon. */
export type DrainEnd = 'done' | 'paused' | 'stopped';

/** Whatever is due again within this time is waited for, in milliseconds: look-ups, and the first repeats. */
const HORIZON_MS = 60_000;
/** How long the engine looks away while there is nothing it can do, in milliseconds. */
const IDLE_MS = 500;
/** How long what it knows of its lane may be old, in milliseconds. */
const LANE_AGE_MS = 500;
/** So many attempts in a row without an answer: it is the other system, not the records. */
const UNREACHABLE_AT = 5;
const UNREACHABLE_FIRST_MS = 5_000;
const LOOK_UP_EVERY_MS = 1_000;
/** How often a success is written down with the lane, in milliseconds. */
const CONFIRM_EVERY_MS = 5_000;

/** Works through what is due in a lane, several records at once, never one twice. */
@Injectable()
export class LaneEngine {
  constructor(
    private readonly due: DueRecordsService,
    private readonly lanes: SyncLanesService,
    private readonly records: SyncRecordsService,
    private readonly clock: Clock,
  ) {}

  /** Until nothing is due, the lane is paused, or the signal is aborted. Attempts under way are ended first. */
  drain(work: LaneWork, signal: AbortSignal): Promise<DrainEnd> {
    const { due, lanes, records, clock } = this;
    return new Drain({ due, lanes, records, clock }, work, signal).run();
  }
}

interface Tools {
  due: DueRecordsService;
  lanes: SyncLanesService;
  records: SyncRecordsService;
  clock: Clock;
}

class Drain {
  private readonly active = new Map<Claim, Promise<void>>();
  /** Claimed ahead, so that nobody waits for the database between two records. */
  private readonly ahead: Claim[] = [];
  /** After a slowdown one goes first, and each success lets in twice as many. */
  private allowed: number;
  private unanswered = 0;
  private confirmedMs = -Infinity;
  private lookedUpMs = -Infinity;
  private lane: { standing: LaneStanding; readMs: number } | undefined;
  /** Whether anything happened since the loop last looked. */
  private woken = false;
  private endPause: () => void = () => undefined;

  constructor(
    private readonly tools: Tools,
    private readonly work: LaneWork,
    private readonly signal: AbortSignal,
  ) {
    this.allowed = work.concurrency;
  }

  async run(): Promise<DrainEnd> {
    const heartbeat = setInterval(() => {
      this.renew();
    }, this.work.leaseMs / 3).unref();
    this.signal.addEventListener('abort', this.wake);
    try {
      return await this.loop();
    } finally {
      this.signal.removeEventListener('abort', this.wake);
      await Promise.allSettled(this.active.values());
      clearInterval(heartbeat);
      await this.letGo();
    }
  }

  /** What was claimed ahead. */
  private async letGo(): Promise<void> {
    await Promise.allSettled(this.ahead.splice(0).map((claim) => this.tools.records.release(claim)));
  }

  private async loop(): Promise<DrainEnd> {
    while (!this.signal.aborted) {
      this.woken = false;
      const lane = await this.laneNow();
      if (lane.state === 'paused') return 'paused';
      if (lane.state === 'slowed') {
        this.allowed = 1;
        // Nobody is at these, for as long as that may last.
        await this.letGo();
        await this.idle(Math.min(lane.slowedForMs, IDLE_MS));
        continue;
      }
      if (this.active.size < this.allowed && (await this.start())) continue;
      if (this.active.size > 0) await this.idle(IDLE_MS);
      else {
        const nextInMs = await this.tools.due.nextInMs(this.work.due);
        if (nextInMs === undefined || nextInMs > HORIZON_MS) return 'done';
        await this.idle(Math.min(Math.max(nextInMs, 10), IDLE_MS));
      }
    }
    return 'stopped';
  }

  /** Begins the next record's attempt. @returns false where nothing is due now */
  private async start(): Promise<boolean> {
    if (this.ahead.length === 0) this.ahead.push(...(await this.claimed()));
    const claim = this.ahead.shift();
    if (claim === undefined) return false;
    const attempt = this.attempt(claim).finally(() => {
      this.active.delete(claim);
      this.wake();
    });
    this.active.set(claim, attempt);
    return true;
  }

  /** Look-ups go before all else, now and then: they would wait behind everything that was behind before them. */
  private async claimed(): Promise<Claim[]> {
    const { due, leaseMs, runId } = this.work;
    const limit = Math.max(2 * this.allowed - this.active.size, 1);
    const nowMs = this.tools.clock.monotonicMs();
    if (nowMs - this.lookedUpMs > LOOK_UP_EVERY_MS) {
      this.lookedUpMs = nowMs;
      const unknown = await this.tools.due.claim({ ...due, isUnknown: true }, { limit, leaseMs, runId });
      if (unknown.length > 0) return unknown;
    }
    return this.tools.due.claim(due, { limit, leaseMs, runId });
  }

  private async attempt(claim: Claim): Promise<void> {
    try {
      await this.judge(await this.work.attempt(claim, this.signal));
    } catch (error) {
      // A fault of ours, or of the database: the lease runs out, and whoever comes next asks what became of it.
      logger.error(
        {
          kind: claim.record.kind,
          id: claim.record.id,
          reason: describeFault(error).code,
          stack: stackOf(error),
        },
        'An attempt failed by a fault of the service',
      );
    }
  }

  private async judge({ state, unreachable, answered }: AttemptResult): Promise<void> {
    const { lanes, clock } = this.tools;
    const { lane } = this.work.due;
    if (state === 'blocked' || state === 'slowed') {
      this.allowed = 1;
      this.lane = undefined;
      return;
    }
    if (unreachable) {
      this.unanswered += 1;
      if (this.unanswered < UNREACHABLE_AT && this.allowed === this.work.concurrency) return;
      this.allowed = 1;
      await lanes.slow(lane, {
        reason: 'it gives no answer, again and again',
        firstMs: UNREACHABLE_FIRST_MS,
      });
      this.lane = undefined;
      return;
    }
    if (state === 'lost' || state === 'pending' || !answered) return;
    this.unanswered = 0;
    this.allowed = Math.min(this.work.concurrency, this.allowed * 2);
    if (clock.monotonicMs() - this.confirmedMs < CONFIRM_EVERY_MS) return;
    this.confirmedMs = clock.monotonicMs();
    await lanes.confirmed(lane);
  }

  private async laneNow(): Promise<LaneStanding> {
    const { lanes, clock } = this.tools;
    if (this.lane === undefined || clock.monotonicMs() - this.lane.readMs > LANE_AGE_MS)
      this.lane = { standing: await lanes.standing(this.work.due.lane), readMs: clock.monotonicMs() };
    return this.lane.standing;
  }

  private renew(): void {
    const claims = [...this.active.keys(), ...this.ahead];
    this.tools.due.renew(claims, this.work.leaseMs).catch((error: unknown) => {
      logger.warn({ reason: describeFault(error).code }, 'Leases could not be renewed; trying again');
    });
  }

  private readonly wake = (): void => {
    this.woken = true;
    this.endPause();
  };

  /** Until an attempt ends, the signal is aborted, or so long. */
  private async idle(ms: number): Promise<void> {
    if (this.woken || this.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
