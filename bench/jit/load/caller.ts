import { connect, type Socket } from 'node:net';

/** What comes back for one request. */
export interface Answered {
  status: number;
  bodyBytes: number;
  milliseconds: number;
}

const HEADER_END = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);

/**
 * One kept-alive HTTP connection that sends its next request when the answer to the last one is complete. It
 * knows no more of HTTP than these servers' answers need (a status, a Content-Length), because whatever the
 * load costs is taken from the server beside it.
 */
export class Caller {
  private unread: Buffer = NOTHING;
  private sentAt = 0;
  private busy = false;
  private idle: (() => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly nextRequest: () => string | undefined,
    private readonly answered: (answer: Answered) => void,
  ) {}

  /**
   * @param nextRequest the whole request as Latin-1, or undefined to stop
   * @param broken is told when the server closes the connection or sends what is no answer
   */
  static async open(
    port: number,
    nextRequest: () => string | undefined,
    answered: (answer: Answered) => void,
    broken: (error: Error) => void,
  ): Promise<Caller> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const caller = new Caller(socket, nextRequest, answered);
    socket.on('error', broken);
    socket.on('close', () => {
      if (caller.busy) broken(new Error('The server closed a connection without answering'));
    });
    socket.on('data', (chunk) => {
      try {
        caller.read(chunk);
      } catch (error) {
        broken(error as Error);
      }
    });
    return caller;
  }

  /** Sends request after request; resolves when there is no next one and the last is answered. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      this.idle = resolve;
      this.send();
    });
  }

  close(): void {
    this.busy = false;
    this.socket.destroy();
  }

  private send(): void {
    const request = this.nextRequest();
    this.busy = request !== undefined;
    if (request === undefined) {
      this.idle?.();
      return;
    }
    this.sentAt = performance.now();
    this.socket.write(request, 'latin1');
  }

  private read(chunk: Buffer): void {
    this.unread = this.unread.length === 0 ? chunk : Buffer.concat([this.unread, chunk]);
    const headerEnd = this.unread.indexOf(HEADER_END);
    if (headerEnd < 0) return;
    const header = this.unread.toString('latin1', 0, headerEnd);
    const bodyBytes = Number(/\r\ncontent-length: (\d+)/i.exec(header)?.[1]);
    const status = Number(header.slice(9, 12));
    if (Number.isNaN(bodyBytes) || Number.isNaN(status))
      throw new Error(`No answer of known length: ${header}`);
    const end = headerEnd + HEADER_END.length + bodyBytes;
    if (this.unread.length < end) return;
    if (this.unread.length > end) throw new Error('The server sent more than one answer to one request');
    this.unread = NOTHING;
    this.answered({ status, bodyBytes, milliseconds: performance.now() - this.sentAt });
    this.send();
  }
}
