import { Body, Controller, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import {
  BillingAccountListView,
  BillingAccountQuery,
  BillingAttemptView,
  RequeueBody,
  RequeuedView,
} from './billing-worklist.types.js';
import { BillingWorklistService } from './billing-worklist.service.js';

@Controller('api/v1/billing/accounts')
@ChapterOf('Billing', 'Bringing accounts to Gotransverse, each exactly once, and seeing what is there.')
@UseInterceptors(RecordInterceptor)
export class BillingWorklistController {
  constructor(
    private readonly worklist: BillingWorklistService,
    private readonly reasons: Reasons,
  ) {}

  @Get()
  @RequiresScope('read')
  @Describe({
    summary: 'List accounts by how they stand with Gotransverse',
    description:
      'Those that were made last come first. `state=quarantined` and `state=conflict` are the worklists: each says in `reason` what to mend; a mended account is sent again by itself.',
    answersPage: BillingAccountListView,
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: BillingAccountQuery,
  ): Promise<Page<BillingAccountListView>> {
    return this.worklist.list(caller, query);
  }

  @Post('resend')
  @HttpCode(200)
  @RequiresScope('billing')
  @Describe({
    summary: 'Have many accounts tried again',
    description:
      'At the next run, which the schedule or POST /api/v1/billing/runs brings. For what was mended at Gotransverse itself, or by a setting: what is mended in the books is sent again without this.',
    answers: RequeuedView,
  })
  requeue(@CurrentCaller() caller: Caller, @Body() body: RequeueBody): Promise<RequeuedView> {
    return this.worklist.requeue(caller, body, this.reasons.of(caller, body));
  }

  @Get(':ref/attempts')
  @RequiresScope('read')
  @Describe({
    summary: 'Each call to Gotransverse about an account',
    description:
      'Newest first. Bodies are stored encrypted, and shown to callers with the scope `pii`, which is audited.',
    answersPage: BillingAttemptView,
  })
  attempts(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Query() query: ListQuery,
  ): Promise<Page<BillingAttemptView>> {
    return this.worklist.attempts(caller, ref, query);
  }
}
