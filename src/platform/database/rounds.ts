import { setTimeout as delay } from 'node:timers/promises';
import { stackOf } from '../errors/stack-of.js';
import { logger } from '../logging/logger.js';
import { describeFault, isAway } from './database-faults.js';
import type { DatabaseService } from './database.service.js';

/** How soon is looked again for a database that is not open yet, in milliseconds. */
const NOT_READY_MS = 250;
/** How soon a round that failed is tried again, in milliseconds. */
const RETRY_MS = 1_000;
/** How long a stopping process waits for the round under way, in milliseconds. */
const STOP_PATIENCE_MS = 10_000;

/**
 * The same work again and again in the background: not before the database is open, on through times when it
 * is away, and ended in order when the process stops.
 */
export class Rounds {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private failing = false;

  /**
   * @param what names the work in the log
   * @param round one round; gives how long to wait until the next, in milliseconds
   */
  constructor(
    private readonly what: string,
    private readonly database: Pick<DatabaseService, 'state'>,
    private readonly round: (signal: AbortSignal) => Promise<number>,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** The round under way hears that it must end, and there is no other. */
  announceStop(): void {
    this.stopping.abort(new Error('The process stops'));
  }

  /** Waits for the round under way, while the database is still there. */
  async stop(): Promise<void> {
    this.announceStop();
    const patience = new AbortController();
    await Promise.race([this.running, pause(STOP_PATIENCE_MS, patience.signal)]);
    patience.abort();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const waitMs = this.database.state === 'ready' ? await this.once(signal) : NOT_READY_MS;
      await pause(waitMs, signal);
    }
  }

  /** Told once when it begins to fail, and once when it works again. */
  private async once(signal: AbortSignal): Promise<number> {
    try {
      const waitMs = await this.round(signal);
      if (this.failing) logger.info(`${this.what}: works again`);
      this.failing = false;
      return waitMs;
    } catch (error) {
      if (!this.failing && !signal.aborted) {
        const reason = describeFault(error).code;
        if (isAway(error)) logger.warn({ reason }, `${this.what}: held up until the database is back`);
        else
          logger.error({ reason, stack: stackOf(error) }, `${this.what}: failed; tried again every second`);
      }
      this.failing = true;
      return RETRY_MS;
    }
  }
}

/** Waits, or until told to stop, whichever is first. Keeps no process alive. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
