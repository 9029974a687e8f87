import type { EncryptionKey } from '../crypto/personal-data.js';
import { GOTRANSVERSE_SANDBOX_NAMES } from './gotransverse-sandbox-names.js';
import type { Settings } from './settings.js';

/** How Gotransverse, or what stands in for it, is reached. */
export interface VendorAddress {
  /** Everything before the version. */
  baseUrl: string;
  username: string;
  password: string;
}

/** The settings with what was generated or started for those that nobody set. */
export type ResolvedSettings = Omit<Settings, 'databaseUrl' | 'encryptionKeys' | 'jit' | 'gotransverse'> & {
  databaseUrl: string;
  encryptionKeys: EncryptionKey[];
  jit: Omit<Settings['jit'], 'tokens'> & { tokens: string[] };
  gotransverse: Settings['gotransverse'] & {
    /** Undefined where there is neither the vendor nor a sandbox. */
    connection: (VendorAddress & { sandbox: boolean }) | undefined;
  };
};

/** What stands in for settings that are not set. */
export interface Substitutes {
  databaseUrl?: string;
  migrationDatabaseUrl?: string;
  adminApiKey?: string;
  encryptionKeys?: EncryptionKey[];
  jitTokens?: string[];
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
    encryptionKeys,
    adminApiKey: settings.adminApiKey ?? substitutes.adminApiKey,
    jit: { ...settings.jit, tokens: settings.jit.tokens ?? substitutes.jitTokens ?? [] },
    gotransverse: { ...settings.gotransverse, connection: vendorOf(settings.gotransverse) },
  };
}

function vendorOf({ baseUrl, username, password }: Settings['gotransverse']) {
  if (baseUrl === undefined || username === undefined || password === undefined) return undefined;
  return { baseUrl, username, password, sandbox: false };
}

/** The same settings on a sandbox in the vendor's place: what they do not name has the sandbox's names. */
export function onGotransverseSandbox(settings: ResolvedSettings, address: VendorAddress): ResolvedSettings {
  const named = Object.fromEntries(
    Object.entries(settings.gotransverse).filter(([, value]) => value !== undefined),
  ) as Settings['gotransverse'];
  const connection = { ...address, sandbox: true };
  return { ...settings, gotransverse: { ...GOTRANSVERSE_SANDBOX_NAMES, ...named, connection } };
}
