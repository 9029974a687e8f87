import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { program, type Binaries } from './binaries.js';
import type { ClusterHome } from './cluster-home.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { readPostmasterFile } from './postmaster-file.js';
import { identityOf, serverEnvironment } from './run-program.js';
import { lastLines, logIn, openLog, sizeOf } from './server-log.js';
import { serverSettings } from './server-settings.js';
import { stopServer } from './stop-server.js';

export interface ServerOptions {
  home: ClusterHome;
  cluster: string;
  binaries: Binaries;
  durable: boolean;
}

/** How the server ended without having been asked to, and the last lines of its log. */
export interface ServerDeath {
  code: number | null;
  signal: NodeJS.Signals | null;
  log: string;
}

export interface ServerProcess {
  port: number;
  /** Resolves when the server is gone; a second call waits for the same. */
  stop(): Promise<void>;
  /** Resolves only if the server ends without `stop`. */
  died: Promise<ServerDeath>;
}

/** Recovery after a crash is part of it, and takes seconds. */
const readyWithinMs = 60_000;

/** Returns when the server takes connections. @throws {EmbeddedPostgresError} with the log's last lines */
export async function launchServer(options: ServerOptions): Promise<ServerProcess> {
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const attempt = await launchOnce(options, deadline);
    if ('port' in attempt) return attempt;
    if (!mayPass(attempt.log) || Date.now() > deadline)
      throw startFailure(options, attempt.reason, attempt.log);
    await wait(100);
  }
}

interface FailedLaunch {
  reason: string;
  log: string;
}

/**
 * Another process took the port between our choosing it and the server's binding it; or the former server was
 * killed, and its processes have not yet noticed.
 */
function mayPass(log: string): boolean {
  return /could not create any TCP\/IP sockets|pre-existing shared memory block/.test(log);
}

function startFailure({ home }: ServerOptions, reason: string, log: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL ${reason}. The last lines of ${logIn(home.folder)}:\n${log}`,
  );
}

async function launchOnce(options: ServerOptions, deadline: number): Promise<ServerProcess | FailedLaunch> {
  const logFile = logIn(options.home.folder);
  const port = await freePort();
  const [child, logStart] = await spawnServer(options, port, logFile);
  const server = watch(child, port, () => lastLines(logFile, logStart));
  for (;;) {
    const death = await Promise.race([server.died, wait(10)]);
    if (death) return { reason: `ended while starting (${howItEnded(death)})`, log: death.log };
    const file = await readPostmasterFile(options.cluster);
    if (file?.pid === child.pid && file?.ready) return server;
    if (Date.now() > deadline) {
      await server.stop();
      return {
        reason: `was not ready within ${readyWithinMs / 1000} s`,
        log: await lastLines(logFile, logStart),
      };
    }
  }
}

async function spawnServer(
  options: ServerOptions,
  port: number,
  logFile: string,
): Promise<[ChildProcess, number]> {
  const log = await openLog(logFile);
  try {
    const { account } = options.home;
    // Whom the cluster belongs to may run the next start without us being root.
    if (account) await log.chown(account.uid, account.gid);
    const logStart = await sizeOf(logFile);
    const args = ['-D', options.cluster, ...serverSettings({ port, durable: options.durable })];
    const child = spawn(program(options.binaries, 'postgres'), args, {
      ...identityOf(account),
      cwd: '/',
      env: serverEnvironment,
      stdio: ['ignore', log.fd, log.fd],
      // A session of its own: a Ctrl-C at the terminal reaches us, who still need the database to stop in order.
      detached: true,
    });
    return [child, logStart];
  } finally {
    await log.close();
  }
}

function watch(child: ChildProcess, port: number, readLog: () => Promise<string>): ServerProcess {
  const ended = endOf(child);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= stopServer('The embedded PostgreSQL', {
      signal: (name) => void child.kill(name),
      endsWithin: (milliseconds) => settlesWithin(ended, milliseconds),
    });
    return stopping;
  };
  const died = new Promise<ServerDeath>((resolve) => {
    void ended.then(async (end) => {
      if (!stopping) resolve({ ...end, log: await readLog() });
    });
  });
  return { port, stop, died };
}

type End = Omit<ServerDeath, 'log'>;

/** A program that could not even be started ends too, with no code. */
function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const timeout = wait(milliseconds, false, { signal: timer.signal }).catch(() => false);
  const settled = await Promise.race([promise.then(() => true), timeout]);
  timer.abort();
  return settled;
}

function howItEnded({ code, signal }: ServerDeath): string {
  if (signal) return `killed by ${signal}`;
  return code === null ? 'the program could not be started' : `exit code ${code}`;
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}
