import type { EncryptionKey } from '../crypto/personal-data.js';
import type { Settings } from './settings.js';

/** The settings with what was generated or started for those that nobody set. */
export type ResolvedSettings = Omit<Settings, 'databaseUrl' | 'encryptionKeys' | 'jit'> & {
  /** Undefined where neither a vendor is set nor a sandbox runs: then nothing goes there. */
  gotransverseAddress: GotransverseAddress | undefined;
  databaseUrl: string;
  encryptionKeys: EncryptionKey[];
  jit: Omit<Settings['jit'], 'tokens'> & { tokens: string[] };
};

/** How Gotransverse is reached. */
export interface GotransverseAddress {
  baseUrl: string;
  username: string;
  password: string;
  /** Whether it is the sandbox that runs beside the service. */
  sandbox: boolean;
}

/** What stands in for settings that are not set. */
export interface Substitutes {
  databaseUrl?: string;
  migrationDatabaseUrl?: string;
  adminApiKey?: string;
  encryptionKeys?: EncryptionKey[];
  jitTokens?: string[];
  gotransverseAddress?: GotransverseAddress;
}

function addressOf({
  baseUrl,
  username,
  password,
}: Settings['gotransverse']): GotransverseAddress | undefined {
  if (baseUrl === undefined || username === undefined || password === undefined) return undefined;
  return { baseUrl, username, password, sandbox: false };
}

/** @throws Error when a required value is neither set nor substituted */
export function resolveSettings(settings: Settings, substitutes: Substitutes): ResolvedSettings {
  const databaseUrl = settings.databaseUrl ?? substitutes.databaseUrl;
  const encryptionKeys = settings.encryptionKeys ?? substitutes.encryptionKeys;
  if (databaseUrl === undefined)
    throw new Error('DATABASE_URL is not set, and no embedded database was started');
  if (encryptionKeys === undefined) throw new Error('ENCRYPTION_KEYS is not set, and no key was generated');
  return {
    ...settings,
    databaseUrl,
    // A database of the user's own is migrated by its own owner, never with the embedded server's.
    migrationDatabaseUrl:
      settings.migrationDatabaseUrl ??
      (settings.databaseUrl === undefined ? substitutes.migrationDatabaseUrl : undefined),
    gotransverseAddress: addressOf(settings.gotransverse) ?? substitutes.gotransverseAddress,
    encryptionKeys,
    adminApiKey: settings.adminApiKey ?? substitutes.adminApiKey,
    jit: { ...settings.jit, tokens: settings.jit.tokens ?? substitutes.jitTokens ?? [] },
  };
}
