import { Body, Controller, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import {
  BillingRunAccountQuery,
  BillingRunAccountView,
  BillingRunBody,
  BillingRunQuery,
  BillingRunView,
} from './billing-run.types.js';
import { BillingRunsService } from './billing-runs.service.js';

@Controller('api/v1/billing/runs')
@ChapterOf('Billing', 'Bringing accounts to Gotransverse, each exactly once, and seeing what is there.')
@UseInterceptors(RecordInterceptor)
export class BillingRunsController {
  constructor(
    private readonly runs: BillingRunsService,
    private readonly reasons: Reasons,
  ) {}

  @Post()
  @HttpCode(201)
  @RequiresScope('billing')
  @Describe({
    summary: 'Bring accounts to Gotransverse',
    description:
      'Asks for a run; a process that works takes it up within a second. One at a time: the schedule asks for `incremental` ones by itself. A run that changes more than BILLING_MAX_CHANGE_PERCENT of the accounts that are there (from 100 of them up) waits as `needs_confirmation`. A dry run sends nothing, and says for each account what would be sent.',
    answers: BillingRunView,
    statuses: { 201: 'The run, as it was asked for.' },
    refuses: {
      conflict: 'A run is under way, or the database holds demo data; `detail` says which.',
      unavailable: 'No Gotransverse is set.',
    },
  })
  start(@CurrentCaller() caller: Caller, @Body() body: BillingRunBody): Promise<BillingRunView> {
    return this.runs.start(caller, body, this.reasons.of(caller, body));
  }

  @Get()
  @RequiresScope('read')
  @Describe({ summary: 'List runs', description: 'Newest first.', answersPage: BillingRunView })
  list(@CurrentCaller() caller: Caller, @Query() query: BillingRunQuery): Promise<Page<BillingRunView>> {
    return this.runs.list(caller, query);
  }

  @Get(':id')
  @RequiresScope('read')
  @Describe({
    summary: 'How a run goes',
    description: 'With counts by outcome, its rate, and how long it will take.',
    answers: BillingRunView,
  })
  read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<BillingRunView> {
    return this.runs.read(caller, id);
  }

  @Get(':id/accounts')
  @RequiresScope('read')
  @Describe({
    summary: 'What became of each account in a run',
    description:
      'Those that it took up, by their ids. What it left alone is counted in `left_out`, and listed by GET /api/v1/billing/accounts with the state. Kept for 90 days.',
    answersPage: BillingRunAccountView,
  })
  accounts(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() query: BillingRunAccountQuery,
  ): Promise<Page<BillingRunAccountView>> {
    return this.runs.accounts(caller, id, query);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequiresScope('billing')
  @Describe({
    summary: 'Cancel a run',
    description:
      'One that waits ends at once, one that works when the accounts under way are done; what it did stays done. Accounts that it did not come to stay behind, and are taken up by the next run.',
    answers: BillingRunView,
    refuses: { conflict: 'It has ended.' },
  })
  cancel(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ReasonBody,
  ): Promise<BillingRunView> {
    return this.runs.cancel(caller, id, this.reasons.of(caller, body));
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @RequiresScope('billing')
  @Describe({
    summary: 'Let a run change as much as it would',
    description: 'For one that is `needs_confirmation`; it goes on.',
    answers: BillingRunView,
    refuses: { conflict: 'It does not wait for a confirmation.' },
  })
  confirm(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ReasonBody,
  ): Promise<BillingRunView> {
    return this.runs.confirm(caller, id, this.reasons.of(caller, body));
  }
}
