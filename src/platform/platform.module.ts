import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ApiKeyGuard } from './auth/api-key.guard.js';
import { ApiKeysService } from './auth/api-keys.service.js';
import { Clock } from './clock/clock.js';
import type { ResolvedSettings } from './config/resolved-settings.js';
import { SETTINGS } from './config/settings.token.js';
import { PersonalDataVault } from './crypto/personal-data.js';
import { DatabaseService } from './database/database.service.js';
import { PrismaService } from './database/prisma.service.js';
import { HealthController } from './health/health.controller.js';
import { ReadinessService } from './health/readiness.service.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsService } from './metrics/metrics.service.js';
import { ApiDocument } from './openapi/api-document.js';
import { ApiDocumentController } from './openapi/api-document.controller.js';
import { RequestBodyPipe } from './validation/request-body.pipe.js';

const TOOLS = [
  ApiDocument,
  ApiKeysService,
  Clock,
  DatabaseService,
  MetricsService,
  PrismaService,
  ReadinessService,
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
      controllers: [ApiDocumentController, HealthController, MetricsController],
      providers: [
        ...values,
        ...TOOLS,
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_PIPE, useClass: RequestBodyPipe },
      ],
      exports: [...values, ...TOOLS],
    };
  }
}
