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
  UseInterceptors,
} from '@nestjs/common';
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
import { CustomerQuery } from './customer-queries.types.js';
import { CustomerBody, CustomerChange, CustomerReplacement, CustomerView } from './customer.types.js';
import { CustomersService } from './customers.service.js';

@Controller('api/v1/customers')
@ChapterOf('Customers', 'Debtors: persons and organizations. Make them before the accounts that name them.')
@UseInterceptors(RecordInterceptor)
export class CustomersController {
  constructor(
    private readonly customers: CustomersService,
    private readonly reasons: Reasons,
  ) {}

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

  @Get()
  @RequiresScope('read')
  @Describe({
    summary: 'List customers',
    description:
      'Newest first. All filters that are given must hold. By name, phone, e-mail and other personal data: `POST /api/v1/searches/customers`, since URLs are kept by proxies and browsers.',
    answersPage: CustomerView,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: CustomerQuery): Promise<Page<CustomerView>> {
    return this.customers.list(caller, query);
  }

  @Get(':ref')
  @RequiresScope('read')
  @Describe({ summary: 'Read a customer', answers: CustomerView })
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<CustomerView> {
    return this.customers.read(caller, ref);
  }

  @Put(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Create or replace a customer',
    description:
      'Makes the customer what the body says: what is left out is cleared, but `date_of_birth` and `ssn_last4` stay as they are, since many feeds do not have them.',
    answers: CustomerView,
    meta: WriteNotes,
    statuses: { 200: 'The customer as it is now.', 201: 'The customer as it was made.' },
  })
  replace(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: CustomerReplacement,
    @IfMatch() precondition: Precondition,
  ): Promise<Upserted<CustomerView>> {
    return this.customers.replace(caller, ref, body, precondition);
  }

  @Patch(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Change a customer',
    description:
      'Changes what is given; `null` takes a value away. Addresses are replaced as a whole; of `metadata` only the keys that are given change.',
    answers: CustomerView,
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() change: CustomerChange,
    @RequiredIfMatch() precondition: Precondition,
  ): Promise<CustomerView> {
    return this.customers.change(caller, ref, change, precondition);
  }

  @Delete(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Remove a customer',
    statuses: { 204: 'It is gone.' },
    ifMatch: 'honoured',
    refuses: { conflict: 'The customer has debt accounts; one without any can be removed.' },
  })
  remove(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: ReasonBody,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.customers.remove(caller, ref, this.reasons.of(caller, body), precondition);
  }
}
