import { setTimeout as delay } from 'node:timers/promises';

const STEP_MS = 10;

/**
 * Asks again until the answer passes, and gives it.
 * @throws Error with the last answer when `withinMs` is over
 */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  passes: (answer: T) => boolean,
  withinMs = 10_000,
): Promise<T> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (passes(answer)) return answer;
    if (performance.now() > deadlineMs)
      throw new Error(`Not within ${String(withinMs)} ms; the last answer was ${JSON.stringify(answer)}`);
    await delay(STEP_MS);
  }
}
