import { table } from '../markdown-table.js';
import { CONTENDERS, type ContenderName } from './contenders.js';
import type { JitBenchResult } from './result.js';
import { judgeTargets } from './targets.js';
import { ratio, type Turn, typical } from './turns.js';

/** Each way's rate is also told as a share of this one's: the same work, recording or not. */
const COMPARED_WITH: Record<ContenderName, ContenderName> = {
  'bare, recording': 'bare, recording',
  Arrears: 'bare, recording',
  bare: 'bare',
  'Arrears, not recording': 'bare',
  'Nest + Prisma include': 'bare',
};

export function asScreenText(result: JitBenchResult): string {
  return `\n${sections(result).join('\n\n')}\n`;
}

export function asMarkdown(result: JitBenchResult): string {
  return sections(result).join('\n\n');
}

function sections(result: JitBenchResult): string[] {
  const { machine } = result;
  const errors = [...result.levels, ...result.sizes]
    .flatMap(({ turns }) => Object.values<Turn[]>(turns).flat())
    .reduce((sum, turn) => sum + turn.errors, 0);
  return [
    ...(result.quick ? ['Quick: proves that the benchmark works, not how fast anything is.'] : []),
    `Measured ${result.at.slice(0, 10)} on ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, PostgreSQL ${machine.postgres}; ${count(result.accounts)} accounts, medians of ${result.rounds} rounds of ${result.seconds} s. Answers other than 200: ${errors}. Answers found the same: ${count(result.comparedAnswers)} accounts.`,
    targets(result),
    levels(result),
    ...(result.sizes.length > 0 ? [sizes(result)] : []),
    memory(result),
  ];
}

function targets(result: JitBenchResult): string {
  const rows = judgeTargets(result).map(({ name, wanted, measured, reached }) => [
    name,
    wanted,
    measured,
    reached ? 'reached' : '**missed**',
  ]);
  return table(['target', 'wanted', 'measured', ''], rows);
}

function levels({ levels }: JitBenchResult): string {
  const rows = levels.flatMap(({ connections, turns }) =>
    (Object.keys(CONTENDERS) as ContenderName[]).map((name) => [
      String(connections),
      name,
      ...figures(turns[name]),
      times(ratio(turns[name], turns[COMPARED_WITH[name]], 'requestsPerSecond')),
      times(ratio(turns[name], turns[COMPARED_WITH[name]], 'p99Ms')),
    ]),
  );
  return table(['callers', 'way', ...FIGURES, 'rate to bare', 'p99 to bare'], rows);
}

function sizes({ sizes }: JitBenchResult): string {
  const rows = sizes.flatMap(({ connections, turns }) => {
    const smallest = Object.values(turns)[0] ?? [];
    return Object.entries(turns).map(([accounts, own]) => [
      String(connections),
      count(Number(accounts)),
      ...figures(own),
      times(1 / ratio(own, smallest, 'requestsPerSecond')),
    ]);
  });
  return table(['callers', 'accounts', ...FIGURES, 'time to smallest'], rows);
}

function memory({ peakBytes }: JitBenchResult): string {
  const rows = (Object.keys(CONTENDERS) as ContenderName[]).map((name) => [
    name,
    `${(peakBytes[name] / 1e6).toFixed(0)} MB`,
  ]);
  return table(['way', 'most memory under load'], rows);
}

const FIGURES = ['requests/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'server µs/request'];

function figures(turns: readonly Turn[]): string[] {
  return [
    count(Math.round(typical(turns, 'requestsPerSecond'))),
    ...(['p50Ms', 'p99Ms', 'p999Ms'] as const).map((figure) => typical(turns, figure).toFixed(2)),
    typical(turns, 'serverMicrosPerRequest').toFixed(0),
  ];
}

function times(value: number): string {
  return value.toFixed(2);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
