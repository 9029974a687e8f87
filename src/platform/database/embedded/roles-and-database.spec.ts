import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { ensureRolesAndDatabase } from './roles-and-database.js';

const wanted = {
  database: 'the books',
  ownerRole: 'books_owner',
  ownerPassword: 'own%er/1',
  serviceRole: 'books service',
  servicePassword: "ser'vice:@1",
};

describe("the service's roles and database", () => {
  let scratch: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'arrears-roles-'));
    await chmod(scratch, 0o711);
    server = await startEmbeddedPostgres({
      directory: join(scratch, 'data'),
      superuserPassword: 'secret',
      durable: false,
      report: () => undefined,
    });
  });
  afterAll(async () => {
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  it('are made by whoever comes first, and by nobody twice', async () => {
    const calls = Array.from({ length: 4 }, () => ensureRolesAndDatabase(server.superuserUrl(), wanted));
    const [{ ownerUrl, serviceUrl }] = (await Promise.all(calls)) as [Urls];
    expect(await currentUser(ownerUrl)).toBe('books_owner');
    expect(await currentUser(serviceUrl)).toBe('books service');
  });

  it('take new passwords', async () => {
    const { ownerUrl } = await ensureRolesAndDatabase(server.superuserUrl(), wanted);
    const renewed = await ensureRolesAndDatabase(server.superuserUrl(), { ...wanted, ownerPassword: 'new' });
    expect(await currentUser(renewed.ownerUrl)).toBe('books_owner');
    await expect(currentUser(ownerUrl)).rejects.toMatchObject({ code: '28P01' });
  });

  it('let the owner make tables, which the service neither makes nor sees', async () => {
    const { ownerUrl, serviceUrl } = await ensureRolesAndDatabase(server.superuserUrl(), wanted);
    await run(ownerUrl, 'CREATE TABLE accounts (id int)');
    const denied = { code: '42501' };
    await expect(run(serviceUrl, 'CREATE TABLE another (id int)')).rejects.toMatchObject(denied);
    await expect(run(serviceUrl, 'SELECT * FROM accounts')).rejects.toMatchObject(denied);
    await expect(run(serviceUrl, 'CREATE ROLE another')).rejects.toMatchObject(denied);
  });

  it('keep everybody else out of the database', async () => {
    await ensureRolesAndDatabase(server.superuserUrl(), wanted);
    await run(server.superuserUrl(), "CREATE ROLE stranger LOGIN PASSWORD 'stranger'");
    const stranger = new URL(server.superuserUrl(wanted.database));
    stranger.username = stranger.password = 'stranger';
    await expect(currentUser(stranger.href)).rejects.toMatchObject({ code: '42501' });
  });
});

type Urls = Awaited<ReturnType<typeof ensureRolesAndDatabase>>;

async function currentUser(url: string): Promise<unknown> {
  const [row] = await run(url, 'SELECT current_user AS name');
  return row?.['name'];
}

async function run(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
