import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findProcess, stillRuns, type ProcessIdentity } from '../../process-identity.js';
import { disownPostmasterFile, readPostmasterFile } from './postmaster-file.js';
import { serverEnvironment } from './run-program.js';
import { stopServer } from './stop-server.js';

/**
 * Ends the server of an earlier run that was killed before it could stop it, or waits for one that is still
 * stopping. Only for the one process that may use the cluster (see data-folder-lock.ts).
 *
 * @throws {EmbeddedPostgresError} when it does not end
 */
export async function endLeftoverServer(cluster: string, report: (message: string) => void): Promise<void> {
  const file = await readPostmasterFile(cluster);
  if (!file) return;
  const server = await findProcess(file.pid);
  if (server && (await servesCluster(server.pid, cluster))) {
    report(`Stopping the PostgreSQL that an earlier run left behind (process ${server.pid}).`);
    await stopServer(`PostgreSQL (process ${server.pid})`, {
      signal: (name) => signalIfThere(server.pid, name),
      endsWithin: (milliseconds) => endsWithin(server, milliseconds),
    });
  }
  await disownPostmasterFile(cluster);
}

/** By what it does, not only by its pid: that could have been given to any other process since. */
async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  const path = await realpath(cluster);
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (command === undefined) return (await commandFromPs(pid)).includes(path);
  // The server works in its cluster's folder, even if that has been renamed. Unreadable: another user's process.
  const workingFolder = await realpath(`/proc/${pid}/cwd`).catch(() => undefined);
  return command.includes('postgres') && workingFolder === path;
}

/** Where there is no /proc. The path of the cluster is among the arguments that we start the server with. */
async function commandFromPs(pid: number): Promise<string> {
  const args = ['-ww', '-o', 'args=', '-p', String(pid)];
  const answer = await promisify(execFile)('ps', args, { env: serverEnvironment }).catch(() => undefined);
  return answer?.stdout ?? '';
}

function signalIfThere(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** It is not our child, so nobody tells us: it is looked at, 50 times a second. */
async function endsWithin(server: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (await stillRuns(server)) {
    if (Date.now() > deadline) return false;
    await wait(20);
  }
  return true;
}
