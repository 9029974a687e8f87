import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate } from '../src/platform/database/migrator.js';
import { createEmptyDatabase, type EmptyDatabase } from './support/empty-database.js';
import { eventually } from './support/eventually.js';
import { freePort } from './support/free-port.js';
import { FlakyProxy } from './support/flaky-proxy.js';
import { ENCRYPTION_KEY } from './support/service.js';
import { spawnService, type SpawnedService } from './support/spawn-service.js';

let database: EmptyDatabase;
const running: SpawnedService[] = [];

async function start(env: Record<string, string> = {}): Promise<SpawnedService> {
  const service = await spawnService({
    DATABASE_URL: database.serviceUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    ENCRYPTION_KEYS: ENCRYPTION_KEY,
    ...env,
  });
  running.push(service);
  return service;
}

async function migrations(): Promise<string[]> {
  const entries = await readdir('prisma/migrations', { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

beforeEach(async () => {
  database = await createEmptyDatabase();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
  await database.drop();
});

describe('a database of the user', () => {
  it('is migrated once, however many replicas start at the same time, and is empty then', async () => {
    const replicas = await Promise.all([start(), start(), start()]);
    await Promise.all(replicas.map((replica) => replica.ready()));
    const applied = await database.query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations',
    );
    expect(applied.map((row) => row.migration_name).sort()).toEqual((await migrations()).sort());
    const announced = replicas.filter((replica) => replica.output().includes('Applying migration'));
    expect(announced).toHaveLength(1);
    // And loads no demo data unless asked.
    expect(await database.query('SELECT 1 FROM debt_accounts LIMIT 1')).toEqual([]);
  });

  it('is refused when a newer release migrated it', async () => {
    await migrate(database.ownerUrl, () => undefined);
    await database.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', now())`,
    );
    const late = await start();
    expect((await late.exit()).code).toBe(1);
    expect(late.output()).toContain('newer release (it has 29990101000000_later)');
  });

  it('is refused when a migration fails, and nothing of it stays', async () => {
    await database.query('CREATE TABLE locations (id integer)');
    const service = await start();
    expect((await service.exit()).code).toBe(1);
    expect(service.output()).toContain('failed and was rolled back');
    expect(await database.query(`SELECT to_regclass('customers') AS made`)).toEqual([{ made: null }]);
  });

  it('is refused with its reason when the credentials are wrong', async () => {
    const url = new URL(database.serviceUrl);
    url.pathname = '/no_such_database';
    const service = await start({ DATABASE_URL: url.href, MIGRATION_DATABASE_URL: url.href });
    expect((await service.exit()).code).toBe(1);
    expect(service.output()).toContain('no_such_database');
    expect(service.output()).not.toContain(url.password === '' ? 'never' : url.password);
  });

  it('is refused without the keys that sealed its personal data, and with others of their names', async () => {
    const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
    const first = await start({ ENCRYPTION_KEYS: key('old', 1) });
    await first.ready();
    await first.stop();

    const lost = await start({ ENCRYPTION_KEYS: key('new', 2) });
    expect((await lost.exit()).code).toBe(1);
    expect(lost.output()).toContain('encrypted with the key "old", which ENCRYPTION_KEYS');

    const mistaken = await start({ ENCRYPTION_KEYS: key('old', 2) });
    expect((await mistaken.exit()).code).toBe(1);
    expect(mistaken.output()).toContain('key "old" is not the one of that name');

    const rotated = await start({ ENCRYPTION_KEYS: `${key('new', 2)},${key('old', 1)}` });
    await rotated.ready();
  });

  it('is waited for when it is away: 503 meanwhile, and it comes to life by itself', async () => {
    const proxy = await FlakyProxy.before(database.serviceUrl);
    await proxy.stop();
    const port = await freePort();
    const service = await start({
      PORT: port,
      DATABASE_URL: proxy.through(database.serviceUrl),
      MIGRATION_DATABASE_URL: proxy.through(database.ownerUrl),
    });
    await eventually(
      () => service.output(),
      (text) => text.includes('Waiting for the database'),
    );
    const early = await fetch(`http://127.0.0.1:${port}/health/ready`);
    expect([early.status, await early.json()]).toEqual([
      503,
      { status: 'not_ready', reasons: ['database waiting'] },
    ]);

    await proxy.listen();
    const url = await service.ready();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    await service.stop();
    await proxy.stop();
  });
});
