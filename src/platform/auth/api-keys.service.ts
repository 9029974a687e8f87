import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../audit/audit.js';
import { Reasons } from '../audit/reasons.js';
import { Clock } from '../clock/clock.js';
import { InjectSettings } from '../config/settings.token.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import type { ApiKey } from '../database/generated/client.js';
import { PrismaService, type Transaction } from '../database/prisma.service.js';
import { isUuid } from '../database/refs.js';
import { DomainError } from '../errors/domain-error.js';
import type { Page } from '../http/answers.js';
import { Cursors } from '../pagination/cursors.js';
import { listOf } from '../pagination/list-query.js';
import { type ApiKeyQuery, type ApiKeyRow, type ApiKeyView, toApiKeyView } from './api-key.types.js';
import { SCOPES, type Caller, type Scope } from './caller.js';

/** `arrears_PUBLICID_SECRET`: the first part finds the row, the second proves the right. */
const KEY_FORM = /^arrears_([a-z0-9]{16})_([\w-]{43})$/;
/** A key's last use is noted at most this often, in milliseconds, so that reading stays reading. */
const LAST_USE_STEP_MS = 60_000;
const WITHOUT_DIGEST = { secretDigest: true } as const;

export interface NewApiKey {
  name: string;
  scopes: Scope[];
  expiresAt: Date | null;
  reason?: string | null;
}

@Injectable()
export class ApiKeysService {
  private readonly bootstrapDigest: Buffer | undefined;

  constructor(
    @InjectSettings() settings: ResolvedSettings,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly reasons: Reasons,
    private readonly cursors: Cursors,
  ) {
    this.bootstrapDigest = settings.adminApiKey === undefined ? undefined : digest(settings.adminApiKey);
  }

  /** @returns who the key stands for, or undefined when it is unknown, expired or revoked */
  async authenticate(key: string, requestId: string): Promise<Caller | undefined> {
    const request = { requestId, reason: null };
    if (this.bootstrapDigest !== undefined && timingSafeEqual(digest(key), this.bootstrapDigest))
      return { ...request, kind: 'bootstrap_key', id: null, name: 'ADMIN_API_KEY', scopes: new Set(SCOPES) };
    const [, publicId, secret] = KEY_FORM.exec(key) ?? [];
    if (publicId === undefined || secret === undefined) return undefined;
    const row = await this.prisma.apiKey.findUnique({ where: { publicId } });
    const now = this.clock.now();
    if (row === null || !timingSafeEqual(digest(secret), row.secretDigest) || !isUsable(row, now))
      return undefined;
    await this.noteUse(row, now);
    return {
      ...request,
      kind: 'api_key',
      id: row.id,
      name: row.name,
      scopes: new Set(row.scopes as Scope[]),
    };
  }

  /**
   * @returns the new key's row, and the key itself: the only time that it is shown
   * @throws DomainError `forbidden` for a scope that the caller has not, `invalid` for an expiry that is past
   *   or a missing reason
   */
  async create(caller: Caller, newKey: NewApiKey): Promise<{ apiKey: ApiKeyRow; key: string }> {
    const { name, expiresAt } = newKey;
    const scopes = SCOPES.filter((scope) => newKey.scopes.includes(scope));
    const reason = newKey.reason ?? caller.reason;
    assertMayGive(caller, scopes);
    if (expiresAt !== null && expiresAt <= this.clock.now())
      throw DomainError.invalidField('expires_at', 'must be in the future');
    this.reasons.requireFor('a new API key', reason);
    const publicId = randomBytes(10).toString('hex').slice(0, 16);
    const secret = randomBytes(32).toString('base64url');
    const apiKey = await this.prisma.inTransaction(async (transaction) => {
      const row = await transaction.apiKey.create({
        data: {
          id: uuidv7(),
          name,
          scopes,
          expiresAt,
          publicId,
          secretDigest: new Uint8Array(digest(secret)),
        },
        omit: WITHOUT_DIGEST,
      });
      await recordAudit(transaction, caller, {
        action: 'api_key.created',
        recordKind: 'api_key',
        recordId: row.id,
        reason,
        changes: { name, scopes, expires_at: expiresAt?.toISOString() ?? null },
      });
      return row;
    });
    return { apiKey, key: `arrears_${publicId}_${secret}` };
  }

