import { readFile } from 'node:fs/promises';

/** What a process has used up, as Linux tells it. */
export interface ProcessUsage {
  /** Of the processor since it began, in milliseconds. */
  cpuMs: number;
  /** Memory that it holds now, and the most that it ever held, in bytes. */
  rssBytes: number;
  peakBytes: number;
}

/** Linux counts in hundredths of a second. */
const MS_PER_TICK = 10;
/** Fields of /proc/PID/stat behind the name, which may hold blanks itself. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** @throws Error where there is no such process, or no /proc */
export async function usageOf(pid: number): Promise<ProcessUsage> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
  return {
    cpuMs: (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * MS_PER_TICK,
    rssBytes: bytes('VmRSS'),
    peakBytes: bytes('VmHWM'),
  };
}

/** The processor time of several together, in milliseconds; those that have ended count nothing. */
export async function cpuMsOf(pids: readonly number[]): Promise<number> {
  const all = await Promise.all(
    pids.map((pid) =>
      usageOf(pid).then(
        ({ cpuMs }) => cpuMs,
        () => 0,
      ),
    ),
  );
  return all.reduce((sum, cpuMs) => sum + cpuMs, 0);
}
