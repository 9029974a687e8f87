import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { packageRoot } from '../../src/platform/package-root.js';
import type { BenchDatabase } from './bench-databases.js';
import type { ContenderSettings } from './contenders.js';

const PATIENCE_MS = 30_000;
const ASK_EVERY_MS = 10;

/** Starts the built service on a ready database. @returns seconds until `/health/ready` says so */
export async function measureStartUp(database: BenchDatabase, settings: ContenderSettings): Promise<number> {
  const port = await freePort();
  const startedMs = performance.now();
  const service = spawn(process.execPath, [join(packageRoot(), 'dist', 'src', 'main.js')], {
    env: settings.environment(database, port),
    stdio: ['ignore', 'ignore', 2],
  });
  try {
    await untilReady(service, `http://127.0.0.1:${port}/health/ready`, startedMs + PATIENCE_MS);
    return (performance.now() - startedMs) / 1000;
  } finally {
    const ended =
      service.exitCode === null ? new Promise((resolve) => service.once('exit', resolve)) : undefined;
    service.kill('SIGTERM');
    await ended;
  }
}

async function untilReady(service: ChildProcess, url: string, deadlineMs: number): Promise<void> {
  while (performance.now() < deadlineMs && service.exitCode === null) {
    const status = await fetch(url).then(
      (answer) => answer.body?.cancel().then(() => answer.status),
      () => undefined,
    );
    if (status === 200) return;
    await delay(ASK_EVERY_MS);
  }
  throw new Error(`The service was not ready within ${PATIENCE_MS / 1000} s`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
