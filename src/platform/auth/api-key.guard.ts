import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { DatabaseService } from '../database/database.service.js';
import { DomainError } from '../errors/domain-error.js';
import { ApiKeysService } from './api-keys.service.js';
import type { Caller, Scope } from './caller.js';
import type { AuthenticatedRequest } from './current-caller.decorator.js';
import { KeyRates } from './key-rates.js';
import { reasonFrom } from './reason-header.js';
import { OPEN_ROUTE, REQUIRED_SCOPE } from './scopes.decorator.js';

/** Denies every route that neither states a scope which the caller's key has, nor is open by name; counts the rest. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: DatabaseService,
    private readonly keys: ApiKeysService,
    private readonly rates: KeyRates,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<string | undefined>(OPEN_ROUTE, targets) !== undefined) return true;
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(REQUIRED_SCOPE, targets);
    if (scope === undefined)
      throw new DomainError('forbidden', 'This route states no scope, so nobody may use it');
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const key = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined)
      throw new DomainError('unauthenticated', 'Send an API key in the header "Authorization: Bearer KEY"');
    this.database.assertReady();
    const caller = await this.keys.authenticate(key, request.id);
    if (caller === undefined)
      throw new DomainError('unauthenticated', 'The API key is unknown, expired or revoked');
    this.count(caller, context.switchToHttp().getResponse<FastifyReply>());
    if (!caller.scopes.has(scope))
      throw new DomainError('forbidden', `This route needs the scope "${scope}", which the API key has not`);
    request.caller = { ...caller, reason: reasonFrom(request.headers['x-reason']) };
    return true;
  }

  private count(caller: Caller, reply: FastifyReply): void {
    const rate = this.rates.take(caller);
    if (rate === undefined) return;
    reply.headers(rate.headers);
    if (rate.exceeded)
      throw new DomainError(
        'too_many_requests',
        `This API key may make ${String(rate.limit)} requests a minute; go on in ${String(rate.resetSeconds)} s`,
        [],
        rate.resetSeconds,
      );
  }
}
