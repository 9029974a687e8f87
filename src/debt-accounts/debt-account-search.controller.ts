import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ReadsOnly } from '../platform/idempotency/idempotency.decorators.js';
import { DebtAccountSearch } from './debt-account-queries.types.js';
import { DebtAccountView } from './debt-account-view.types.js';
import { DebtAccountsService } from './debt-accounts.service.js';

/** A list whose criteria may be personal, and so stand in the body. */
@Controller('api/v1/searches/debt-accounts')
@ChapterOf('Searches', 'By what is personal, which must not stand in a URL. They change nothing.')
@UseInterceptors(RecordInterceptor)
export class DebtAccountSearchController {
  constructor(private readonly debtAccounts: DebtAccountsService) {}

  @Post()
  @HttpCode(200)
  @ReadsOnly()
  @RequiresScope('read')
  @Describe({
    summary: 'Search debt accounts',
    description:
      'The list of accounts, by what is personal about their customers too. Newest first; all criteria that are given must hold. The next page: the same body with `cursor`.',
    answersPage: DebtAccountView,
  })
  search(@CurrentCaller() caller: Caller, @Body() search: DebtAccountSearch): Promise<Page<DebtAccountView>> {
    return this.debtAccounts.search(caller, search);
  }
}
