import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.js';
import { resolveSettings, type ResolvedSettings } from '../../src/platform/config/resolved-settings.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { DatabaseService } from '../../src/platform/database/database.service.js';
import { configureLogger } from '../../src/platform/logging/logger.js';
import { ApiDocument } from '../../src/platform/openapi/api-document.js';
import { Api } from './api.js';
import { holdToDocument, type ApiDocumentParts } from './conformance.js';
import { ask, type Answer } from './http.js';
import type { TestDatabase } from './test-database.js';

/** Secrets of no installation. */
export const JIT_TOKEN = 'jit-token-of-the-tests-only';
export const ADMIN_KEY = 'admin-key-of-the-tests-only-0123456789';
export const ENCRYPTION_KEY = `tests:${Buffer.alloc(32, 7).toString('base64')}`;

export interface ServiceOptions {
  database: Pick<TestDatabase, 'serviceUrl' | 'ownerUrl'>;
  /** Settings beside those that every test service has. */
  env?: Record<string, string>;
  /** False: listens and waits for its database in the background, as a starting process does. */
  awaitDatabase?: boolean;
  /** Before the service listens. */
  prepare?: (app: NestFastifyApplication) => void;
}

/** The real application in this process, listening on a port of its own. */
export interface Service {
  url: string;
  app: NestFastifyApplication;
  /** As the bootstrap admin, as a key's holder, or as nobody (`null`). */
  api(key?: string | null): Api;
  /** What Tratta asks. */
  jit(externalId: string, options?: JitOptions): Promise<Answer>;
  /** A second call waits for the same. */
  close(): Promise<void>;
}

export interface JitOptions {
  token?: string;
  headers?: Record<string, string>;
}

function testSettings({ database, env }: ServiceOptions): ResolvedSettings {
  const settings = readSettings({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: database.serviceUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    ADMIN_API_KEY: ADMIN_KEY,
    ENCRYPTION_KEYS: ENCRYPTION_KEY,
    JIT_TOKENS: JIT_TOKEN,
    // Nothing by itself: tests say when.
    BILLING_SYNC_CRON: 'off',
    BILLING_RECONCILE_CRON: 'off',
    // LOG_LEVEL of the shell shows what a failing test's service says.
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    ...env,
  });
  return resolveSettings(settings, {});
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const settings = testSettings(options);
  configureLogger(settings, false);
  const app = await createApp(settings);
  options.prepare?.(app);
  await app.listen(settings.port, settings.host);
  const stopping = new AbortController();
  const opening = app.get(DatabaseService).open(stopping.signal, () => Promise.resolve());
  if (options.awaitDatabase ?? true) await opening;
  else opening.catch(() => undefined);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://${settings.host}:${String(port)}`;
  holdToDocument(url, () => app.get(ApiDocument).read() as unknown as ApiDocumentParts);
  let closing: Promise<void> | undefined;
  return {
    url,
    app,
    api: (key = ADMIN_KEY) => new Api(url, key ?? undefined),
    jit: (externalId, { token = JIT_TOKEN, headers = {} } = {}) =>
      ask(`${url}/jit/${token}?debt_account_external_id=${encodeURIComponent(externalId)}`, { headers }),
    close: () => {
      stopping.abort();
      closing ??= app.close();
      return closing;
    },
  };
}
