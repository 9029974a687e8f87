import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  onGotransverseSandbox,
  type ResolvedSettings,
  type VendorAddress,
} from '../config/resolved-settings.js';
import { OperatorError } from '../errors/operator-error.js';
import { logger } from '../logging/logger.js';

/** Beside src in the compiled tree; an image of the service alone has none. */
const PROGRAM = fileURLToPath(new URL('../../../sandbox/gotransverse/main.js', import.meta.url));

/** How long it may take to say where it is, and how long another's address is waited for, in milliseconds. */
const START_PATIENCE_MS = 20_000;
const STOP_PATIENCE_MS = 5_000;

/** The stand-ins for vendors that this process uses, and the settings that point at them. */
export interface Sandboxes {
  settings: ResolvedSettings;
  /** Undefined where none is used. */
  gotransverse: VendorAddress | undefined;
  /** Stops what this process started. */
  close(): Promise<void>;
}

/**
 * Where sandboxes are wanted and the vendor is not set: a process that stands in for it, with its state in
 * `DATA_DIR`. Another service on the same folder may run it already; then its is used.
 * @throws OperatorError where it does not start
 */
export async function openSandboxes(settings: ResolvedSettings): Promise<Sandboxes> {
  if (!settings.sandboxes || settings.gotransverse.connection !== undefined)
    return { settings, gotransverse: undefined, close: () => Promise.resolve() };
  if (!existsSync(PROGRAM))
    throw new OperatorError('SANDBOXES is on, but this build has no sandboxes: set SANDBOXES=off');
  const { address, child } = await startOrShare(join(settings.dataDir, 'sandbox', 'gotransverse'));
  return {
    settings: onGotransverseSandbox(settings, address),
    gotransverse: address,
    close: async () => {
      if (child) await stop(child);
    },
  };
}

interface Running {
  address: VendorAddress;
  /** Undefined where another service runs it. */
  child: ChildProcess | undefined;
}

async function startOrShare(folder: string): Promise<Running> {
  const deadlineMs = performance.now() + START_PATIENCE_MS;
  for (;;) {
    const running = await start(folder);
    if (running !== 'taken') return running;
    const address = await addressIn(folder);
    if (address) return { address, child: undefined };
    if (performance.now() > deadlineMs)
      throw new OperatorError(`A sandbox runs on ${folder}, but does not say where it is: stop it`);
    // It is starting or stopping: the one ends with an address, the other with a folder that is free.
    await delay(100);
  }
}

async function start(folder: string): Promise<Running | 'taken'> {
  const child = fork(PROGRAM, ['--port', '0', '--data', folder], {
    // It needs nothing of ours, and our secrets least.
    env: {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.push(text);
    logger.warn({ said: text.trim() }, 'The Gotransverse sandbox complains');
  });
  const told = await firstWord(child);
  if (told === 'taken') return 'taken';
  if (told === undefined) {
    child.kill('SIGKILL');
    throw new OperatorError(
      `The Gotransverse sandbox did not start; SANDBOXES=off does without it. ${said.join('').trim()}`,
    );
  }
  child.once('exit', () => {
    if (!stopping.has(child))
      logger.warn('The Gotransverse sandbox ended by itself; restart the service to have it again');
  });
  return { address: told, child };
}

/** Children that end because they were told to. */
const stopping = new WeakSet<ChildProcess>();

/** What it tells first; `undefined` where it ends, or the patience does. */
async function firstWord(child: ChildProcess): Promise<VendorAddress | 'taken' | undefined> {
  const signal = AbortSignal.timeout(START_PATIENCE_MS);
  const told = once(child, 'message', { signal }).then(([word]) => word as VendorAddress | 'taken');
  const ended = once(child, 'close', { signal }).then(() => undefined);
  return Promise.race([told, ended]).catch(() => undefined);
}

async function addressIn(folder: string): Promise<VendorAddress | undefined> {
  const text = await readFile(join(folder, 'address'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as VendorAddress);
}

/** It ends when we let go of it. */
async function stop(child: ChildProcess): Promise<void> {
  stopping.add(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}
