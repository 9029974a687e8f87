import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { TimelineService } from './timeline.service.js';
import { TIMELINE_ITEMS, type TimelineItemView, TimelineQuery } from './timeline.types.js';

@Controller('api/v1/debt-accounts')
@ChapterOf('What happened', 'Who did what, what Tratta was told, and all of it for one account.')
@UseInterceptors(RecordInterceptor)
export class TimelineController {
  constructor(private readonly timelines: TimelineService) {}

  @Get(':ref/timeline')
  @RequiresScope('read')
  @Describe({
    summary: "An account's timeline",
    description:
      'Everything that happened to it, newest first: ledger entries, changes, what Tratta asked and was told, payments that Tratta took. `type` tells which members an item has.',
    answersPage: TIMELINE_ITEMS,
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Query() query: TimelineQuery,
  ): Promise<Page<TimelineItemView>> {
    return this.timelines.list(caller, ref, query);
  }
}
