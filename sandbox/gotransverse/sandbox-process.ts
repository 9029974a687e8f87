import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DataFolderInUseError,
  lockDataFolder,
  type DataFolderLock,
} from '../../src/platform/data-folder-lock.js';
import { OperatorError } from '../../src/platform/errors/operator-error.js';
import type { SandboxArguments } from './command-line.js';
import { startGotransverseSandbox, type GotransverseSandbox } from './gotransverse-sandbox.js';

/** In the data folder: where the sandbox that owns it can be reached, while it runs. */
const ADDRESS_FILE = 'address';

/**
 * Runs the sandbox until Ctrl-C or SIGTERM; as the child of another process, which is told the address, until
 * that one goes away.
 * @throws OperatorError where it cannot start; of a folder that another one owns a parent is told, as `taken`
 */
export async function runSandbox(given: SandboxArguments): Promise<void> {
  const lock = given.data === undefined ? undefined : await ownFolder(given.data);
  if (lock === 'taken') return;
  let sandbox: GotransverseSandbox | undefined;
  try {
    sandbox = await start(given);
    if (given.data !== undefined) await tellAddress(given.data, sandbox);
    announce(sandbox);
    await untilTold();
  } finally {
    await sandbox?.close();
    if (given.data !== undefined && lock) await rm(join(given.data, ADDRESS_FILE), { force: true });
    await lock?.release();
  }
}

/** An address that a killed sandbox left behind goes, before anybody can take it for ours. */
async function ownFolder(folder: string): Promise<DataFolderLock | 'taken'> {
  try {
    const lock = await lockDataFolder(folder);
    await rm(join(folder, ADDRESS_FILE), { force: true });
    return lock;
  } catch (error) {
    if (!(error instanceof DataFolderInUseError)) throw error;
    // A parent can use the other one, whose address it finds in the folder.
    if (process.send !== undefined) {
      process.send('taken');
      return 'taken';
    }
    throw new OperatorError(
      `Another Gotransverse sandbox keeps its state in ${error.folder} (process ${String(error.pid)}): ` +
        'use that one, stop it, or give --data another folder.',
      error,
    );
  }
}

async function start(given: SandboxArguments): Promise<GotransverseSandbox> {
  const { port, host, username, password, seed, unique, data, keepBodies } = given;
  try {
    return await startGotransverseSandbox({
      ...{ port, host, username, password, seed, unique },
      settles: given.settle,
      ...(data !== undefined && { dataFolder: data }),
      ...(keepBodies !== undefined && { keepBodies }),
      report: (error) => console.error(error),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error;
    throw new OperatorError(
      `Port ${String(port)} of ${host} cannot be listened on (${code}); give --port another one, or 0.`,
      error,
    );
  }
}

async function tellAddress(
  folder: string,
  { baseUrl, username, password }: GotransverseSandbox,
): Promise<void> {
  const file = join(folder, ADDRESS_FILE);
  await writeFile(`${file}.new`, JSON.stringify({ baseUrl, username, password }), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function announce({ baseUrl, username, password }: GotransverseSandbox): void {
  if (process.send !== undefined) process.send({ baseUrl, username, password });
  else
    console.log(
      `The Gotransverse sandbox is at ${baseUrl} (${username} / its password); ` +
        `faults: POST ${new URL(baseUrl).origin}/_sandbox/faults, docs/gotransverse-sandbox.md`,
    );
}

/**
 * A child lives as long as its parent, even one that was killed. Ctrl-C reaches it too, and is not for it: its
 * parent finishes what is under way first.
 */
async function untilTold(): Promise<void> {
  await new Promise<void>((resolve) => {
    const isChild = process.send !== undefined;
    if (isChild) process.once('disconnect', () => resolve());
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        if (!isChild) resolve();
      });
  });
}
