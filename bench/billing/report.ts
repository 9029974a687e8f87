import { table } from '../markdown-table.js';
import { median } from '../jit/turns.js';
import type { BillingBenchResult } from './result.js';
import type { FoundResult } from './found-part.js';
import type { NeighboursResult } from './neighbours-part.js';
import type { RunResult } from './runs-part.js';

const MB = 1_000_000;

/** The figures as they stand in docs/performance.md. */
export function billingReport({ at, machine, runs, many, found, neighbours }: BillingBenchResult): string {
  return [
    `Measured ${at.slice(0, 10)} on ${String(machine.cores)} cores of ${machine.cpu}, ${String(machine.memoryGiB)} GiB, Node ${machine.node}, PostgreSQL ${machine.postgres}, which the service, its worker, the database, the sandbox and whatever else ran shared.`,
    runs && runsReport(runs),
    many && manyReport(many),
    found && foundReport(found),
    neighbours && neighboursReport(neighbours),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function bareOf({ bareBefore, bareAfter }: RunResult): number {
  return (bareBefore.perSecond + bareAfter.perSecond) / 2;
}

function runsReport(runs: readonly RunResult[]): string {
  return table(
    [
      'latency ms',
      'at once',
      'accounts',
      'accounts/s',
      'bare/s',
      'to bare',
      'ideal/s',
      'calls each',
      'commits each',
      'engine ms each',
      'bare ms each',
      'database ms each',
      'sandbox ms each',
      'most MB',
      'load',
    ],
    runs.map((run) => [
      String(run.latencyMs),
      String(run.concurrency),
      String(run.accounts),
      run.perSecond.toFixed(1),
      bareOf(run).toFixed(1),
      (run.perSecond / bareOf(run)).toFixed(2),
      (run.concurrency / ((run.callsEach * run.latencyMs) / 1000)).toFixed(1),
      run.callsEach.toFixed(2),
      run.commitsEach.toFixed(1),
      run.engineCpuMsEach.toFixed(1),
      ((run.bareBefore.cpuMsEach + run.bareAfter.cpuMsEach) / 2).toFixed(1),
      run.databaseCpuMsEach.toFixed(1),
      run.sandboxCpuMsEach.toFixed(1),
      (run.peakBytes / MB).toFixed(0),
      run.load.toFixed(1),
    ]),
  );
}

function manyReport(run: RunResult): string {
  const quarter = Math.floor(run.rssBytes.length / 4);
  const parts = [1, 2, 3].map((part) =>
    (median(run.rssBytes.slice(part * quarter, (part + 1) * quarter)) / MB).toFixed(0),
  );
  return `${run.accounts.toLocaleString('en-US')} accounts in one run, ${String(run.concurrency)} calls at once, ${String(run.latencyMs)} ms each: ${run.seconds.toFixed(0)} s, ${run.perSecond.toFixed(1)} a second (bare ${bareOf(run).toFixed(1)}), ${run.engineCpuMsEach.toFixed(1)} ms of the engine's processor each. Memory in the second, third and last quarter ${parts.join(', ')} MB, at most ${(run.peakBytes / MB).toFixed(0)} MB.`;
}

function foundReport({ accounts, changed, foundMs, seconds, questions }: FoundResult): string {
  const sentence = `${changed.toLocaleString('en-US')} changed among ${accounts.toLocaleString('en-US')} settled accounts: from the request for a run until the first call about one ${foundMs.map((ms) => ms.toFixed(0)).join(', ')} ms; all were done after ${seconds.map((one) => one.toFixed(1)).join(', ')} s.`;
  return `${sentence}\n\n${table(
    ['asked of the database', 'ms'],
    questions.map(({ name, ms }) => [name, ms.toFixed(1)]),
  )}`;
}

function neighboursReport({
  concurrency,
  asked,
  turns,
  runPerSecond,
  workerPercent,
}: NeighboursResult): string {
  const sentence = `JIT, asked ${String(asked.perSecond)} times a second, while a worker beside it brought ${runPerSecond.toFixed(1)} accounts a second (${String(concurrency)} calls at once, ${workerPercent.toFixed(0)} % of one core): p99 to that without a run ${median(turns.map(({ during, without }) => during.p99 / without.p99)).toFixed(2)}, p50 ${median(turns.map(({ during, without }) => during.p50 / without.p50)).toFixed(2)}, medians of ${String(turns.length)} rounds of ${String(asked.seconds)} s.`;
  return `${sentence}\n\n${table(
    ['round', 'p50 ms without', 'p50 ms during', 'p99 ms without', 'p99 ms during'],
    turns.map(({ without, during }, round) => [
      String(round + 1),
      without.p50.toFixed(1),
      during.p50.toFixed(1),
      without.p99.toFixed(1),
      during.p99.toFixed(1),
    ]),
  )}`;
}
