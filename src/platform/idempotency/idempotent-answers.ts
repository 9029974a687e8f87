import { Injectable } from '@nestjs/common';
import { stringify as stableStringify } from 'safe-stable-stringify';
import type { AuthenticatedRequest } from '../auth/current-caller.decorator.js';
import { PersonalDataVault } from '../crypto/personal-data.js';
import type { Transaction } from '../database/prisma.service.js';
import { DomainError } from '../errors/domain-error.js';

/** How long an answer is kept. */
const KEEP_HOURS = 24;

/** A write under a key: who wrote where, and what. */
export interface KeyedRequest {
  caller: string;
  /** Method and route pattern. */
  route: string;
  key: string;
  /** Path, query and body, whose order of members and blanks don't count. */
  content: string;
}

export interface StoredAnswer {
  status: number;
  headers: (readonly [name: string, value: string])[];
  body: unknown;
}

interface StoredRow {
  fingerprint: Uint8Array;
  answerCipher: Uint8Array;
}

/** The answers that writes left under their `Idempotency-Key`, encrypted. */
@Injectable()
export class IdempotentAnswers {
  constructor(private readonly vault: PersonalDataVault) {}

  requestOf(request: AuthenticatedRequest, key: string): KeyedRequest {
    const caller = request.caller?.id ?? request.caller?.kind ?? 'nobody';
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    return { caller, route, key, content: `${request.url}\n${canonical(request.body)}` };
  }

  /**
   * Holds the key until the transaction ends.
   * @returns the answer of the request that was first; null for the first
   * @throws DomainError `conflict` while the first is under way, `invalid` for another request
   */
  async claim(transaction: Transaction, request: KeyedRequest): Promise<StoredAnswer | null> {
    const { caller, route, key } = request;
    const [lock] = await transaction.$queryRaw<{ held: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${nameOf(request)}, 0)) AS held`;
    if (lock?.held !== true)
      throw new DomainError(
        'conflict',
        'The first request with this Idempotency-Key is still under way; send the same again in a moment',
      );
    const [row] = await transaction.$queryRaw<StoredRow[]>`
      SELECT fingerprint, answer_cipher AS "answerCipher" FROM idempotency_keys
       WHERE caller = ${caller} AND route = ${route} AND key = ${key}
         AND created_at > now() - make_interval(hours => ${KEEP_HOURS}::int)`;
    if (row === undefined) return null;
    const fingerprint = Buffer.from(row.fingerprint);
    if (!this.vault.digests('idempotent_request', request.content).some((known) => known.equals(fingerprint)))
      throw new DomainError(
        'invalid',
        'This Idempotency-Key was used for another request; a new request needs a new key',
        [{ field: 'Idempotency-Key', message: 'was used for another request' }],
      );
    return JSON.parse(
      this.vault.open('idempotent_answer', nameOf(request), row.answerCipher),
    ) as StoredAnswer;
  }

  /** Leaves the answer for whoever asks the same again; also clears away what is too old. */
  async store(transaction: Transaction, request: KeyedRequest, answer: StoredAnswer): Promise<void> {
    const { caller, route, key, content } = request;
    const fingerprint = this.vault.digest('idempotent_request', content);
    const cipher = this.vault.sealText('idempotent_answer', nameOf(request), JSON.stringify(answer));
    await transaction.$executeRaw`
      DELETE FROM idempotency_keys WHERE (caller, route, key) IN (
        SELECT caller, route, key FROM idempotency_keys
         WHERE created_at <= now() - make_interval(hours => ${KEEP_HOURS}::int)
         ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED)`;
    await transaction.$executeRaw`
      INSERT INTO idempotency_keys (caller, route, key, fingerprint, answer_cipher)
      VALUES (${caller}, ${route}, ${key}, ${fingerprint}, ${cipher})
      ON CONFLICT (caller, route, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, answer_cipher = excluded.answer_cipher, created_at = excluded.created_at`;
  }
}

/** @throws DomainError `malformed` for what is nested beyond all measure */
function canonical(body: unknown): string {
  try {
    return stableStringify(body ?? null);
  } catch (error) {
    if (error instanceof RangeError) throw new DomainError('malformed', 'The JSON is nested too deeply');
    throw error;
  }
}

/** What a key is unique among, and what its answer is bound to. */
function nameOf({ caller, route, key }: KeyedRequest): string {
  return `${caller} ${route} ${key}`;
}
