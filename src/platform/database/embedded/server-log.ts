import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileHandle } from 'node:fs/promises';

/** What a person is shown of the log when the server fails. */
const shownLines = 20;
const rotatedAtBytes = 10_000_000;

export function logIn(home: string): string {
  return join(home, 'postgres.log');
}

/**
 * The server writes to a file and not to a pipe, since it must be able to outlive us for the moment that an
 * orderly stop takes. The former file is kept as `.1` once it is large.
 */
export async function openLog(file: string): Promise<FileHandle> {
  if ((await sizeOf(file)) > rotatedAtBytes) await rename(file, `${file}.1`);
  return open(file, 'a', 0o600);
}

export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** The last lines that were written from that byte on. */
export async function lastLines(file: string, fromByte: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const start = Math.max(fromByte, size - 8_192);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8_192), 0, 8_192, start);
    return buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-shownLines).join('\n');
  } finally {
    await handle.close();
  }
}
