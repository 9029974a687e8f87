import { Body, Controller, Get, Param, Post, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { DebtAccountBody } from './debt-account.types.js';
import { DebtAccountView } from './debt-account-view.types.js';
import { DebtAccountsService } from './debt-accounts.service.js';
import { LedgerEntryBody, LedgerEntryView } from './ledger-entry.types.js';
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

  @Get(':ref')
  @RequiresScope('read')
  @Describe({ summary: 'Read a debt account', answers: DebtAccountView })
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<DebtAccountView> {
    return this.debtAccounts.read(caller, ref);
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
}
