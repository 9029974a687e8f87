import pg from 'pg';
import { logger } from '../logging/logger.js';

export type Pool = pg.Pool;

export interface PoolOptions {
  connectionString: string;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  size: number;
  /** How long to wait for a connection, in milliseconds; pg's own default is for ever. */
  connectTimeoutMs: number;
  /** After this the server itself ends a statement, in milliseconds. */
  statementTimeoutMs: number;
}

/** Connections are made when they are first needed, so a pool can be had before its database answers. */
export function createPool(options: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.size,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    idle_in_transaction_session_timeout: options.statementTimeoutMs,
    keepAlive: true,
    options: '-c TimeZone=UTC',
  });
  // One that breaks while it is in use fails its query; unheard, its event, too, would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  // An idle connection that breaks is dropped by the pool; unheard, the event would end the process.
  pool.on('error', (error) => {
    logger.warn(
      { pool: options.applicationName, reason: error.message },
      'An idle database connection broke',
    );
  });
  return pool;
}
