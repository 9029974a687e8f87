import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './answer.js';
import type { LoggedRequest } from './request-log.js';

/** One call and the socket that it came on. */
export class Exchange {
  private finished = false;
  /** When either side has closed the connection, or the sandbox stops. */
  private readonly over: AbortSignal;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    private readonly entry: LoggedRequest,
    private readonly stopped: AbortSignal,
  ) {
    const closed = new AbortController();
    const startedMs = performance.now();
    response.on('close', () => {
      entry.durationMs = Math.round(performance.now() - startedMs);
      // Closed before the answer was out, and not by us: the client gave up.
      entry.aborted = !response.writableFinished && !this.finished && !entry.dropped && !stopped.aborted;
      closed.abort();
    });
    this.over = AbortSignal.any([closed.signal, stopped]);
  }

  get isOver(): boolean {
    return this.over.aborted;
  }

  /** Waits, but not longer than the connection lasts. */
  async wait(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.over }).catch(() => undefined);
  }

  /** Waits, whether or not anybody waits for the answer. @returns whether the sandbox still runs */
  async workFor(ms: number): Promise<boolean> {
    await delay(ms, undefined, { signal: this.stopped }).catch(() => undefined);
    return !this.stopped.aborted;
  }

  /** Until either side closes the connection. */
  async untilOver(): Promise<void> {
    if (this.over.aborted) return;
    await new Promise((resolve) => {
      this.over.addEventListener('abort', resolve, { once: true });
    });
  }

  /** The answer as it should be. */
  send({ status, headers, body }: Answer): void {
    this.entry.status = status;
    if (this.isOver) return;
    this.response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    this.response.end(body);
  }

  /** The head with the length of the whole, whatever comes after it. */
  begin({ status, headers }: Answer, length?: number): void {
    this.entry.status = status;
    if (this.isOver) return;
    this.response.writeHead(status, {
      ...headers,
      ...(length !== undefined && { 'content-length': length }),
    });
    this.response.flushHeaders();
  }

  /** Writes a part, and waits until there is room for the next. */
  async write(part: string | Buffer): Promise<void> {
    if (this.isOver || this.response.write(part)) return;
    await once(this.response, 'drain', { signal: this.over }).catch(() => undefined);
  }

  /** Cuts the connection. */
  cut(): void {
    this.entry.dropped = true;
    this.request.socket.destroy();
  }

  /** Writes a part, and cuts the connection when it is on its way. */
  async writeThenCut(part: string): Promise<void> {
    if (this.isOver) return;
    await new Promise<void>((resolve) => {
      this.response.write(part, () => {
        resolve();
      });
    });
    this.cut();
  }

  /** Ends the connection properly, although more was promised. */
  endEarly(): void {
    this.entry.dropped = true;
    this.request.socket.end();
  }

  /** The whole answer by hand, its head byte by byte. */
  async sendHeadSlowly({ status, headers, body }: Answer, msPerByte: number): Promise<void> {
    this.entry.status = status;
    const head = [
      `HTTP/1.1 ${String(status)} Slow`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      `content-length: ${String(Buffer.byteLength(body))}`,
      'connection: close',
    ];
    const { socket } = this.request;
    for (const byte of Buffer.from(`${head.join('\r\n')}\r\n\r\n`)) {
      await this.wait(msPerByte);
      if (this.isOver) return;
      socket.write(Buffer.of(byte));
    }
    this.finished = true;
    socket.end(body);
  }
}
