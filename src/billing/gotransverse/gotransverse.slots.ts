/** A number of turns. Who finds none waits, first come, first served. */
export class Slots {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /**
   * Waits for a turn.
   * @returns what gives it back, or nothing where the signal came first: to wait for so long only, it is the
   * signal's own time limit
   */
  async take(signal?: AbortSignal): Promise<(() => void) | undefined> {
    if (signal?.aborted === true) return undefined;
    if (this.free > 0) this.free -= 1;
    else if (!(await this.turn(signal))) return undefined;
    let held = true;
    return () => {
      if (held) this.giveBack();
      held = false;
    };
  }

  private turn(signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        resolve(false);
      };
      const start = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(true);
      };
      this.waiting.push(start);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  private giveBack(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}
