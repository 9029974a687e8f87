import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { testServer } from './test-database.js';

const MAIN = join(process.cwd(), 'dist', 'src', 'main.js');

/** The built service as a process of its own. */
export interface SpawnedService {
  process: ChildProcess;
  dataDir: string;
  /** All that it has written to both of its outputs. */
  output(): string;
  /** The address that it says it is ready at. @throws Error with its output when it ends instead */
  ready(withinMs?: number): Promise<string>;
  /** Resolves when it has ended. */
  exit(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** SIGTERM, and waits for the end; kills it where it doesn't end by itself. */
  stop(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** @param env settings; nothing of the test's own environment is passed on but what a program needs to run */
export async function spawnService(env: Record<string, string>): Promise<SpawnedService> {
  const dataDir = env['DATA_DIR'] ?? (await newDataDir());
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      TMPDIR: tmpdir(),
      DATA_DIR: dataDir,
      PORT: '0',
      LOG_LEVEL: 'info',
      // A process more, for the few tests that are about it.
      SANDBOXES: 'off',
      // Nothing by itself: tests say when.
      BILLING_SYNC_CRON: 'off',
      BILLING_RECONCILE_CRON: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => chunks.push(chunk));
  }
  const output = (): string => chunks.join('');
  // 'close' comes when its outputs, too, have been read to their end.
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const exit = async () => {
    const [code, signal] = await ended;
    return { code, signal };
  };
  return {
    process: child,
    dataDir,
    output,
    exit,
    ready: async (withinMs = 60_000) => {
      await eventually(
        output,
        (text) => READY.test(text) || child.exitCode !== null || child.signalCode !== null,
        withinMs,
      );
      const url = READY.exec(output())?.[1];
      if (url === undefined) throw new Error(`The service ended before it was ready:\n${output()}`);
      return url;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
      const end = await exit();
      clearTimeout(timer);
      return end;
    },
  };
}

const READY = /Arrears is ready at (http:\/\/[^\s"]+)/;

/** An own folder, which the user that an embedded PostgreSQL runs as may pass through. */
export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(testServer().folder, 'data-'));
  await chmod(folder, 0o711);
  return folder;
}
