import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ReadsOnly } from '../platform/idempotency/idempotency.decorators.js';
import { PersonCriteria } from './customer-queries.types.js';
import { CustomerView } from './customer.types.js';
import { CustomersService } from './customers.service.js';

/** By what is personal, which must not stand in a URL: proxies and browsers keep those. */
@Controller('api/v1/searches/customers')
@ChapterOf('Searches', 'By what is personal, which must not stand in a URL. They change nothing.')
@UseInterceptors(RecordInterceptor)
export class CustomerSearchController {
  constructor(private readonly customers: CustomersService) {}

  @Post()
  @HttpCode(200)
  @ReadsOnly()
  @RequiresScope('read')
  @Describe({
    summary: 'Search customers',
    description:
      'Newest first. At least one criterion; all that are given must hold. The next page: the same body with `cursor`.',
    answersPage: CustomerView,
    refuses: {
      forbidden: '`date_of_birth` and `ssn_last4` need the scope `pii`; every search needs `read`.',
    },
  })
  search(@CurrentCaller() caller: Caller, @Body() criteria: PersonCriteria): Promise<Page<CustomerView>> {
    return this.customers.search(caller, criteria);
  }
}
