import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { StatsService } from './stats.service.js';
import { StatsView } from './stats.types.js';

@Controller('api/v1/stats')
@ChapterOf('Figures and alarms', 'How the service is.')
@UseInterceptors(RecordInterceptor)
export class StatsController {
  constructor(private readonly figures: StatsService) {}

  @Get()
  @RequiresScope('read')
  @Describe({ summary: 'Figures of the whole service', answers: StatsView })
  read(): Promise<StatsView> {
    return this.figures.stats();
  }
}
