import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import { describeFault, isAway } from '../database/database-faults.js';
import { DatabaseService } from '../database/database.service.js';
import { safeStackOf } from '../errors/safe-stack.js';
import { logger } from '../logging/logger.js';

/** Something that is looked for again and again, and done where there is any of it. */
export interface BackgroundTask {
  /** For the log. */
  name: string;
  /** The pause between two rounds, in milliseconds. */
  everyMs: number;
  /**
   * One look. It ends soon after the signal is aborted, which happens when the process stops; what it throws is
   * said once in a row, and the next round comes all the same.
   */
  round: (signal: AbortSignal) => Promise<void>;
}

/** How long a stopping process waits for the end of rounds; then their connections are closed under them. */
const STOP_PATIENCE_MS = 10_000;

/** Ends the pause that a task is in. */
export interface RegisteredTask {
  nudge: () => void;
}

/**
 * The loops of a process that works, each by itself: none is held up by another one. Processes of the role `web`
 * have none.
 */
@Injectable()
export class BackgroundWork implements OnModuleInit, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly tasks: Loop[] = [];
  private running: readonly Promise<void>[] = [];

  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly database: DatabaseService,
  ) {}

  /** In the constructor of whoever does the work. */
  register(task: BackgroundTask): RegisteredTask {
    const loop = new Loop(task, this.database);
    this.tasks.push(loop);
    return loop;
  }

  onModuleInit(): void {
    if (this.settings.processRole === 'web') return;
    this.running = this.tasks.map((task) => task.run(this.stopping.signal));
  }

  /** First of all that a stop does: connections to the database and to vendors are still open. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.race([Promise.all(this.running), delay(STOP_PATIENCE_MS, undefined, { ref: false })]);
  }
}

class Loop implements RegisteredTask {
  private pause = new AbortController();
  private isFailing = false;

  constructor(
    private readonly task: BackgroundTask,
    private readonly database: DatabaseService,
  ) {}

  nudge(): void {
    this.pause.abort();
  }

  async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      // Renewed before the round, so that a nudge during it is not lost.
      this.pause = new AbortController();
      if (this.database.state === 'ready') await this.attempt(stopping);
      const signal = AbortSignal.any([stopping, this.pause.signal]);
      await delay(this.task.everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async attempt(stopping: AbortSignal): Promise<void> {
    const { name, round } = this.task;
    try {
      await round(stopping);
      if (this.isFailing) logger.info({ task: name }, 'Background work goes on');
      this.isFailing = false;
    } catch (error) {
      if (stopping.aborted) return;
      if (!this.isFailing)
        logger.error(
          {
            task: name,
            reason: describeFault(error).code,
            stack: isAway(error) ? undefined : safeStackOf(error),
          },
          'Background work failed; it is tried again',
        );
      this.isFailing = true;
    }
  }
}
