import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Stands before a server and misbehaves on request.
 * - `pass`: as if it were not there
 * - `freeze`: takes connections and bytes, and passes nothing on: a paused machine
 * - `refuse`: ends every new connection at once: a server that is starting or stopping
 */
type Mood = 'pass' | 'freeze' | 'refuse';

interface Pair {
  client: Socket;
  server: Socket;
}

export class FlakyProxy {
  private mood: Mood = 'pass';
  private listener: Server | undefined;
  private port = 0;
  private readonly pairs = new Set<Pair>();

  private constructor(private target: { host: string; port: number }) {}

  /** @param url of the server; its host and port are what the proxy connects to */
  static async before(url: string): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(addressOf(url));
    await proxy.listen();
    return proxy;
  }

  /** New connections lead to another server. */
  leadTo(url: string): void {
    this.target = addressOf(url);
  }

  /** The same URL by way of the proxy. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String(this.port);
    return changed.href;
  }

  /** How many connections lead through it now. */
  get connections(): number {
    return this.pairs.size;
  }

  pass(): void {
    this.setMood('pass');
  }

  /** Bytes that come meanwhile wait, and flow when it passes again. */
  freeze(): void {
    this.setMood('freeze');
  }

  refuse(): void {
    this.setMood('refuse');
  }

  /** Breaks every connection, as a server does that is killed. */
  cut(): void {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Nothing listens any more: connections are refused by the system itself. */
  async stop(): Promise<void> {
    const { listener } = this;
    if (listener === undefined) return;
    this.listener = undefined;
    listener.close();
    this.cut();
    await once(listener, 'close');
  }

  /** Listens again, on the same port as before. */
  async listen(): Promise<void> {
    const listener = createServer((client) => this.join(client));
    listener.listen(this.port, '127.0.0.1');
    await once(listener, 'listening');
    this.port = (listener.address() as AddressInfo).port;
    this.listener = listener;
  }

  private setMood(mood: Mood): void {
    this.mood = mood;
    for (const { client, server } of this.pairs)
      for (const socket of [client, server]) {
        if (mood === 'freeze') socket.pause();
        else socket.resume();
      }
  }

  private join(client: Socket): void {
    // A client that goes away is no news.
    client.on('error', () => undefined);
    if (this.mood === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.target);
    server.on('error', () => undefined);
    const pair = { client, server };
    this.pairs.add(pair);
    client.once('close', () => {
      this.pairs.delete(pair);
      server.destroy();
    });
    server.once('close', () => client.destroy());
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => client.write(bytes));
    if (this.mood === 'freeze') {
      client.pause();
      server.pause();
    }
  }
}

function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: port === '' ? 5432 : Number(port) };
}
