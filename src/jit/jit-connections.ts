import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PoolClient, QueryArrayConfig, QueryArrayResult } from 'pg';
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
      // pg's promises keep each answer alive until the next but one: a fifth of the rate, and twice the memory.
      const { rows } = await before<QueryArrayResult<unknown[]>>(deadlineMs, (done) =>
        client.query(statement, done),
      );
      broken = false;
      return { rows, waitMs: connectedMs - startMs, queryMs: performance.now() - connectedMs };
    } finally {
      client.release(broken);
    }
  }

  private connect(deadlineMs: number): Promise<PoolClient> {
    return before(deadlineMs, (done) => {
      this.pool.connect((error, client) => {
        const isWaitedFor = done(error, client as PoolClient);
        if (!isWaitedFor) client?.release();
      });
    });
  }
}

/** Takes what an operation ended with. False when the deadline was first, and nobody waits any more. */
type Done<T> = (error: Error | null | undefined, value: T) => boolean;

/** What the operation ends with, or a DeadlineError when the deadline comes first. */
function before<T>(deadlineMs: number, begin: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(
      () => {
        late = true;
        reject(new DeadlineError('The deadline passed'));
      },
      Math.max(0, deadlineMs - performance.now()),
    );
    begin((error, value) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve(value);
      return !late;
    });
  });
}
