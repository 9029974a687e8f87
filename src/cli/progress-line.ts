/** Where progress is told: stderr, so that stdout holds only the result. */
type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/** Without a terminal: how often a line, in milliseconds, while nothing but the figures changes. */
const EVERY_MS = 10_000;
/** To the line's beginning, and what stands there away. */
const CLEAR = '\r\u001B[2K';

/** How far something has come: on a terminal one line that is written anew in place, else a line now and then. */
export class ProgressLine {
  private topic: string | undefined;
  private toldMs = -Infinity;
  private isOpen = false;

  constructor(
    private readonly stream: Stream = process.stderr,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** @param topic what a reader of a log wants to know at once when it is another one, such as the state */
  show(text: string, topic: string): void {
    if (this.stream.isTTY) {
      this.stream.write(`${CLEAR}${cut(text, this.stream.columns)}`);
      this.isOpen = true;
      return;
    }
    const nowMs = this.nowMs();
    if (topic === this.topic && nowMs - this.toldMs < EVERY_MS) return;
    this.topic = topic;
    this.toldMs = nowMs;
    this.stream.write(`${text}\n`);
  }

  /** Takes the line away, so that something else can be said. */
  end(): void {
    if (this.isOpen) this.stream.write(CLEAR);
    this.isOpen = false;
  }
}

/** A longer line would wrap, and could not be written anew. */
function cut(text: string, columns: number): string {
  const width = Math.max(columns - 1, 20);
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
