import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { Admission } from './admission.js';
import type { Scope } from './caller.js';
import type { AuthenticatedRequest } from './current-caller.decorator.js';
import { OPEN_ROUTE, REQUIRED_SCOPE } from './scopes.decorator.js';

/** Denies every route that neither states a scope which the caller's key has, nor is open by name. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<string | undefined>(OPEN_ROUTE, targets) !== undefined) return true;
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(REQUIRED_SCOPE, targets);
    if (scope === undefined)
      throw new DomainError('forbidden', 'This route states no scope, so nobody may use it');
    const http = context.switchToHttp();
    const caller = await this.admission.admit(
      http.getRequest<AuthenticatedRequest>(),
      http.getResponse<FastifyReply>(),
    );
    if (!caller.scopes.has(scope))
      throw new DomainError('forbidden', `This route needs the scope "${scope}", which the API key has not`);
    return true;
  }
}
