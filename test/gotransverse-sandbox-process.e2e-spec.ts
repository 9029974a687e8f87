import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGotransverseSandbox } from '../sandbox/gotransverse/gotransverse-sandbox.js';
import { eventually } from './support/eventually.js';
import { GotransverseCaller, type GotransverseAddress } from './support/gotransverse-caller.js';
import { newDataDir, spawnService, type SpawnedService } from './support/spawn-service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const MAIN = join(process.cwd(), 'dist', 'sandbox', 'gotransverse', 'main.js');

interface Program {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

const programs: Program[] = [];
const services: SpawnedService[] = [];

afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await Promise.all(services.splice(0).map((service) => service.stop()));
});

function run(...args: string[]): Program {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const ended = (once(child, 'close') as Promise<[number | null]>).then(([code]) => code);
  const program = { child, output: () => chunks.join(''), ended };
  programs.push(program);
  return program;
}

async function listening(program: Program): Promise<GotransverseAddress> {
  const output = await eventually(
    program.output,
    (text) => text.includes('is at http') || text.includes('rror'),
  );
  const baseUrl = /is at (http\S+)/.exec(output)?.[1];
  if (baseUrl === undefined) throw new Error(output);
  return { baseUrl, username: 'sandbox', password: 'sandbox' };
}

async function start(service: Record<string, string>): Promise<SpawnedService> {
  const started = await spawnService(service);
  services.push(started);
  return started;
}

async function addressOf(service: SpawnedService): Promise<GotransverseAddress> {
  await service.ready();
  const baseUrl = /a sandbox: (http\S+)/.exec(service.output())?.[1];
  if (baseUrl === undefined) throw new Error(`No sandbox in:\n${service.output()}`);
  return { baseUrl, username: 'sandbox', password: 'sandbox' };
}

function answers({ baseUrl }: GotransverseAddress): Promise<boolean> {
  return fetch(baseUrl).then(
    () => true,
    () => false,
  );
}

async function accountNumbers(address: GotransverseAddress): Promise<(string | undefined)[]> {
  const page = await new GotransverseCaller(address).get('billingAccounts');
  return page.root().children.map(({ attributes }) => attributes['externalAccountNum']);
}

async function create(address: GotransverseAddress, name: string): Promise<string> {
  const caller = new GotransverseCaller(address);
  return caller.created('billingAccounts', caller.account(name));
}

describe('the sandbox as a program', () => {
  it('has help that is good to read, and refuses what it does not know', async () => {
    const help = run('--help');
    expect(await help.ended).toBe(0);
    expect(help.output()).toContain('/_sandbox/faults');
    const wrong = run('--data');
    expect(await wrong.ended).toBe(2);
    const port = run('--port', '70000');
    expect([await port.ended, port.output()]).toEqual([2, expect.stringContaining('from 0 to 65535')]);
  });

  it('tells in one line where it is and how faults are asked for, and ends on SIGTERM', async () => {
    const program = run('--port', '0', '--username', 'me', '--password', 'mine');
    const { baseUrl } = await listening(program);
    expect(program.output().trim().split('\n')).toEqual([expect.stringContaining('/_sandbox/faults')]);
    const user = await new GotransverseCaller({ baseUrl, username: 'me', password: 'mine' }).get(
      'users/current',
    );
    expect(user.status).toBe(200);
    const second = run('--port', new URL(baseUrl).port);
    expect([await second.ended, second.output()]).toEqual([
      1,
      expect.stringContaining('cannot be listened on'),
    ]);
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  });

  it('killed right after an answer, has all that it answered', async () => {
    const folder = await newDataDir();
    const first = run('--port', '0', '--data', folder);
    const address = await listening(first);
    await Promise.all(Array.from({ length: 30 }, (_none, at) => create(address, `debt-${String(at)}`)));
    first.child.kill('SIGKILL');
    await first.ended;
    // What it was writing when it was killed.
    await appendFile(join(folder, 'state.jsonl'), '[["accounts","5000099",{"eid":"50000');

    const second = await listening(run('--port', '0', '--data', folder));
    expect((await accountNumbers(second)).length).toBe(30);
    expect(await create(second, 'debt-30')).toBe('5000031');
  });

  it('shares its folder with no other', async () => {
    const folder = await newDataDir();
    const first = await listening(run('--port', '0', '--data', folder));
    const second = run('--port', '0', '--data', folder);
    expect([await second.ended, second.output()]).toEqual([
      1,
      expect.stringContaining('Another Gotransverse sandbox'),
    ]);
    expect(await answers(first)).toBe(true);
    expect(JSON.parse(await readFile(join(folder, 'address'), 'utf8'))).toEqual(first);
  });
});

