import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { spawnService, type SpawnedService } from './support/spawn-service.js';

/** Own the embedded database, and so several seconds each. */
const EMBEDDED = { DEMO_DATA: 'on' };
const running: SpawnedService[] = [];

async function start(env: Record<string, string>): Promise<SpawnedService> {
  const service = await spawnService(env);
  running.push(service);
  return service;
}

async function jitCommand(service: SpawnedService): Promise<string> {
  await service.ready();
  const url = /curl "(http[^"]+)"/.exec(service.output())?.[1];
  if (url === undefined) throw new Error(`No curl line in:\n${service.output()}`);
  return url;
}

/** Ended and only not yet reaped by its new parent is not alive. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined);
  return stat !== undefined && !/\) [ZX] /.test(stat);
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
});

describe('a process with the embedded database', () => {
  it('prints an address, a key and a JIT call that works; ends with its database, and keeps its data', async () => {
    const first = await start(EMBEDDED);
    const url = await jitCommand(first);
    expect(first.output()).toContain('The first admin key');
    const told = await (await fetch(url)).text();
    expect(JSON.parse(told)).toMatchObject({ data: { debt_account: { external_id: 'ACCT-000002' } } });
    await expectEnd(first, 'SIGTERM', await serverPid(first));

    const second = await start({ ...EMBEDDED, DATA_DIR: first.dataDir });
    const toldAgain = await (await fetch(await jitCommand(second))).text();
    expect(toldAgain).toBe(told);
    expect(second.output()).not.toContain('The first admin key');
    await expectEnd(second, 'SIGINT', await serverPid(second));
  });

  async function expectEnd(service: SpawnedService, signal: NodeJS.Signals, database: number): Promise<void> {
    service.process.kill(signal);
    // npm passes on what the terminal has sent to the whole group already.
    service.process.kill(signal);
    expect(await service.exit()).toEqual({ code: 0, signal: null });
    expect(await isAlive(database)).toBe(false);
  }

  it('starts again after kill -9, whose database still runs, and has lost nothing', async () => {
    const first = await start(EMBEDDED);
    const told = await (await fetch(await jitCommand(first))).text();
    const database = await serverPid(first);
    first.process.kill('SIGKILL');
    await first.exit();
    expect(await isAlive(database)).toBe(true);

    const second = await start({ ...EMBEDDED, DATA_DIR: first.dataDir });
    expect(await (await fetch(await jitCommand(second))).text()).toBe(told);
    expect(await isAlive(database)).toBe(false);
  });

  it('refuses a second start on the same folder, goes on, and says why it ends when its database does', async () => {
    const first = await start(EMBEDDED);
    const url = await jitCommand(first);
    const second = await start({ ...EMBEDDED, DATA_DIR: first.dataDir });
    expect((await second.exit()).code).toBe(1);
    expect(second.output()).toContain(`already running on ${first.dataDir}`);
    expect((await fetch(url)).status).toBe(200);

    process.kill(await serverPid(first), 'SIGQUIT');
    expect((await first.exit()).code).toBe(1);
    expect(first.output()).toContain('PostgreSQL ended by itself');
  });
});

describe('a process that cannot start', () => {
  it('names a port that is taken', async () => {
    const taken: Server = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const service = await start({ ...EMBEDDED, PORT: port });
    expect((await service.exit()).code).toBe(1);
    expect(service.output()).toContain(
      `Port ${port} of 127.0.0.1 cannot be listened on: another program uses it`,
    );
    expect(service.output()).not.toMatch(/\n\s+at /);
    taken.close();
  });

  it('names a data folder that cannot be written', async () => {
    const service = await start({ ...EMBEDDED, DATA_DIR: '/proc/arrears' });
    expect((await service.exit()).code).toBe(1);
    expect(service.output()).toContain('cannot write to the folder /proc/arrears');
    expect(service.output()).toContain('Set DATA_DIR');
  });

  it('lists every wrong setting at once, and no secret', async () => {
    const service = await start({
      PORT: 'http',
      JIT_TOKENS: 'short-secret',
      JIT_DEADLINE: '5',
      ADMIN_API_KEY: 'tiny-secret',
    });
    expect((await service.exit()).code).toBe(1);
    for (const name of ['PORT:', 'JIT_TOKENS:', 'JIT_DEADLINE:', 'ADMIN_API_KEY:'])
      expect(service.output()).toContain(name);
    expect(service.output()).not.toContain('secret\n');
    expect(service.output()).not.toContain('short-secret');
    expect(service.output()).not.toContain('tiny-secret');
  });

  it('has no secrets of its own in production', async () => {
    const service = await start({ NODE_ENV: 'production' });
    expect((await service.exit()).code).toBe(1);
    for (const name of ['DATABASE_URL', 'ENCRYPTION_KEYS', 'JIT_TOKENS', 'ADMIN_API_KEY'])
      expect(service.output()).toContain(`${name}: is required in production`);
  });
});

/** The embedded server's own process, which is a child of the service. */
async function serverPid(service: SpawnedService): Promise<number> {
  const parent = String(service.process.pid);
  return eventually(
    async () => {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
        const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
        if (/\(postgres\) \S (\d+)/.exec(stat)?.[1] === parent) return Number(pid);
      }
      return 0;
    },
    (pid) => pid !== 0,
  );
}
