import { Module } from '@nestjs/common';
import { SyncModule } from '../sync/sync.module.js';
import { AccountAdjustments } from './account-adjustments.js';
import { AccountIdentity } from './account-identity.js';
import { AccountPayments } from './account-payments.js';
import { AccountPush } from './account-push.js';
import { AccountStatus } from './account-status.js';
import { AccountUpdate } from './account-update.js';
import { AccountWriteOff } from './account-write-off.js';
import { BillingFanOut } from './billing-fan-out.js';
import { BillingLane } from './billing-lane.js';
import { BillingLaneController } from './billing-lane.controller.js';
import { BillingLaneService } from './billing-lane.service.js';
import { BillingRunsController } from './billing-runs.controller.js';
import { BillingRunsService } from './billing-runs.service.js';
import { BillingWorklistController } from './billing-worklist.controller.js';
import { BillingWorklistService } from './billing-worklist.service.js';
import { ChangePlanner } from './change-planner.js';
import { BillingAccountsController } from './billing-accounts.controller.js';
import { BillingAccountsService } from './billing-accounts.service.js';
import { BillingBooks } from './billing-books.js';
import { BillingContent } from './billing-content.js';
import { BillingPreviewController } from './billing-preview.controller.js';
import { BillingPreviewService } from './billing-preview.service.js';
import { BillingRecords } from './billing-records.js';
import { GotransverseLink } from './gotransverse-link.js';
import { ReferenceDataController } from './reference-data.controller.js';

@Module({
  imports: [SyncModule],
  controllers: [
    BillingWorklistController,
    BillingAccountsController,
    BillingLaneController,
    BillingPreviewController,
    BillingRunsController,
    ReferenceDataController,
  ],
  providers: [
    AccountAdjustments,
    AccountIdentity,
    AccountPayments,
    AccountPush,
    AccountStatus,
    AccountUpdate,
    AccountWriteOff,
    BillingAccountsService,
    BillingBooks,
    BillingContent,
    BillingFanOut,
    BillingLane,
    BillingLaneService,
    BillingPreviewService,
    BillingRecords,
    BillingRunsService,
    BillingWorklistService,
    ChangePlanner,
    GotransverseLink,
  ],
})
export class BillingModule {}
