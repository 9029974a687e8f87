import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { InjectSettings } from '../config/settings.token.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { DomainError } from '../errors/domain-error.js';
import { logger } from '../logging/logger.js';
import { createPool, type Pool } from './pool.js';
import { preparedQuery } from './prepared-query.js';
import { Prisma, PrismaClient } from './generated/client.js';
import { isRetryable } from './database-faults.js';

/** The client inside a transaction; the only one that services write with. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** How often a transaction that lost against another one (deadlock, serialization) is tried in all. */
const ATTEMPTS = 4;
/** The longest wait before the second one, in milliseconds; longer before the later ones. */
const BACK_OFF_MS = 50;

/** How long a transaction may wait for a connection, and run, in milliseconds. */
const TRANSACTION_LIMITS = { maxWait: 5_000, timeout: 20_000 };

const BESIDE_RETRY_AFTER_SECONDS = 1;

/** The books' database for everything but JIT, which has its own connections. */
@Injectable()
export class PrismaService extends PrismaClient implements OnApplicationShutdown {
  /** The same connections, for statements written by hand. */
  readonly pool: Pool;
  private readonly surrounding = new AsyncLocalStorage<Transaction>();
  private besideNow = 0;
  /** Half of the connections: what those wait for, and everybody else, needs the others. */
  private readonly besideAtMost: number;

  constructor(@InjectSettings() settings: ResolvedSettings) {
    const pool = createPool({
      connectionString: settings.databaseUrl,
      applicationName: 'arrears',
      size: settings.databasePoolSize,
      connectTimeoutMs: TRANSACTION_LIMITS.maxWait,
      statementTimeoutMs: TRANSACTION_LIMITS.timeout,
    });
    super({ adapter: new PrismaPg(pool, { onPoolError: () => undefined }), errorFormat: 'minimal' });
    this.pool = pool;
    this.besideAtMost = Math.max(1, Math.floor(settings.databasePoolSize / 2));
  }

  /**
   * One statement that commits by itself, prepared once on each connection: for what is asked so often that Prisma's
   * own way costs more than the answer. Again where the database made it give way to another. Whole numbers of 64 bits
   * come as bigint, moments as Date.
   */
  async statement<Row extends object>(sql: Prisma.Sql): Promise<Row[]> {
    return this.again(async () => (await this.pool.query<Row>(preparedQuery(sql))).rows);
  }

  /**
   * Runs `work` in one transaction, again from the start where the database made it give way to another.
   * `work` must therefore do nothing but read and write through the transaction it is given.
   */
  async inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const joined = this.surrounding.getStore();
    if (joined !== undefined) return joinedWork(joined, work);
    return this.again(() => this.$transaction(work, TRANSACTION_LIMITS));
  }

  private async again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt === ATTEMPTS || !isRetryable(error)) throw error;
        logger.debug({ attempt }, 'Transaction gave way to another; trying again');
        // By chance, so that those who were in each other's way do not meet again.
        await delay(Math.random() * BACK_OFF_MS * attempt);
      }
    }
  }

  /**
   * The same, and whatever asks for a transaction while `work` runs joins this one: what is written beside a
   * change (the answer under an idempotency key) commits with it or not at all.
   */
  async aroundTransactions<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.inTransaction((transaction) => this.surrounding.run(transaction, () => work(transaction)));
  }

  /**
   * A transaction that waits while `work` commits others beside it, at most for `limitMs`; what `work` writes
   * through it itself commits last.
   * @throws DomainError `unavailable` while too many connections wait in this way already
   */
  async besideTransactions<T>(work: (transaction: Transaction) => Promise<T>, limitMs: number): Promise<T> {
    if (this.besideNow >= this.besideAtMost)
      throw new DomainError(
        'unavailable',
        'Too many requests of this kind are under way; send the same again in a moment',
        [],
        BESIDE_RETRY_AFTER_SECONDS,
      );
    this.besideNow += 1;
    try {
      return await this.$transaction(
        async (transaction) => {
          await transaction.$executeRaw`SELECT set_config('idle_in_transaction_session_timeout', ${String(limitMs)}, true)`;
          return work(transaction);
        },
        { ...TRANSACTION_LIMITS, timeout: limitMs },
      );
    } finally {
      this.besideNow -= 1;
    }
  }

  /**
   * Only now: Nest destroys modules before it ends the requests under way, and shuts them down afterwards. The
   * platform's, being global, comes last, when the others have written what they held.
   */
  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
    await this.pool.end();
  }
}

/** What is checked at a commit is checked now, while whoever asked for the change can say what it means. */
async function joinedWork<T>(
  transaction: Transaction,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const result = await work(transaction);
  await checkConstraintsNow(transaction);
  return result;
}

/** Looks at what would be looked at when the transaction commits. */
export async function checkConstraintsNow(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`SELECT check_constraints_now()`;
}
