import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeFault, isAway, isRetryable } from '../database/database-faults.js';
import type { KnownRoutes } from '../http/known-routes.js';
import { logger } from '../logging/logger.js';
import { DomainError, REFUSALS, type Refusal } from './domain-error.js';
import { stackOf } from './stack-of.js';

/** Renders errors of the paths under `prefix` in a shape of their own. */
export interface ErrorShape {
  prefix: string;
  render(status: number): { status: number; body: string };
}

const REFUSAL_BY_STATUS = new Map<number, Refusal>(
  Object.entries(REFUSALS).map(([refusal, { status }]) => [status, refusal as Refusal]),
);
const RETRY_AFTER_SECONDS = 1;

const SEND_JSON = 'Send the body as Content-Type: application/json';

/** What Fastify refuses by itself, in our words: its own repeat paths, which may hold secrets. */
const FRAMEWORK_DETAILS: Record<string, string> = {
  FST_ERR_BAD_URL: 'The path is not valid percent-encoded UTF-8',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as Content-Length says',
  FST_ERR_CTP_INVALID_TYPE: SEND_JSON,
};

/** The one place where an error becomes an HTTP answer: RFC 9457, or a room's own shape. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly shapes: readonly ErrorShape[],
    private readonly routes: KnownRoutes,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also called by Fastify for what fails before Nest is reached. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const told = toDomainError(error, request);
    const allowed = request.is404 && told.refusal === 'not_found' ? this.methodsInstead(request) : [];
    const refused = allowed.length > 0 ? wrongMethod(allowed) : told;
    if (refused.refusal === 'internal')
      logger.error(
        {
          requestId: request.id,
          route: request.routeOptions.url,
          reason: describeFault(error).code,
          stack: stackOf(error),
        },
        'A request failed',
      );
    const { status, title } = REFUSALS[refused.refusal];
    if (refused.retryAfterSeconds !== undefined)
      reply.header('retry-after', String(refused.retryAfterSeconds));
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    const path = pathOf(request.url);
    const shape = this.shapes.find(({ prefix }) => path.startsWith(prefix));
    if (shape !== undefined) {
      const rendered = shape.render(status);
      reply
        .code(rendered.status)
        .header('content-type', 'application/json')
        .header('cache-control', 'no-store')
        .send(rendered.body);
      return;
    }
    reply
      .code(status)
      .header('content-type', 'application/problem+json')
      .send(
        JSON.stringify({
          type: 'about:blank',
          title,
          status,
          detail: refused.message,
          request_id: request.id,
          ...(refused.fields.length > 0 ? { errors: refused.fields } : {}),
        }),
      );
  }

  /** The methods that the path takes, where it does not take this one. */
  private methodsInstead({ url, method }: FastifyRequest): string[] {
    const methods = this.routes.methodsOf(rawPathOf(url));
    return methods.includes(method) ? [] : methods;
  }
}

function wrongMethod(allowed: readonly string[]): DomainError {
  return new DomainError('method_not_allowed', `This route takes ${allowed.join(', ')}`);
}

/** What a caller is told of any error at all. */
export function toDomainError(error: unknown, request?: FastifyRequest): DomainError {
  if (error instanceof DomainError) return error;
  // Others were in the way each time that it was tried.
  if (isAway(error) || isRetryable(error))
    return new DomainError(
      'unavailable',
      'The database is away or too busy; try again',
      [],
      RETRY_AFTER_SECONDS,
    );
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  if (status === 404) return new DomainError('not_found', 'There is no such route');
  const refusal = REFUSAL_BY_STATUS.get(status) ?? (status >= 400 && status < 500 ? 'malformed' : 'internal');
  // What a framework or the database says of its own failure is for the log, not for the caller.
  if (refusal === 'internal')
    return new DomainError('internal', 'The service failed; its log has the request id');
  if (refusal === 'too_large' && request !== undefined)
    return new DomainError(refusal, `The body is larger than ${sizeOf(request.routeOptions.bodyLimit)}`);
  return new DomainError(refusal, detailOf(refusal, error));
}

function detailOf(refusal: Refusal, error: unknown): string {
  if (refusal === 'unsupported_media_type') return SEND_JSON;
  return FRAMEWORK_DETAILS[codeOf(error)] ?? REFUSALS[refusal].title;
}

function sizeOf(bytes: number): string {
  const mebibytes = bytes / 1_048_576;
  return Number.isInteger(mebibytes) ? `${String(mebibytes)} MiB` : `${String(bytes)} bytes`;
}

/** Fastify's own errors carry a status code. */
function statusCodeOf(error: unknown): number {
  const code =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof code === 'number' ? code : 500;
}

/** Fastify's and Node's own errors carry a code. */
function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** The path as it was sent, without a query: of an absolute-form URL too. */
function rawPathOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/^\/+/, '/');
}

/** The path as the router reads it, with its percent signs resolved. */
function pathOf(url: string): string {
  const path = rawPathOf(url);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
