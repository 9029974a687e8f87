import { Module } from '@nestjs/common';
import { DueRecordsService } from './due-records.service.js';
import { LaneEngine } from './lane-engine.js';
import { RunProgress } from './run-progress.js';
import { SyncCallsService } from './sync-calls.service.js';
import { SyncLanesService } from './sync-lanes.service.js';
import { SyncRecordsService } from './sync-records.service.js';
import { SyncRunWorkerService } from './sync-run-worker.service.js';
import { SyncWorklistService } from './sync-worklist.service.js';
import { SyncRunsService } from './sync-runs.service.js';

@Module({
  providers: [
    DueRecordsService,
    LaneEngine,
    RunProgress,
    SyncCallsService,
    SyncLanesService,
    SyncRecordsService,
    SyncRunWorkerService,
    SyncRunsService,
    SyncWorklistService,
  ],
  exports: [
    SyncCallsService,
    SyncLanesService,
    SyncRecordsService,
    SyncRunWorkerService,
    SyncRunsService,
    SyncWorklistService,
  ],
})
export class SyncModule {}
