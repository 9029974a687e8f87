import { Module } from '@nestjs/common';
import { SyncRecordsService } from './sync-records.service.js';

@Module({
  providers: [SyncRecordsService],
  exports: [SyncRecordsService],
})
export class SyncModule {}
