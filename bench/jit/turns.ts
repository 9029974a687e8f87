import type { Contender } from './contenders.js';
import type { LoadQuestions, TurnResult } from './load/offer-load.js';
import type { BenchChild } from './child-process.js';

export type Load = BenchChild<LoadQuestions>;

/** One turn of one contender: what the callers saw, and what an answer cost the server's process. */
export interface Turn extends TurnResult {
  serverMicrosPerRequest: number;
}

/** Who is asked, and by whom: each database has a load generator that knows its accounts. */
export interface Competitor {
  contender: Contender;
  load: Load;
}

export interface TurnLength {
  rounds: number;
  warmUpMs: number;
  measuredMs: number;
}

/**
 * Lets the competitors take turns, round after round: a machine that is slow for a while is slow for all of
 * them. The order is drawn for each round, so that none always suffers from what the same other one left behind.
 * @returns each one's turns, by round
 */
export async function takeTurns<Name extends string>(
  competitors: ReadonlyMap<Name, Competitor>,
  token: string,
  connections: number,
  length: TurnLength,
  signal: AbortSignal,
): Promise<Record<Name, Turn[]>> {
  const names = [...competitors.keys()];
  const turns = Object.fromEntries(names.map((name) => [name, [] as Turn[]])) as Record<Name, Turn[]>;
  for (let round = 0; round < length.rounds; round += 1)
    for (const name of shuffled(names)) {
      signal.throwIfAborted();
      const competitor = competitors.get(name) as Competitor;
      turns[name].push(await takeTurn(competitor, { token, connections, ...length, seed: round + 1 }));
    }
  return turns;
}

interface Asked extends Pick<TurnLength, 'warmUpMs' | 'measuredMs'> {
  token: string;
  connections: number;
  seed: number;
}

export async function takeTurn({ contender, load }: Competitor, asked: Asked): Promise<Turn> {
  const { token, connections, seed, warmUpMs, measuredMs } = asked;
  const before = await contender.usage();
  const result = await load.ask('run', {
    port: contender.port,
    token,
    connections,
    seed,
    warmUpMs,
    measuredMs,
  });
  const after = await contender.usage();
  return { ...result, serverMicrosPerRequest: (after.cpuMicros - before.cpuMicros) / result.answers };
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  return (low + high) / 2;
}

/** The median of a figure over the rounds. */
export function typical(turns: readonly Turn[], figure: keyof Turn): number {
  return median(turns.map((turn) => turn[figure]));
}

/** The median over the rounds of one's figure to the other's in the same round. */
export function ratio(one: readonly Turn[], other: readonly Turn[], figure: keyof Turn): number {
  return median(one.map((turn, round) => turn[figure] / (other[round]?.[figure] ?? NaN)));
}
