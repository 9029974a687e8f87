import pg from 'pg';
import { program } from './binaries.js';
import { superuser } from './cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { runProgram } from './run-program.js';
import type { ServerOptions } from './server-process.js';

/** PostgreSQL's code for a wrong password. */
const invalidPassword = '28P01';

/** Whether the server lets its superuser in with that password; any other trouble is thrown. */
export async function acceptsSuperuser(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === invalidPassword) return false;
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL takes no connection: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Sets the superuser's password while the server is stopped, in PostgreSQL's single-user mode, which asks for
 * none: for a cluster whose generated password was lost with the secrets' file.
 */
export async function resetSuperuserPassword(options: ServerOptions, password: string): Promise<void> {
  const statement = `ALTER ROLE ${superuser} PASSWORD ${pg.escapeLiteral(password)}\n`;
  const { output, succeeded } = await runProgram(
    program(options.binaries, 'postgres'),
    ['--single', '-D', options.cluster, 'postgres'],
    { account: options.home.account, timeoutMs: 60_000, input: statement },
  );
  if (!succeeded) {
    throw new EmbeddedPostgresError(`The password of the embedded PostgreSQL could not be set:\n${output}`);
  }
}
