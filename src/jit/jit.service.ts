import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { describeFault, isAway } from '../platform/database/database-faults.js';
import { DatabaseService } from '../platform/database/database.service.js';
import { isWithin, toInet } from '../platform/http/address-ranges.js';
import { logger } from '../platform/logging/logger.js';
import { DeadlineError, JitConnections, type TimedRows } from './jit-connections.js';
import { toTrattaAnswer } from './jit-answer.js';
import { badRequest, FAILED, NOT_FOUND, TOO_MANY_MISSES, UNAVAILABLE } from './jit-errors.js';
import { JitMetrics, type JitOutcome } from './jit-metrics.js';
import { askedExternalId } from './jit-query.js';
import { type JitRecord, JitRecorder } from './jit-recorder.js';
import { jitStatement, toJitRow, type JitRow } from './jit.statement.js';
import { JitTokens } from './jit-tokens.js';
import { MissThrottle } from './miss-throttle.js';

/** One call as it came in. */
export interface JitRequest {
  token: string;
  /** Path and query as received. */
  url: string;
  sourceAddress: string;
  requestId: string;
}

export interface JitAnswer {
  status: number;
  body: string;
  retryAfterSeconds?: number;
}

/** A miss is answered at the next multiple of this, so that time doesn't tell which kind of miss it was. */
export const MISS_STEP_MS = 100;
/** Kept of the deadline for writing the answer: a twentieth, at most this, in milliseconds. */
const MAX_MARGIN_MS = 250;
const RETRY_AFTER_SECONDS = 1;

interface Call extends JitRequest {
  requestedAt: Date;
  startMs: number;
  externalId: string | null;
  timed: Pick<TimedRows, 'waitMs' | 'queryMs'> | null;
  row: JitRow | null;
}

/** Tells what a caller owes while the caller waits: reads once, writes nothing, and keeps the deadline. */
@Injectable()
export class JitService {
  private readonly tokens: JitTokens;
  private readonly throttle = new MissThrottle();

  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly clock: Clock,
    private readonly database: DatabaseService,
    private readonly connections: JitConnections,
    private readonly vault: PersonalDataVault,
    private readonly recorder: JitRecorder,
    private readonly metrics: JitMetrics,
  ) {
    this.tokens = new JitTokens(settings.jit.tokens);
    if (settings.jit.tokens.length === 0) logger.warn('JIT_TOKENS is empty: every JIT call is answered 404');
  }

  async answer(request: JitRequest): Promise<JitAnswer> {
    const call: Call = {
      // Not `...request`: V8 keeps objects made so for long, and all that they lead to with them.
      token: request.token,
      url: request.url,
      sourceAddress: request.sourceAddress,
      requestId: request.requestId,
      requestedAt: this.clock.now(),
      startMs: this.clock.monotonicMs(),
      externalId: null,
      timed: null,
      row: null,
    };
    // No record of a refused call: a wrong token causes no work in the database.
    if (!this.isAllowed(request)) return this.miss(call, 'refused');
    const asked = askedExternalId(request.url);
    if ('mistake' in asked) return this.finish(call, 'bad_request', badRequest(asked.mistake));
    call.externalId = asked.externalId;
    return this.lookUp(call, asked.externalId);
  }

  private isAllowed({ token, sourceAddress }: JitRequest): boolean {
    const { allowedCidrs } = this.settings.jit;
    return (
      this.tokens.accepts(token) && (allowedCidrs === undefined || isWithin(sourceAddress, allowedCidrs))
    );
  }

  private async lookUp(call: Call, externalId: string): Promise<JitAnswer> {
    // PostgreSQL's text cannot hold this character, so no account has it.
    if (externalId.includes('\0')) return this.miss(call, 'unknown_account');
    if (this.database.state !== 'ready') return this.finish(call, 'unavailable', unavailable());
    try {
      const timed = await this.connections.query(
        jitStatement(externalId, this.settings.jit.toldStatuses),
        call.startMs + this.budgetMs(),
      );
      call.timed = timed;
      this.metrics.queried(timed.waitMs, timed.queryMs);
      const columns = timed.rows[0];
      if (columns === undefined) return await this.miss(call, 'unknown_account');
      call.row = toJitRow(columns);
      const body = toTrattaAnswer(call.row, this.settings.jit.include, this.vault);
      return this.finish(call, 'found', { status: 200, body });
    } catch (error) {
      return this.fail(call, error);
    }
  }

  private budgetMs(): number {
    const { deadlineMs } = this.settings.jit;
    return deadlineMs - Math.min(MAX_MARGIN_MS, deadlineMs / 20);
  }

  private async miss(call: Call, outcome: JitOutcome): Promise<JitAnswer> {
    const wait = this.throttle.miss(call.sourceAddress, this.clock.monotonicMs());
    const elapsedMs = this.clock.monotonicMs() - call.startMs;
    await delay(Math.ceil(elapsedMs / MISS_STEP_MS) * MISS_STEP_MS - elapsedMs);
    if (wait === undefined) return this.finish(call, outcome, NOT_FOUND);
    return this.finish(call, outcome === 'refused' ? 'refused' : 'throttled', {
      ...TOO_MANY_MISSES,
      retryAfterSeconds: wait,
    });
  }

  private fail(call: Call, error: unknown): JitAnswer {
    if (error instanceof DeadlineError) return this.finish(call, 'deadline', unavailable());
    const { code, message } = describeFault(error);
    if (isAway(error)) {
      logger.debug({ requestId: call.requestId, reason: code ?? message }, 'JIT: the database is away');
      return this.finish(call, 'unavailable', unavailable());
    }
    logger.error({ requestId: call.requestId, reason: code }, 'JIT: the account could not be read');
    return this.finish(call, 'failed', { ...FAILED });
  }

  private finish(call: Call, outcome: JitOutcome, answer: JitAnswer): JitAnswer {
    const totalMs = this.clock.monotonicMs() - call.startMs;
    this.metrics.answered(outcome, totalMs);
    if (outcome !== 'refused') this.recorder.record(toRecord(call, outcome, answer.status, totalMs));
    return answer;
  }
}

function unavailable(): JitAnswer {
  return { ...UNAVAILABLE, retryAfterSeconds: RETRY_AFTER_SECONDS };
}

function toRecord(call: Call, outcome: JitOutcome, httpStatus: number, totalMs: number): JitRecord {
  const { row, timed } = call;
  return {
    requestedAt: call.requestedAt,
    id: randomUUID(),
    requestId: call.requestId,
    outcome,
    httpStatus,
    // Only where no account stands for it. A NUL can't be stored, and is in no account's id.
    askedExternalId: row === null ? (call.externalId?.replaceAll('\0', '\uFFFD') ?? null) : null,
    debtAccountId: row === null ? null : row.accountId,
    debtAccountVersion: row === null ? null : row.accountVersion,
    customerVersion: row === null ? null : row.customerVersion,
    locationVersion: row === null ? null : row.locationVersion,
    toldBalance: row === null ? null : row.toldBalance,
    waitMs: timed === null ? null : toMicroseconds(timed.waitMs),
    queryMs: timed === null ? null : toMicroseconds(timed.queryMs),
    totalMs: toMicroseconds(totalMs),
    sourceAddress: toInet(call.sourceAddress),
  };
}

/** Milliseconds to the thousandth: finer the clock does not tell anything. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
