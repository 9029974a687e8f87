import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../auth/scopes.decorator.js';
import { Page } from '../http/answers.js';
import { RecordInterceptor } from '../http/record.interceptor.js';
import { ChapterOf, Describe } from '../openapi/describe.decorator.js';
import { AlarmView } from './alarm.types.js';
import { AlarmsService } from './alarms.service.js';

@Controller('api/v1/alarms')
@ChapterOf('Figures and alarms', 'How the service is.')
@UseInterceptors(RecordInterceptor)
export class AlarmsController {
  constructor(private readonly alarms: AlarmsService) {}

  @Get()
  @RequiresScope('read')
  @Describe({
    summary: 'What is wrong now',
    description: 'The gravest first. An empty list means that all is well.',
    answersPage: AlarmView,
  })
  async list(): Promise<Page<AlarmView>> {
    return new Page(await this.alarms.list(), null);
  }
}
