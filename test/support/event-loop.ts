import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * How long some work keeps all else from running, in milliseconds: the least of five readings, since what blocks
 * does so every time; the compiler, and others on the machine, do not.
 */
export async function longestBlockMs(work: () => Promise<unknown>): Promise<number> {
  const longestMs: number[] = [];
  for (let times = 0; times < 5; times += 1) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await work();
    // One more turn of the monitor's own timer, which must see the end of the block.
    await new Promise((resolve) => setTimeout(resolve, 20));
    delay.disable();
    longestMs.push(delay.max / 1e6);
  }
  return Math.min(...longestMs);
}
