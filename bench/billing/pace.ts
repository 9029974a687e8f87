/** How fast accounts were done, by the moments at which each was. */
export interface Pace {
  accounts: number;
  /** Between the first tenth and the last one: neither the beginning nor the waiting for the last counts. */
  perSecond: number;
}

/** @param ends in milliseconds, on any clock */
export function paceOf(ends: readonly number[]): Pace {
  const sorted = [...ends].sort((a, b) => a - b);
  const first = Math.floor(sorted.length / 10);
  const last = sorted.length - 1 - first;
  const spanMs = (sorted[last] ?? 0) - (sorted[first] ?? 0);
  return { accounts: sorted.length, perSecond: ((last - first) / spanMs) * 1000 };
}
