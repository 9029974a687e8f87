import { Body, Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import { BillingLaneService } from './billing-lane.service.js';
import { BillingLaneView, PauseBody } from './billing-lane.types.js';

@Controller('api/v1/billing')
@ChapterOf('Billing', 'Bringing accounts to Gotransverse, each exactly once, and seeing what is there.')
@UseInterceptors(RecordInterceptor)
export class BillingLaneController {
  constructor(
    private readonly lane: BillingLaneService,
    private readonly reasons: Reasons,
  ) {}

  @Get('lane')
  @RequiresScope('read')
  @Describe({
    summary: 'Whether calls go to Gotransverse',
    description: 'The same for all processes. JIT and the books are never held up by it.',
    answers: BillingLaneView,
  })
  read(): Promise<BillingLaneView> {
    return this.lane.read();
  }

  @Post('pause')
  @HttpCode(200)
  @RequiresScope('billing')
  @Describe({
    summary: 'Pause the lane to Gotransverse',
    description:
      'Accounts under way are ended; nothing further is begun, by runs or by people, until somebody resumes it. What changes meanwhile is not lost: it stays behind.',
    answers: BillingLaneView,
  })
  pause(@CurrentCaller() caller: Caller, @Body() body: PauseBody): Promise<BillingLaneView> {
    return this.lane.pause(caller, this.reasons.of(caller, body));
  }

  @Post('resume')
  @HttpCode(200)
  @RequiresScope('billing')
  @Describe({
    summary: 'Let the lane to Gotransverse go on',
    description:
      'Also after Gotransverse itself was the reason (a wrong password, a right that is missing, a name that it does not know): mend that first. A run that waited goes on.',
    answers: BillingLaneView,
  })
  resume(@CurrentCaller() caller: Caller, @Body() body: ReasonBody): Promise<BillingLaneView> {
    return this.lane.resume(caller, this.reasons.of(caller, body));
  }
}
