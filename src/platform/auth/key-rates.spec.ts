import { expect, test } from '@jest/globals';
import { Clock } from '../clock/clock.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { KeyRates } from './key-rates.js';

class DrivenClock extends Clock {
  nowMs = 0;

  override monotonicMs(): number {
    return this.nowMs;
  }
}

function rates(apiRatePerMinute: number): { clock: DrivenClock; of: KeyRates } {
  const clock = new DrivenClock();
  return { clock, of: new KeyRates({ apiRatePerMinute } as ResolvedSettings, clock) };
}

const KEY = { kind: 'api_key', id: 'one' } as const;
const OTHER = { kind: 'api_key', id: 'other' } as const;
const BOOTSTRAP = { kind: 'bootstrap_key', id: null } as const;

test('a key may make so many requests, until its minute is over', () => {
  const { clock, of } = rates(2);

  expect(of.take(KEY)).toEqual({
    exceeded: false,
    limit: 2,
    resetSeconds: 60,
    headers: { 'ratelimit-policy': '"key";q=2;w=60', ratelimit: '"key";r=1;t=60' },
  });
  clock.nowMs = 10_500;
  expect(of.take(KEY)).toMatchObject({ exceeded: false, headers: { ratelimit: '"key";r=0;t=50' } });
  expect(of.take(KEY)).toMatchObject({ exceeded: true, headers: { ratelimit: '"key";r=0;t=50' } });
  clock.nowMs = 59_999;
  expect(of.take(KEY)).toMatchObject({ exceeded: true, resetSeconds: 1 });
  clock.nowMs = 60_000;
  expect(of.take(KEY)).toMatchObject({ exceeded: false, headers: { ratelimit: '"key";r=1;t=60' } });
});

test('keys are counted apart, and the bootstrap key is one of them', () => {
  const { of } = rates(1);

  for (const key of [KEY, OTHER, BOOTSTRAP]) expect(of.take(key)?.exceeded).toBe(false);
  for (const key of [KEY, OTHER, BOOTSTRAP]) expect(of.take(key)?.exceeded).toBe(true);
});

test('0 is no limit', () => {
  const { of } = rates(0);

  expect(of.take(KEY)).toBeUndefined();
});
