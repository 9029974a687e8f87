import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';

/** A request whose caller is known. */
export type AuthenticatedRequest = FastifyRequest & { caller?: Caller };

/** Hands the {@link Caller} to a controller's method. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (caller === undefined) throw new Error('CurrentCaller is used on a route that requires no scope');
  return caller;
});
