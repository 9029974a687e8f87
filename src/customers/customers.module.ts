import { Module } from '@nestjs/common';
import { CustomerSearchController } from './customer-search.controller.js';
import { CustomersController } from './customers.controller.js';
import { CustomersService } from './customers.service.js';

@Module({
  controllers: [CustomersController, CustomerSearchController],
  providers: [CustomersService],
  exports: [CustomersService],
})
export class CustomersModule {}
