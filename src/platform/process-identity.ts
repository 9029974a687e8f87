import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What tells a process from a later one that was given the same pid: when it began. `undefined` where
 * the system does not say (no /proc and no `ps`, or another user's process that is hidden from us).
 */
export interface ProcessIdentity {
  pid: number;
  startedAt: string | undefined;
}

/** Above every system's limit (Linux: 4,194,304), so no process ever has it. */
export const neverAPid = 2 ** 31 - 2;

/** The process that now bears this pid, or `undefined` if there is none. A zombie counts as none. */
export async function findProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!bearsSignals(pid)) return undefined;
  const status = (await statusFromProc(pid)) ?? (await statusFromPs(pid));
  if (status?.zombie) return undefined;
  return { pid, startedAt: status?.startedAt };
}

/** Whether that very process still runs. Where its start cannot be told, a living pid counts as it. */
export async function stillRuns({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  const found = await findProcess(pid);
  if (!found) return false;
  if (startedAt === undefined || found.startedAt === undefined) return true;
  return found.startedAt === startedAt;
}

function bearsSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

interface ProcessStatus {
  zombie: boolean;
  startedAt: string;
}

/**
 * Linux: proc(5), /proc/PID/stat. Field 2 is the name in brackets and may itself hold blanks and
 * brackets, so fields are counted from the last bracket: 3 is the state, 22 the start in ticks since boot.
 */
async function statusFromProc(pid: number): Promise<ProcessStatus | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (state === undefined || ticks === undefined) return undefined;
  return { zombie: 'ZX'.includes(state), startedAt: `${await bootId()}/${ticks}` };
}

/** Ticks are counted from boot, and in a container the same pid may start at the same tick after the next one. */
async function bootId(): Promise<string> {
  const id = await readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => '');
  return id.trim();
}

async function statusFromPs(pid: number): Promise<ProcessStatus | undefined> {
  const environment = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC0' };
  const answer = await run('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
    env: environment,
  }).catch(() => undefined);
  const [, state, startedAt] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(answer?.stdout ?? '') ?? [];
  if (state === undefined || startedAt === undefined) return undefined;
  return { zombie: state.startsWith('Z'), startedAt };
}
