import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { milliseconds } from '../platform/database/durations.js';
import { type Beside, HeldWrite } from './held-write.types.js';
import { held, named } from './sync-record.sql.js';
import type { AttemptEnd, Claim, Did, SyncedRecord, SyncStanding, SyncState } from './sync-record.types.js';

/** Somebody else holds the record now, or may hold it: whatever its former holder wanted to do is his no more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor({ lane, kind, id }: SyncedRecord) {
    super(`The lease of the ${kind} ${id} for ${lane} ran out; somebody else may hold it`);
  }
}

/** How long a lease holds, and how long a call that it covers may take, in milliseconds. */
export interface LeaseTimes {
  leaseMs: number;
  /** At most half of the lease: when a lease runs out, its holder's calls have long ended. */
  callMs: number;
}

/**
 * The rows that say where each record stands with each other system. Leases are by the database's clock; what
 * a holder writes counts only while it is the holder.
 */
@Injectable()
export class SyncRecordsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the right to speak to the other system about a record. A call that a former holder left unsettled
   * comes with it: its lease outlived its call's time limit, so that one has ended, one way or the other.
   * @returns undefined while somebody else has it
   */
  async claim(record: SyncedRecord, { leaseMs }: Pick<LeaseTimes, 'leaseMs'>): Promise<Claim | undefined> {
    const owner = randomUUID();
    const askedMs = this.clock.monotonicMs();
    const [row] = await this.prisma.statement<{
      step: string | null;
      attempts: number;
      rechecks: number;
    }>(Prisma.sql`
      UPDATE sync_records
         SET lease_owner = ${owner}::uuid, leased_until = clock_timestamp() + ${milliseconds(leaseMs)}
       WHERE ${named(record)} AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      RETURNING call_step AS step, attempts, rechecks`);
    return (
      row && {
        record,
        owner,
        unsettled: row.step ?? undefined,
        attemptsBefore: row.attempts,
        rechecks: row.rechecks,
        heldUntilMs: askedMs + leaseMs,
        runId: undefined,
      }
    );
  }

  /**
   * Before a call: the lease outlives the call's time limit, measured on a clock that no one sets, or the call is not
   * made. A call that changes nothing there asks the database only where the lease must be renewed for it.
   * @param step written down where the call may have an effect that sending it again would double
   * @param beside what is committed with it
   * @throws LeaseLostError
   */
  async beforeCall(claim: Claim, times: LeaseTimes, step?: string, beside?: Beside): Promise<void> {
    const askedMs = this.clock.monotonicMs();
    const renews = claim.heldUntilMs - askedMs < times.callMs + RENEWAL_MARGIN_MS;
    if (step === undefined && beside === undefined && !renews) return;
    await this.fenced(claim, renewal(claim, times, step), beside);
    claim.heldUntilMs = askedMs + times.leaseMs;
    if (claim.heldUntilMs - this.clock.monotonicMs() < times.callMs) throw new LeaseLostError(claim.record);
  }

  /** What the holder writes of the record, and beside it. @throws LeaseLostError, and then nothing is written */
  private async fenced(claim: Claim, own: Prisma.Sql, beside: Beside = NOTHING): Promise<void> {
    if (beside instanceof HeldWrite) {
      const statements = [Prisma.sql`held AS (${own} RETURNING 1)`, ...besides(beside)];
      const held = await this.prisma.statement(
        Prisma.sql`WITH ${Prisma.join(statements)} SELECT 1 FROM held`,
      );
      if (held.length === 0) throw new LeaseLostError(claim.record);
      return;
    }
    await this.prisma.inTransaction(async (transaction) => {
      if ((await transaction.$executeRaw(own)) === 0) throw new LeaseLostError(claim.record);
      await beside(transaction);
    });
  }

  /**
   * The outcome of the call is known, and written by `beside`. A record that was unknown for it is so no more,
   * whatever becomes of the rest of the attempt. @throws LeaseLostError
   */
  async afterCall(claim: Claim, beside?: Beside): Promise<void> {
    await this.fenced(
      claim,
      Prisma.sql`
        UPDATE sync_records SET call_step = NULL, call_ends_by = NULL, empty_answers = 0, last_empty_answer_at = NULL,
                                state = CASE state WHEN 'unknown' THEN 'pending' ELSE state END
         WHERE ${held(claim)}`,
      beside,
    );
    claim.unsettled = undefined;
  }

  /**
   * The other side says that an unsettled call had no effect. Counted once per `spacingMs`, and not before the
   * call's time limit: answers that come at once say nothing of what is still under way over there.
   * @returns whether it has said so at least three times by the end of `spanMs`, and once more after that
   * @throws LeaseLostError
   */
  async emptyAnswer(claim: Claim, spanMs: number, spacingMs: number): Promise<boolean> {
    const [row] = await this.prisma.$queryRaw<{ answers: number; spanned: boolean }[]>`
      UPDATE sync_records
         SET empty_answers = empty_answers + counts.it::int,
             last_empty_answer_at = CASE WHEN counts.it THEN clock_timestamp() ELSE last_empty_answer_at END
        FROM (SELECT call_ends_by <= clock_timestamp()
                     AND (last_empty_answer_at IS NULL
                          OR last_empty_answer_at + ${milliseconds(spacingMs)} <= clock_timestamp()) AS it
                FROM sync_records WHERE ${named(claim.record)}) counts
       WHERE ${held(claim)}
      RETURNING empty_answers AS answers, call_ends_by + ${milliseconds(spanMs)} <= clock_timestamp() AS spanned`;
    if (row === undefined) throw new LeaseLostError(claim.record);
    return row.spanned && row.answers >= LEAST_EMPTY_ANSWERS;
  }

  /**
   * Which of the records have a call of such a step whose outcome is not known, or is not known yet.
   * @param withinMs those alone whose call's time limit was no longer ago than that
   */
  async unsettledAmong(
    { lane, kind }: Omit<SyncedRecord, 'id'>,
    ids: readonly string[],
    stepsBeginning: string,
    withinMs?: number,
  ): Promise<string[]> {
    const since = withinMs === undefined ? undefined : new Date((await this.now()).getTime() - withinMs);
    const rows = await this.prisma.syncRecord.findMany({
      where: {
        laneName: lane,
        recordKind: kind,
        recordId: { in: [...ids] },
        callStep: { startsWith: stepsBeginning },
        ...(since !== undefined && { callEndsBy: { gte: since } }),
      },
      select: { recordId: true },
    });
    return rows.map(({ recordId }) => recordId);
  }

  /**
   * Ends an attempt and gives the record free, with what was held besides; nothing where somebody else holds it by
   * now. What the attempt was for its run is written with it.
   * @param beside what is written as well, where the record is still held
   */
  async end(
    claim: Claim,
    end: AttemptEnd,
    { did, alongside = [], beside = NOTHING }: EndedWith = {},
  ): Promise<void> {
    const settled = 'version' in end;
    // Both sides are the same: whatever an unsettled call did, it did not matter.
    const whole = end.state === 'synced';
    const againInMs = 'againInMs' in end ? end.againInMs : undefined;
    const waits = againInMs !== undefined;
    const again = waits ? Prisma.sql`clock_timestamp() + ${milliseconds(againInMs)}` : NULL;
    const reason = 'reason' in end ? (end.reason ?? null) : null;
    const ended = Prisma.sql`
      UPDATE sync_records
         SET lease_owner = NULL, leased_until = NULL, state = ${end.state}, reason = ${reason}, next_attempt_at = ${again},
             attempts = CASE WHEN ${waits} THEN attempts + 1 WHEN ${settled} THEN 0 ELSE attempts END,
             settled_version = CASE WHEN ${settled} THEN greatest(settled_version, least(wanted_version, ${settled ? end.version : 0n}))
                                    ELSE settled_version END,
             rechecks = CASE WHEN ${settled} THEN greatest(rechecks - ${claim.rechecks}, 0)
                             -- Not settled, and so to be gone on with, be it as it may that nothing is behind.
                             WHEN wanted_version = settled_version THEN greatest(rechecks, 1) ELSE rechecks END,
             call_step = CASE WHEN ${whole} THEN NULL ELSE call_step END,
             call_ends_by = CASE WHEN ${whole} THEN NULL ELSE call_ends_by END,
             empty_answers = CASE WHEN ${whole} THEN 0 ELSE empty_answers END,
             last_empty_answer_at = CASE WHEN ${whole} THEN NULL ELSE last_empty_answer_at END,
             settled_at = CASE WHEN ${settled} THEN clock_timestamp() ELSE settled_at END
       WHERE ${held(claim)}`;
    await this.prisma.statement(Prisma.sql`
      WITH ${Prisma.join([
        Prisma.sql`held AS (${ended} RETURNING record_kind, record_id)`,
        ...besides(beside),
        ...alongside.map(
          (other, at) => Prisma.sql`${Prisma.raw(`freed_${String(at)}`)} AS (${freed(other)})`,
        ),
        ...(claim.runId === undefined
          ? []
          : [Prisma.sql`noted AS (${noted(claim.runId, end.state, did, reason)})`]),
      ])}
      SELECT 1 FROM held`);
  }

  /** Gives the record free, and leaves its state as it was. */
  async release(claim: Claim): Promise<void> {
    await this.prisma.statement(freed(claim));
  }

  /**
   * Has records looked at again, although they did not change: what they are made of did, or what is there. One that
   * waits for its next attempt waits no more. What was counted during an attempt is left for the next one.
   */
  async recheck(
    { lane, kind }: Omit<SyncedRecord, 'id'>,
    ids: readonly string[],
    transaction: Pick<Transaction, '$executeRaw'> = this.prisma,
  ): Promise<void> {
    await transaction.$executeRaw`
      UPDATE sync_records SET rechecks = rechecks + 1, next_attempt_at = NULL
       WHERE lane = ${lane} AND record_kind = ${kind}::record_kind AND record_id = ANY(${[...ids]}::uuid[])`;
  }

  /** By the clock that leases and runs go by. */
  async now(): Promise<Date> {
    const [row] = await this.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    return row?.now ?? this.clock.now();
  }

  /** @returns null where there is no such record */
  async standing(record: SyncedRecord): Promise<SyncStanding | null> {
    const [row] = await this.prisma.$queryRaw<(SyncStanding & { leased: boolean })[]>`
      SELECT state, reason, attempts, next_attempt_at AS "nextAttemptAt", settled_at AS "settledAt",
             wanted_version AS "wantedVersion", settled_version AS "settledVersion", leased_until AS "leasedUntil",
             rechecks, leased_until IS NOT NULL AND leased_until > clock_timestamp() AS leased
        FROM sync_records WHERE ${named(record)}`;
    if (row === undefined) return null;
    const { leased, ...standing } = row;
    return { ...standing, state: seenState(standing, leased) };
  }
}

