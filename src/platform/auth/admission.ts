import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { DatabaseService } from '../database/database.service.js';
import { DomainError } from '../errors/domain-error.js';
import { ApiKeysService } from './api-keys.service.js';
import type { Caller } from './caller.js';
import type { AuthenticatedRequest } from './current-caller.decorator.js';
import { KeyRates } from './key-rates.js';
import { reasonFrom } from './reason-header.js';

/** Finds out who asks, how often, and why. What the caller may do is for the guard to say. */
@Injectable()
export class Admission {
  constructor(
    private readonly database: DatabaseService,
    private readonly keys: ApiKeysService,
    private readonly rates: KeyRates,
  ) {}

  /** Below `/api` every route needs a key: whoever has none, or asks too often, has no body read or parsed. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', (route) => {
      if (!route.url.startsWith('/api/')) return;
      route.preParsing = async (request, reply, payload) => {
        await this.admit(request, reply);
        return payload;
      };
    });
  }

  /**
   * Asked again, it gives the same caller and counts nothing.
   * @throws DomainError `unauthenticated`, `unavailable`, `too_many_requests`, or `invalid` for the reason
   */
  async admit(request: AuthenticatedRequest, reply: FastifyReply): Promise<Caller> {
    request.caller ??= await this.identify(request, reply);
    return request.caller;
  }

  private async identify(request: AuthenticatedRequest, reply: FastifyReply): Promise<Caller> {
    const key = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined)
      throw new DomainError('unauthenticated', 'Send an API key in the header "Authorization: Bearer KEY"');
    this.database.assertReady();
    const caller = await this.keys.authenticate(key, request.id);
    if (caller === undefined)
      throw new DomainError('unauthenticated', 'The API key is unknown, expired or revoked');
    this.count(caller, reply);
    return { ...caller, reason: reasonFrom(request.headers['x-reason']) };
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
