import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { describeFault } from '../platform/database/database-faults.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { logger } from '../platform/logging/logger.js';
import { JitMetrics } from './jit-metrics.js';

/** One answered call, as `jit_requests` keeps it. Durations in milliseconds, the balance in cents. */
export interface JitRecord {
  requestedAt: Date;
  id: string;
  requestId: string;
  outcome: string;
  httpStatus: number;
  askedExternalId: string | null;
  debtAccountId: string | null;
  debtAccountVersion: string | null;
  customerVersion: string | null;
  locationVersion: string | null;
  toldBalance: string | null;
  waitMs: number | null;
  queryMs: number | null;
  totalMs: number;
  sourceAddress: string | null;
}

/** Records wait this long for company, so that a busy service writes few large batches. */
const FLUSH_INTERVAL_MS = 250;
const BATCH_SIZE = 2_000;
/** How long a stopping process tries to write what it holds. */
const STOP_PATIENCE_MS = 5_000;
/** While the database is away, at most this many are held (about 50 MB); then the oldest are given up. */
const MAX_HELD = 100_000;

const COLUMNS: readonly [keyof JitRecord, string, string][] = [
  ['requestedAt', 'requested_at', 'timestamptz'],
  ['id', 'id', 'uuid'],
  ['requestId', 'request_id', 'text'],
  ['outcome', 'outcome', 'text'],
  ['httpStatus', 'http_status', 'smallint'],
  ['askedExternalId', 'asked_external_id', 'text'],
  ['debtAccountId', 'debt_account_id', 'uuid'],
  ['debtAccountVersion', 'debt_account_version', 'bigint'],
  ['customerVersion', 'customer_version', 'bigint'],
  ['locationVersion', 'location_version', 'bigint'],
  ['toldBalance', 'told_balance', 'bigint'],
  ['waitMs', 'wait_ms', 'double precision'],
  ['queryMs', 'query_ms', 'double precision'],
  ['totalMs', 'total_ms', 'double precision'],
  ['sourceAddress', 'source_address', 'inet'],
];

// A batch that is sent again after its answer was lost is not written twice.
const INSERT = `
  INSERT INTO jit_requests (${COLUMNS.map(([, column]) => column).join(', ')})
  SELECT * FROM unnest(${COLUMNS.map(([, , type], index) => `$${String(index + 1)}::${type}[]`).join(', ')})
  ON CONFLICT DO NOTHING`;

/** Writes the record of calls behind their answers, in batches; on a normal stop nothing is lost. */
@Injectable()
export class JitRecorder implements OnApplicationShutdown {
  private readonly held: JitRecord[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly prisma: PrismaService,
    private readonly metrics: JitMetrics,
  ) {}

  record(record: JitRecord): void {
    if (this.held.length >= MAX_HELD) this.giveUpOldest();
    this.held.push(record);
    this.timer ??= setTimeout(() => {
      this.flushSoon();
    }, FLUSH_INTERVAL_MS).unref();
  }

  /** Writes all that is held; returns when it is written, or with records still held where that failed. */
  async flush(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
    this.writing = this.writeHeld().finally(() => {
      this.writing = undefined;
    });
    await this.writing;
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    // A database that hangs must not hold up the stop for longer than an orchestrator waits.
    await Promise.race([this.flush(), delay(STOP_PATIENCE_MS, undefined, { ref: false })]);
    if (this.held.length > 0)
      logger.error(
        { records: this.held.length },
        'Stopping with records of JIT calls unwritten: the database is away',
      );
  }

  private flushSoon(): void {
    this.timer = undefined;
    void this.flush();
  }

  private async writeHeld(): Promise<void> {
    while (this.held.length > 0) {
      const batch = this.held.splice(0, BATCH_SIZE);
      try {
        await this.prisma.pool.query({
          name: 'jit-record',
          text: INSERT,
          values: COLUMNS.map(([field]) => batch.map((record) => record[field])),
        });
      } catch (error) {
        this.held.unshift(...batch);
        logger.warn(
          { reason: describeFault(error).code, held: this.held.length },
          'Records of JIT calls wait for the database',
        );
        this.timer ??= setTimeout(() => {
          this.flushSoon();
        }, 4 * FLUSH_INTERVAL_MS).unref();
        return;
      }
    }
  }

  private giveUpOldest(): void {
    this.held.splice(0, BATCH_SIZE);
    this.metrics.recordsLost.inc(BATCH_SIZE);
  }
}
