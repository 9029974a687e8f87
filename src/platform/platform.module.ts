import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AlarmsController } from './alarms/alarms.controller.js';
import { AlarmsService } from './alarms/alarms.service.js';
import { ApiKeyGuard } from './auth/api-key.guard.js';
import { ApiKeysController } from './auth/api-keys.controller.js';
import { ApiKeysService } from './auth/api-keys.service.js';
import { Reasons } from './audit/reasons.js';
import { BackgroundWork } from './background/background-work.js';
import { Admission } from './auth/admission.js';
import { KeyRates } from './auth/key-rates.js';
import { Clock } from './clock/clock.js';
import type { ResolvedSettings } from './config/resolved-settings.js';
import { SETTINGS } from './config/settings.token.js';
import { PersonalDataVault } from './crypto/personal-data.js';
import { DatabaseService } from './database/database.service.js';
import { LeasesService } from './database/leases.service.js';
import { PrismaService } from './database/prisma.service.js';
import { DoctorAlarms } from './doctor/doctor-alarms.js';
import { DoctorController } from './doctor/doctor.controller.js';
import { HealthController } from './health/health.controller.js';
import { ReadinessService } from './health/readiness.service.js';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.js';
import { IdempotentAnswers } from './idempotency/idempotent-answers.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsService } from './metrics/metrics.service.js';
import { ApiDocument } from './openapi/api-document.js';
import { ApiDocumentController } from './openapi/api-document.controller.js';
import { Cursors } from './pagination/cursors.js';
import { SchedulesService } from './schedules/schedules.service.js';
import { RequestPipe } from './validation/request.pipe.js';

const TOOLS = [
  Admission,
  ApiDocument,
  AlarmsService,
  ApiKeysService,
  BackgroundWork,
  Clock,
  Cursors,
  DatabaseService,
  IdempotentAnswers,
  KeyRates,
  LeasesService,
  MetricsService,
  PrismaService,
  ReadinessService,
  Reasons,
  SchedulesService,
];

/** What every room may use. */
@Global()
@Module({})
export class PlatformModule {
  static with(settings: ResolvedSettings): DynamicModule {
    const values = [
      { provide: SETTINGS, useValue: settings },
      { provide: PersonalDataVault, useValue: new PersonalDataVault(settings.encryptionKeys) },
    ];
    return {
      module: PlatformModule,
      controllers: [
        AlarmsController,
        ApiDocumentController,
        ApiKeysController,
        DoctorController,
        HealthController,
        MetricsController,
      ],
      providers: [
        ...values,
        ...TOOLS,
        DoctorAlarms,
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_PIPE, useClass: RequestPipe },
      ],
      exports: [...values, ...TOOLS],
    };
  }
}
