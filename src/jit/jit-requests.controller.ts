import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { JitRequestsService } from './jit-requests.service.js';
import { JitRequestQuery, JitRequestView } from './jit-requests.types.js';

@Controller('api/v1/jit-requests')
@ChapterOf('What happened', 'Who did what, what Tratta was told, and all of it for one account.')
@UseInterceptors(RecordInterceptor)
export class JitRequestsController {
  constructor(private readonly requests: JitRequestsService) {}

  @Get()
  @RequiresScope('read')
  @Describe({
    summary: 'List JIT calls',
    description:
      'Each call of Tratta and what it was told, newest first. All filters that are given must hold.',
    answersPage: JitRequestView,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: JitRequestQuery): Promise<Page<JitRequestView>> {
    return this.requests.list(caller, query);
  }
}
