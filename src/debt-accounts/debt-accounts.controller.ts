import { Body, Controller, Get, Param, Post, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { DebtAccountBody } from './debt-account.types.js';
import type { DebtAccountView } from './debt-account.view.js';
import { DebtAccountsService } from './debt-accounts.service.js';
import { LedgerEntryBody, type LedgerEntryView } from './ledger-entry.types.js';
import { LedgerService } from './ledger.service.js';

@Controller('api/v1/debt-accounts')
@UseInterceptors(RecordInterceptor)
export class DebtAccountsController {
  constructor(
    private readonly debtAccounts: DebtAccountsService,
    private readonly ledger: LedgerService,
  ) {}

  @Post()
  @RequiresScope('write')
  create(@CurrentCaller() caller: Caller, @Body() body: DebtAccountBody): Promise<DebtAccountView> {
    return this.debtAccounts.create(caller, body);
  }

  @Get(':ref')
  @RequiresScope('read')
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<DebtAccountView> {
    return this.debtAccounts.read(caller, ref);
  }

  @Post(':ref/entries')
  @RequiresScope('write')
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
