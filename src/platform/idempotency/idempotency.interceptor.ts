import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { AuthenticatedRequest } from '../auth/current-caller.decorator.js';
import { onRefusal } from '../database/database-refusals.js';
import { PrismaService } from '../database/prisma.service.js';
import { DomainError } from '../errors/domain-error.js';
import { IdempotentAnswers, type KeyedRequest, type StoredAnswer } from './idempotent-answers.js';
import { HIDDEN_ON_REPLAY, OWN_TRANSACTIONS, READS_ONLY, type Stands } from './idempotency.decorators.js';

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];
/** Visible ASCII, as header values carry it unharmed. */
const KEY_FORM = /^[\x21-\x7e]{1,255}$/;
/** Longer than any route's own deadline: whatever still runs then is ended by that. */
const OWN_TRANSACTIONS_LIMIT_MS = 300_000;
/** The headers of an answer that belong to what it says. */
const KEPT_HEADERS = ['etag'];

/**
 * `Idempotency-Key`: the first request does its work and leaves its answer, in one transaction; the same
 * request again gets that answer. A request that was refused changed nothing and leaves nothing.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor<unknown, unknown> {
  constructor(
    private readonly reflector: Reflector,
    private readonly prisma: PrismaService,
    private readonly answers: IdempotentAnswers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const header = request.headers['idempotency-key'];
    if (header === undefined || !WRITES.includes(request.method) || this.is(READS_ONLY, context))
      return next.handle();
    if (typeof header !== 'string' || !KEY_FORM.test(header))
      throw new DomainError('malformed', 'Idempotency-Key must be 1 to 255 visible ASCII characters', [
        { field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' },
      ]);
    return from(this.once(context, this.answers.requestOf(request, header), next));
  }

  private async once(
    context: ExecutionContext,
    request: KeyedRequest,
    next: CallHandler<unknown>,
  ): Promise<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const usual = reply.statusCode;
    const stands = this.reflector.get<Stands | undefined>(OWN_TRANSACTIONS, context.getHandler());
    if (stands !== undefined) return this.onceAround(context, request, next, stands);
    return onRefusal({}, () =>
      this.prisma.aroundTransactions(async (transaction) => {
        const stored = await this.answers.claim(transaction, request);
        if (stored !== null) return replay(reply, stored);
        const body = await lastValueFrom(next.handle(), { defaultValue: undefined });
        await this.answers.store(transaction, request, this.toStore(context, reply, usual, body));
        return body;
      }),
    );
  }

  /**
   * For work that commits step by step and may be done twice without harm: the key is held by a transaction
   * beside it, which the answer then ends.
   */
  private async onceAround(
    context: ExecutionContext,
    request: KeyedRequest,
    next: CallHandler<unknown>,
    stands: Stands,
  ): Promise<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const usual = reply.statusCode;
    return this.prisma.besideTransactions(async (transaction) => {
      const stored = await this.answers.claim(transaction, request);
      if (stored !== null) return replay(reply, stored);
      const body = await lastValueFrom(next.handle(), { defaultValue: undefined });
      if (stands(body))
        await this.answers.store(transaction, request, this.toStore(context, reply, usual, body));
      return body;
    }, OWN_TRANSACTIONS_LIMIT_MS);
  }

  /** @param usual the route's own status: what the reply says is not the work's where a deadline has answered */
  private toStore(
    context: ExecutionContext,
    reply: FastifyReply,
    usual: number,
    body: unknown,
  ): StoredAnswer {
    const hidden = this.reflector.get<string | undefined>(HIDDEN_ON_REPLAY, context.getHandler());
    return {
      status: reply.statusCode >= 500 ? usual : reply.statusCode,
      headers: KEPT_HEADERS.flatMap((name) => {
        const value = reply.getHeader(name);
        return value === undefined ? [] : [[name, String(value)] as const];
      }),
      body: hidden === undefined ? body : withoutSecret(body, hidden),
    };
  }

  private is(mark: string, context: ExecutionContext): boolean {
    return this.reflector.get<true | undefined>(mark, context.getHandler()) === true;
  }
}

function replay(reply: FastifyReply, { status, headers, body }: StoredAnswer): unknown {
  reply.code(status).header('idempotency-replayed', 'true');
  for (const [name, value] of headers) reply.header(name, value);
  return body;
}

/** The secret was shown once and is never stored. */
function withoutSecret(body: unknown, member: string): unknown {
  const { data } = body as { data: object };
  return { ...(body as object), data: { ...data, [member]: null } };
}
