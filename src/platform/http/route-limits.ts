import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import type { ProblemFilter } from '../errors/problem.filter.js';

/** What a route may say of itself; where it doesn't, the service's own limits hold. */
interface RouteLimits {
  bodyLimitBytes?: number;
  deadlineMs?: number;
}

/** When to ask again whether what took too long has come about. */
const RETRY_AFTER_SECONDS = 5;

/** A route whose bodies may be larger (or must be smaller) than others'. */
export const BodyLimit = (bytes: number): MethodDecorator => limited({ bodyLimitBytes: bytes });

/** A route that may take longer (or must take less long) than `API_DEADLINE_MS`. */
export const Deadline = (ms: number): MethodDecorator => limited({ deadlineMs: ms });

/** Adds to what the route's other decorators say. */
function limited(limits: RouteLimits): MethodDecorator {
  return (target, key, descriptor) => {
    const before = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object) as
      object | undefined;
    (RouteConfig({ ...before, ...limits }) as MethodDecorator)(target, key, descriptor);
  };
}

/**
 * Holds each route to its limits. The deadline stands around all that Nest does, so that whatever wraps the work
 * there still sees how it ends: an answer is given in its stead, the work itself is not interrupted. JIT has a
 * deadline of its own, and pays nothing for this one.
 */
export function enforceRouteLimits(
  server: FastifyInstance,
  { apiDeadlineMs }: { apiDeadlineMs: number },
  problems: ProblemFilter,
): void {
  server.addHook('onRoute', (route) => {
    const limits: RouteLimits = route.config ?? {};
    if (limits.bodyLimitBytes !== undefined) route.bodyLimit = limits.bodyLimitBytes;
    if (!route.url.startsWith('/api/')) return;
    const deadlineMs = limits.deadlineMs ?? apiDeadlineMs;
    // When the body has been read: how long that may take is the server's own limit.
    route.preHandler = (request, reply, done) => {
      answerAtDeadline(request, reply, deadlineMs, problems);
      done();
    };
  });
}

function answerAtDeadline(
  request: FastifyRequest,
  reply: FastifyReply,
  deadlineMs: number,
  problems: ProblemFilter,
): void {
  const timer = setTimeout(() => {
    // An answer that is being written comes to its end by itself, or with its connection.
    if (reply.sent || reply.raw.headersSent) return;
    problems.answer(tooLate(deadlineMs), request, reply);
  }, deadlineMs);
  reply.raw.once('close', () => {
    clearTimeout(timer);
  });
}

function tooLate(deadlineMs: number): DomainError {
  return new DomainError(
    'unavailable',
    `There was no result within ${String(deadlineMs)} ms; it may still come about, so look before you send the request again`,
    [],
    RETRY_AFTER_SECONDS,
  );
}
