import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError, useYourOwnServer } from './embedded-postgres.errors.js';

/**
 * Where root may put what another user must be able to read, best first: the places for a service's data on
 * Linux and on macOS and the BSDs, then the one for temporary files, which a restart of the machine may clear.
 */
export function usualReadablePlaces(): string[] {
  return ['/var/lib', '/var/db', tmpdir()].map((folder) => join(folder, 'arrears'));
}

/** Makes the place where its parent exists. False where that cannot be, or others could tamper with it. */
export async function openPlace(place: string): Promise<boolean> {
  try {
    await mkdir(place);
    await chmod(place, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
  }
  return isTrusted(place);
}

/**
 * Whether the place is root's alone. In a folder for temporary files anybody could have made it first, and put
 * there programs for our PostgreSQL to run, or a cluster to be filled with our data.
 */
export async function isTrusted(place: string): Promise<boolean> {
  const ownedByRoot = ({ uid }: Stats) => uid === 0;
  try {
    // Of a link, both the link and what it leads to.
    const [entry, folder] = await Promise.all([lstat(place), stat(place)]);
    return [entry, folder].every(ownedByRoot) && folder.isDirectory() && (folder.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** @throws {EmbeddedPostgresError} when none can be made */
export async function firstOpenPlace(places: readonly string[]): Promise<string> {
  for (const place of places) if (await openPlace(place)) return place;
  throw new EmbeddedPostgresError(
    `None of the folders ${places.join(', ')} can be made. ${useYourOwnServer}`,
  );
}
