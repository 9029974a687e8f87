import { chmod, mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { OperatorError } from './errors/operator-error.js';

/** DATA_DIR, or a folder in it, cannot be made or written to. The message says which, why, and the way out. */
export class DataFolderNotWritableError extends OperatorError {
  override readonly name = 'DataFolderNotWritableError';

  constructor(
    readonly folder: string,
    cause: unknown,
  ) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = reasons[code ?? ''] ?? message;
    super(
      `Arrears cannot write to the folder ${folder}: ${reason}. ` +
        `Set DATA_DIR to a folder that user ${userName()} may write to, or change the owner of this one.`,
      cause,
    );
  }
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it lies on a read-only file system',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENOENT: 'the system lets no folder be made there',
  EEXIST: 'there is a file of that name',
  ENOSPC: 'no space is left there',
  EDQUOT: "the user's disk quota is used up",
};

/**
 * Makes the folder, and the folders above it, where they are missing, and proves that it can be written to.
 * A new folder is closed to others; root's lets them pass through without seeing what is in it, because
 * root's PostgreSQL runs as another user, who must reach its cluster. Secrets are closed file by file.
 *
 * @throws {DataFolderNotWritableError}
 */
export async function ensureDataFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  try {
    await makeFolder(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    await rmdir(await mkdtemp(join(path, '.writable-')));
  } catch (error) {
    throw new DataFolderNotWritableError(path, error);
  }
}

/** Not mkdir's own recursion, which in Node 20 never ends where a parent exists but takes no folders (/proc). */
async function makeFolder(path: string, mode: number, makeParent = true): Promise<void> {
  try {
    await mkdir(path, { mode });
    // Once more by itself, since mkdir's mode is cut by the umask, which would close root's folder to PostgreSQL's user.
    await chmod(path, mode);
  } catch (error) {
    if (await isFolder(path)) return;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !makeParent) throw error;
    await makeFolder(dirname(path), mode);
    await makeFolder(path, mode, false);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a uid that no user has.
    return `with uid ${String(process.getuid?.())}`;
  }
}
