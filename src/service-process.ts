import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.js';
import { loadDemoOnFirstStart } from './demo/first-start.service.js';
import { openLocalResources, type LocalResources } from './platform/boot/local-resources.js';
import { openSandboxes, type Sandboxes } from './platform/boot/sandboxes.js';
import { readSettings, type Settings } from './platform/config/settings.js';
import type { ResolvedSettings } from './platform/config/resolved-settings.js';
import { DatabaseService } from './platform/database/database.service.js';
import { OperatorError } from './platform/errors/operator-error.js';
import { ReadinessService } from './platform/health/readiness.service.js';
import { configureLogger, logger } from './platform/logging/logger.js';
import { readyMessage } from './ready-message.js';

/**
 * Runs the service until it is told to stop; the exit code is the process's own affair.
 * @throws what kept it from starting
 */
export async function runService(): Promise<void> {
  const settings = readSettings();
  configureLogger(settings, process.stdout.isTTY);
  const say = announcer(settings);
  const stop = stopSignal();
  const resources = await openLocalResources(settings, say);
  let sandboxes: Sandboxes | undefined;
  let app: NestFastifyApplication | undefined;
  try {
    sandboxes = await openSandboxes(resources.settings);
    app = await createApp(sandboxes.settings);
    const url = await listen(app, resources.settings);
    void resources.embedded?.exited.then(() => {
      stop.abort(new OperatorError('The embedded PostgreSQL ended by itself; its log is beside its data'));
    });
    await app.get(DatabaseService).open(stop.signal, async () => {
      if (settings.demoData) await loadDemoOnFirstStart(resources.settings, say);
    });
    say(readyMessage(url, resources, sandboxes));
    await aborted(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    await close(app, sandboxes, resources);
  }
  if (stop.signal.reason instanceof Error) throw stop.signal.reason;
}

/** What people should know while they wait: plain lines, but in production part of the log. */
function announcer({ production }: Settings): (message: string) => void {
  return (message) => {
    if (production) logger.info(message);
    else process.stdout.write(`${message}\n`);
  };
}

/** One Ctrl-C comes twice where npm passes it on too; within this time it is still the first, in milliseconds. */
const SAME_SIGNAL_MS = 500;

/** Aborts on Ctrl-C and SIGTERM; a second signal ends the process at once. */
function stopSignal(): AbortController {
  const controller = new AbortController();
  let firstMs = Infinity;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      const nowMs = performance.now();
      if (nowMs - firstMs > SAME_SIGNAL_MS) process.exit(130);
      if (controller.signal.aborted) return;
      firstMs = nowMs;
      logger.info({ signal }, 'Stopping');
      controller.abort(signal);
    });
  return controller;
}

async function listen(app: NestFastifyApplication, { host, port }: ResolvedSettings): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason =
      code === 'EADDRINUSE'
        ? 'another program uses it; stop that one, or set PORT to a free port (PORT=0 picks one)'
        : code === 'EACCES'
          ? 'this user may not use it; set PORT to 1024 or higher'
          : code === 'EADDRNOTAVAIL'
            ? 'this machine has no such address; set HOST'
            : String(error);
    throw new OperatorError(`Port ${String(port)} of ${host} cannot be listened on: ${reason}.`, error);
  }
  const { port: actual } = app.getHttpServer().address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(actual)}`;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}

/** Not ready, wait for the proxy to see it, finish what is under way, write what is held, close. */
async function close(
  app: NestFastifyApplication | undefined,
  sandboxes: Sandboxes | undefined,
  resources: LocalResources,
): Promise<void> {
  if (app !== undefined) {
    app.get(ReadinessService).announceStop();
    if (app.get(DatabaseService).state === 'ready') await delay(resources.settings.shutdownDrainMs);
    await app.close();
  }
  await sandboxes?.close();
  await resources.close();
}
