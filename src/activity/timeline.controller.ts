import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { TimelineService } from './timeline.service.js';
import { type TimelineItemView, TimelineQuery } from './timeline.types.js';

@Controller('api/v1/debt-accounts')
@UseInterceptors(RecordInterceptor)
export class TimelineController {
  constructor(private readonly timelines: TimelineService) {}

  @Get(':ref/timeline')
  @RequiresScope('read')
  list(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Query() query: TimelineQuery,
  ): Promise<Page<TimelineItemView>> {
    return this.timelines.list(caller, ref, query);
  }
}