/** The reference's procedure: created again only when repeated look-ups, growing apart, find nothing. */
const LEAST_EMPTY_ANSWERS = 3;
/** A lease is renewed this long before it would be too short for a call, in milliseconds. */
const RENEWAL_MARGIN_MS = 250;
const NULL = Prisma.sql`NULL::timestamptz`;

const NOTHING = new HeldWrite(() => []);

/** What an attempt's end brings with it. */
export interface EndedWith {
  did?: Did;
  alongside?: readonly Claim[];
  beside?: HeldWrite | undefined;
}

function besides(beside: HeldWrite): Prisma.Sql[] {
  return beside
    .statements(Prisma.sql`EXISTS (SELECT FROM held)`)
    .map((statement, at) => Prisma.sql`${Prisma.raw(`beside_${String(at)}`)} AS (${statement})`);
}

function freed(claim: Claim): Prisma.Sql {
  return Prisma.sql`UPDATE sync_records SET lease_owner = NULL, leased_until = NULL WHERE ${held(claim)}`;
}

/** What became of the record in its run. */
function noted(runId: string, state: string, did: Did, reason: string | null): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO sync_run_records (run_id, record_kind, record_id, state, did, reason)
    SELECT ${runId}::uuid, record_kind, record_id, ${state}::text, ${did ?? null}::text, ${reason}::text FROM held
    ON CONFLICT (run_id, record_kind, record_id) DO UPDATE
      SET state = excluded.state, reason = excluded.reason, at = excluded.at,
          attempts = sync_run_records.attempts + 1,
          did = CASE WHEN 'created' IN (sync_run_records.did, excluded.did) THEN 'created'
                     ELSE coalesce(excluded.did, sync_run_records.did) END`;
}

/** The lease anew, with the call that it is for. */
function renewal(claim: Claim, { leaseMs, callMs }: LeaseTimes, step: string | undefined): Prisma.Sql {
  const call =
    step === undefined
      ? Prisma.empty
      : Prisma.sql`, call_step = ${step}, empty_answers = 0, last_empty_answer_at = NULL,
                     call_ends_by = clock_timestamp() + ${milliseconds(callMs)}`;
  return Prisma.sql`
    UPDATE sync_records SET leased_until = clock_timestamp() + ${milliseconds(leaseMs)} ${call}
     WHERE ${held(claim)} AND leased_until > clock_timestamp()`;
}

/** What was settled, and changed since, is pending again. */
function seenState(standing: SyncStanding, leased: boolean): SyncState {
  if (leased) return 'sending';
  const settled = !['pending', 'retrying', 'unknown'].includes(standing.state);
  const isDue = standing.wantedVersion > standing.settledVersion || standing.rechecks > 0;
  return settled && isDue ? 'pending' : standing.state;
}
