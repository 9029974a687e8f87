import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { documentOf } from './api-document.js';
import { AppModule } from './app.module.js';
import { JIT_ERROR_SHAPE } from './jit/jit.types.js';
import { Admission } from './platform/auth/admission.js';
import { assertRoutesGuarded } from './platform/auth/guarded-routes.js';
import type { ResolvedSettings } from './platform/config/resolved-settings.js';
import { ProblemFilter } from './platform/errors/problem.filter.js';
import { ReadinessService } from './platform/health/readiness.service.js';
import { createHttpAdapter, observeRequests } from './platform/http/http-server.js';
import { readStrictJson } from './platform/http/json-body.js';
import { KnownRoutes } from './platform/http/known-routes.js';
import { enforceRouteLimits } from './platform/http/route-limits.js';
import { nestLogger } from './platform/logging/logger.js';
import { MetricsService } from './platform/metrics/metrics.service.js';
import { ApiDocument } from './platform/openapi/api-document.js';

/** Builds the service without listening. */
export async function createApp(settings: ResolvedSettings): Promise<NestFastifyApplication> {
  const routes = new KnownRoutes();
  const problems = new ProblemFilter([JIT_ERROR_SHAPE], routes);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings),
    createHttpAdapter(settings, problems),
    // Bodies are read by our own parser; Nest's would take forms as well.
    { logger: nestLogger, abortOnError: false, bodyParser: false },
  );
  assertRoutesGuarded(app);
  app.get(ApiDocument).comesFrom(() => documentOf(app));
  app.useGlobalFilters(problems);
  const readiness = app.get(ReadinessService);
  const server = app.getHttpAdapter().getInstance();
  app.get(Admission).watch(server);
  readStrictJson(server);
  routes.watch(server);
  enforceRouteLimits(server, settings, problems);
  observeRequests(server, app.get(MetricsService), () => readiness.isStopping);
  return app;
}
