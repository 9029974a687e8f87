import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Annotated, Page, Upserted } from './answers.js';

/** What an answer's body is: one record or many, in their envelope. */
interface Envelope {
  data: unknown;
  meta?: object;
}

/** Puts what a controller returns into its envelope, with a record's version as the `ETag`. */
@Injectable()
export class RecordInterceptor implements NestInterceptor<unknown, Envelope | undefined> {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<Envelope | undefined> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((result) => envelope(result, reply)));
  }
}

function envelope(result: unknown, reply: FastifyReply): Envelope | undefined {
  if (result === undefined) {
    reply.code(204);
    return undefined;
  }
  if (result instanceof Page) return { data: result.items, meta: { next_cursor: result.nextCursor } };
  if (result instanceof Annotated)
    return { ...recordEnvelope(result.record, reply), meta: result.meta as object };
  if (!(result instanceof Upserted)) return recordEnvelope(result, reply);
  reply.code(result.outcome === 'created' ? 201 : 200);
  return { ...recordEnvelope(result.record, reply), meta: { warnings: result.warnings } };
}

function recordEnvelope(record: unknown, reply: FastifyReply): Envelope {
  if (typeof record === 'object' && record !== null && 'version' in record)
    reply.header('etag', `"${String(record.version)}"`);
  return { data: record };
}
