import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../auth/scopes.decorator.js';
import { Page } from '../http/answers.js';
import { RecordInterceptor } from '../http/record.interceptor.js';
import type { AlarmView } from './alarm.types.js';
import { AlarmsService } from './alarms.service.js';

@Controller('api/v1/alarms')
@UseInterceptors(RecordInterceptor)
export class AlarmsController {
  constructor(private readonly alarms: AlarmsService) {}

  @Get()
  @RequiresScope('read')
  async list(): Promise<Page<AlarmView>> {
    return new Page(await this.alarms.list(), null);
  }
}
