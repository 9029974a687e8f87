import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../platform/clock/clock.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { describeFault } from '../platform/database/database-faults.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { logger } from '../platform/logging/logger.js';
import { Page } from '../platform/http/answers.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { listOf, type ListQuery } from '../platform/pagination/list-query.js';
import { exactTime } from '../platform/pagination/time-keyset.js';
import type { Claim, SyncedRecord } from './sync-record.types.js';
import type { CallTold, ShownCall } from './sync-call.types.js';

/** Calls wait this long for company, in milliseconds, so that a busy lane writes few large batches. */
const FLUSH_INTERVAL_MS = 250;
const BATCH_SIZE = 500;
/** While the database is away, at most this many are held; then the oldest are given up. */
const MAX_HELD = 10_000;
/** How long a stopping process tries to write what it holds, in milliseconds. */
const STOP_PATIENCE_MS = 5_000;
/** Longer bodies are cut: enough for any that is ours, and for what a refusal says. */
const MAX_BODY = 16_384;

interface HeldCall extends Omit<CallTold, 'requestBody' | 'answerBody'> {
  id: string;
  calledAt: Date;
  record: SyncedRecord;
  attemptId: string;
  requestCipher: Buffer | null;
  answerCipher: Buffer | null;
}

// What is sent again after its answer was lost is not written twice.
const INSERT = `
  INSERT INTO sync_calls (called_at, id, lane, record_kind, record_id, attempt_id, operation, method, path_pattern,
                          http_status, duration_ms, outcome, reason, request_cipher, answer_cipher)
  SELECT * FROM unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::record_kind[], $5::uuid[], $6::uuid[], $7::text[],
                       $8::text[], $9::text[], $10::smallint[], $11::float8[], $12::text[], $13::text[], $14::bytea[], $15::bytea[])
  ON CONFLICT DO NOTHING`;

/**
 * Each call to another system, with its bodies sealed: what was sent, and what was answered to it. Written behind the
 * calls, in batches; what a killed process had not written yet (a quarter of a second) is missing here alone.
 */
@Injectable()
export class SyncCallsService implements OnApplicationShutdown {
  private readonly held: HeldCall[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly prisma: PrismaService,
    private readonly vault: PersonalDataVault,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
  ) {}

  /** Takes note of a call that has just ended. */
  record({ record, owner }: Pick<Claim, 'record' | 'owner'>, call: CallTold): void {
    const { requestBody, answerBody, ...told } = call;
    const id = uuidv7();
    if (this.held.length >= MAX_HELD) this.held.shift();
    this.held.push({
      ...told,
      id,
      record,
      attemptId: owner,
      calledAt: new Date(this.clock.now().getTime() - told.durationMs),
      requestCipher: this.sealed('call_request', id, requestBody),
      answerCipher: this.sealed('call_answer', id, answerBody),
    });
    this.timer ??= setTimeout(() => {
      void this.flush();
    }, FLUSH_INTERVAL_MS).unref();
  }

  /** Writes what is held; returns when it is written, or with calls still held where that failed. */
  async flush(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.write().finally(() => {
      this.writing = undefined;
    });
    await this.writing;
  }

  /** A record's calls, the newest first, in clear. */
  async list({ lane, kind, id }: SyncedRecord, query: ListQuery): Promise<Page<ShownCall>> {
    await this.flush();
    const list = listOf(`calls of ${lane} ${id}`, query);
    const position = this.cursors.position(list);
    const before =
      position === null
        ? Prisma.empty
        : Prisma.sql`AND (called_at, id) < (${position[0]}::timestamptz, ${position[1]}::uuid)`;
    const rows = await this.prisma.$queryRaw<CallRow[]>`
      SELECT ${exactTime(Prisma.sql`called_at`)} AS at, called_at AS "calledAt", id, attempt_id AS "attemptId", operation, method, path_pattern AS "pathPattern",
             http_status AS status, duration_ms AS "durationMs", outcome, reason,
             request_cipher AS "requestCipher", answer_cipher AS "answerCipher"
        FROM sync_calls
       WHERE record_id = ${id}::uuid AND record_kind = ${kind}::record_kind AND lane = ${lane} ${before}
       ORDER BY called_at DESC, id DESC LIMIT ${list.limit + 1}`;
    return this.cursors.page(
      list,
      rows,
      ({ at, id: callId }) => [at, callId],
      (row) => this.shown(row),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([this.flush(), delay(STOP_PATIENCE_MS, undefined, { ref: false })]);
  }

  private shown({ at: _at, requestCipher, answerCipher, ...call }: CallRow): ShownCall {
    return {
      ...call,
      requestBody: requestCipher === null ? null : this.vault.open('call_request', call.id, requestCipher),
      answerBody: answerCipher === null ? null : this.vault.open('call_answer', call.id, answerCipher),
    };
  }

  private sealed(kind: 'call_request' | 'call_answer', id: string, body: string | undefined): Buffer | null {
    if (body === undefined) return null;
    return this.vault.sealText(kind, id, body.length > MAX_BODY ? `${body.slice(0, MAX_BODY)}…` : body);
  }

  private async write(): Promise<void> {
    while (this.held.length > 0) {
      const batch = this.held.splice(0, BATCH_SIZE);
      try {
        await this.prisma.pool.query({ name: 'sync-calls', text: INSERT, values: columnsOf(batch) });
      } catch (error) {
        this.held.unshift(...batch);
        logger.warn(
          { reason: describeFault(error).code, held: this.held.length },
          'Records of calls wait for the database',
        );
        this.timer ??= setTimeout(() => {
          void this.flush();
        }, 10 * FLUSH_INTERVAL_MS).unref();
        return;
      }
    }
  }
}

interface CallRow extends Omit<ShownCall, 'requestBody' | 'answerBody'> {
  at: string;
  requestCipher: Uint8Array | null;
  answerCipher: Uint8Array | null;
}

function columnsOf(calls: readonly HeldCall[]): unknown[][] {
  return [
    calls.map(({ calledAt }) => calledAt),
    calls.map(({ id }) => id),
    calls.map(({ record }) => record.lane),
    calls.map(({ record }) => record.kind),
    calls.map(({ record }) => record.id),
    calls.map(({ attemptId }) => attemptId),
    calls.map(({ operation }) => operation),
    calls.map(({ method }) => method),
    calls.map(({ pathPattern }) => pathPattern),
    calls.map(({ status }) => status ?? null),
    calls.map(({ durationMs }) => durationMs),
    calls.map(({ outcome }) => outcome),
    calls.map(({ reason }) => reason ?? null),
    calls.map(({ requestCipher }) => requestCipher),
    calls.map(({ answerCipher }) => answerCipher),
  ];
}
