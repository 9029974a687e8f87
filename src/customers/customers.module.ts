import { Module } from '@nestjs/common';
import { CustomerSearchController } from './customer-search.controller.js';
import { CustomersController } from './customers.controller.js';
import { CustomerWriter } from './customer-writer.js';
import { CustomersService } from './customers.service.js';

@Module({
  controllers: [CustomersController, CustomerSearchController],
  providers: [CustomerWriter, CustomersService],
  exports: [CustomersService],
})
export class CustomersModule {}
