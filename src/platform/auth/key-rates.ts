import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../clock/clock.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import type { Caller } from './caller.js';

const WINDOW_SECONDS = 60;
/** Keys remembered at once; with more, the one heard of longest ago is forgotten. */
const KEYS = 10_000;

interface Window {
  requests: number;
  endsMs: number;
}

/** Where a key stands after one more request. */
export interface KeyRate {
  exceeded: boolean;
  /** Seconds until the key has its whole quota again. */
  resetSeconds: number;
  limit: number;
  /** As draft-ietf-httpapi-ratelimit-headers words it. */
  headers: { 'ratelimit-policy': string; ratelimit: string };
}

/** Counts the requests of each API key, in the memory of this process, so that one program cannot starve others. */
@Injectable()
export class KeyRates {
  private readonly windows = new LRUCache<string, Window>({ max: KEYS });
  private readonly limit: number;

  constructor(
    @InjectSettings() settings: ResolvedSettings,
    private readonly clock: Clock,
  ) {
    this.limit = settings.apiRatePerMinute;
  }

  /** Counts one request. @returns undefined where there is no limit */
  take({ kind, id }: Pick<Caller, 'kind' | 'id'>): KeyRate | undefined {
    if (this.limit === 0) return undefined;
    const nowMs = this.clock.monotonicMs();
    const key = id ?? kind;
    const known = this.windows.get(key);
    const window =
      known !== undefined && known.endsMs > nowMs
        ? known
        : { requests: 0, endsMs: nowMs + WINDOW_SECONDS * 1000 };
    window.requests += 1;
    this.windows.set(key, window);
    const resetSeconds = Math.max(1, Math.ceil((window.endsMs - nowMs) / 1000));
    const remaining = Math.max(0, this.limit - window.requests);
    return {
      exceeded: window.requests > this.limit,
      resetSeconds,
      limit: this.limit,
      headers: {
        'ratelimit-policy': `"key";q=${String(this.limit)};w=${String(WINDOW_SECONDS)}`,
        ratelimit: `"key";r=${String(remaining)};t=${String(resetSeconds)}`,
      },
    };
  }
}
