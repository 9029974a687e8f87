import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { CustomerBody, CustomerView } from './customer.types.js';
import { CustomersService } from './customers.service.js';

@Controller('api/v1/customers')
@ChapterOf('Customers', 'Debtors: persons and organizations. Make them before the accounts that name them.')
@UseInterceptors(RecordInterceptor)
export class CustomersController {
  constructor(private readonly customers: CustomersService) {}

  @Post()
  @RequiresScope('write')
  @Describe({
    summary: 'Create a customer',
    description:
      '`date_of_birth` and `ssn_last4` are kept encrypted, and answers only say whether they are known.',
    answers: CustomerView,
    statuses: { 201: 'The customer as it was made.' },
    refuses: { conflict: 'The external id is taken: give another one, or read the customer that is there.' },
  })
  create(@CurrentCaller() caller: Caller, @Body() body: CustomerBody): Promise<CustomerView> {
    return this.customers.create(caller, body);
  }

  @Get(':ref')
  @RequiresScope('read')
  @Describe({ summary: 'Read a customer', answers: CustomerView })
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<CustomerView> {
    return this.customers.read(caller, ref);
  }
}
