import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ReadsOnly } from '../platform/idempotency/idempotency.decorators.js';
import { DebtAccountSearch } from './debt-account-queries.types.js';
import type { DebtAccountView } from './debt-account.view.js';
import { DebtAccountsService } from './debt-accounts.service.js';

/** A list whose criteria may be personal, and so stand in the body. */
@Controller('api/v1/searches/debt-accounts')
@UseInterceptors(RecordInterceptor)
export class DebtAccountSearchController {
  constructor(private readonly debtAccounts: DebtAccountsService) {}

  @Post()
  @HttpCode(200)
  @ReadsOnly()
  @RequiresScope('read')
  search(@CurrentCaller() caller: Caller, @Body() search: DebtAccountSearch): Promise<Page<DebtAccountView>> {
    return this.debtAccounts.search(caller, search);
  }
}
