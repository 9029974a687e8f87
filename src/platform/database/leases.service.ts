import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { logger } from '../logging/logger.js';
import { describeFault } from './database-faults.js';
import { milliseconds } from './durations.js';
import { PrismaService, type Transaction } from './prisma.service.js';

/** A lease ran out or was taken by another: what its former holder wanted to do is his no more. */
export class LeaseGoneError extends Error {
  override readonly name = 'LeaseGoneError';

  constructor(lease: string) {
    super(`The lease "${lease}" is not held any more; somebody else may hold it`);
  }
}

/** A work that only this holder does now. */
export interface HeldLease {
  readonly name: string;
  /** Another for each time that the lease is taken. */
  readonly owner: string;
  /** Aborted when the lease is lost, with a LeaseGoneError, and when the process stops. */
  readonly signal: AbortSignal;
  /**
   * To be called first in a transaction that only the holder may commit: until the transaction ends nobody
   * else can take the lease, even if it runs out meanwhile.
   * @throws LeaseGoneError where it is not ours, or not any more
   */
  assertHeld(transaction: Transaction): Promise<void>;
}

/** A renewal that fails is tried again after this time, in milliseconds, or sooner for short leases. */
const RETRY_MS = 1_000;
/** How long a stopping process waits for works to end that ought to have heard it, in milliseconds. */
const STOP_PATIENCE_MS = 15_000;

/**
 * Works that only one process at a time does, over all replicas. A lease runs by the database's clock; its
 * holder, who cannot see that clock, counts on a clock that no one sets, from before it asked.
 */
@Injectable()
export class LeasesService implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly works = new Set<Promise<unknown>>();

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * Does `work` while the lease is held. It is renewed every third of `ttlMs` and given back at the end, also
   * when `work` throws. Whoever loses it hears so by the lease's signal; what `work` does until it obeys is
   * fenced by `assertHeld` alone.
   * @returns undefined, at once, while somebody else has it or the process stops
   */
  async holding<T>(
    name: string,
    ttlMs: number,
    work: (lease: HeldLease) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.stopping.signal.aborted) return undefined;
    const whole = this.taken(name, ttlMs, work);
    this.works.add(whole);
    try {
      return await whole;
    } finally {
      this.works.delete(whole);
    }
  }

  /** Whether somebody holds it now, this process or another. */
  async isHeld(name: string): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<unknown[]>`
      SELECT FROM leases WHERE name = ${name} AND leased_until > clock_timestamp()`;
    return rows.length > 0;
  }

  /** Works hear first that they must end. */
  onModuleDestroy(): void {
    this.stopping.abort(new Error('The process stops'));
  }

  /** And have time to, while the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    const patience = new AbortController();
    await Promise.race([
      Promise.allSettled(this.works),
      delay(STOP_PATIENCE_MS, undefined, { signal: patience.signal, ref: false }).catch(() => undefined),
    ]);
    patience.abort();
  }

  private async taken<T>(
    name: string,
    ttlMs: number,
    work: (lease: HeldLease) => Promise<T>,
  ): Promise<T | undefined> {
    const owner = randomUUID();
    const askedMs = this.clock.monotonicMs();
    if (!(await this.take(name, owner, ttlMs))) return undefined;
    const renewal = new Renewal(name, ttlMs, askedMs, this.clock, () => this.renew(name, owner, ttlMs));
    try {
      return await work({
        name,
        owner,
        signal: AbortSignal.any([this.stopping.signal, renewal.lost]),
        assertHeld: (transaction) => assertHeld(transaction, name, owner),
      });
    } finally {
      renewal.end();
      await this.release(name, owner);
    }
  }

  /** A lease whose holder has a transaction under `assertHeld` is not free, and nobody waits for it. */
  private async take(name: string, owner: string, ttlMs: number): Promise<boolean> {
    const taken = await this.prisma.$executeRaw`
      UPDATE leases SET owner = ${owner}::uuid, leased_until = clock_timestamp() + ${milliseconds(ttlMs)}
        FROM (SELECT name AS free FROM leases
               WHERE name = ${name} AND (leased_until IS NULL OR leased_until <= clock_timestamp())
                 FOR UPDATE SKIP LOCKED) found
       WHERE name = free`;
    if (taken > 0) return true;
    const made = await this.prisma.$executeRaw`
      INSERT INTO leases (name, owner, leased_until)
      VALUES (${name}, ${owner}::uuid, clock_timestamp() + ${milliseconds(ttlMs)})
      ON CONFLICT DO NOTHING`;
    return made > 0;
  }

  /** Of a lease that ran out nothing is left to renew, even if nobody took it. */
  private async renew(name: string, owner: string, ttlMs: number): Promise<boolean> {
    const renewed = await this.prisma.$executeRaw`
      UPDATE leases SET leased_until = clock_timestamp() + ${milliseconds(ttlMs)}
       WHERE name = ${name} AND owner = ${owner}::uuid AND leased_until > clock_timestamp()`;
    return renewed > 0;
  }

  /** Where this fails the lease runs out by itself. */
  private async release(name: string, owner: string): Promise<void> {
    try {
      await this.prisma.$executeRaw`
        UPDATE leases SET owner = NULL, leased_until = NULL WHERE name = ${name} AND owner = ${owner}::uuid`;
    } catch (error) {
      logger.debug({ lease: name, reason: describeFault(error).code }, 'A lease was not given back');
    }
  }
}

/** Keeps one lease until it ends, and says when it could not. */
class Renewal {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private ended = false;

  /** @param sinceMs on the clock's monotonic scale, before the lease was asked for: it runs that long at least */
  constructor(
    private readonly lease: string,
    private readonly ttlMs: number,
    sinceMs: number,
    private readonly clock: Clock,
    private readonly renew: () => Promise<boolean>,
  ) {
    this.heldSince(sinceMs);
    this.next(ttlMs / 3);
  }

  get lost(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    clearTimeout(this.deadline);
  }

  private next(inMs: number): void {
    if (this.ended) return;
    this.timer = setTimeout(() => void this.round(), inMs).unref();
  }

  /** An answer that comes too late counts no more: the signal was given. */
  private async round(): Promise<void> {
    const askedMs = this.clock.monotonicMs();
    try {
      const renewed = await this.renew();
      if (this.ended) return;
      if (!renewed) {
        this.lose();
        return;
      }
      this.heldSince(askedMs);
      this.next(this.ttlMs / 3 - (this.clock.monotonicMs() - askedMs));
    } catch (error) {
      logger.debug({ lease: this.lease, reason: describeFault(error).code }, 'A lease was not renewed');
      this.next(Math.min(RETRY_MS, this.ttlMs / 3));
    }
  }

  private heldSince(ms: number): void {
    clearTimeout(this.deadline);
    const leftMs = ms + this.ttlMs - this.clock.monotonicMs();
    this.deadline = setTimeout(() => this.lose(), leftMs).unref();
  }

  private lose(): void {
    this.end();
    this.controller.abort(new LeaseGoneError(this.lease));
  }
}

/**
 * FOR KEY SHARE keeps `take`, which locks FOR UPDATE, out until the transaction ends, and lets the holder's
 * own renewals through.
 */
async function assertHeld(transaction: Transaction, name: string, owner: string): Promise<void> {
  const held = await transaction.$queryRaw<unknown[]>`
    SELECT FROM leases
     WHERE name = ${name} AND owner = ${owner}::uuid AND leased_until > clock_timestamp()
       FOR KEY SHARE`;
  if (held.length === 0) throw new LeaseGoneError(name);
}
