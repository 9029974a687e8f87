import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import axios, { type AxiosInstance } from 'axios';
import type { Clock } from '../../platform/clock/clock.js';
import type { GotransverseConnection } from './gotransverse.connection.js';
import type { Broken } from './gotransverse.faults.js';
import { Slots } from './gotransverse.slots.js';
import { XML_LIMITS } from './gotransverse.xml.js';

export interface WireRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below base URL and version, with its query, all encoded. */
  path: string;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** What came back of one request, whatever it says. */
export interface WireAnswer {
  status: number;
  retryAfter: string | undefined;
  /** As much as was read: 2 MiB of a success, 64 kB of anything else. */
  body: Uint8Array;
  /** Why the body is not whole, where it is not. */
  flaw: string | undefined;
}

export interface Exchange {
  result: { answer: WireAnswer } | { broken: Broken };
  /** From when its turn had come; waiting for the turn is not counted. */
  durationMs: number;
}

const MAX_REFUSAL_BYTES = 64 * 1024;
/** A whole account with its parts has some 5 kB; no body of ours comes near. */
const MAX_REQUEST_BYTES = 1024 * 1024;
/** How long a call waits for its turn at most, measured in its own time limit. */
export const TURN_SHARE = 0.5;
/** Below the 5 s after which Apache closes an idle connection: a request must not meet the closing. */
const IDLE_SOCKET_MS = 4000;

/**
 * Carries requests to Gotransverse, each exactly once: no retry, no redirect, no proxy, and one deadline over
 * connecting, headers and body together. One object is one pool of connections and turns.
 */
export class GotransverseTransport {
  private readonly slots: Slots;
  private readonly agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
  private readonly http: AxiosInstance;

  constructor(
    private readonly connection: Pick<
      GotransverseConnection,
      'baseUrl' | 'username' | 'password' | 'version' | 'timeoutMs' | 'concurrency'
    >,
    private readonly clock: Clock,
  ) {
    const { concurrency, username, password } = connection;
    this.slots = new Slots(concurrency);
    const pool = {
      keepAlive: true,
      maxSockets: concurrency,
      maxFreeSockets: concurrency,
      timeout: IDLE_SOCKET_MS,
    };
    this.agents = { httpAgent: new HttpAgent(pool), httpsAgent: new HttpsAgent(pool) };
    this.http = axios.create({
      ...this.agents,
      headers: {
        Accept: 'application/xml',
        // Nothing that unpacks to a thousand times its size: what comes packed is not read.
        'Accept-Encoding': 'identity',
        Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      },
      responseType: 'stream',
      decompress: false,
      maxRedirects: 0,
      maxBodyLength: MAX_REQUEST_BYTES,
      proxy: false,
      validateStatus: () => true,
    });
  }

  /** Waits for a turn, then asks once. Never rejects for what network or other side do. */
  async exchange(wanted: WireRequest): Promise<Exchange> {
    const giveBack = await this.turn(wanted.signal);
    if (giveBack === undefined)
      return {
        result: { broken: { sent: false, why: wanted.signal?.aborted === true ? 'stopped' : 'timeout' } },
        durationMs: 0,
      };
    const startedMs = this.clock.monotonicMs();
    try {
      const result = await this.once(wanted);
      return { result, durationMs: this.clock.monotonicMs() - startedMs };
    } finally {
      giveBack();
    }
  }

  /** Waits no longer than a call's own time limit: who holds a lease for the call counts on both together. */
  private async turn(signal: AbortSignal | undefined): Promise<(() => void) | undefined> {
    const limit = new TimeLimit(this.connection.timeoutMs * TURN_SHARE, signal);
    try {
      return await this.slots.take(limit.signal);
    } finally {
      limit.end();
    }
  }

  /** Ends connections that wait for a next call. */
  close(): void {
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }

  private async once({ method, path, body, signal }: WireRequest): Promise<Exchange['result']> {
    const { baseUrl, version, timeoutMs } = this.connection;
    const limit = new TimeLimit(timeoutMs, signal);
    const wire = new WatchedRequest(limit.signal);
    try {
      const answer = await this.http.request<IncomingMessage>({
        method,
        url: `${baseUrl}/${version}${path}`,
        transport: wire,
        ...(body !== undefined && { data: body, headers: { 'Content-Type': 'application/xml' } }),
      });
      return { answer: await readAnswer(answer.data, limit) };
    } catch (error) {
      return { broken: { sent: wire.sent, why: limit.reached ?? 'connection', code: codeOf(error) } };
    } finally {
      limit.end();
    }
  }
}

/** When an exchange ends at the latest: its deadline, or when its caller gives up. */
class TimeLimit {
  reached: 'timeout' | 'stopped' | undefined;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly stop = () => this.reach('stopped');

  constructor(
    ms: number,
    private readonly callers: AbortSignal | undefined,
  ) {
    this.timer = setTimeout(() => this.reach('timeout'), ms);
    if (callers?.aborted === true) this.reach('stopped');
    callers?.addEventListener('abort', this.stop, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    clearTimeout(this.timer);
    this.callers?.removeEventListener('abort', this.stop);
  }

  private reach(what: 'timeout' | 'stopped'): void {
    this.reached ??= what;
    this.controller.abort();
  }
}

/**
 * Node's own request, handed to axios, to know what axios does not tell: whether any of it was let out. Node
 * holds the bytes back until the connection stands, and with TLS until the other side has proved who it is.
 */
class WatchedRequest {
  sent = false;

  constructor(private readonly signal: AbortSignal) {}

  request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest {
    const open = options.protocol === 'https:' ? httpsRequest : httpRequest;
    // The signal destroys the socket in every phase; axios' own leaves that to the phase.
    const made = open({ ...options, signal: this.signal }, onAnswer);
    made.once('socket', (socket: Socket) => this.watch(socket));
    return made;
  }

  private watch(socket: Socket): void {
    if (STANDING.has(socket)) {
      this.sent = true;
      return;
    }
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
      STANDING.add(socket);
      this.sent = true;
    });
  }
}

/** Connections that are there. One that is used again says nothing anew. */
const STANDING = new WeakSet<Socket>();

async function readAnswer(answer: IncomingMessage, limit: TimeLimit): Promise<WireAnswer> {
  const status = answer.statusCode ?? 0;
  const head = { status, retryAfter: answer.headers['retry-after'] };
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    answer.destroy();
    return { ...head, body: new Uint8Array(), flaw: 'it is compressed, which was not asked for' };
  }
  const maxBytes = status >= 200 && status < 300 ? XML_LIMITS.maxBytes : MAX_REFUSAL_BYTES;
  return { ...head, ...(await readBody(answer, maxBytes, limit)) };
}

/** Reads up to a limit. The rest is not fetched: leaving the loop closes the connection. */
async function readBody(
  answer: IncomingMessage,
  maxBytes: number,
  limit: TimeLimit,
): Promise<Pick<WireAnswer, 'body' | 'flaw'>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let flaw: string | undefined;
  try {
    for await (const chunk of answer as AsyncIterable<Uint8Array>) {
      chunks.push(chunk.subarray(0, maxBytes - size));
      size += chunk.length;
      if (size <= maxBytes) continue;
      flaw = `it has more than ${maxBytes} bytes`;
      break;
    }
  } catch {
    flaw = limit.reached === 'timeout' ? 'it did not come in time' : 'it broke off';
  }
  return { body: Buffer.concat(chunks), flaw };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
