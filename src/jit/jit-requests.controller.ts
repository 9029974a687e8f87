import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { JitRequestsService } from './jit-requests.service.js';
import { JitRequestQuery, type JitRequestView } from './jit-requests.types.js';

@Controller('api/v1/jit-requests')
@UseInterceptors(RecordInterceptor)
export class JitRequestsController {
  constructor(private readonly requests: JitRequestsService) {}

  @Get()
  @RequiresScope('read')
  list(@CurrentCaller() caller: Caller, @Query() query: JitRequestQuery): Promise<Page<JitRequestView>> {
    return this.requests.list(caller, query);
  }
}
