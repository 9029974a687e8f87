import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { resolveSettings, type ResolvedSettings, type Substitutes } from '../config/resolved-settings.js';
import type { Settings } from '../config/settings.js';
import { DataFolderInUseError, lockDataFolder } from '../data-folder-lock.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded/embedded-postgres.js';
import { ensureRolesAndDatabase } from '../database/embedded/roles-and-database.js';
import { type GeneratedSecrets, readOrCreateSecrets } from '../generated-secrets.js';

const DATABASE = 'arrears';
const OWNER_ROLE = 'arrears_owner';
const SERVICE_ROLE = 'arrears_service';

/** Where a running process leaves the port of its embedded server, for the command line. */
const RUNNING_FILE = 'running.json';

/** How long two first starts wait for each other's secrets, in milliseconds. */
const SECRETS_PATIENCE_MS = 10_000;

/** What this machine gives to a process: settings made whole, and the database server that runs for it. */
export interface LocalResources {
  settings: ResolvedSettings;
  /** Secrets that this very start made; the first start shows the admin key. */
  firstStart: boolean;
  /** Whether the database is the embedded one, run by this process or by another on the same folder. */
  ownServer: boolean;
  /** The embedded server, where this process runs it. */
  embedded: EmbeddedPostgres | undefined;
  close(): Promise<void>;
}

/**
 * Makes the secrets that nobody set, and starts the embedded PostgreSQL where no `DATABASE_URL` names another.
 * @param report is told of what takes time
 * @throws DataFolderInUseError when another Arrears runs on the folder with its embedded database
 */
export async function openLocalResources(
  settings: Settings,
  report: (message: string) => void,
): Promise<LocalResources> {
  if (settings.databaseUrl !== undefined) return withoutEmbedded(settings);
  const lock = await lockDataFolder(settings.dataDir);
  try {
    const { secrets, created } = await readOrCreateSecrets(settings.dataDir);
    const embedded = await startEmbeddedPostgres({
      directory: join(settings.dataDir, 'postgres'),
      superuserPassword: secrets.postgres.superuser,
      durable: true,
      report,
    });
    const close = async (): Promise<void> => {
      await embedded.stop();
      await lock.release();
    };
    try {
      const urls = await ensureRolesAndDatabase(embedded.superuserUrl(), roles(secrets));
      await noteRunning(settings.dataDir, embedded.port);
      const resolved = resolveSettings(settings, {
        ...secretsAsSettings(secrets),
        databaseUrl: urls.serviceUrl,
        migrationDatabaseUrl: urls.ownerUrl,
      });
      return { settings: resolved, firstStart: created.length > 0, ownServer: true, embedded, close };
    } catch (error) {
      await embedded.stop();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** As {@link openLocalResources}, but where the service runs on the folder already, its server is shared. */
export async function shareLocalResources(
  settings: Settings,
  report: (message: string) => void,
): Promise<LocalResources> {
  try {
    return await openLocalResources(settings, report);
  } catch (error) {
    if (!(error instanceof DataFolderInUseError)) throw error;
    const { secrets } = await readOrCreateSecrets(settings.dataDir);
    const { port } = JSON.parse(await readFile(join(settings.dataDir, RUNNING_FILE), 'utf8')) as {
      port: number;
    };
    const url = (role: string, password: string): string =>
      `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/${DATABASE}`;
    const resolved = resolveSettings(settings, {
      ...secretsAsSettings(secrets),
      databaseUrl: url(SERVICE_ROLE, secrets.postgres.service),
      migrationDatabaseUrl: url(OWNER_ROLE, secrets.postgres.owner),
    });
    return {
      settings: resolved,
      firstStart: false,
      ownServer: true,
      embedded: undefined,
      close: () => Promise.resolve(),
    };
  }
}

async function withoutEmbedded(settings: Settings): Promise<LocalResources> {
  const complete =
    settings.encryptionKeys !== undefined &&
    settings.adminApiKey !== undefined &&
    settings.jit.tokens !== undefined;
  const none = { ownServer: false, embedded: undefined, close: () => Promise.resolve() };
  if (complete || !settings.generatedSecrets)
    return { settings: resolveSettings(settings, {}), firstStart: false, ...none };
  const { secrets, created } = await sharedSecrets(settings.dataDir);
  return {
    settings: resolveSettings(settings, secretsAsSettings(secrets)),
    firstStart: created.length > 0,
    ...none,
  };
}

/** Several replicas may share a folder of secrets: whoever is first makes them, the others wait and read. */
async function sharedSecrets(dataDir: string): ReturnType<typeof readOrCreateSecrets> {
  const deadlineMs = performance.now() + SECRETS_PATIENCE_MS;
  for (;;) {
    try {
      const lock = await lockDataFolder(dataDir);
      try {
        return await readOrCreateSecrets(dataDir);
      } finally {
        await lock.release();
      }
    } catch (error) {
      if (!(error instanceof DataFolderInUseError) || performance.now() > deadlineMs) throw error;
      await delay(50);
    }
  }
}

function roles(secrets: GeneratedSecrets) {
  return {
    database: DATABASE,
    ownerRole: OWNER_ROLE,
    ownerPassword: secrets.postgres.owner,
    serviceRole: SERVICE_ROLE,
    servicePassword: secrets.postgres.service,
  };
}

function secretsAsSettings(secrets: GeneratedSecrets): Substitutes {
  return {
    adminApiKey: secrets.adminApiKey,
    encryptionKeys: [{ id: secrets.encryptionKey.id, key: Buffer.from(secrets.encryptionKey.key, 'base64') }],
    jitTokens: [secrets.jitToken],
  };
}

async function noteRunning(dataDir: string, port: number): Promise<void> {
  const file = join(dataDir, RUNNING_FILE);
  await writeFile(`${file}.new`, JSON.stringify({ port }), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
