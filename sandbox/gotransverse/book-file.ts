import {
  closeSync,
  createReadStream,
  fsyncSync,
  ftruncateSync,
  fstatSync,
  openSync,
  writeSync,
} from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Books, Change, ChangeStore } from './books.js';

const FILE = 'state.jsonl';
/** Changes a line where the file is written anew. */
const CHANGES_A_LINE = 500;

/**
 * Keeps the books in one file: a line for each call that changed something, written before the call is
 * answered. It is with the system then, so a killed process loses nothing that it answered; it is not forced to
 * the disk, so a power cut may.
 */
export class BookFile implements ChangeStore {
  private descriptor: number | undefined;
  private size = 0;

  constructor(private readonly folder: string) {}

  /**
   * Reads what is kept into the books, and gets ready to keep more.
   * @throws Error where the file is damaged elsewhere than at its end
   */
  async open(books: Books): Promise<void> {
    const read = await this.replay(books);
    const rows = [...books.everything()].length;
    if (read.cut || read.changes > rows * 2) await this.writeAnew(books);
    this.descriptor = openSync(this.path, 'a', 0o600);
    this.size = fstatSync(this.descriptor).size;
  }

  append(changes: readonly Change[]): void {
    const line = Buffer.from(`${JSON.stringify(changes)}\n`);
    try {
      writeWhole(this.opened(), line);
      this.size += line.length;
    } catch (error) {
      // A part of a line must not stay before the next one.
      ftruncateSync(this.opened(), this.size);
      throw error;
    }
  }

  clear(): void {
    ftruncateSync(this.opened(), 0);
    this.size = 0;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private get path(): string {
    return join(this.folder, FILE);
  }

  private opened(): number {
    if (this.descriptor === undefined) throw new Error('The state is not open');
    return this.descriptor;
  }

  /** @returns how many changes were read, and whether the last line was not written to its end */
  private async replay(books: Books): Promise<{ changes: number; cut: boolean }> {
    let changes = 0;
    let damaged = false;
    for await (const line of linesOf(this.path)) {
      if (damaged) throw new Error(`${this.path} is damaged in its middle; move it away to start afresh`);
      try {
        const read = JSON.parse(line) as Change[];
        books.replay(read);
        changes += read.length;
      } catch {
        damaged = true;
      }
    }
    return { changes, cut: damaged };
  }

  /** Only what holds, beside the old file, then in its place. */
  private async writeAnew(books: Books): Promise<void> {
    const draft = `${this.path}.new`;
    await rm(draft, { force: true });
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      const everything = [...books.everything()];
      for (let at = 0; at < everything.length; at += CHANGES_A_LINE) {
        const line = JSON.stringify(everything.slice(at, at + CHANGES_A_LINE));
        writeWhole(descriptor, Buffer.from(`${line}\n`));
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    await rename(draft, this.path);
  }
}

/** A write may take a part only. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; done += writeSync(descriptor, bytes, done));
}

/** None where there is no file. */
async function* linesOf(path: string): AsyncIterable<string> {
  const stream = createReadStream(path);
  try {
    yield* createInterface({ input: stream, crlfDelay: Infinity });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    stream.destroy();
  }
}
