import { Body, Controller, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { Deadline } from '../platform/http/route-limits.js';
import { OwnTransactions } from '../platform/idempotency/idempotency.decorators.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import { DifferenceRepairService } from './difference-repair.service.js';
import { DifferencesService } from './differences.service.js';
import { DifferenceQuery, DifferenceView, ReconciliationView, RepairBody } from './reconciliation.types.js';
import { ReconciliationsService } from './reconciliations.service.js';

/** As long as sending an account may take. */
const REPAIR_DEADLINE_MS = 600_000;

@Controller('api/v1/billing/reconciliations')
@ChapterOf('Billing', 'Bringing accounts to Gotransverse, each exactly once, and seeing what is there.')
@UseInterceptors(RecordInterceptor)
export class ReconciliationsController {
  constructor(
    private readonly reconciliations: ReconciliationsService,
    private readonly differences: DifferencesService,
    private readonly repairs: DifferenceRepairService,
    private readonly reasons: Reasons,
  ) {}

  @Post()
  @RequiresScope('billing')
  @Describe({
    summary: 'Compare the books with all that Gotransverse has',
    description:
      'Begins a comparison, which goes on by itself: all pages of the accounts of our category, each account of ours with its adjustments, and last what of ours no page held. It changes nothing, here or there. What is merely still to be sent is no difference. Where the process dies it is gone on with by another.',
    answers: ReconciliationView,
    refuses: {
      conflict: 'One is under way already, or the database holds demo data; `detail` says which.',
      unavailable: 'No Gotransverse is set.',
    },
  })
  start(@CurrentCaller() caller: Caller, @Body() body: ReasonBody): Promise<ReconciliationView> {
    return this.reconciliations.start(caller, this.reasons.of(caller, body));
  }

  @Get()
  @RequiresScope('read')
  @Describe({
    summary: 'List comparisons with Gotransverse',
    description: 'Newest first. They are kept for 90 days.',
    answersPage: ReconciliationView,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListQuery): Promise<Page<ReconciliationView>> {
    return this.reconciliations.list(caller, query);
  }

  @Get('differences/:id')
  @RequiresScope('read')
  @Describe({
    summary: 'Read one difference',
    description: 'As it was found; Gotransverse is not asked.',
    answers: DifferenceView,
  })
  readDifference(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<DifferenceView> {
    return this.differences.read(caller, id);
  }

  @Post('differences/:id/repair')
  @HttpCode(200)
  @OwnTransactions(isSettled)
  @Deadline(REPAIR_DEADLINE_MS)
  @RequiresScope('billing')
  @Describe({
    summary: 'Repair a difference',
    description:
      'Looks first whether it is still so; what has changed meanwhile is not repaired, and is `gone`. Then makes the calls that mend it, each once, and looks again. `resend` and `adopt` send the account; `retire_duplicate` takes back what is ours on the second account and deactivates it; `remove_adjustment`, `reverse_adjustment` and `counter_credit` take an adjustment back; `accept` changes nothing there and has it expected from now on. Repairing again does no harm: `open` and `failed` are tried anew, all else is left as it is.',
    answers: DifferenceView,
    statuses: { 200: 'How the difference stands after the attempt; look at `state` and `reason`.' },
    refuses: {
      conflict:
        'The account is being sent just now, nothing can be done about the difference from here, or the database holds demo data; `detail` says which.',
      unavailable: 'Gotransverse is not set, or could not be asked; `detail` says why.',
    },
  })
  repair(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: RepairBody,
  ): Promise<DifferenceView> {
    return this.repairs.repair(caller, id, body, this.reasons.of(caller, body));
  }

  @Get(':id')
  @RequiresScope('read')
  @Describe({
    summary: 'Read a comparison',
    description: 'How far it is, and what it has found so far.',
    answers: ReconciliationView,
  })
  read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ReconciliationView> {
    return this.reconciliations.read(caller, id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequiresScope('billing')
  @Describe({
    summary: 'Cancel a comparison',
    description: 'It ends where it stands; what it has found stays, and can be repaired.',
    answers: ReconciliationView,
    refuses: { conflict: 'It has ended already.' },
  })
  cancel(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ReasonBody,
  ): Promise<ReconciliationView> {
    return this.reconciliations.cancel(caller, id, this.reasons.of(caller, body));
  }

  @Get(':id/differences')
  @RequiresScope('read')
  @Describe({
    summary: 'List what a comparison found',
    description: 'The newest first. All filters that are given must hold.',
    answersPage: DifferenceView,
  })
  listDifferences(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() query: DifferenceQuery,
  ): Promise<Page<DifferenceView>> {
    return this.differences.list(caller, id, query);
  }
}

/** After any other state the same request is to try again, under the same key too. */
function isSettled(answer: unknown): boolean {
  return (answer as DifferenceView).settled_at !== null;
}
