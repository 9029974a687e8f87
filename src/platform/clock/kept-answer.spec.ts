import { expect, test } from '@jest/globals';
import type { Clock } from './clock.js';
import { KeptAnswer } from './kept-answer.js';

function driven(keepMs: number, work: () => Promise<number>) {
  const time = { ms: 0 };
  const clock = { monotonicMs: () => time.ms } as Clock;
  return { time, kept: new KeptAnswer(clock, keepMs, work) };
}

test('one answer serves those who ask together, and those who ask soon after', async () => {
  let asked = 0;
  const { time, kept } = driven(10, () => Promise.resolve((asked += 1)));

  expect(await Promise.all([kept.get(), kept.get()])).toEqual([1, 1]);
  time.ms = 9;
  expect(await kept.get()).toBe(1);
  time.ms = 10;
  expect(await kept.get()).toBe(2);
});

test('an answer that is not kept is still shared while it is awaited', async () => {
  let asked = 0;
  const { kept } = driven(0, () => Promise.resolve((asked += 1)));

  expect(await Promise.all([kept.get(), kept.get()])).toEqual([1, 1]);
  expect(await kept.get()).toBe(2);
});

test('a failure is told to those who wait for it only', async () => {
  let asked = 0;
  const { kept } = driven(10, () =>
    (asked += 1) === 1 ? Promise.reject(new Error('x')) : Promise.resolve(asked),
  );

  await expect(Promise.all([kept.get(), kept.get()])).rejects.toThrow('x');
  expect(await kept.get()).toBe(2);
});
