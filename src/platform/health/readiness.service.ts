import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';

/** Whether a proxy should send requests here. */
@Injectable()
export class ReadinessService {
  private stopping = false;

  get isStopping(): boolean {
    return this.stopping;
  }

  constructor(private readonly database: DatabaseService) {}

  /** From now on the process is not ready, for it is about to stop. */
  announceStop(): void {
    this.stopping = true;
  }

  /** @returns the reasons why not; none when ready */
  async reasons(): Promise<string[]> {
    if (this.stopping) return ['stopping'];
    const fault = await this.database.ping();
    return fault === undefined ? [] : [fault];
  }
}
