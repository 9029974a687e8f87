import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { LocationsModule } from '../locations/locations.module.js';
import { AccountReferences } from './account-references.js';
import { AccountWriter } from './account-writer.js';
import { DebtAccountSearchController } from './debt-account-search.controller.js';
import { DebtAccountsController } from './debt-accounts.controller.js';
import { DebtAccountsService } from './debt-accounts.service.js';
import { LedgerService } from './ledger.service.js';

@Module({
  imports: [CustomersModule, LocationsModule],
  controllers: [DebtAccountsController, DebtAccountSearchController],
  providers: [AccountReferences, AccountWriter, DebtAccountsService, LedgerService],
  exports: [DebtAccountsService, LedgerService],
})
export class DebtAccountsModule {}
