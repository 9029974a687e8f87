import { Controller, Get, Header } from '@nestjs/common';
import { OpenRoute } from '../auth/scopes.decorator.js';
import { ChapterOf, Describe } from '../openapi/describe.decorator.js';
import { MetricsService } from './metrics.service.js';

@Controller('metrics')
@ChapterOf('Operation', 'What proxies, orchestrators and Prometheus ask.')
@OpenRoute('scraped by Prometheus; holds counts and durations, no data of accounts')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Describe({
    summary: 'Read the metrics',
    others: {
      200: {
        description: "Counts and durations in Prometheus' text format.",
        contentType: 'text/plain',
        body: { type: 'string' },
      },
    },
  })
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
