import { writeFile } from 'node:fs/promises';
import { writeMeasuredPart } from '../measured-part.js';
import { type BenchDatabase, BenchDatabases } from './bench-databases.js';
import { BenchChild } from './child-process.js';
import {
  CONTENDERS,
  type Contender,
  type ContenderName,
  ContenderSettings,
  startContender,
} from './contenders.js';
import type { LoadQuestions } from './load/offer-load.js';
import { describeMachine } from './machine.js';
import type { JitBenchResult, LevelResult, SizeResult } from './result.js';
import { asMarkdown, asScreenText } from './report.js';
import { assertSameAnswers } from './same-answers.js';
import { measureStartUp } from './start-up.js';
import { type Competitor, type Load, median, takeTurn, takeTurns, type TurnLength } from './turns.js';

export interface JitBenchOptions {
  quick?: true;
  accounts?: number[];
  connections?: number[];
  seconds?: number;
  rounds?: number;
  json?: string;
  markdown?: string;
  profile?: string;
}

const FULL = { accounts: [10_000, 100_000, 1_000_000], connections: [1, 8, 32, 64], seconds: 3, rounds: 7 };
const QUICK = { accounts: [10_000], connections: [1, 32], seconds: 1, rounds: 2 };
const WARM_UP_MS = 500;
/** Long enough for the compiler inside Node to have seen everything. */
const FIRST_WARM_UP_MS = 4_000;
/** At which the sizes are compared: one caller, and as many as are busy at once. */
const SIZE_CONNECTIONS = [1, 32];

/** Measures, prints, and writes what is asked for. The signal stops it between two turns. */
export async function runJitBenchmark(options: JitBenchOptions, signal: AbortSignal): Promise<void> {
  const startedAt = new Date();
  const databases = await BenchDatabases.open(process.env, say);
  const benchmark = new JitBenchmark(databases, { ...(options.quick ? QUICK : FULL), ...options }, signal);
  try {
    const result = { ...(await benchmark.run()), at: startedAt.toISOString(), quick: options.quick === true };
    console.log(asScreenText(result));
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
    if (options.markdown !== undefined) await writeMeasuredPart(options.markdown, 'jit', asMarkdown(result));
  } finally {
    await benchmark.close();
    await databases.close();
  }
}

/** Progress goes to standard error: standard output has the results alone. */
function say(line: string): void {
  console.error(line);
}

type Plan = typeof FULL & { profile?: string };

class JitBenchmark {
  private readonly settings = new ContenderSettings();
  private readonly running: { stop: () => Promise<void> }[] = [];
  private readonly length: TurnLength;

  constructor(
    private readonly databases: BenchDatabases,
    private readonly plan: Plan,
    private readonly signal: AbortSignal,
  ) {
    this.length = { rounds: plan.rounds, warmUpMs: WARM_UP_MS, measuredMs: 1000 * plan.seconds };
  }

  async run(): Promise<Omit<JitBenchResult, 'at' | 'quick'>> {
    const sizes = [...this.plan.accounts].sort((a, b) => a - b);
    const filled: BenchDatabase[] = [];
    for (const accounts of sizes) filled.push(await this.databases.withAccounts(accounts, this.signal));
    const largest = filled.at(-1) as BenchDatabase;
    const load = await this.startLoad(largest);
    const contenders = await this.startContenders(largest);
    const compared = await assertSameAnswers(contenders, largest, this.settings.token);
    const competitors = new Map([...contenders].map(([name, contender]) => [name, { contender, load }]));
    await this.warmUp(competitors);
    const levels = await this.compareWays(competitors);
    const peakBytes = await peaks(contenders);
    const bySize = await this.compareSizes(filled, {
      contender: contenders.get('Arrears') as Contender,
      load,
    });
    return {
      machine: await describeMachine(this.databases),
      accounts: largest.accounts,
      rounds: this.plan.rounds,
      seconds: this.plan.seconds,
      comparedAnswers: compared,
      levels,
      peakBytes,
      sizes: bySize,
      startUpSeconds: await this.measureStarts(largest),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((child) => child.stop()));
  }

  private async startLoad({ serviceUrl }: BenchDatabase): Promise<Load> {
    const load = await BenchChild.start<LoadQuestions>(['load'], { PATH: process.env['PATH'] });
    this.running.push(load);
    await load.ask('use', serviceUrl);
    return load;
  }

  private async startContender(name: ContenderName, database: BenchDatabase): Promise<Contender> {
    const contender = await startContender(name, database, this.settings, this.plan.profile);
    this.running.push(contender);
    return contender;
  }

  private async startContenders(database: BenchDatabase): Promise<Map<ContenderName, Contender>> {
    const contenders = new Map<ContenderName, Contender>();
    for (const name of Object.keys(CONTENDERS) as ContenderName[])
      contenders.set(name, await this.startContender(name, database));
    return contenders;
  }

  private async warmUp(competitors: ReadonlyMap<string, Competitor>): Promise<void> {
    for (const [name, competitor] of competitors) {
      this.signal.throwIfAborted();
      say(`Warming up: ${name}`);
      await takeTurn(competitor, {
        token: this.settings.token,
        connections: 32,
        seed: 999,
        warmUpMs: 0,
        measuredMs: FIRST_WARM_UP_MS,
      });
    }
  }

  private async compareWays(competitors: ReadonlyMap<ContenderName, Competitor>): Promise<LevelResult[]> {
    const levels: LevelResult[] = [];
    for (const connections of this.plan.connections) {
      say(`Measuring: ${connections} at once, ${this.plan.rounds} rounds of ${competitors.size} turns`);
      levels.push({
        connections,
        turns: await takeTurns(competitors, this.settings.token, connections, this.length, this.signal),
      });
    }
    return levels;
  }

  /** The service on databases of each size. */
  private async compareSizes(
    databases: readonly BenchDatabase[],
    onLargest: Competitor,
  ): Promise<SizeResult[]> {
    if (databases.length < 2) return [];
    const competitors = new Map<string, Competitor>();
    for (const database of databases.slice(0, -1)) {
      const competitor = {
        contender: await this.startContender('Arrears', database),
        load: await this.startLoad(database),
      };
      competitors.set(String(database.accounts), competitor);
    }
    await this.warmUp(competitors);
    competitors.set(String(databases.at(-1)?.accounts), onLargest);
    const results: SizeResult[] = [];
    for (const connections of SIZE_CONNECTIONS) {
      say(`Measuring: ${connections} at once, databases of ${[...competitors.keys()].join(', ')} accounts`);
      results.push({
        connections,
        turns: await takeTurns(competitors, this.settings.token, connections, this.length, this.signal),
      });
    }
    return results;
  }

  private async measureStarts(database: BenchDatabase): Promise<number> {
    say('Measuring: the start of the service');
    const seconds: number[] = [];
    for (let start = 0; start < Math.max(3, this.plan.rounds); start += 1) {
      this.signal.throwIfAborted();
      seconds.push(await measureStartUp(database, this.settings));
    }
    return median(seconds);
  }
}

async function peaks(
  contenders: ReadonlyMap<ContenderName, Contender>,
): Promise<Record<ContenderName, number>> {
  const entries: [ContenderName, number][] = [];
  for (const [name, contender] of contenders) entries.push([name, (await contender.usage()).peakBytes]);
  return Object.fromEntries(entries) as Record<ContenderName, number>;
}
