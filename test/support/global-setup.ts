import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type * as EmbeddedPostgres from '../../src/platform/database/embedded/embedded-postgres.js';
import type * as Grants from '../../src/platform/database/grants.js';
import type * as LeftoverServer from '../../src/platform/database/embedded/leftover-server.js';
import type * as Migrator from '../../src/platform/database/migrator.js';
import type * as ProcessIdentity from '../../src/platform/process-identity.js';

// Jest loads this file alone, before its own way of finding TypeScript sources exists: what it needs of the
// service it takes from the build, and it shares no file with the tests.

/** Databases and roles of a run begin with this, the moment it began, and a random part. */
const PREFIX = 'arrears_test';
const RUN_FOLDER = 'arrears-test-';
const A_DAY_MS = 86_400_000;

interface TestServer {
  adminUrl: string;
  stop: () => Promise<void>;
}

/** One PostgreSQL for the whole run, and on it a migrated database that every test file clones. */
export default async function globalSetup(): Promise<void> {
  await sweepFolders();
  const folder = await makeFolder();
  const server = await openServer(folder).catch(async (error: unknown) => {
    await removeFolder(folder);
    throw error;
  });
  const run = `${PREFIX}_${stamp(new Date())}_${randomBytes(3).toString('hex')}`;
  const stop = async (): Promise<void> => {
    await dropRun(server.adminUrl, run);
    await server.stop();
    await removeFolder(folder);
  };
  stopOnSignals(stop);
  Object.assign(globalThis, { stopArrearsTestServer: stop });
  try {
    const urls = await makeTemplate(server.adminUrl, run);
    process.env['ARREARS_TEST_SERVER'] = JSON.stringify({ adminUrl: server.adminUrl, run, folder, ...urls });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function built(file: string): Promise<unknown> {
  const path = join(process.cwd(), 'dist', 'src', 'platform', file);
  if (!existsSync(path))
    throw new Error('The tests use the build too: make it with `npm run build`, or run `npm test`');
  return import(path);
}

// ── the run's folder ──

async function makeFolder(): Promise<string> {
  const { findProcess } = (await built('process-identity.js')) as typeof ProcessIdentity;
  const folder = await mkdtemp(join(tmpdir(), RUN_FOLDER));
  // PostgreSQL never runs as root; whoever it runs as must be able to pass through.
  await chmod(folder, 0o711);
  await writeFile(join(folder, 'run.json'), JSON.stringify(await findProcess(process.pid)));
  return folder;
}

/** Runs that were killed leave their folder behind, and servers at work in it. */
async function sweepFolders(): Promise<void> {
  const { stillRuns } = (await built('process-identity.js')) as typeof ProcessIdentity;
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(RUN_FOLDER)) continue;
    const owner = await readFile(join(tmpdir(), name, 'run.json'), 'utf8').catch(() => undefined);
    // None yet: a run that is just beginning.
    if (owner === undefined || (await stillRuns(JSON.parse(owner) as ProcessIdentity.ProcessIdentity)))
      continue;
    await removeFolder(join(tmpdir(), name));
  }
}

async function removeFolder(folder: string): Promise<void> {
  const { endLeftoverServer } = (await built(
    'database/embedded/leftover-server.js',
  )) as typeof LeftoverServer;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    // The run's own server, and those of services that its tests started.
    for (const home of [entry.name, join(entry.name, 'postgres')])
      await endLeftoverServer(join(folder, home, 'cluster'), () => undefined);
  }
  await rm(folder, { recursive: true, force: true });
}

// ── the server ──

function openServer(folder: string): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  return given === undefined || given === '' ? startOwnServer(folder) : reachGivenServer(given);
}

async function reachGivenServer(adminUrl: string): Promise<TestServer> {
  try {
    await withClient(adminUrl, (client) => dropLeftovers(client));
  } catch (error) {
    throw new Error(
      `No test ran: the server that TEST_DATABASE_URL names cannot be used (${String(error)})`,
      {
        cause: error,
      },
    );
  }
  return { adminUrl, stop: () => Promise.resolve() };
}

async function startOwnServer(folder: string): Promise<TestServer> {
  const { startEmbeddedPostgres } = (await built(
    'database/embedded/embedded-postgres.js',
  )) as typeof EmbeddedPostgres;
  const server = await startEmbeddedPostgres({
    directory: join(folder, 'server'),
    superuserPassword: randomBytes(16).toString('hex'),
    durable: false,
    report: () => undefined,
  });
  const adminUrl = server.superuserUrl();
  const cluster = await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory ?? folder;
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    // Where the user PostgreSQL runs as cannot reach our folder, the cluster lies in another one.
    if (!cluster.startsWith(folder)) await rm(dirname(cluster), { recursive: true, force: true });
  };
  return { adminUrl, stop };
}

/** Jest ends at once on a signal; the server would survive it. */
function stopOnSignals(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      void stop().finally(() => process.exit(1));
    });
}

// ── what is on it ──

/** Roles as in production: one owns the schema, the other is the service's own and may do less. */
async function makeTemplate(
  adminUrl: string,
  run: string,
): Promise<{ ownerUrl: string; serviceUrl: string }> {
  const password = randomBytes(16).toString('hex');
  const as = (role: string): string => {
    const url = new URL(adminUrl);
    url.username = `${run}_${role}`;
    url.password = password;
    url.pathname = `/${run}_template`;
    return url.href;
  };
  const [ownerUrl, serviceUrl] = [as('owner'), as('service')];
  await withClient(adminUrl, async (client) => {
    for (const role of ['owner', 'service'])
      await client.query(`CREATE ROLE ${run}_${role} LOGIN PASSWORD '${password}'`);
    // Who is no superuser may give a database to, and end sessions of, those roles only that it is a member of.
    await client.query(`GRANT ${run}_owner, ${run}_service TO CURRENT_USER`);
    await client.query(
      `CREATE DATABASE ${run}_template OWNER ${run}_owner ENCODING 'UTF8' TEMPLATE template0`,
    );
  });
  const { migrate } = (await built('database/migrator.js')) as typeof Migrator;
  const { grantServiceRole } = (await built('database/grants.js')) as typeof Grants;
  await withClient(ownerUrl, (client) => client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC'));
  await migrate(ownerUrl, () => undefined);
  await grantServiceRole(ownerUrl, serviceUrl);
  return { ownerUrl, serviceUrl };
}

/** Whatever the run made, whether or not its tests got to drop it. */
async function dropRun(adminUrl: string, run: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await dropDatabases(client, (name) => name.startsWith(run));
    await dropRoles(client, (name) => name.startsWith(run));
  });
}

/** Of runs that were killed. A day is longer than any run, so none that is under way is touched. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const limit = stamp(new Date(Date.now() - A_DAY_MS));
  const isLeftover = (name: string): boolean => {
    const began = new RegExp(`^${PREFIX}_(\\d{8}t\\d{6})_[0-9a-f]{6}(_|$)`).exec(name)?.[1];
    return began !== undefined && began < limit;
  };
  await dropDatabases(client, isLeftover);
  await dropRoles(client, isLeftover);
}

async function dropDatabases(client: pg.Client, isOurs: (name: string) => boolean): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT datname AS name FROM pg_database');
  for (const { name } of rows.filter((row) => isOurs(row.name)))
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
}

async function dropRoles(client: pg.Client, isOurs: (name: string) => boolean): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT rolname AS name FROM pg_roles');
  for (const { name } of rows.filter((row) => isOurs(row.name)))
    await client.query(`DROP ROLE IF EXISTS ${client.escapeIdentifier(name)}`);
}

function stamp(moment: Date): string {
  return moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase();
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
