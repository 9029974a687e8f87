import { answerParent } from '../child-process.js';
import { readAllExternalIds } from '../sample-accounts.js';
import { Caller } from './caller.js';
import { Latencies } from './latencies.js';

export interface Turn {
  port: number;
  token: string;
  connections: number;
  /** The same seed asks for the same accounts in the same order. */
  seed: number;
  warmUpMs: number;
  measuredMs: number;
}

export interface TurnResult {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
  /** Answers other than 200, during the warm-up too. */
  errors: number;
  /** The warm-up's included. */
  answers: number;
  /** What asking cost the load generator itself, each. */
  loadMicrosPerRequest: number;
}

/** What the load generator can be asked. */
export interface LoadQuestions extends Record<string, (argument: never) => unknown> {
  /** Before all else: the database whose accounts to ask for. */
  use: (databaseUrl: string) => Promise<number>;
  run: (turn: Turn) => Promise<TurnResult>;
}

/** The load generator's process. */
export async function offerLoad(): Promise<void> {
  let queries: string[] = [];
  const questions: LoadQuestions = {
    use: async (databaseUrl) => {
      const ids = await readAllExternalIds(databaseUrl);
      queries = ids.map((id) => encodeURIComponent(id));
      return queries.length;
    },
    run: (turn) => runTurn(turn, queries),
  };
  answerParent(questions, () => Promise.resolve());
  return Promise.resolve();
}

async function runTurn(turn: Turn, queries: readonly string[]): Promise<TurnResult> {
  const random = randomIndexes(turn.seed, queries.length);
  const beginning = `GET /jit/${turn.token}?debt_account_external_id=`;
  const ending = ` HTTP/1.1\r\nHost: 127.0.0.1:${turn.port}\r\nAccept: application/json\r\n\r\n`;
  const latencies = new Latencies();
  let phase: 'warm-up' | 'measured' | 'over' = 'warm-up';
  let answers = 0;
  let measured = 0;
  let errors = 0;
  const broken: Error[] = [];
  const callers: Caller[] = [];
  for (let opened = 0; opened < turn.connections; opened += 1)
    callers.push(
      await Caller.open(
        turn.port,
        () => (phase === 'over' ? undefined : beginning + (queries[random()] ?? '') + ending),
        ({ status, milliseconds }) => {
          answers += 1;
          if (status !== 200) errors += 1;
          if (phase !== 'measured') return;
          measured += 1;
          latencies.add(milliseconds);
        },
        (error) => broken.push(error),
      ),
    );
  const running = callers.map((caller) => caller.run());
  await pause(turn.warmUpMs);
  phase = 'measured';
  const [startedMs, cpuBefore] = [performance.now(), process.cpuUsage()];
  await pause(turn.measuredMs);
  const [measuredMs, cpu] = [performance.now() - startedMs, process.cpuUsage(cpuBefore)];
  phase = 'over';
  if (broken.length === 0) await Promise.race([Promise.all(running), pause(10_000)]);
  for (const caller of callers) caller.close();
  if (broken[0] !== undefined) throw broken[0];
  const [p50Ms = NaN, p99Ms = NaN, p999Ms = NaN] = latencies.percentiles([0.5, 0.99, 0.999]);
  return {
    requestsPerSecond: (measured / measuredMs) * 1000,
    p50Ms,
    p99Ms,
    p999Ms,
    errors,
    answers,
    loadMicrosPerRequest: (cpu.user + cpu.system) / measured,
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Marsaglia's xorshift of 32 bits: repeatable, and cheaper than what is measured. */
function randomIndexes(seed: number, below: number): () => number {
  let state = (Math.imul(seed, 0x9e3779b1) | 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}
