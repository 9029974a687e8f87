/** Durations of requests in milliseconds; every one is kept, so percentiles are exact. */
export class Latencies {
  private values = new Float32Array(65_536);
  private count = 0;

  add(milliseconds: number): void {
    if (this.count === this.values.length) {
      const larger = new Float32Array(2 * this.count);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.count] = milliseconds;
    this.count += 1;
  }

  /** @param shares of all requests, ascending; 0.99 gives the duration that 99 % of them stayed within */
  percentiles(shares: readonly number[]): number[] {
    const sorted = this.values.subarray(0, this.count).sort();
    return shares.map((share) => sorted[Math.max(0, Math.ceil(share * this.count) - 1)] ?? NaN);
  }
}
