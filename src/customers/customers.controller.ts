import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { CustomerBody, type CustomerView } from './customer.types.js';
import { CustomersService } from './customers.service.js';

@Controller('api/v1/customers')
@UseInterceptors(RecordInterceptor)
export class CustomersController {
  constructor(private readonly customers: CustomersService) {}

  @Post()
  @RequiresScope('write')
  create(@CurrentCaller() caller: Caller, @Body() body: CustomerBody): Promise<CustomerView> {
    return this.customers.create(caller, body);
  }

  @Get(':ref')
  @RequiresScope('read')
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<CustomerView> {
    return this.customers.read(caller, ref);
  }
}
