import { setTimeout as delay } from 'node:timers/promises';
import { readSettings } from '../../src/platform/config/settings.js';
import { resolveSettings } from '../../src/platform/config/resolved-settings.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { PersonalDataVault } from '../../src/platform/crypto/personal-data.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { Cursors } from '../../src/platform/pagination/cursors.js';
import { DueRecordsService } from '../../src/sync/due-records.service.js';
import { SyncWorklistService } from '../../src/sync/sync-worklist.service.js';
import type { BillingWorld } from './billing-world.js';
import { changeSome } from './changed-accounts.js';

/** How soon a run finds what is to do among many that are settled. */
export interface FoundResult {
  accounts: number;
  changed: number;
  /** From the request for the run until the first call about an account, in milliseconds, of each run. */
  foundMs: number[];
  /** From the request until the run had finished, in seconds, of each run. */
  seconds: number[];
  /** Each asked a few times; the median, in milliseconds. */
  questions: { name: string; ms: number }[];
}

const LOOK_EVERY_MS = 5;
const TIMES = 7;
const LANE = { lane: 'gotransverse', kind: 'debt_account' } as const;

/** @param rounds how many runs, each after so many accounts have changed */
export async function measureFound(
  world: BillingWorld,
  { accounts, changed, rounds }: { accounts: number; changed: number; rounds: number },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<FoundResult> {
  await world.startWorker({ concurrency: 32 });
  const foundMs: number[] = [];
  const seconds: number[] = [];
  let questions: FoundResult['questions'] = [];
  for (let round = 0; round < rounds; round += 1) {
    await changeSome(world, changed, round);
    if (round === 0) questions = await timedQuestions(world);
    const { found, whole } = await oneRun(world, signal);
    foundMs.push(found);
    seconds.push(whole / 1000);
    say(
      `The first of ${String(changed)} changed was called for after ${found.toFixed(0)} ms; all were done in ${(whole / 1000).toFixed(1)} s`,
    );
  }
  await world.stopWorker();
  return { accounts, changed, foundMs, seconds, questions };
}

async function oneRun(world: BillingWorld, signal: AbortSignal): Promise<{ found: number; whole: number }> {
  const last = await world.sandbox.lastCall();
  const [startedMs, startedAt] = [performance.now(), Date.now()];
  const { data } = await world.ask<{ data: { id: string } }>('POST', '/billing/runs', {
    mode: 'incremental',
  });
  let first: Date | undefined;
  while (first === undefined) {
    signal.throwIfAborted();
    await delay(LOOK_EVERY_MS);
    first = await world.sandbox.firstCallAfter(last, '/billingAccounts/');
  }
  const run = await world.runEnd(data.id, signal);
  if (run.counts['changed'] === 0) throw new Error(`The run changed nothing: ${JSON.stringify(run.counts)}`);
  return { found: first.getTime() - startedAt, whole: performance.now() - startedMs };
}

/** What a run and the watch over it ask the database, by the services that ask it. */
async function timedQuestions({ serviceUrl }: BillingWorld): Promise<FoundResult['questions']> {
  const settings = resolveSettings(
    readSettings({
      DATABASE_URL: serviceUrl,
      ENCRYPTION_KEYS: `bench:${Buffer.alloc(32).toString('base64')}`,
    }),
    {},
  );
  const prisma = new PrismaService(settings);
  const clock = new Clock();
  const due = new DueRecordsService(prisma, clock);
  const worklist = new SyncWorklistService(
    prisma,
    new Cursors(new PersonalDataVault(settings.encryptionKeys)),
  );
  const asked: Record<string, () => Promise<unknown>> = {
    'what is due next: 64 claimed': () => due.claim(LANE, { limit: 64, leaseMs: 1 }),
    'how many there are to do': () => due.count(LANE),
    'when there is something to do': () => due.nextInMs(LANE),
    'a page of 500 to plan': () => due.page(LANE, null, 500),
    'figures for alarms': () => worklist.figures(LANE, 60, 60),
    'how many are there': () => prisma.billingAccount.count(),
  };
  try {
    const questions: FoundResult['questions'] = [];
    for (const [name, ask] of Object.entries(asked)) {
      const times: number[] = [];
      for (let turn = 0; turn < TIMES; turn += 1) {
        const startedMs = performance.now();
        await ask();
        times.push(performance.now() - startedMs);
      }
      questions.push({ name, ms: times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? NaN });
    }
    return questions;
  } finally {
    await prisma.onApplicationShutdown();
  }
}
