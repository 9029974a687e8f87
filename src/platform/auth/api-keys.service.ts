import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../audit/audit.js';
import { Clock } from '../clock/clock.js';
import { InjectSettings } from '../config/settings.token.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import type { ApiKey } from '../database/generated/client.js';
import { PrismaService } from '../database/prisma.service.js';
import { isUuid } from '../database/refs.js';
import { DomainError } from '../errors/domain-error.js';
import { SCOPES, type Caller, type Scope } from './caller.js';

/** `arrears_PUBLICID_SECRET`: the first part finds the row, the second proves the right. */
const KEY_FORM = /^arrears_([a-z0-9]{16})_([\w-]{43})$/;
/** A key's last use is noted at most this often, in milliseconds, so that reading stays reading. */
const LAST_USE_STEP_MS = 60_000;

export interface NewApiKey {
  name: string;
  scopes: Scope[];
  expiresAt: Date | null;
}

/** An API key as staff see it: never its secret. */
export type ApiKeyView = Omit<ApiKey, 'secretDigest'>;

@Injectable()
export class ApiKeysService {
  private readonly bootstrapDigest: Buffer | undefined;

  constructor(
    @InjectSettings() settings: ResolvedSettings,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
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

  /** @returns the new key's row, and the key itself: the only time that it is shown */
  async create(caller: Caller, newKey: NewApiKey): Promise<{ apiKey: ApiKeyView; key: string }> {
    const publicId = randomBytes(10).toString('hex').slice(0, 16);
    const secret = randomBytes(32).toString('base64url');
    const apiKey = await this.prisma.inTransaction(async (transaction) => {
      const row = await transaction.apiKey.create({
        data: { id: uuidv7(), ...newKey, publicId, secretDigest: new Uint8Array(digest(secret)) },
        omit: { secretDigest: true },
      });
      await recordAudit(transaction, caller, {
        action: 'api_key.created',
        recordKind: 'api_key',
        recordId: row.id,
        changes: {
          name: newKey.name,
          scopes: newKey.scopes,
          expires_at: newKey.expiresAt?.toISOString() ?? null,
        },
      });
      return row;
    });
    return { apiKey, key: `arrears_${publicId}_${secret}` };
  }

  async list(): Promise<ApiKeyView[]> {
    return this.prisma.apiKey.findMany({ orderBy: { createdAt: 'asc' }, omit: { secretDigest: true } });
  }

  /**
   * Ends a key at once. Revoking it again changes nothing.
   * @param idOrPublicId the row's id, or the key's public part
   * @throws DomainError `not_found`
   */
  async revoke(caller: Caller, idOrPublicId: string): Promise<ApiKeyView> {
    return this.prisma.inTransaction(async (transaction) => {
      const rows = await transaction.apiKey.findMany({
        where: isUuid(idOrPublicId) ? { id: idOrPublicId } : { publicId: idOrPublicId },
        omit: { secretDigest: true },
      });
      const row = rows[0];
      if (row === undefined)
        throw new DomainError('not_found', 'There is no API key with this id; `keys list` shows them');
      if (row.revokedAt !== null) return row;
      const revoked = await transaction.apiKey.update({
        where: { id: row.id },
        data: { revokedAt: this.clock.now() },
        omit: { secretDigest: true },
      });
      await recordAudit(transaction, caller, {
        action: 'api_key.revoked',
        recordKind: 'api_key',
        recordId: row.id,
      });
      return revoked;
    });
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

function isUsable(row: ApiKey, now: Date): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now);
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
