import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OpenRoute } from '../auth/scopes.decorator.js';
import { ChapterOf, Describe } from '../openapi/describe.decorator.js';
import { OrAbsent, ShowsOneOf, ShowsTextList } from '../openapi/shown.js';
import { ReadinessService } from './readiness.service.js';

class Health {
  @ShowsOneOf(['live', 'ready', 'not_ready'], 'What it is.', 'ready')
  status!: 'live' | 'ready' | 'not_ready';

  @OrAbsent()
  @ShowsTextList('Why it is not ready; only there where it is not.')
  reasons?: string[];
}

@Controller('health')
@ChapterOf('Operation', 'What proxies, orchestrators and Prometheus ask.')
@OpenRoute('asked by proxies and orchestrators, and tells nothing secret')
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  /** The process runs; whether it can serve is another question. */
  @Get('live')
  @Describe({
    summary: 'Ask whether the process runs',
    others: { 200: { description: 'It runs.', body: () => Health } },
  })
  live(): Health {
    return { status: 'live' };
  }

  @Get('ready')
  @Describe({
    summary: 'Ask whether requests should be sent here',
    others: {
      200: { description: 'It can serve.', body: () => Health },
      503: {
        description: 'It cannot serve now; `reasons` say why, such as `stopping`.',
        body: () => Health,
      },
    },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const reasons = await this.readiness.reasons();
    reply.header('cache-control', 'no-store');
    if (reasons.length === 0) return { status: 'ready' };
    reply.code(503);
    return { status: 'not_ready', reasons };
  }
}
