/** One call that reached the sandbox. */
export interface LoggedRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly operation: string | undefined;
  /** ISO 8601. */
  readonly at: string;
  /** What it was answered; `undefined` while it is under way, and where nothing was answered. */
  status?: number;
  durationMs?: number;
  /** The client gave up before the answer was complete. */
  aborted: boolean;
  /** The sandbox itself cut the connection, as a fault asked for. */
  dropped: boolean;
  /** The fault that it met, beside `latency` and `invisible`. */
  fault?: string;
  body?: string;
}

/** The last calls, oldest first. */
export class RequestLog {
  private readonly kept: LoggedRequest[] = [];
  private count = 0;

  constructor(
    private readonly size: number,
    private readonly keepsBodies: boolean,
  ) {}

  begin(facts: Pick<LoggedRequest, 'method' | 'path' | 'query' | 'operation' | 'at'>): LoggedRequest {
    this.count += 1;
    const entry: LoggedRequest = { id: this.count, ...facts, aborted: false, dropped: false };
    this.kept.push(entry);
    if (this.kept.length > this.size) this.kept.shift();
    return entry;
  }

  keepBody(entry: LoggedRequest, body: Buffer): void {
    if (this.keepsBodies && body.length > 0) entry.body = body.toString('utf8');
  }

  /** Copies, so that what a test holds does not change under its hands. */
  list(): LoggedRequest[] {
    return this.kept.map((entry) => ({ ...entry }));
  }

  clear(): void {
    this.kept.length = 0;
  }
}
