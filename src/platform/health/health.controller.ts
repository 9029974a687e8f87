import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OpenRoute } from '../auth/scopes.decorator.js';
import { ReadinessService } from './readiness.service.js';

interface Health {
  status: 'live' | 'ready' | 'not_ready';
  reasons?: string[];
}

@Controller('health')
@OpenRoute('asked by proxies and orchestrators, and tells nothing secret')
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  /** The process runs; whether it can serve is another question. */
  @Get('live')
  live(): Health {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const reasons = await this.readiness.reasons();
    reply.header('cache-control', 'no-store');
    if (reasons.length === 0) return { status: 'ready' };
    reply.code(503);
    return { status: 'not_ready', reasons };
  }
}
