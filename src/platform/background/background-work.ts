import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import { DatabaseService } from '../database/database.service.js';
import { Rounds } from '../database/rounds.js';

/** Something that is looked for again and again, and done where there is any of it. */
export interface BackgroundTask {
  /** For the log. */
  name: string;
  /** The pause between two rounds, in milliseconds. */
  everyMs: number;
  /** One look. It ends soon after the signal is aborted, which happens when the process stops. */
  round: (signal: AbortSignal) => Promise<void>;
}

/** Ends the pause that a task is in. */
export type RegisteredTask = Pick<Rounds, 'nudge'>;

/**
 * The loops of a process that works, each by itself: none is held up by another one. Processes of the role `web`
 * have none.
 */
@Injectable()
export class BackgroundWork implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly tasks: Rounds[] = [];

  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly database: DatabaseService,
  ) {}

  /** In the constructor of whoever does the work. */
  register({ name, everyMs, round }: BackgroundTask): RegisteredTask {
    const task = new Rounds(name, this.database, async (signal) => {
      await round(signal);
      return everyMs;
    });
    this.tasks.push(task);
    return task;
  }

  onApplicationBootstrap(): void {
    if (this.settings.processRole === 'web') return;
    for (const task of this.tasks) task.start();
  }

  /** First of all that a stop does: connections to the database and to vendors are still open. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.stop()));
  }
}
