import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

/** Puts one record into its envelope, with its version as the `ETag`. */
@Injectable()
export class RecordInterceptor implements NestInterceptor<object, { data: object }> {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<{ data: object }> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((record) => {
        if ('version' in record) reply.header('etag', `"${String(record.version)}"`);
        return { data: record };
      }),
    );
  }
}
