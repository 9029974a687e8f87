import { Reasons } from '../platform/audit/reasons.js';
import { type ApiKeyRow, stateOf } from '../platform/auth/api-key.types.js';
import { ApiKeysService } from '../platform/auth/api-keys.service.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { withMigratedContext } from './context.js';

/** The keys of this machine's database: a first key is made before there is a service to ask. */
export async function withKeys(
  work: (service: ApiKeysService, caller: Caller) => Promise<void>,
): Promise<void> {
  await withMigratedContext(async ({ settings, caller }) => {
    const prisma = new PrismaService(settings);
    try {
      const cursors = new Cursors(new PersonalDataVault(settings.encryptionKeys));
      await work(new ApiKeysService(settings, prisma, new Clock(), new Reasons(settings), cursors), caller);
    } finally {
      await prisma.onApplicationShutdown();
    }
  });
}

export function stateText(row: ApiKeyRow): string {
  const known = stateOf(row, new Date());
  return known === 'valid' && row.expiresAt !== null ? `valid until ${row.expiresAt.toISOString()}` : known;
}

export function toJson(row: ApiKeyRow): object {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
    last_used_at: row.lastUsedAt,
    revoked_at: row.revokedAt,
  };
}
