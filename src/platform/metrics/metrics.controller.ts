import { Controller, Get, Header } from '@nestjs/common';
import { OpenRoute } from '../auth/scopes.decorator.js';
import { MetricsService } from './metrics.service.js';

@Controller('metrics')
@OpenRoute('scraped by Prometheus; holds counts and durations, no data of accounts')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
