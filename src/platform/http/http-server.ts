import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import type { ProblemFilter } from '../errors/problem.filter.js';
import { logger } from '../logging/logger.js';
import type { MetricsService } from '../metrics/metrics.service.js';
import { isWithin } from './address-ranges.js';

/** Larger bodies than any single record's are refused, but for routes with a limit of their own (`@BodyLimit`). */
const BODY_LIMIT_BYTES = 1_048_576;
/** As long as Node lets a whole request's head be, so that no path is refused before its route is known. */
const MAX_PARAMETER_LENGTH = 16_384;
/**
 * How many requests one connection may have under way. Clients and proxies ask one at a time; thousands sent
 * in one go would hold up everybody else's for seconds.
 */
const MAX_PIPELINED = 32;
/** A client that takes longer to send its request is let go. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often Node looks for such clients; its own 30 s would give them up to a minute. */
const SLOW_CHECK_MS = 5_000;
/** Longer than the 60 s that common proxies keep an idle connection, so that they close it, not we. */
const KEEP_ALIVE_MS = 72_000;

/** The HTTP server below Nest: ids, limits, trusted proxies, and errors before any route is reached. */
export function createHttpAdapter(settings: ResolvedSettings, problems: ProblemFilter): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    genReqId: (request: IncomingMessage) => requestId(request.headers['x-request-id']),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Where Node's limit for the head is the longer one (its default is), it takes each for the other.
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: SLOW_CHECK_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    exposeHeadRoutes: false,
    // Readiness decides who sends requests here; whoever still does is answered.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH, ignoreTrailingSlash: true },
    trustProxy:
      settings.trustedProxies.length === 0
        ? false
        : (address: string) => isWithin(address, settings.trustedProxies),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      reply.header('x-request-id', request.id);
      problems.answer(error, request, reply);
    },
    clientErrorHandler: answerUnreadable,
  });
}

/** Gives every answer its request's id, and counts and logs each by its route's pattern. */
export function observeRequests(
  server: FastifyInstance,
  metrics: MetricsService,
  stopping: () => boolean,
): void {
  const underWay = new WeakMap<Socket, number>();
  server.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const requests = (underWay.get(socket) ?? 0) + 1;
    underWay.set(socket, requests);
    if (requests > MAX_PIPELINED) {
      socket.destroy();
      reply.hijack();
      return;
    }
    reply.raw.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
    reply.header('x-request-id', request.id);
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    // A stopping process gives its connections up one by one, each after an answer.
    if (stopping()) reply.header('connection', 'close');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const ms = reply.elapsedTime;
    metrics.httpAnswered(request.method, route, reply.statusCode, ms);
    if (route.startsWith('/api/'))
      logger.info(
        {
          requestId: request.id,
          method: request.method,
          route,
          status: reply.statusCode,
          ms: Math.round(ms),
        },
        'request',
      );
    else if (logger.isLevelEnabled('debug'))
      logger.debug({ requestId: request.id, route, status: reply.statusCode, ms }, 'request');
    done();
  });
}

/** A caller's own id where it can be logged safely, else a new one. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}

/** What is no HTTP request at all: no route, so the body serves both of our error shapes. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const id = randomUUID();
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: 'The request cannot be read',
    request_id: id,
    error: title,
    errorCode: 'BAD_REQUEST',
  });
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${String(status)} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\nX-Request-Id: ${id}\r\nConnection: close\r\n\r\n${body}`,
    );
  socket.destroySoon();
}
