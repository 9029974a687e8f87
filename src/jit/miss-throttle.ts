import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { toInet } from '../platform/http/address-ranges.js';

/** A source may miss this often in a window before it is told to wait. */
export const MISSES_PER_WINDOW = 60;
export const WINDOW_MS = 60_000;
/** Sources remembered at once; with more, the one heard of longest ago is forgotten. */
const SOURCES = 10_000;

interface Misses {
  count: number;
  windowEndsMs: number;
}

/**
 * Counts misses (wrong tokens, unknown accounts) by source, so that guessing is slow. It is asked only after
 * a miss: a request for an account that exists is never refused.
 */
export class MissThrottle {
  private readonly sources = new LRUCache<string, Misses>({ max: SOURCES });

  /**
   * Notes one miss.
   * @param nowMs a monotonic clock
   * @returns seconds to wait when the source has missed too often, else undefined
   */
  miss(address: string, nowMs: number): number | undefined {
    const source = sourceOf(address);
    const known = this.sources.get(source);
    const misses =
      known !== undefined && known.windowEndsMs > nowMs
        ? known
        : { count: 0, windowEndsMs: nowMs + WINDOW_MS };
    misses.count += 1;
    this.sources.set(source, misses);
    return misses.count > MISSES_PER_WINDOW
      ? Math.max(1, Math.ceil((misses.windowEndsMs - nowMs) / 1000))
      : undefined;
  }
}

/**
 * One IPv6 subscriber has a whole /64, so that is what counts as one source. What is no address at all, as a
 * proxy may pass on, is one source too: nobody gets a fresh count by inventing another.
 */
function sourceOf(address: string): string {
  const known = toInet(address);
  if (known === null) return 'no address';
  const parsed = ipaddr.parse(known);
  return parsed.kind() === 'ipv4' ? known : (parsed as ipaddr.IPv6).parts.slice(0, 4).join(':');
}
