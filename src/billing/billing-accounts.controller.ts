import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { Deadline } from '../platform/http/route-limits.js';
import { OwnTransactions } from '../platform/idempotency/idempotency.decorators.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import { AccountThereView, BillingAccountView } from './billing-account.types.js';
import { BillingAccountsService } from './billing-accounts.service.js';

/** A minute of calls, and one more that takes as long as calls may. */
const SEND_DEADLINE_MS = 600_000;
const SEND_REFUSES = {
  conflict: 'Another attempt is under way, or the database holds demo data; `detail` says which.',
  unavailable: 'Nothing can be sent: no Gotransverse, no access, or a name that it does not know.',
};

@Controller('api/v1/billing/accounts')
@ChapterOf('Billing', 'Bringing accounts to Gotransverse, each exactly once, and seeing what is there.')
@UseInterceptors(RecordInterceptor)
export class BillingAccountsController {
  constructor(
    private readonly accounts: BillingAccountsService,
    private readonly reasons: Reasons,
  ) {}

  @Get(':ref')
  @RequiresScope('read')
  @Describe({
    summary: 'How an account stands with Gotransverse',
    description: 'As it was last known here; Gotransverse is not asked.',
    answers: BillingAccountView,
  })
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<BillingAccountView> {
    return this.accounts.read(caller, ref);
  }

  @Get(':ref/lookup')
  @RequiresScope('billing')
  @Describe({
    summary: 'Look an account up at Gotransverse',
    description:
      "Asks Gotransverse now for all accounts of our number, of every status, and for their adjustments. Changes nothing. More than one account of a number is trouble: see the account's `conflict`.",
    answersPage: AccountThereView,
    refuses: { unavailable: 'Gotransverse is not set, or could not be asked; `detail` says why.' },
  })
  lookUp(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<Page<AccountThereView>> {
    return this.accounts.lookUp(caller, ref);
  }

  @Post(':ref/resend')
  @HttpCode(200)
  @OwnTransactions(isSettled)
  @Deadline(SEND_DEADLINE_MS)
  @RequiresScope('billing')
  @Describe({
    summary: 'Send an account to Gotransverse now',
    description:
      'One attempt, whatever state the account is in: it is looked up there, made or brought up to date, its entries are posted as adjustments, its status is set, and it is read back. What is so already is not sent again, so sending twice does no harm. `state` says how it ended; after `unknown`, `retrying` or `pending`, send again, which goes on from there.',
    answers: BillingAccountView,
    statuses: { 200: 'How the account stands after the attempt; look at `state` and `reason`.' },
    refuses: SEND_REFUSES,
  })
  resend(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: ReasonBody,
  ): Promise<BillingAccountView> {
    return this.accounts.send(caller, ref, 'all', this.reasons.of(caller, body));
  }

  @Post(':ref/post')
  @HttpCode(200)
  @OwnTransactions(isSettled)
  @Deadline(SEND_DEADLINE_MS)
  @RequiresScope('billing')
  @Describe({
    summary: "Post an account's entries to Gotransverse now",
    description:
      'As `resend`, but brings only the balance: each entry that is not there yet becomes an adjustment, which is made and posted. Names, addresses and status stay as they are there. An account that is not there is made.',
    answers: BillingAccountView,
    statuses: { 200: 'How the account stands after the attempt; look at `posted_sequence` and `reason`.' },
    refuses: SEND_REFUSES,
  })
  post(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: ReasonBody,
  ): Promise<BillingAccountView> {
    return this.accounts.send(caller, ref, 'balance', this.reasons.of(caller, body));
  }
}

/** After any other state the same request is to try again, under the same key too. */
function isSettled(answer: unknown): boolean {
  return (answer as BillingAccountView).state === 'synced';
}
