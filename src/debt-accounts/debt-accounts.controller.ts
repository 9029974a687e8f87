import {
  Body,
  Controller,
  Delete,
  Get,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page, Upserted } from '../platform/http/answers.js';
import { IfMatch, type Precondition, RequiredIfMatch } from '../platform/http/precondition.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { WriteNotes } from '../platform/http/write-notes.view.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import { DebtAccountQuery } from './debt-account-queries.types.js';
import { DebtAccountBody, DebtAccountChange, DebtAccountReplacement } from './debt-account.types.js';
import { DebtAccountView } from './debt-account-view.types.js';
import { DebtAccountsService } from './debt-accounts.service.js';
import { EntryQuery, LedgerEntryBody, LedgerEntryView } from './ledger-entry.types.js';
import { LedgerService } from './ledger.service.js';

@Controller('api/v1/debt-accounts')
@ChapterOf(
  'Debt accounts',
  'What a customer owes a creditor. Balances change only by ledger entries, never by overwriting; an account with children (a family) has their sums.',
)
@UseInterceptors(RecordInterceptor)
export class DebtAccountsController {
  constructor(
    private readonly debtAccounts: DebtAccountsService,
    private readonly ledger: LedgerService,
    private readonly reasons: Reasons,
  ) {}

  @Post()
  @RequiresScope('write')
  @Describe({
    summary: 'Create a debt account',
    description:
      'Places the debt: a `placement` entry of `balance` is written, and an `adjustment` where a differing `current_balance` is given. With `parent_external_id` it becomes a child of that account, whose customer and location it must share. Amounts are in cents.',
    answers: DebtAccountView,
    statuses: { 201: 'The account as it was made.' },
    refuses: {
      conflict:
        'The external id is taken, or the parent has entries of its own and so cannot become one; `detail` says which.',
    },
  })
  create(@CurrentCaller() caller: Caller, @Body() body: DebtAccountBody): Promise<DebtAccountView> {
    return this.debtAccounts.create(caller, body);
  }

  @Get()
  @RequiresScope('read')
  @Describe({
    summary: 'List debt accounts',
    description: 'Newest first. All filters that are given must hold.',
    answersPage: DebtAccountView,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: DebtAccountQuery): Promise<Page<DebtAccountView>> {
    return this.debtAccounts.list(caller, query);
  }

  @Get(':ref')
  @RequiresScope('read')
  @Describe({ summary: 'Read a debt account', answers: DebtAccountView })
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<DebtAccountView> {
    return this.debtAccounts.read(caller, ref);
  }

  @Put(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Create or replace a debt account',
    description:
      'What feeds use. Makes the account what the body says: descriptive fields that are left out are cleared; amounts, `status` and `parent_external_id` that are left out stay as they are. A differing `balance` or `current_balance` is brought about by ledger entries. A hold is not lifted and a final status not left: the status stays, and `meta.warnings` says so.',
    answers: DebtAccountView,
    meta: WriteNotes,
    statuses: { 200: 'The account as it is now.', 201: 'The account as it was made.' },
    refuses: {
      conflict:
        'The parent has entries of its own, or the itemization was used towards the debtor; `detail` says which.',
    },
  })
  replace(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: DebtAccountReplacement,
    @IfMatch() precondition: Precondition,
  ): Promise<Upserted<DebtAccountView>> {
    return this.debtAccounts.replace(caller, ref, body, precondition);
  }

  @Patch(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Change a debt account',
    description:
      'Changes what is given; `null` takes a value away (of `parent_external_id`: the account leaves its family). Lifting a hold and leaving a final status need a `reason`. Lists and objects are replaced as a whole; of `metadata` only the keys that are given change.',
    answers: DebtAccountView,
    refuses: {
      conflict:
        'The parent has entries of its own, or the itemization was used towards the debtor; `detail` says which.',
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() change: DebtAccountChange,
    @RequiredIfMatch() precondition: Precondition,
  ): Promise<DebtAccountView> {
    return this.debtAccounts.change(caller, ref, change, precondition);
  }

  @Delete(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Close a debt account',
    description:
      'Gives it the status `closed`; an account is never deleted. Closing an account with another final status needs a `reason`.',
    answers: DebtAccountView,
    ifMatch: 'honoured',
  })
  close(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: ReasonBody,
    @IfMatch() precondition: Precondition,
  ): Promise<DebtAccountView> {
    return this.debtAccounts.close(caller, ref, this.reasons.of(caller, body), precondition);
  }

  @Post(':ref/entries')
  @RequiresScope('write')
  @Describe({
    summary: 'Post a ledger entry',
    description:
      'Changes the balance: a `payment` is below 0; `fee`, `interest` and `cost` are above; an `adjustment` is anything but 0. A `reversal` takes back the entry that it names in `reverses`, once. Give a `reference` of your own, and the same request sent again is the same entry, never a second one.',
    answers: LedgerEntryView,
    statuses: {
      201: 'The entry as it was written.',
      200: 'The entry that was there already: the same reference with the same content.',
    },
    refuses: {
      conflict:
        'The reference belongs to an entry of other content, the entry is reversed already, or the account is a parent, whose balance comes from its children.',
    },
  })
  async postEntry(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: LedgerEntryBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LedgerEntryView> {
    const { entry, created } = await this.ledger.post(caller, ref, body);
    reply.code(created ? 201 : 200);
    return entry;
  }

  @Get(':ref/entries')
  @RequiresScope('read')
  @Describe({
    summary: "List an account's ledger entries",
    description: 'The last one first.',
    answersPage: LedgerEntryView,
  })
  entries(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Query() query: EntryQuery,
  ): Promise<Page<LedgerEntryView>> {
    return this.ledger.list(caller, ref, query);
  }
}