describe('the state of a sandbox', () => {
  it('is kept, deletions and numbers included, and does not grow with what is changed', async () => {
    const dataFolder = await newDataDir();
    const file = join(dataFolder, 'state.jsonl');
    const first = await startGotransverseSandbox({ dataFolder });
    const caller = new GotransverseCaller(first);
    const eid = await create(first, 'debt-1');
    const gone = await caller.created('adjustments', caller.adjustment(eid, '1.00', false));
    await caller.delete(`adjustments/${gone}`);
    const body = `<billingAccount xmlns="${caller.namespace}" eid="${eid}" billType="EMAIL"/>`;
    for (let at = 0; at < 20; at += 1) await caller.put(`billingAccounts/${eid}`, body);
    const before = first.state.all();
    await first.close();
    const grown = (await stat(file)).size;

    const second = await startGotransverseSandbox({ dataFolder });
    expect(second.state.all()).toEqual(before);
    expect((await stat(file)).size).toBeLessThan(grown / 4);
    const again = new GotransverseCaller(second);
    expect(await again.created('adjustments', again.adjustment(eid, '1.00', false))).toBe(
      String(Number(gone) + 1),
    );
    second.reset();
    await second.close();

    const third = await startGotransverseSandbox({ dataFolder });
    expect(third.state.all().counts.accounts).toBe(0);
    await third.close();
  });

  it('that is damaged in its middle is not guessed at', async () => {
    const dataFolder = await newDataDir();
    await writeFile(join(dataFolder, 'state.jsonl'), '[]\n[["accounts"\n[]\n');
    await expect(startGotransverseSandbox({ dataFolder })).rejects.toThrow('damaged in its middle');
  });
});

describe('a service with SANDBOXES=on', () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    env = {
      SANDBOXES: 'on',
      // The services of these tests have folders of their own, and one database.
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      DATABASE_URL: database.serviceUrl,
      MIGRATION_DATABASE_URL: database.ownerUrl,
    };
  });
  afterAll(() => database.drop());

  it('runs one that ends with it, even when it is killed, and keeps its data over the restart', async () => {
    const first = await start(env);
    const address = await addressOf(first);
    await create(address, 'debt-1');
    first.process.kill('SIGKILL');
    await first.exit();
    const left = await eventually(
      () => answers(address),
      (alive) => !alive,
    );
    expect(left).toBe(false);

    const second = await start({ ...env, DATA_DIR: first.dataDir });
    const next = await addressOf(second);
    expect(await accountNumbers(next)).toEqual(['debt-1']);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    expect(await answers(next)).toBe(false);
  });

  it('shares the one of another service on the folder; it goes on, and says so, where that ends', async () => {
    const first = await start(env);
    const address = await addressOf(first);
    const second = await start({ ...env, DATA_DIR: first.dataDir });
    expect(await addressOf(second)).toEqual(address);
    await second.stop();
    expect(await answers(address)).toBe(true);

    const lock = join(first.dataDir, 'sandbox', 'gotransverse', 'arrears.lock');
    const { pid } = JSON.parse(await readFile(lock, 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    const output = await eventually(
      () => first.output(),
      (text) => text.includes('ended by itself'),
    );
    expect(output).toContain('The Gotransverse sandbox ended by itself');
    expect(await answers(address)).toBe(false);
    expect((await fetch(`${await first.ready()}/health/ready`)).status).toBe(200);
  });
});
