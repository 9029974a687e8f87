import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmptyDatabase, type EmptyDatabase } from './support/empty-database.js';
import { ENCRYPTION_KEY } from './support/service.js';
import { newDataDir } from './support/spawn-service.js';

const CLI = join(process.cwd(), 'dist', 'src', 'cli', 'main.js');

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

let database: EmptyDatabase;
let dataDir: string;

async function cli(...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      DATABASE_URL: database.serviceUrl,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      ENCRYPTION_KEYS: ENCRYPTION_KEY,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

async function json(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await cli(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

beforeAll(async () => {
  database = await createEmptyDatabase();
  dataDir = await newDataDir();
});

afterAll(async () => {
  await database.drop();
});

describe('the command line', () => {
  it('tells a verb that needs the tables to wait for migrate', async () => {
    const { code, stderr } = await cli('keys', 'list');
    expect(code).toBe(1);
    expect(stderr).toContain('run the verb migrate first');
  });

  it('migrates, once', async () => {
    expect(await cli('migrate')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Applied '),
    });
    expect(await json('migrate')).toMatchObject({ applied_now: [], pending: [], unknown: [] });
    expect(await json('migrate', '--status')).toMatchObject({ pending: [] });
  });

  it('makes a key, shows it once, lists it without its secret, and revokes it', async () => {
    const made = (await json('keys', 'create', '--name', 'feed', '--scopes', 'write,read')) as {
      id: string;
      key: string;
    };
    expect(made).toMatchObject({ name: 'feed', scopes: ['read', 'write'], expires_at: null });
    expect(made.key).toMatch(/^arrears_[a-z0-9]{16}_[\w-]{43}$/);
    const listed = await cli('keys', 'list');
    expect(listed.stdout).toContain(made.id);
    expect(listed.stdout).not.toContain(made.key.slice(-43));
    expect((await cli('keys', 'revoke', made.id)).stdout).toBe('The key "feed" is revoked.\n');
    expect(await json('keys', 'list')).toMatchObject([{ id: made.id, revoked_at: expect.any(String) }]);
    expect(await database.query(`SELECT action, actor_kind FROM audit_events ORDER BY position`)).toEqual([
      { action: 'api_key.created', actor_kind: 'cli' },
      { action: 'api_key.revoked', actor_kind: 'cli' },
    ]);
  });

  it('says in one sentence that there is no such key', async () => {
    expect(await cli('keys', 'revoke', 'nobody')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no API key with this id; the list of keys shows them\n',
    });
  });

  it('seeds an empty or a demo database, never one with real accounts', async () => {
    expect(await json('seed', '--accounts', '50')).toMatchObject({ debtAccounts: 50 });
    expect(await database.query('SELECT * FROM broken_books()')).toEqual([]);
    const again = await cli('seed', '--accounts', '50');
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('in this database already')]);
    await database.query('UPDATE installation SET demo = false');
    const real = await cli('seed', '--accounts', '50', '--seed', '9');
    expect([real.code, real.stderr]).toEqual([1, expect.stringContaining('not demo data')]);
  });

  it('examines the installation without telling a secret', async () => {
    const { code, stdout } = await cli('doctor');
    expect(code).toBe(0);
    for (const check of [
      'settings',
      'database',
      'database role',
      'migrations',
      'disk',
      'clock',
      'Tratta reachability',
    ])
      expect(stdout).toContain(check);
    const password = new URL(database.serviceUrl).password;
    expect(stdout).not.toContain(password === '' ? '://' : password);
    expect(stdout).not.toContain(ENCRYPTION_KEY);
  });

  it.each([
    [['keys', 'create', '--name', 'x'], '--scopes'],
    [['keys', 'create', '--name', 'x', '--scopes', 'everything'], 'is no scope'],
    [['seed', '--accounts', 'many'], 'whole number'],
    [['sed'], 'unknown command'],
    [['migrate', '--force'], 'unknown option'],
  ])('ends with 2 on wrong usage: %j', async (args, told) => {
    const { code, stderr } = await cli(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });

  it('ends with 0 where help was asked for', async () => {
    expect(await cli('--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('doctor'),
    });
  });
});
