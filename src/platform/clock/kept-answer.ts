import type { Clock } from './clock.js';

/** An answer that costs something: those who ask at the same time, or soon after, share one. */
export class KeptAnswer<T> {
  private kept: { answer: Promise<T>; untilMs: number } | undefined;

  /** @param keepMs how long it is told again after it has come; failures are told only to those who wait */
  constructor(
    private readonly clock: Clock,
    private readonly keepMs: number,
    private readonly work: () => Promise<T>,
  ) {}

  get(): Promise<T> {
    if (this.kept !== undefined && this.clock.monotonicMs() < this.kept.untilMs) return this.kept.answer;
    const kept = { answer: this.work(), untilMs: Infinity };
    this.kept = kept;
    kept.answer.then(
      () => {
        kept.untilMs = this.clock.monotonicMs() + this.keepMs;
      },
      () => {
        kept.untilMs = -Infinity;
      },
    );
    return kept.answer;
  }
}
