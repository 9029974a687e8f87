import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { DebtAccountsModule } from '../debt-accounts/debt-accounts.module.js';
import { LocationsModule } from '../locations/locations.module.js';
import { BatchWriter } from './batch-writer.js';
import { BulkController } from './bulk.controller.js';
import { BulkService } from './bulk.service.js';
import { Nouns } from './nouns.js';

/** Many records at once. */
@Module({
  imports: [CustomersModule, DebtAccountsModule, LocationsModule],
  controllers: [BulkController],
  providers: [BatchWriter, BulkService, Nouns],
})
export class ImportsModule {}
