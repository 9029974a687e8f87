import { BenchChild } from '../jit/child-process.js';
import type { BarePace, BareQuestions, RecordedCall } from './bare-calls.js';
import type { BillingWorld } from './billing-world.js';
import { measuredRun, type RunFigures } from './measured-run.js';

export interface RunLevel {
  latencyMs: number;
  concurrency: number;
}

/** A run, and the bare client's rate before it and after it. */
export interface RunResult extends RunLevel, RunFigures {
  bareBefore: BarePace;
  bareAfter: BarePace;
}

export interface RunsOptions {
  latencies: readonly number[];
  concurrencies: readonly number[];
  /** How long one run is to take about, in seconds. */
  seconds: number;
  /** So many accounts, whatever time that takes. */
  accounts?: number | undefined;
  profileFolder?: string | undefined;
}

/** A processor does no more than so many accounts a second, however short the way is. */
const MOST_PER_SECOND = 60;
const LEAST_ACCOUNTS = 20;
const WARM_UP = 100;
let loads = 0;

/** Runs that make accounts, at each number of calls at once and each latency. */
export async function measureRuns(
  world: BillingWorld,
  options: RunsOptions,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  const { profileFolder } = options;
  for (const concurrency of options.concurrencies) {
    const pid = await world.startWorker({ concurrency, profileFolder });
    const calls = await warmUp(world, signal);
    for (const latencyMs of options.latencies) {
      signal.throwIfAborted();
      const level = { latencyMs, concurrency };
      const accounts = options.accounts ?? accountsFor(level, calls.length, options.seconds);
      await world.sandbox.latency(0);
      await loadMore(world, accounts);
      await world.sandbox.latency(latencyMs);
      const bareBefore = await bareRate(world, calls, level, accounts);
      const figures = await measuredRun(world, pid, accounts, signal);
      const bareAfter = await bareRate(world, calls, level, accounts);
      results.push({ ...level, ...figures, bareBefore, bareAfter });
      say(
        `${String(latencyMs)} ms, ${String(concurrency)} at once: ${figures.perSecond.toFixed(1)} accounts/s, bare ${bareBefore.perSecond.toFixed(1)} and ${bareAfter.perSecond.toFixed(1)}; ${figures.engineCpuMsEach.toFixed(1)} ms of the engine each`,
      );
    }
  }
  await world.stopWorker();
  return results;
}

function accountsFor({ latencyMs, concurrency }: RunLevel, calls: number, seconds: number): number {
  const perSecond = Math.min(concurrency / ((calls * (latencyMs + 2)) / 1000), MOST_PER_SECOND);
  return Math.max(Math.round(perSecond * seconds), LEAST_ACCOUNTS, 5 * concurrency);
}

async function loadMore(world: BillingWorld, accounts: number): Promise<string[]> {
  loads += 1;
  return world.load(`L${String(loads)}`, accounts);
}

/** A worker that has done the same before. @returns the calls of one account */
async function warmUp(world: BillingWorld, signal: AbortSignal): Promise<RecordedCall[]> {
  await world.sandbox.latency(0);
  await loadMore(world, WARM_UP);
  await world.run(signal);
  const [number = ''] = await loadMore(world, 1);
  const last = await world.sandbox.lastCall();
  await world.run(signal);
  return world.sandbox.recorded(last, number);
}

async function bareRate(
  { sandbox }: BillingWorld,
  calls: RecordedCall[],
  { concurrency }: RunLevel,
  accounts: number,
): Promise<BarePace> {
  loads += 1;
  const { baseUrl, username, password } = sandbox.connection;
  const child = await BenchChild.start<BareQuestions>(['bare-calls'], { PATH: process.env['PATH'] });
  try {
    const turn = { origin: new URL(baseUrl).origin, username, password, calls, concurrency };
    // Its first calls are slow, as anybody's are.
    await child.ask('run', {
      ...turn,
      accounts: Math.min(accounts, 5 * concurrency),
      prefix: `W${String(loads)}`,
    });
    return await child.ask('run', { ...turn, accounts, prefix: `B${String(loads)}` });
  } finally {
    await child.stop();
  }
}
