import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { OperatorError } from '../errors/operator-error.js';
import { packageRoot } from '../package-root.js';

/** The oldest PostgreSQL that the migrations are written for. */
const OLDEST_SERVER_VERSION = 150_000;

/** One advisory lock for all replicas: whoever holds it migrates, the others wait and find nothing to do. */
const MIGRATION_LOCK = 4_071_226_401;

/** The database is not one that this release can work on; starting again will not help. */
export class MigrationError extends OperatorError {}

export interface MigrationStatus {
  applied: string[];
  pending: string[];
  /** In the database, but not in this release: a newer one was here. */
  unknown: string[];
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Brings the database to this release's schema. Each migration is one transaction and is noted in Prisma's
 * own table, so that `prisma migrate deploy` elsewhere agrees on what was applied.
 *
 * @param databaseUrl of the role that owns the schema
 * @param report is told of each migration, for people
 * @returns the names of those applied now
 * @throws MigrationError when one fails, the schema is newer than this release, or the server is too old;
 *   what `pg` throws when the database can't be reached
 */
export async function migrate(databaseUrl: string, report: (line: string) => void): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    await refuseOldServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const migrations = await readMigrations();
    const status = await statusOf(client, migrations);
    refuseNewerSchema(status);
    const pending = migrations.filter(({ name }) => status.pending.includes(name));
    // Only where there is something to do: the service's own role may look, but not create.
    if (pending.length > 0) await client.query(PRISMA_MIGRATIONS_TABLE);
    for (const migration of pending) {
      report(`Applying migration ${migration.name}`);
      await apply(client, migration);
    }
    return pending.map(({ name }) => name);
  });
}

/** What {@link migrate} would do, without doing it. */
export async function migrationStatus(databaseUrl: string): Promise<MigrationStatus> {
  return withClient(databaseUrl, async (client) => statusOf(client, await readMigrations()));
}

async function statusOf(client: pg.Client, migrations: Migration[]): Promise<MigrationStatus> {
  const { rows } = await client.query<{ table: string | null }>(
    `SELECT to_regclass('_prisma_migrations') AS table`,
  );
  if (rows[0]?.table == null)
    return { applied: [], pending: migrations.map(({ name }) => name), unknown: [] };
  return compare(client, migrations);
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5000,
    application_name: 'arrears-migrate',
  });
  // A connection lost between two statements fails the next one; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version`,
  );
  const server = rows[0];
  if (server !== undefined && Number(server.number) < OLDEST_SERVER_VERSION)
    throw new MigrationError(`PostgreSQL ${server.version} is too old: version 15 or later is required`);
}

async function readMigrations(): Promise<Migration[]> {
  const folder = join(packageRoot(), 'prisma', 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function compare(client: pg.Client, migrations: Migration[]): Promise<MigrationStatus> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations
      WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const unfinished = rows.find(({ finished }) => !finished);
  if (unfinished !== undefined)
    throw new MigrationError(
      `Migration ${unfinished.migration_name} was begun by another tool and never finished; restore a backup or mend it by hand, then set its rolled_back_at or finished_at in _prisma_migrations`,
    );
  const checksums = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  const changed = migrations.find(
    ({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum,
  );
  if (changed !== undefined)
    throw new MigrationError(
      `Migration ${changed.name} was applied to this database with other content; run the release that applied it`,
    );
  const known = new Set(migrations.map(({ name }) => name));
  return {
    applied: migrations.filter(({ name }) => checksums.has(name)).map(({ name }) => name),
    pending: migrations.filter(({ name }) => !checksums.has(name)).map(({ name }) => name),
    unknown: [...checksums.keys()].filter((name) => !known.has(name)),
  };
}

function refuseNewerSchema({ unknown }: MigrationStatus): void {
  if (unknown.length > 0)
    throw new MigrationError(
      `The database was migrated by a newer release (it has ${unknown.join(', ')}); start that release, or a later one`,
    );
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Migration ${name} failed and was rolled back: ${reason}`, error);
  }
}

/** As Prisma itself makes it. */
const PRISMA_MIGRATIONS_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;
