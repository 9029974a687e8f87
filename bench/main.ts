import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { BILLING_PARTS, type BillingPart } from './billing/billing-parts.js';
import type { BillingBenchOptions } from './billing/billing-benchmark.js';
import type { JitBenchOptions } from './jit/jit-benchmark.js';
import type { ListsBenchOptions } from './lists/lists-benchmark.js';

// The benchmarks: `npm run bench -- NAME`. Servers and load generator are this same program in processes of
// their own, by the commands that the help does not show.

const PARTS: readonly string[] = BILLING_PARTS;
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error('Stopped before the end'));
  });

const program = new Command('npm run bench --')
  .description('Measures Arrears and prints tables; see docs/performance.md')
  .exitOverride();

program
  .command('jit')
  .description('speed of JIT answers against a bare server and the ordinary way, and of the start')
  .option('--quick', 'few and short turns on the smallest database: whether it works, not how fast it is')
  .option('--accounts <numbers>', 'sizes of the databases (default: 10000,100000,1000000)', wholeNumbers)
  .option('--connections <numbers>', 'concurrent callers (default: 1,8,32,64)', wholeNumbers)
  .option('--seconds <number>', 'length of one turn (default: 3)', positiveNumber)
  .option('--rounds <number>', 'turns of each server (default: 7)', wholeNumber)
  .option('--json <file>', 'write all results')
  .option('--markdown <file>', 'replace the measured part of that page')
  .option('--profile <folder>', 'write a CPU profile of each server')
  .action(async (options: JitBenchOptions) => {
    const { runJitBenchmark } = await import('./jit/jit-benchmark.js');
    await runJitBenchmark(options, stop.signal);
  });

program
  .command('lists')
  .description(
    'the admin API on many accounts: exact identifiers, names, filters, the first page and far ones',
  )
  .option('--accounts <number>', 'size of the database (default: 1000000)', wholeNumber)
  .option('--times <number>', 'how often each is asked (default: 200)', wholeNumber)
  .option('--json <file>', 'write all results')
  .option('--markdown <file>', 'replace the measured part of that page')
  .action(async (options: ListsBenchOptions) => {
    const { runListsBenchmark } = await import('./lists/lists-benchmark.js');
    await runListsBenchmark(options, stop.signal);
  });

program
  .command('billing')
  .description('runs to Gotransverse: their rate, what they cost, and whom they are in the way of')
  .option('--parts <names>', 'of runs, many, found, neighbours (default: all)', billingParts)
  .option('--latencies <numbers>', 'of a call, in milliseconds (default: 20,100)', wholeNumbers)
  .option('--concurrencies <numbers>', 'calls at once (default: 1,8,32)', wholeNumbers)
  .option('--seconds <number>', 'length of one measurement, about (default: 15)', positiveNumber)
  .option('--accounts <number>', 'of the one run with many (default: 40000)', wholeNumber)
  .option('--settled <number>', 'among which the changed ones are found (default: 1000000)', wholeNumber)
  .option('--rounds <number>', 'of the parts found and neighbours (default: 3)', wholeNumber)
  .option('--json <file>', 'write all results')
  .option('--markdown <file>', 'replace the measured part of that page')
  .option('--profile <folder>', 'write a CPU profile of each worker')
  .action(async (options: BillingBenchOptions) => {
    const { runBillingBenchmark } = await import('./billing/billing-benchmark.js');
    await runBillingBenchmark(options, stop.signal);
  });

program
  .command('serve', { hidden: true })
  .argument('<way>')
  .option('--recording')
  .action(async (way: string, options: { recording?: true }) => {
    const { serve } = await import('./jit/servers/serve.js');
    await serve(way, options.recording === true);
  });

program.command('bare-calls', { hidden: true }).action(async () => {
  const [{ answerParent }, { runBare }] = await Promise.all([
    import('./jit/child-process.js'),
    import('./billing/bare-calls.js'),
  ]);
  answerParent({ run: runBare }, () => Promise.resolve());
});

program.command('load', { hidden: true }).action(async () => {
  const { offerLoad } = await import('./jit/load/offer-load.js');
  await offerLoad();
});

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said what is wrong, and asks for 0 after --help.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exitCode = 1;
  }
}

function billingParts(text: string): BillingPart[] {
  const parts = text.split(',');
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new InvalidArgumentError(`There are ${PARTS.join(', ')}.`);
  return parts as BillingPart[];
}

function wholeNumbers(text: string): number[] {
  return text.split(',').map(wholeNumber);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text.trim())) throw new InvalidArgumentError('Whole numbers from 1 up, please.');
  return Number(text);
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Infinity)) throw new InvalidArgumentError('A number above 0, please.');
  return number;
}
