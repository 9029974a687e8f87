import {
  chown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { majorVersion, program, type Binaries } from './binaries.js';
import { clusterIn, type ClusterHome } from './cluster-home.js';
import { ClusterVersionError, EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { runProgram } from './run-program.js';

export interface ClusterOptions {
  home: ClusterHome;
  binaries: Binaries;
  superuserPassword: string;
  /** False leaves out forcing the new files to disk. */
  durable: boolean;
  report: (message: string) => void;
}

export const superuser = 'postgres';

/**
 * Returns the folder of a complete cluster, which it makes where there is none. A cluster is made aside and
 * gets its name when it is complete, so that a start that was interrupted leaves nothing but a draft.
 *
 * @throws {ClusterVersionError} for a cluster of another major release
 * @throws {EmbeddedPostgresError} when making one fails, with initdb's words
 */
export async function ensureCluster(options: ClusterOptions): Promise<string> {
  const cluster = clusterIn(options.home.folder);
  await sweepDrafts(options.home.folder);
  if (await isComplete(cluster)) {
    await refuseOtherVersions(cluster, options);
    return cluster;
  }
  await setAside(cluster, options.report);
  options.report(`Making a PostgreSQL database in ${cluster}.`);
  await makeCluster(cluster, options);
  return cluster;
}

/** initdb writes PG_VERSION first and pg_control late; a folder with one of them only is a torso. */
async function isComplete(cluster: string): Promise<boolean> {
  const marks = ['PG_VERSION', 'global/pg_control'].map((name) => stat(join(cluster, name)));
  const found = await Promise.allSettled(marks);
  return found.every(({ status }) => status === 'fulfilled');
}

async function refuseOtherVersions(cluster: string, { binaries, home }: ClusterOptions): Promise<void> {
  const found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  const expected = await majorVersion(binaries, home.account);
  if (found !== expected) throw new ClusterVersionError(cluster, found || '(unknown)', expected);
}

/** A torso is not deleted: how it came to be is not known here. An empty folder is. */
async function setAside(cluster: string, report: (message: string) => void): Promise<void> {
  try {
    await rmdir(cluster);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    const aside = `${cluster}.incomplete-${new Date().toISOString().replaceAll(':', '')}`;
    await rename(cluster, aside);
    report(`${cluster} was not a complete database. It is set aside as ${aside} and a new one is made.`);
  }
}

async function makeCluster(cluster: string, options: ClusterOptions): Promise<void> {
  const draft = await mkdtemp(join(options.home.folder, draftPrefix));
  try {
    const [password, data] = [join(draft, 'password'), join(draft, 'cluster')];
    await writeFile(password, `${options.superuserPassword}\n`, { mode: 0o600 });
    await mkdir(data, { mode: 0o700 });
    const { account } = options.home;
    if (account) for (const path of [draft, password, data]) await chown(path, account.uid, account.gid);
    await initialise(data, password, options);
    await rename(data, cluster);
    if (options.durable) await forceToDisk(options.home.folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function initialise(data: string, passwordFile: string, options: ClusterOptions): Promise<void> {
  const args = [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own collation: the same order of names on every system, whatever locales it has.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(options.durable ? [] : ['--no-sync']),
  ];
  const { account } = options.home;
  const run = await runProgram(program(options.binaries, 'initdb'), args, { account, timeoutMs: 120_000 });
  if (run.succeeded) return;
  throw new EmbeddedPostgresError(`PostgreSQL's initdb could not make a database in ${data}:\n${run.output}`);
}

const draftPrefix = 'cluster.draft-';

/** An orphaned initdb may still be writing to a draft for a second: what cannot be removed now is so next time. */
async function sweepDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(draftPrefix)) continue;
    await rm(join(home, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function forceToDisk(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
