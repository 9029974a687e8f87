import { userInfo } from 'node:os';
import { type Caller, cliCaller } from '../platform/auth/caller.js';
import { shareLocalResources } from '../platform/boot/local-resources.js';
import { readSettings } from '../platform/config/settings.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { grantServiceRole } from '../platform/database/grants.js';
import { migrate, migrationStatus } from '../platform/database/migrator.js';
import { OperatorError } from '../platform/errors/operator-error.js';
import { configureLogger } from '../platform/logging/logger.js';

/** A verb could not do its work; the message says why. */
export class CommandError extends OperatorError {
  /** @param exitCode 1, but for what a script has to tell from a failure */
  constructor(
    message: string,
    cause?: unknown,
    readonly exitCode = 1,
  ) {
    super(message, cause);
  }
}

/** What a verb works with. */
export interface CliContext {
  settings: ResolvedSettings;
  caller: Caller;
  /** The database is the embedded one, and ours to migrate. */
  ownServer: boolean;
  /** Progress for people, on stderr, so that stdout holds only the result. */
  say: (line: string) => void;
}

/** Runs a verb with this machine's settings, and with the embedded database where no other is set. */
export async function withContext<T>(work: (context: CliContext) => Promise<T>): Promise<T> {
  const settings = readSettings();
  configureLogger({ logLevel: 'error' }, process.stderr.isTTY);
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const resources = await shareLocalResources(settings, say);
  // Ctrl-C must not leave the embedded server behind; whatever was under way is rolled back.
  const interrupt = (): void => void resources.close().finally(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await work({
      settings: resources.settings,
      ownServer: resources.ownServer,
      caller: cliCaller(userInfo().username),
      say,
    });
  } finally {
    await resources.close();
  }
}

/** The same, on a database that is at this release's schema. The embedded one is brought there; another is not. */
export async function withMigratedContext<T>(work: (context: CliContext) => Promise<T>): Promise<T> {
  return withContext(async (context) => {
    await ensureMigrated(context);
    return work(context);
  });
}

async function ensureMigrated({ settings, say, ownServer }: CliContext): Promise<void> {
  if (ownServer) await bringUp({ settings, say });
  const { pending } = await migrationStatus(settings.databaseUrl);
  if (pending.length > 0)
    throw new CommandError(
      `The database lacks ${String(pending.length)} of this release's migrations; run the verb migrate first`,
    );
}

/** Applies what is missing and sets the service role's rights. */
export async function bringUp({ settings, say }: Pick<CliContext, 'settings' | 'say'>): Promise<string[]> {
  const ownerUrl = settings.migrationDatabaseUrl ?? settings.databaseUrl;
  const applied = await migrate(ownerUrl, say);
  await grantServiceRole(ownerUrl, settings.databaseUrl);
  return applied;
}
