import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { neverAPid } from '../../process-identity.js';

/** What the running server writes about itself into its cluster, line by line (pidfile.h). */
export interface PostmasterFile {
  pid: number;
  ready: boolean;
}

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const lines = await readLines(cluster);
  // A server that is just starting has not yet written all lines; a standalone one writes its pid negated.
  const pid = Math.abs(Number(lines?.[0]));
  if (!lines || !Number.isSafeInteger(pid) || pid === 0) return undefined;
  return { pid, ready: lines[7]?.trim() === 'ready' };
}

/**
 * Puts a pid that nobody has in the place of one that meanwhile may be another process's, for which PostgreSQL
 * would refuse to start. The file is not removed, because PostgreSQL finds in it whether processes of the
 * former server are still at work on the cluster, and then rightly refuses.
 */
export async function disownPostmasterFile(cluster: string): Promise<void> {
  const lines = await readLines(cluster);
  if (!lines) return;
  await writeFile(fileIn(cluster), [String(neverAPid), ...lines.slice(1)].join('\n'));
}

async function readLines(cluster: string): Promise<string[] | undefined> {
  const text = await readFile(fileIn(cluster), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text?.split('\n');
}

function fileIn(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}
