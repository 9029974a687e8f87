import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { BillingWorld } from './billing-world.js';
import { paceOf, type Pace } from './pace.js';
import { cpuMsOf, usageOf } from './process-usage.js';

const SAMPLED_EVERY_MS = 1_000;

/** What a run cost, each figure for one account unless it says otherwise. */
export interface RunFigures extends Pace {
  /** From the request for the run until it had finished, in seconds. */
  seconds: number;
  callsEach: number;
  commitsEach: number;
  engineCpuMsEach: number;
  databaseCpuMsEach: number;
  sandboxCpuMsEach: number;
  /** The engine's memory while it ran, sampled, in bytes. */
  rssBytes: number[];
  peakBytes: number;
  /** How many processes wanted the processor in the minute before its end. */
  load: number;
}

/** Has all that is due brought, and counts what that took. */
export async function measuredRun(
  world: BillingWorld,
  workerPid: number,
  accounts: number,
  signal: AbortSignal,
): Promise<RunFigures> {
  const counted = async () => ({
    engine: await usageOf(workerPid),
    databaseMs: await cpuMsOf(await world.backends()),
    sandbox: await world.sandbox.usage(),
    calls: await world.sandbox.lastCall(),
    commits: await commits(world),
  });
  const before = await counted();
  const rssBytes: number[] = [];
  const sampling = new AbortController();
  const sampled = sample(workerPid, rssBytes, sampling.signal);
  const startedMs = performance.now();
  const run = await world.run(signal).finally(async () => {
    sampling.abort();
    await sampled;
  });
  const seconds = (performance.now() - startedMs) / 1000;
  const after = await counted();
  const pace = paceOf(await ends(world, run.id));
  if (pace.accounts !== accounts || run.counts['created'] !== accounts)
    throw new Error(`The run did not make ${String(accounts)} accounts: ${JSON.stringify(run.counts)}`);
  return {
    ...pace,
    seconds,
    callsEach: (after.calls - before.calls) / accounts,
    commitsEach: (after.commits - before.commits) / accounts,
    engineCpuMsEach: (after.engine.cpuMs - before.engine.cpuMs) / accounts,
    databaseCpuMsEach: (after.databaseMs - before.databaseMs) / accounts,
    sandboxCpuMsEach: (after.sandbox.cpuMs - before.sandbox.cpuMs) / accounts,
    rssBytes,
    peakBytes: after.engine.peakBytes,
    load: loadavg()[0] ?? 0,
  };
}

async function sample(pid: number, rssBytes: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    rssBytes.push((await usageOf(pid)).rssBytes);
    await delay(SAMPLED_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** When each account's attempt ended, in milliseconds. */
async function ends({ sql }: BillingWorld, runId: string): Promise<number[]> {
  const { rows } = await sql.query<{ ms: number }>(
    'SELECT extract(epoch FROM at)::float8 * 1000 AS ms FROM sync_run_records WHERE run_id = $1',
    [runId],
  );
  return rows.map(({ ms }) => ms);
}

async function commits({ sql }: BillingWorld): Promise<number> {
  const { rows } = await sql.query<{ commits: string }>(
    'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(rows[0]?.commits ?? 0);
}
