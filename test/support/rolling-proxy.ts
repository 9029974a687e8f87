import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

const POLL_MS = 50;

interface Upstream {
  url: string;
  ready: boolean;
}

/** What stands before two replicas: asks for their readiness, sends requests to the ready ones, retries none. */
export class RollingProxy {
  private readonly upstreams: Upstream[];
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;
  private readonly timer: NodeJS.Timeout;
  private next = 0;

  private constructor(urls: string[]) {
    this.upstreams = urls.map((url) => ({ url, ready: false }));
    this.server = createServer((request, response) => {
      this.pass(request, response);
    });
    this.timer = setInterval(() => {
      for (const upstream of this.upstreams) void this.look(upstream);
    }, POLL_MS);
  }

  static async before(...urls: string[]): Promise<RollingProxy> {
    const proxy = new RollingProxy(urls);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}`;
  }

  readyCount(): number {
    return this.upstreams.filter(({ ready }) => ready).length;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async look(upstream: Upstream): Promise<void> {
    const answer = await fetch(`${upstream.url}/health/ready`).catch(() => undefined);
    await answer?.text();
    upstream.ready = answer?.status === 200;
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const ready = this.upstreams.filter((upstream) => upstream.ready);
    const chosen = ready[this.next++ % Math.max(1, ready.length)];
    if (chosen === undefined) {
      response.writeHead(502).end('nobody is ready');
      return;
    }
    const onward = httpRequest(
      new URL(request.url ?? '/', chosen.url),
      { method: request.method ?? 'GET', agent: this.agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', (error) => response.writeHead(502).end(`lost: ${error.message}`));
    request.pipe(onward);
  }
}
