import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { InjectSettings } from '../config/settings.token.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { DomainError } from '../errors/domain-error.js';
import { PersonalDataVault } from '../crypto/personal-data.js';
import { OperatorError } from '../errors/operator-error.js';
import { logger } from '../logging/logger.js';
import { describeFault, isAway } from './database-faults.js';
import { registerEncryptionKeys } from './encryption-key-check.js';
import { grantServiceRole } from './grants.js';
import { migrate } from './migrator.js';
import { PrismaService } from './prisma.service.js';

const RETRY_MS = 1_000;
/** Said at once, and then this often, while the database is waited for. */
const REPEAT_NOTICE_MS = 30_000;
/** Readiness must answer a proxy soon, whatever the database does. */
const PING_TIMEOUT_MS = 2_000;
/** Months of partitions kept ready beyond the current one. */
const PARTITIONS_AHEAD = 2;
const DAY_MS = 86_400_000;
/** No such role, wrong password, no such database, no right to connect. */
const REFUSED_LOGIN_CODES = ['28000', '28P01', '3D000', '42501'];

export type DatabaseState = 'waiting' | 'migrating' | 'ready';

/**
 * The database's way to being usable: an absent one is waited for, loudly; a failed or newer schema ends
 * the process. Until it is ready every request is answered 503.
 */
@Injectable()
export class DatabaseService implements OnModuleDestroy {
  private current: DatabaseState = 'waiting';
  private upkeep: NodeJS.Timeout | undefined;
  private pinging: Promise<string | undefined> | undefined;

  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly prisma: PrismaService,
    private readonly vault: PersonalDataVault,
  ) {}

  get state(): DatabaseState {
    return this.current;
  }

  /**
   * Waits for the database, migrates it and opens it for use.
   * @param prepare runs after the migrations and before the first request is let in
   * @throws MigrationError where starting again would not help; the signal's reason when aborted
   */
  async open(signal: AbortSignal, prepare: () => Promise<void>): Promise<void> {
    let lastNotice = -Infinity;
    for (;;) {
      signal.throwIfAborted();
      try {
        await this.bringUp(prepare);
        return;
      } catch (error) {
        if (!isAway(error)) throw this.asRefusal(error);
        this.current = 'waiting';
        if (performance.now() - lastNotice >= REPEAT_NOTICE_MS) {
          lastNotice = performance.now();
          logger.warn(
            { database: this.address(), reason: describeFault(error).code ?? describeFault(error).message },
            `Waiting for the database at ${this.address()}; requests are answered 503 until it is there`,
          );
        }
        await delay(RETRY_MS, undefined, { signal });
      }
    }
  }

  /** @throws DomainError `unavailable` while the database is not open yet */
  assertReady(): void {
    if (this.current !== 'ready')
      throw new DomainError('unavailable', 'The database is not ready yet; try again soon', [], 2);
  }

  /** Whether the database answers now; the reason why not otherwise. */
  async ping(): Promise<string | undefined> {
    if (this.current !== 'ready') return `database ${this.current}`;
    // Whoever asks meanwhile gets the same answer: askers need no key, and must not use up the connections.
    this.pinging ??= this.askDatabase().finally(() => {
      this.pinging = undefined;
    });
    const late = `database did not answer within ${String(PING_TIMEOUT_MS)} ms`;
    return Promise.race([this.pinging, delay(PING_TIMEOUT_MS, late, { ref: false })]);
  }

  onModuleDestroy(): void {
    clearInterval(this.upkeep);
  }

  /**
   * By a connection of its own. While all of the pool's are at work the database is busy, not away, and a
   * proxy that was told otherwise would send JIT's callers away too.
   */
  private async askDatabase(): Promise<string | undefined> {
    const client = new pg.Client({
      connectionString: this.settings.databaseUrl,
      application_name: 'arrears-health',
      connectionTimeoutMillis: PING_TIMEOUT_MS,
      query_timeout: PING_TIMEOUT_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return undefined;
    } catch (error) {
      return `database away (${describeFault(error).code ?? 'no connection'})`;
    } finally {
      client.end().catch(() => undefined);
    }
  }

  /** A server that answers, but will not let us in, needs a person. */
  private asRefusal(error: unknown): unknown {
    const { code, message } = describeFault(error);
    if (code === undefined || !REFUSED_LOGIN_CODES.includes(code)) return error;
    return new OperatorError(
      `The database at ${this.address()} refuses the service: ${message}. Mend DATABASE_URL or MIGRATION_DATABASE_URL, or the server's roles and databases.`,
      error,
    );
  }

  /** Host and port without user and password: safe to show. */
  address(): string {
    const { hostname, port, pathname } = new URL(this.settings.databaseUrl);
    return `${hostname}:${port === '' ? '5432' : port}${pathname}`;
  }

  private async bringUp(prepare: () => Promise<void>): Promise<void> {
    const ownerUrl = this.settings.migrationDatabaseUrl ?? this.settings.databaseUrl;
    this.current = 'migrating';
    await migrate(ownerUrl, (line) => {
      logger.info(line);
    });
    await grantServiceRole(ownerUrl, this.settings.databaseUrl);
    await registerEncryptionKeys(this.prisma.pool, this.vault);
    await this.ensurePartitions();
    await prepare();
    this.current = 'ready';
    this.upkeep ??= setInterval(() => {
      this.keepPartitions();
    }, DAY_MS).unref();
  }

  /** A process that runs for months must not meet a month without a partition. */
  private keepPartitions(): void {
    this.ensurePartitions().catch((error: unknown) => {
      logger.warn(
        { reason: describeFault(error).code },
        'Partitions for the coming months could not be made; trying again tomorrow',
      );
    });
  }

  private async ensurePartitions(): Promise<void> {
    await this.prisma.pool.query(
      'SELECT ensure_jit_request_partitions($1), ensure_sync_call_partitions($1)',
      [PARTITIONS_AHEAD],
    );
  }
}
