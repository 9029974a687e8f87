import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { BillingWorld } from './billing-world.js';
import { usageOf } from './process-usage.js';

/** JIT answers on a machine where a run goes on, and where none does, in turns. */
export interface NeighboursResult {
  concurrency: number;
  asked: { perSecond: number; seconds: number };
  turns: { without: JitTurn; during: JitTurn }[];
  /** Accounts that the run brought a second meanwhile. */
  runPerSecond: number;
  /** Of one processor, in percent, that the worker took meanwhile. */
  workerPercent: number;
}

export interface JitTurn {
  p50: number;
  p99: number;
  failed: number;
}

const CALLERS = 4;

/**
 * Callers ask at a steady rate, as people who telephone do: how long an answer takes says nothing of how many there
 * are to come.
 */
export async function measureNeighbours(
  world: BillingWorld,
  options: { concurrency: number; perSecond: number; seconds: number; rounds: number; latencyMs: number },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<NeighboursResult> {
  const { concurrency, perSecond, seconds, rounds, latencyMs } = options;
  const pid = await world.startWorker({ concurrency });
  await world.sandbox.latency(0);
  const numbers = await world.load('J', ACCOUNTS_FOR_ALL_TURNS);
  await world.sandbox.latency(latencyMs);
  const turn = (): Promise<JitTurn> => jitTurn(world, numbers, perSecond, seconds);
  await turn();
  const turns: NeighboursResult['turns'] = [];
  let brought = 0;
  let cpuMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    const without = await turn();
    const { data } = await world.ask<{ data: { id: string } }>('POST', '/billing/runs', {
      mode: 'incremental',
    });
    // Until it is under way.
    await delay(3_000);
    const before = { done: await done(world), cpuMs: (await usageOf(pid)).cpuMs };
    const during = await turn();
    brought += (await done(world)) - before.done;
    cpuMs += (await usageOf(pid)).cpuMs - before.cpuMs;
    await world.ask('POST', `/billing/runs/${data.id}/cancel`, {});
    await untilCancelled(world, data.id, signal);
    turns.push({ without, during });
    say(`JIT's p99 without a run ${without.p99.toFixed(1)} ms, during one ${during.p99.toFixed(1)} ms`);
  }
  await world.stopWorker();
  return {
    concurrency,
    asked: { perSecond, seconds },
    turns,
    runPerSecond: brought / rounds / seconds,
    workerPercent: cpuMs / rounds / seconds / 10,
  };
}

/** More than all turns can bring. */
const ACCOUNTS_FOR_ALL_TURNS = 8_000;

async function jitTurn(
  { webUrl, secrets }: BillingWorld,
  numbers: readonly string[],
  perSecond: number,
  seconds: number,
): Promise<JitTurn> {
  const agent = new Agent({ keepAlive: true });
  const durations: number[] = [];
  let failed = 0;
  const startMs = performance.now();
  const caller = async (first: number): Promise<void> => {
    for (let turn = first; turn < perSecond * seconds; turn += CALLERS) {
      const dueMs = startMs + (turn * 1000) / perSecond;
      await delay(Math.max(dueMs - performance.now(), 0));
      const number = numbers[(turn * 7919) % numbers.length] ?? '';
      const status = await ask(agent, `${webUrl}/jit/${secrets.jitToken}?debt_account_external_id=${number}`);
      // From when it was to be asked: a caller who had to wait for his turn waited, too.
      durations.push(performance.now() - dueMs);
      if (status !== 200) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_none, index) => caller(index)));
  agent.destroy();
  durations.sort((a, b) => a - b);
  const at = (share: number): number => durations[Math.floor(durations.length * share)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), failed };
}

function ask(agent: Agent, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.once('end', () => {
        resolve(response.statusCode ?? 0);
      });
    }).once('error', reject);
  });
}

async function done({ sql }: BillingWorld): Promise<number> {
  const { rows } = await sql.query<{ count: string }>('SELECT count(*) FROM billing_accounts');
  return Number(rows[0]?.count ?? 0);
}

async function untilCancelled(world: BillingWorld, id: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { data } = await world.ask<{ data: { state: string } }>('GET', `/billing/runs/${id}`);
    if (data.state === 'cancelled') return;
    await delay(100);
  }
}
