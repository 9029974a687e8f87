import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { LocationsModule } from '../locations/locations.module.js';
import { DebtAccountsController } from './debt-accounts.controller.js';
import { DebtAccountsService } from './debt-accounts.service.js';
import { LedgerService } from './ledger.service.js';

@Module({
  imports: [CustomersModule, LocationsModule],
  controllers: [DebtAccountsController],
  providers: [DebtAccountsService, LedgerService],
  exports: [DebtAccountsService, LedgerService],
})
export class DebtAccountsModule {}
