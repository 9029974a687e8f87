import { Module } from '@nestjs/common';
import { DebtAccountsModule } from '../debt-accounts/debt-accounts.module.js';
import { AuditEventsController } from './audit-events.controller.js';
import { AuditEventsService } from './audit-events.service.js';
import { StatsController } from './stats.controller.js';
import { StatsService } from './stats.service.js';
import { TimelineController } from './timeline.controller.js';
import { TimelineService } from './timeline.service.js';

@Module({
  imports: [DebtAccountsModule],
  controllers: [AuditEventsController, StatsController, TimelineController],
  providers: [AuditEventsService, StatsService, TimelineService],
})
export class ActivityModule {}
