import { expect, test } from '@jest/globals';
import { MISSES_PER_WINDOW, MissThrottle, WINDOW_MS } from './miss-throttle.js';

/** That many misses at once; what the last one was told. */
function misses(throttle: MissThrottle, count: number, address: string, nowMs: number): number | undefined {
  let wait: number | undefined;
  for (let index = 0; index < count; index += 1) wait = throttle.miss(address, nowMs);
  return wait;
}

test('a source may miss so often, and then waits for the end of the window', () => {
  const throttle = new MissThrottle();

  expect(misses(throttle, MISSES_PER_WINDOW, '192.0.2.1', 1_000)).toBeUndefined();
  expect(throttle.miss('192.0.2.1', 1_000)).toBe(WINDOW_MS / 1000);
  expect(throttle.miss('192.0.2.1', 1_000 + WINDOW_MS - 1_500)).toBe(2);
  expect(throttle.miss('192.0.2.1', 1_000 + WINDOW_MS - 1)).toBe(1);
});

test('the next window begins anew, at the first miss in it', () => {
  const throttle = new MissThrottle();
  misses(throttle, MISSES_PER_WINDOW + 1, '192.0.2.1', 0);

  expect(misses(throttle, MISSES_PER_WINDOW, '192.0.2.1', WINDOW_MS)).toBeUndefined();
  expect(throttle.miss('192.0.2.1', 2 * WINDOW_MS - 1)).toBe(1);
  expect(throttle.miss('192.0.2.1', 2 * WINDOW_MS)).toBeUndefined();
});

test("one source's misses are not another's", () => {
  const throttle = new MissThrottle();
  misses(throttle, MISSES_PER_WINDOW + 1, '192.0.2.1', 0);

  expect(throttle.miss('192.0.2.2', 0)).toBeUndefined();
});

test("an IPv4 address is the same source in IPv6's spelling", () => {
  const throttle = new MissThrottle();
  misses(throttle, MISSES_PER_WINDOW, '192.0.2.1', 0);

  expect(throttle.miss('::ffff:192.0.2.1', 0)).toBeDefined();
});

test('a /64 of IPv6 is one source, for one subscriber has all of it', () => {
  const throttle = new MissThrottle();
  for (let index = 1; index <= MISSES_PER_WINDOW; index += 1)
    throttle.miss(`2001:db8:0:1::${index.toString(16)}`, 0);

  expect(throttle.miss('2001:db8:0:1:ffff:ffff:ffff:ffff', 0)).toBeDefined();
  expect(throttle.miss('2001:db8:0:2::1', 0)).toBeUndefined();
});

test('whatever is no address is one and the same source', () => {
  const throttle = new MissThrottle();
  misses(throttle, MISSES_PER_WINDOW, 'unknown', 0);

  expect(throttle.miss('unknown', 0)).toBeDefined();
  expect(throttle.miss('unknown2', 0)).toBeDefined();
});

test('however many sources come, only so many are remembered', () => {
  const throttle = new MissThrottle();
  misses(throttle, MISSES_PER_WINDOW, '192.0.2.1', 0);
  for (let index = 0; index < 10_000; index += 1)
    throttle.miss(`10.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`, 0);

  // Forgotten, and so it begins anew: a crowd makes guessing easier, but never the memory full.
  expect(throttle.miss('192.0.2.1', 0)).toBeUndefined();
});
