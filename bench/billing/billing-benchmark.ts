import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { BenchDatabases } from '../jit/bench-databases.js';
import { describeMachine } from '../jit/machine.js';
import { writeMeasuredPart } from '../measured-part.js';
import { BILLING_PARTS, type BillingPart } from './billing-parts.js';
import { BillingWorld } from './billing-world.js';
import { measureFound, type FoundResult } from './found-part.js';
import { measureNeighbours } from './neighbours-part.js';
import { billingReport } from './report.js';
import type { BillingBenchResult } from './result.js';
import { measureRuns } from './runs-part.js';
import { settleAll } from './settled-books.js';

export interface BillingBenchOptions {
  parts?: BillingPart[];
  latencies?: number[];
  concurrencies?: number[];
  seconds?: number;
  accounts?: number;
  settled?: number;
  rounds?: number;
  json?: string;
  markdown?: string;
  profile?: string;
}

/** Invented people, whose dates of birth every run must be able to open. */
const KEY = createHash('sha256').update('bench').digest();
const CHANGED = 1_000;

/** Runs of the lane to Gotransverse, against its sandbox in a process of its own, and a bare client beside them. */
export async function runBillingBenchmark(options: BillingBenchOptions, signal: AbortSignal): Promise<void> {
  const say = (line: string): void => console.error(line);
  const parts = new Set(options.parts ?? BILLING_PARTS);
  const databases = await BenchDatabases.open(process.env, say);
  try {
    const result: BillingBenchResult = {
      at: new Date().toISOString(),
      machine: await describeMachine(databases),
    };
    if (parts.has('runs') || parts.has('many') || parts.has('neighbours'))
      await onNewBooks(databases, options, parts, result, say, signal);
    if (parts.has('found')) result.found = await foundAmongSettled(databases, options, say, signal);
    const text = billingReport(result);
    console.log(`\n${text}\n`);
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
    if (options.markdown !== undefined) await writeMeasuredPart(options.markdown, 'billing', text);
  } finally {
    await databases.close();
  }
}

async function onNewBooks(
  databases: BenchDatabases,
  options: BillingBenchOptions,
  parts: ReadonlySet<BillingPart>,
  result: BillingBenchResult,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const world = await BillingWorld.open(await databases.empty('arrears_bench_billing'), KEY);
  const { latencies = [20, 100], concurrencies = [1, 8, 32], seconds = 15, profile: profileFolder } = options;
  try {
    if (parts.has('runs'))
      result.runs = await measureRuns(
        world,
        { latencies, concurrencies, seconds, profileFolder },
        say,
        signal,
      );
    if (parts.has('neighbours')) {
      const asked = { concurrency: 8, perSecond: 50, seconds, rounds: options.rounds ?? 3, latencyMs: 100 };
      result.neighbours = await measureNeighbours(world, asked, say, signal);
    }
    if (parts.has('many')) {
      const accounts = options.accounts ?? 40_000;
      const level = { latencies: [20], concurrencies: [32], seconds: 0, accounts, profileFolder };
      const [many] = await measureRuns(world, level, say, signal);
      if (many !== undefined) result.many = many;
    }
  } finally {
    await world.close();
  }
}

async function foundAmongSettled(
  databases: BenchDatabases,
  options: BillingBenchOptions,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<FoundResult> {
  const accounts = options.settled ?? 1_000_000;
  const name = `arrears_bench_settled_${String(accounts)}`;
  const database = await databases.copyOf(name, { accounts, encryptionKey: KEY }, settleAll, signal);
  const world = await BillingWorld.open(database, KEY);
  try {
    return await measureFound(
      world,
      { accounts, changed: CHANGED, rounds: options.rounds ?? 3 },
      say,
      signal,
    );
  } finally {
    await world.close();
  }
}
