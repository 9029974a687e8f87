import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PoolClient, QueryArrayConfig } from 'pg';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { isAway } from '../platform/database/database-faults.js';
import { createPool, type Pool } from '../platform/database/pool.js';

/** The deadline came before the database's answer. */
export class DeadlineError extends Error {}

/** What a statement gave, and how long it took to get a connection and the rows, in milliseconds. */
export interface TimedRows {
  rows: unknown[][];
  waitMs: number;
  queryMs: number;
}

/**
 * JIT's own connections: no other work can hold one, and none is waited for beyond the deadline. A
 * connection whose answer came too late is thrown away, for its next answer would be to the wrong question.
 */
@Injectable()
export class JitConnections implements OnApplicationShutdown {
  readonly pool: Pool;

  constructor(@InjectSettings() settings: ResolvedSettings) {
    this.pool = createPool({
      connectionString: settings.databaseUrl,
      applicationName: 'arrears-jit',
      size: settings.jit.poolSize,
      connectTimeoutMs: settings.jit.deadlineMs,
      statementTimeoutMs: settings.jit.deadlineMs,
    });
  }

  /**
   * @param deadlineMs on `performance.now()`'s scale
   * @throws DeadlineError; what pg throws when the database is away
   */
  async query(statement: QueryArrayConfig, deadlineMs: number): Promise<TimedRows> {
    try {
      return await this.attempt(statement, deadlineMs);
    } catch (error) {
      // After a restart of the database the pool still holds broken connections; a read can be repeated.
      if (error instanceof DeadlineError || !isAway(error)) throw error;
      return this.attempt(statement, deadlineMs);
    }
  }

  /** Not `onModuleDestroy`, which Nest calls while requests are still under way. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private async attempt(statement: QueryArrayConfig, deadlineMs: number): Promise<TimedRows> {
    const startMs = performance.now();
    const client = await this.connect(deadlineMs);
    const connectedMs = performance.now();
    let broken = true;
    try {
      const { rows } = await before(client.query<unknown[]>(statement), deadlineMs);
      broken = false;
      return { rows, waitMs: connectedMs - startMs, queryMs: performance.now() - connectedMs };
    } finally {
      client.release(broken);
    }
  }

  private async connect(deadlineMs: number): Promise<PoolClient> {
    const connecting = this.pool.connect();
    try {
      return await before(connecting, deadlineMs);
    } catch (error) {
      // Should the connection still come, nobody waits for it any more.
      if (error instanceof DeadlineError)
        connecting.then(
          (client) => {
            client.release();
          },
          () => undefined,
        );
      throw error;
    }
  }
}

/** The promise's outcome, or a DeadlineError when the deadline comes first. */
async function before<T>(promise: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        reject(new DeadlineError('The deadline passed'));
      },
      Math.max(0, deadlineMs - performance.now()),
    );
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
