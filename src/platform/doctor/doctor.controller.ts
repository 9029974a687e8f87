import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../auth/scopes.decorator.js';
import { Clock } from '../clock/clock.js';
import { KeptAnswer } from '../clock/kept-answer.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import { RecordInterceptor } from '../http/record.interceptor.js';
import { ChapterOf, Describe } from '../openapi/describe.decorator.js';
import { examine } from './doctor.js';
import { DoctorReport, toReport } from './doctor.types.js';

@Controller('api/v1/doctor')
@ChapterOf('Figures and alarms', 'How the service is.')
@UseInterceptors(RecordInterceptor)
export class DoctorController {
  private readonly report: KeptAnswer<DoctorReport>;

  constructor(@InjectSettings() settings: ResolvedSettings, clock: Clock) {
    // It asks the vendors, which may take seconds: those who ask meanwhile share one examination.
    this.report = new KeptAnswer(clock, 0, async () => toReport(await examine(settings)));
  }

  @Get()
  @RequiresScope('admin')
  @Describe({
    summary: 'Ask the doctor',
    description:
      'Looks at everything that the service needs, the vendors included, which may take seconds. No secrets and no personal data are told.',
    answers: DoctorReport,
  })
  read(): Promise<DoctorReport> {
    return this.report.get();
  }
}
