import { createApp } from '../../../src/app.js';
import { JitRecorder } from '../../../src/jit/jit-recorder.js';
import { configureLogger } from '../../../src/platform/logging/logger.js';
import { DatabaseService } from '../../../src/platform/database/database.service.js';
import type { StartServing } from './serving.js';

/** The service itself, put together as in production. Without recording its recorder is told nothing. */
export const serveOurs: StartServing = async (settings, recording) => {
  configureLogger(settings, false);
  const app = await createApp(settings);
  if (!recording) Object.assign(app.get(JitRecorder), { record: () => undefined });
  await app.listen(settings.port, settings.host);
  await app.get(DatabaseService).open(new AbortController().signal, () => Promise.resolve());
  return { http: app.getHttpServer(), close: () => app.close() };
};
