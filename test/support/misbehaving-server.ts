import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** Answers one request, in whatever way. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, body: string) => void;

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** An HTTP server that does what it is told: hang, break off, drip, flood. It keeps what it was asked. */
export class MisbehavingServer {
  readonly seen: Seen[] = [];
  connections = 0;
  behaviour: Behaviour = (_request, response) => response.end();
  private readonly sockets = new Set<Socket>();
  private readonly arrivals: (() => void)[] = [];
  private closings = 0;
  private readonly closed: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    private readonly scheme: 'http' | 'https',
  ) {}

  /** @param tls key and certificate, for HTTPS */
  static async start(tls?: { key: string; cert: string }): Promise<MisbehavingServer> {
    const server = tls === undefined ? createServer() : createSecureServer(tls);
    const misbehaving = new MisbehavingServer(server, tls === undefined ? 'http' : 'https');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void misbehaving.answer(request, response);
    });
    server.on('connection', (socket: Socket) => misbehaving.keep(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return misbehaving;
  }

  get url(): string {
    return `${this.scheme}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Bytes that left for the other side on all connections. */
  get bytesTaken(): number {
    return [...this.sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0);
  }

  /** When the next request has come. */
  async nextRequest(): Promise<void> {
    await new Promise<void>((resolve) => this.arrivals.push(resolve));
  }

  /** When the other side has ended a connection, earlier or from now on. */
  async connectionClosed(): Promise<void> {
    if (this.closings === 0) await new Promise<void>((resolve) => this.closed.push(resolve));
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    if (this.server.listening) await once(this.server, 'close');
  }

  private keep(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closings += 1;
      for (const resolve of this.closed.splice(0)) resolve();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    this.seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    for (const resolve of this.arrivals.splice(0)) resolve();
    this.behaviour(request, response, body);
  }
}
