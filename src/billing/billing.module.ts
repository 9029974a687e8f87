import { Module } from '@nestjs/common';
import { SyncModule } from '../sync/sync.module.js';
import { AccountAdjustments } from './account-adjustments.js';
import { AccountIdentity } from './account-identity.js';
import { AccountPayments } from './account-payments.js';
import { AccountPush } from './account-push.js';
import { AccountStatus } from './account-status.js';
import { AccountUpdate } from './account-update.js';
import { BillingAlarms } from './billing-alarms.js';
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
import { AccountComparison } from './account-comparison.js';
import { ClaimedRepair } from './claimed-repair.js';
import { ComparedAccounts } from './compared-accounts.js';
import { DifferenceNowReader } from './difference-now.js';
import { DifferenceRepairService } from './difference-repair.service.js';
import { DifferencesService } from './differences.service.js';
import { ReconciliationRecords } from './reconciliation-records.js';
import { ReconciliationSteps } from './reconciliation-steps.js';
import { ReconciliationWork } from './reconciliation-work.js';
import { ReconciliationsController } from './reconciliations.controller.js';
import { ReconciliationsService } from './reconciliations.service.js';
import { RepairCalls } from './repair-calls.js';
import { UnlinkedAccounts } from './unlinked-accounts.js';

@Module({
  imports: [SyncModule],
  controllers: [
    BillingWorklistController,
    BillingAccountsController,
    BillingLaneController,
    BillingPreviewController,
    BillingRunsController,
    ReconciliationsController,
    ReferenceDataController,
  ],
  providers: [
    AccountAdjustments,
    AccountComparison,
    AccountIdentity,
    AccountPayments,
    AccountPush,
    AccountStatus,
    AccountUpdate,
    AccountWriteOff,
    BillingAccountsService,
    BillingAlarms,
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
    ClaimedRepair,
    ComparedAccounts,
    DifferenceNowReader,
    DifferenceRepairService,
    DifferencesService,
    GotransverseLink,
    ReconciliationRecords,
    ReconciliationSteps,
    ReconciliationWork,
    ReconciliationsService,
    RepairCalls,
    UnlinkedAccounts,
  ],
})
export class BillingModule {}