  /** All of them, the oldest first. */
  async list(): Promise<ApiKeyRow[]> {
    return this.prisma.apiKey.findMany({ orderBy: { createdAt: 'asc' }, omit: WITHOUT_DIGEST });
  }

  /** Newest first. */
  async page(_caller: Caller, query: ApiKeyQuery): Promise<Page<ApiKeyView>> {
    const list = listOf('api keys', query);
    const before = this.cursors.position(list)?.[0];
    const rows = await this.prisma.apiKey.findMany({
      where: before === undefined ? {} : { id: { lt: before } },
      orderBy: { id: 'desc' },
      take: list.limit + 1,
      omit: WITHOUT_DIGEST,
    });
    const now = this.clock.now();
    return this.cursors.page(
      list,
      rows,
      ({ id }) => [id],
      (row) => toApiKeyView(row, now),
    );
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, idOrPublicId: string): Promise<ApiKeyRow> {
    return this.find(this.prisma, idOrPublicId);
  }

  /**
   * Ends a key at once, be it the caller's own. Revoking it again changes nothing.
   * @param idOrPublicId the row's id, or the key's public part
   * @throws DomainError `not_found`, `invalid` for a missing reason
   */
  async revoke(caller: Caller, idOrPublicId: string, reason = caller.reason): Promise<ApiKeyRow> {
    return this.prisma.inTransaction(async (transaction) => {
      const { id } = await this.find(transaction, idOrPublicId);
      await transaction.$queryRaw`SELECT id FROM api_keys WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
      const row = await this.find(transaction, id);
      if (row.revokedAt !== null) return row;
      this.reasons.requireFor('a revoked API key', reason);
      const revoked = await transaction.apiKey.update({
        where: { id },
        data: { revokedAt: this.clock.now() },
        omit: WITHOUT_DIGEST,
      });
      await recordAudit(transaction, caller, {
        action: 'api_key.revoked',
        recordKind: 'api_key',
        recordId: id,
        reason,
        changes: { name: row.name },
      });
      return revoked;
    });
  }

  private async find(reader: Pick<Transaction, 'apiKey'>, idOrPublicId: string): Promise<ApiKeyRow> {
    const where = isUuid(idOrPublicId) ? { id: idOrPublicId } : { publicId: idOrPublicId };
    // PostgreSQL's text holds no NUL.
    const row = idOrPublicId.includes('\0')
      ? null
      : await reader.apiKey.findUnique({ where, omit: WITHOUT_DIGEST });
    if (row === null)
      throw new DomainError('not_found', 'There is no API key with this id; the list of keys shows them');
    return row;
  }

  private async noteUse(row: ApiKey, now: Date): Promise<void> {
    if (row.lastUsedAt !== null && now.getTime() - row.lastUsedAt.getTime() < LAST_USE_STEP_MS) return;
    await this.prisma.apiKey.update({
      where: { id: row.id },
      data: { lastUsedAt: now },
      select: { id: true },
    });
  }
}

/** A key can hand on only what it may do itself. */
function assertMayGive(caller: Caller, scopes: readonly Scope[]): void {
  const missing = scopes.filter((scope) => !caller.scopes.has(scope));
  if (missing.length > 0)
    throw new DomainError(
      'forbidden',
      `A key gives only scopes that it has itself; this one has not ${missing.map((scope) => `"${scope}"`).join(', ')}`,
      [{ field: 'scopes', message: `names ${missing.join(', ')}, which the API key has not` }],
    );
}

function isUsable(row: ApiKey, now: Date): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now);
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
