import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { textAnswer } from './answer.js';
import { control, CONTROL_PATH, forbiddenControl, isLoopback, type Controlled } from './control.js';
import { Exchange } from './exchange.js';
import { deliver } from './fault-delivery.js';
import type { Met } from './faults.js';
import type { KeptBodies } from './kept-bodies.js';
import type { LoggedRequest } from './request-log.js';
import type { Vendor, VendorRequest } from './vendor.js';
import { operationOf, vendorPath } from './vendor-path.js';

/** No body of a sync comes near. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Longer than clients keep an unused connection: it is they who close it. */
const KEEP_ALIVE_MS = 65_000;

export interface Served extends Controlled {
  readonly vendor: Vendor;
  readonly keptBodies: KeptBodies | undefined;
  /** Ends what is waiting. */
  readonly stopped: AbortSignal;
  /** Told of what should never happen. */
  readonly report: (error: unknown) => void;
}

/** The HTTP server, which does not listen yet. */
export function sandboxServer(served: Served): Server {
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    serve(served, request, response).catch((error: unknown) => {
      served.report(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET' } = request;
  const url = new URL(`http://sandbox${request.url ?? '/'}`);
  if (url.pathname === CONTROL_PATH || url.pathname.startsWith(`${CONTROL_PATH}/`))
    return serveControl(served, request, response, url);
  const operation = operationOf(method, url.pathname);
  const entry = served.log.begin({
    method,
    path: url.pathname,
    query: url.search.slice(1),
    operation,
    at: served.now().toISOString(),
  });
  const exchange = new Exchange(request, response, entry, served.stopped);
  const body = await bodyOf(request);
  if (body === 'aborted') return;
  if (body === 'too large') {
    exchange.send(textAnswer(413, 'Request Entity Too Large'));
    return;
  }
  served.log.keepBody(entry, body);
  if (operation !== undefined)
    served.keptBodies?.keep(body, vendorPath(url.pathname)?.version ?? '', operation);
  const { authorization, 'content-type': contentType } = request.headers;
  await answer(served, exchange, entry, {
    method,
    pathname: url.pathname,
    query: url.searchParams,
    authorization,
    contentType,
    body,
  });
}

async function answer(
  served: Served,
  exchange: Exchange,
  entry: LoggedRequest,
  request: VendorRequest,
): Promise<void> {
  const { method, pathname } = request;
  const met = served.faults.draw({ method, pathname, operation: entry.operation });
  const { answering } = met;
  if (answering) entry.fault = answering.fault;
  // A client that goes meanwhile is not noticed by the vendor either: what it asked for happens, and as late.
  const latencyMs = met.passing.reduce(
    (sum, { fault, ms }) => sum + (fault === 'latency' ? (ms ?? 1000) : 0),
    0,
  );
  if (latencyMs > 0 && !(await exchange.workFor(latencyMs))) return;
  const effect = () => served.vendor.handle(request, visibleFromMs(served, met));
  if (answering === undefined) exchange.send(effect());
  else await deliver(answering, exchange, vendorPath(pathname)?.version ?? '1.28', effect);
}

function visibleFromMs({ now }: Served, { passing }: Met): number | undefined {
  const hidden = passing.filter(({ fault }) => fault === 'invisible');
  if (hidden.length === 0) return undefined;
  return now().getTime() + Math.max(...hidden.map(({ ms }) => ms ?? 1000));
}

async function serveControl(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === 'aborted') return;
  const {
    status,
    headers,
    body: text,
  } = body === 'too large'
    ? textAnswer(413, 'Too large')
    : isLoopback(request.socket.remoteAddress)
      ? control(served, request.method ?? 'GET', url.pathname, { query: url.searchParams, body })
      : forbiddenControl();
  response.writeHead(status, headers).end(text);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | 'aborted' | 'too large'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // Read to its end all the same: who is still sending does not listen for an answer.
      if (bytes > MAX_BODY_BYTES) chunks.length = 0;
      else chunks.push(chunk);
    }
  } catch {
    return 'aborted';
  }
  return bytes > MAX_BODY_BYTES ? 'too large' : Buffer.concat(chunks);
}
