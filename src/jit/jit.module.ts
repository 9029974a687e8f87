import { Module } from '@nestjs/common';
import { JitConnections } from './jit-connections.js';
import { JitMetrics } from './jit-metrics.js';
import { JitRecorder } from './jit-recorder.js';
import { JitController } from './jit.controller.js';
import { JitService } from './jit.service.js';

@Module({
  controllers: [JitController],
  providers: [JitConnections, JitMetrics, JitRecorder, JitService],
  exports: [JitService],
})
export class JitModule {}
