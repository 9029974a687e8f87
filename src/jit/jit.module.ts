import { Module } from '@nestjs/common';
import { JitAlarms, JitPartitionAlarms } from './jit-alarms.js';
import { JitConnections } from './jit-connections.js';
import { JitMetrics } from './jit-metrics.js';
import { JitPreviewController } from './jit-preview.controller.js';
import { JitPreviewService } from './jit-preview.service.js';
import { JitRecorder } from './jit-recorder.js';
import { JitRequestsController } from './jit-requests.controller.js';
import { JitRequestsService } from './jit-requests.service.js';
import { JitController } from './jit.controller.js';
import { JitService } from './jit.service.js';

@Module({
  controllers: [JitController, JitPreviewController, JitRequestsController],
  providers: [
    JitAlarms,
    JitConnections,
    JitMetrics,
    JitPartitionAlarms,
    JitPreviewService,
    JitRecorder,
    JitRequestsService,
    JitService,
  ],
  exports: [JitPreviewService, JitService],
})
export class JitModule {}
