import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';

/** A request that the guard let in. */
export type AuthenticatedRequest = FastifyRequest & { caller?: Caller };

/** Hands the {@link Caller} that the guard found to a controller's method. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (caller === undefined) throw new Error('CurrentCaller is used on a route that requires no scope');
  return caller;
});
