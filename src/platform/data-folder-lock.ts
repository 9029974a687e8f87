import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ensureDataFolder } from './data-folder.js';
import { findProcess, neverAPid, stillRuns, type ProcessIdentity } from './process-identity.js';
import { OperatorError } from './errors/operator-error.js';

/** Another Arrears runs on the folder. */
export class DataFolderInUseError extends OperatorError {
  override readonly name = 'DataFolderInUseError';

  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `Arrears is already running on ${folder} (process ${pid}). ` +
        'Stop that one first, or set DATA_DIR to another folder.',
    );
  }
}

export interface DataFolderLock {
  readonly folder: string;
  /** Gives the folder free. A second call does nothing. */
  release(): Promise<void>;
}

/** `id` is new for each lock ever taken, so that "the lock I judged stale" can be told from its successor. */
interface Holder extends ProcessIdentity {
  id: string;
}

const lockName = 'arrears.lock';

/**
 * Makes this process the only Arrears on the folder, which is made if it is missing. The lock of a process
 * that ended without giving it up (killed, power lost) is taken over; processes are told apart by pid and
 * start time, so a reused pid does not keep the folder closed. It guards against processes that see each
 * other's pids: not against two containers or two machines that share the folder.
 *
 * @throws {DataFolderInUseError} while another living process, or this one, holds it
 * @throws {DataFolderNotWritableError}
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const path = resolve(folder);
  await ensureDataFolder(path);
  const lockFile = join(path, lockName);
  const us = await thisHolder();
  const other = await takeLock(lockFile, us);
  if (other) throw new DataFolderInUseError(path, other.pid);
  await sweepClaims(lockFile);
  return { folder: path, release: () => releaseLock(lockFile, us) };
}

async function thisHolder(): Promise<Holder> {
  const self = await findProcess(process.pid);
  return { pid: process.pid, startedAt: self?.startedAt, id: randomUUID() };
}

/**
 * Takes the lock, or returns the living process that has it.
 *
 * Two who find the same stale lock must not both replace it. Who wants to replace a lock first takes the
 * claim to that very lock, a lock file of its own named after the stale one's id, and then looks whether
 * the stale one is still there: without the claim nobody may replace it, so what is seen then holds. A
 * claim whose owner died is stale in its turn and taken over in the same way.
 */
async function takeLock(lockFile: string, us: Holder): Promise<Holder | undefined> {
  for (;;) {
    if (await createLock(lockFile, us)) return undefined;
    const holder = await readHolder(lockFile);
    if (!holder) continue;
    if (await stillRuns(holder)) return holder;

    const claim = `${lockFile}.${holder.id}`;
    const claimant = await takeLock(claim, us);
    if (claimant) return claimant;
    try {
      const unchanged = (await readHolder(lockFile))?.id === holder.id;
      if (unchanged && (await replaceLock(lockFile, us))) return undefined;
    } finally {
      await releaseLock(claim, us);
    }
  }
}

/** Atomic, and never seen empty: a finished file gets a second name, which fails where the name is taken. */
async function createLock(lockFile: string, us: Holder): Promise<boolean> {
  const draft = await writeDraft(lockFile, us);
  try {
    return await succeeds(link(draft, lockFile));
  } finally {
    await rm(draft, { force: true });
  }
}

async function replaceLock(lockFile: string, us: Holder): Promise<boolean> {
  return succeeds(rename(await writeDraft(lockFile, us), lockFile));
}

/** False where another was first: the name is taken, or the new holder of the lock has swept our draft away. */
async function succeeds(attempt: Promise<void>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

async function writeDraft(lockFile: string, us: Holder): Promise<string> {
  const draft = `${lockFile}.draft-${randomUUID()}`;
  const file = await open(draft, 'wx', 0o644);
  try {
    await file.writeFile(`${JSON.stringify(us)}\n`);
    // Else a power cut could leave an empty lock, which tells nobody's pid.
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

/** `undefined` where the lock was given up meanwhile. A file that is no lock counts as a dead process's. */
async function readHolder(lockFile: string): Promise<Holder | undefined> {
  const text = await readFile(lockFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    if (Number.isSafeInteger(holder?.pid) && /^[\w-]+$/.test(holder?.id ?? '')) return holder as Holder;
  } catch {
    // Judged below: not a lock of ours.
  }
  return { pid: neverAPid, startedAt: undefined, id: 'unreadable' };
}

async function releaseLock(lockFile: string, us: Holder): Promise<void> {
  if ((await readHolder(lockFile))?.id === us.id) await rm(lockFile, { force: true });
}

/** Claims and drafts left by processes that died while taking the lock; whoever holds it may clear them away. */
async function sweepClaims(lockFile: string): Promise<void> {
  const folder = dirname(lockFile);
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${basename(lockFile)}.`)) await rm(join(folder, name), { force: true });
  }
}
