import type { ContenderName } from './contenders.js';
import type { JitBenchResult } from './result.js';
import { ratio, type Turn } from './turns.js';

export interface JudgedTarget {
  name: string;
  wanted: string;
  measured: string;
  reached: boolean;
}

const LEAST_OF_BARE = 0.9;
const LEAST_OF_ORDINARY = 3;
const MOST_P99_OF_BARE = 1.3;
const MOST_TIME_OF_SMALLEST = 1.2;
const MOST_START_SECONDS = 3;
const MOST_BYTES = 200e6;

/** The worst of all numbers of callers counts. */
export function judgeTargets(result: JitBenchResult): JudgedTarget[] {
  const rates = (one: ContenderName, other: ContenderName): number[] =>
    result.levels.map(({ turns }) => ratio(turns[one], turns[other], 'requestsPerSecond'));
  const p99s = result.levels.map(({ turns }) => ratio(turns.Arrears, turns['bare, recording'], 'p99Ms'));
  return [
    atLeast('rate to bare, both recording', LEAST_OF_BARE, rates('Arrears', 'bare, recording')),
    atLeast('rate to bare, neither recording', LEAST_OF_BARE, rates('Arrears, not recording', 'bare')),
    atLeast('rate to Nest + Prisma include', LEAST_OF_ORDINARY, rates('Arrears', 'Nest + Prisma include')),
    atMost('p99 to bare, both recording', MOST_P99_OF_BARE, p99s),
    ...(result.sizes.length > 0
      ? [atMost('time of the largest database to the smallest', MOST_TIME_OF_SMALLEST, timesBySize(result))]
      : []),
    {
      name: 'start until ready',
      wanted: `at most ${MOST_START_SECONDS} s`,
      measured: `${result.startUpSeconds.toFixed(2)} s`,
      reached: result.startUpSeconds <= MOST_START_SECONDS,
    },
    {
      name: 'memory under load',
      wanted: `below ${MOST_BYTES / 1e6} MB`,
      measured: `${(result.peakBytes.Arrears / 1e6).toFixed(0)} MB`,
      reached: result.peakBytes.Arrears < MOST_BYTES,
    },
  ];
}

function timesBySize({ sizes }: JitBenchResult): number[] {
  return sizes.map(({ turns }) => {
    const bySize: Turn[][] = Object.values(turns);
    return ratio(bySize[0] ?? [], bySize.at(-1) ?? [], 'requestsPerSecond');
  });
}

function atLeast(name: string, wanted: number, measured: readonly number[]): JudgedTarget {
  return {
    name,
    wanted: `at least ${wanted}`,
    measured: range(measured),
    reached: measured.every((value) => value >= wanted),
  };
}

function atMost(name: string, wanted: number, measured: readonly number[]): JudgedTarget {
  return {
    name,
    wanted: `at most ${wanted}`,
    measured: range(measured),
    reached: measured.every((value) => value <= wanted),
  };
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values).toFixed(2), Math.max(...values).toFixed(2)];
  return least === most ? least : `${least} to ${most}`;
}
