import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { AuditEventQuery, AuditEventView } from './audit-event.types.js';
import { AuditEventsService } from './audit-events.service.js';

@Controller('api/v1/audit-events')
@ChapterOf('What happened', 'Who did what, what Tratta was told, and all of it for one account.')
@UseInterceptors(RecordInterceptor)
export class AuditEventsController {
  constructor(private readonly events: AuditEventsService) {}

  @Get()
  @RequiresScope('admin')
  @Describe({
    summary: 'List audit events',
    description: 'Who did what to which record, newest first. All filters that are given must hold.',
    answersPage: AuditEventView,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: AuditEventQuery): Promise<Page<AuditEventView>> {
    return this.events.list(caller, query);
  }
}
