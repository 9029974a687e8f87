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
import { ReasonBody } from '../platform/validation/reason-body.js';
import { CustomerQuery } from './customer-queries.types.js';
import { CustomerBody, CustomerChange, CustomerReplacement, type CustomerView } from './customer.types.js';
import { CustomersService } from './customers.service.js';

@Controller('api/v1/customers')
@UseInterceptors(RecordInterceptor)
export class CustomersController {
  constructor(
    private readonly customers: CustomersService,
    private readonly reasons: Reasons,
  ) {}

  @Post()
  @RequiresScope('write')
  create(@CurrentCaller() caller: Caller, @Body() body: CustomerBody): Promise<CustomerView> {
    return this.customers.create(caller, body);
  }

  @Get()
  @RequiresScope('read')
  list(@CurrentCaller() caller: Caller, @Query() query: CustomerQuery): Promise<Page<CustomerView>> {
    return this.customers.list(caller, query);
  }

  @Get(':ref')
  @RequiresScope('read')
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<CustomerView> {
    return this.customers.read(caller, ref);
  }

  @Put(':ref')
  @RequiresScope('write')
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
  remove(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: ReasonBody,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.customers.remove(caller, ref, this.reasons.of(caller, body), precondition);
  }
}
