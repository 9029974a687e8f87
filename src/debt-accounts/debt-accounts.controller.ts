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
import { ReasonBody } from '../platform/validation/reason-body.js';
import { DebtAccountQuery } from './debt-account-queries.types.js';
import { DebtAccountBody, DebtAccountChange, DebtAccountReplacement } from './debt-account.types.js';
import type { DebtAccountView } from './debt-account.view.js';
import { DebtAccountsService } from './debt-accounts.service.js';
import { EntryQuery, LedgerEntryBody, type LedgerEntryView } from './ledger-entry.types.js';
import { LedgerService } from './ledger.service.js';

@Controller('api/v1/debt-accounts')
@UseInterceptors(RecordInterceptor)
export class DebtAccountsController {
  constructor(
    private readonly debtAccounts: DebtAccountsService,
    private readonly ledger: LedgerService,
    private readonly reasons: Reasons,
  ) {}

  @Post()
  @RequiresScope('write')
  create(@CurrentCaller() caller: Caller, @Body() body: DebtAccountBody): Promise<DebtAccountView> {
    return this.debtAccounts.create(caller, body);
  }

  @Get()
  @RequiresScope('read')
  list(@CurrentCaller() caller: Caller, @Query() query: DebtAccountQuery): Promise<Page<DebtAccountView>> {
    return this.debtAccounts.list(caller, query);
  }

  @Get(':ref')
  @RequiresScope('read')
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<DebtAccountView> {
    return this.debtAccounts.read(caller, ref);
  }

  @Put(':ref')
  @RequiresScope('write')
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
  entries(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Query() query: EntryQuery,
  ): Promise<Page<LedgerEntryView>> {
    return this.ledger.list(caller, ref, query);
  }
}
