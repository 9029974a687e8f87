import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { StatsService } from './stats.service.js';
import type { StatsView } from './stats.types.js';

@Controller('api/v1/stats')
@UseInterceptors(RecordInterceptor)
export class StatsController {
  constructor(private readonly figures: StatsService) {}

  @Get()
  @RequiresScope('read')
  read(): Promise<StatsView> {
    return this.figures.stats();
  }
}
