import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataFolderNotWritableError } from '../../data-folder.js';
import { ClusterVersionError, EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';

const isRoot = process.getuid?.() === 0;

describe('the embedded PostgreSQL', () => {
  const report = jest.fn<(message: string) => void>();
  const running = new Set<EmbeddedPostgres>();
  let scratch: string;
  let directory: string;
  let cluster: string;

  const start = async (changes: { directory?: string; superuserPassword?: string } = {}) => {
    const server = await startEmbeddedPostgres({
      directory,
      superuserPassword: 'p%20@ss/word',
      durable: false,
      report,
      readablePlaces: [join(scratch, 'place')],
      ...changes,
    });
    running.add(server);
    return server;
  };
  const failureOf = (started: Promise<unknown>) =>
    started.then(
      () => undefined,
      (error: unknown) => error,
    );
  const serverPid = async () => Number.parseInt(await readFile(join(cluster, 'postmaster.pid'), 'utf8'), 10);

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'arrears-embedded-'));
    // Root's server runs as another user, who must be able to pass.
    await chmod(scratch, 0o711);
    directory = join(scratch, 'data');
    cluster = join(directory, 'cluster');
    const server = await start();
    await query(server, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await server.stop();
  });
  afterAll(async () => {
    for (const server of running) await server.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  it('keeps its data over a stop and a start, and is gone after a stop', async () => {
    const server = await start();
    expect(await query(server, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await Promise.all([server.stop(), server.stop()]);
    await expect(query(server, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('listens on this machine alone, in UTF-8 and UTC', async () => {
    const server = await start();
    expect(
      await query(
        server,
        `SELECT current_setting('listen_addresses') AS addresses, current_setting('server_encoding') AS encoding,
                current_setting('unix_socket_directories') AS sockets, current_setting('TimeZone') AS zone`,
      ),
    ).toEqual([{ addresses: '127.0.0.1', encoding: 'UTF8', sockets: '', zone: 'UTC' }]);
    await server.stop();
  });

  it('is stopped and started anew where an earlier run left it running', async () => {
    const leftBehind = await start();
    const pid = await serverPid();
    const server = await start();
    expect(report).toHaveBeenCalledWith(expect.stringContaining(`left behind (process ${pid})`));
    expect(await leftBehind.exited).toMatchObject({ code: 0 });
    expect(await query(server, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it('tells when it was killed, and recovers', async () => {
    const killed = await start();
    process.kill(await serverPid(), 'SIGKILL');
    expect(await killed.exited).toMatchObject({ code: null, signal: 'SIGKILL' });
    const server = await start();
    expect(await query(server, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it('is not kept from starting by a process that bears the pid of its killed predecessor', async () => {
    // Of the server's own user: PostgreSQL itself tells another user's process from a server of its own.
    const { uid, gid } = await stat(cluster);
    const bystander = spawn('sleep', ['60'], { cwd: '/', ...(isRoot ? { uid, gid } : {}) });
    await writeFile(join(cluster, 'postmaster.pid'), `${bystander.pid}\n${cluster}\n1700000000\n5433\n\n`);
    const server = await start();
    expect(await query(server, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(bystander.kill()).toBe(true);
    await server.stop();
  });

  it('takes a new password where the old one was lost', async () => {
    const server = await start({ superuserPassword: 'another' });
    expect(report).toHaveBeenCalledWith(expect.stringContaining('gets the new one'));
    expect(await query(server, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await server.stop();
    await (await start()).stop();
  });

  it('refuses a cluster of another release and does not touch it', async () => {
    const version = join(cluster, 'PG_VERSION');
    const current = await readFile(version, 'utf8');
    await writeFile(version, '13\n');
    const failure = await failureOf(start());
    await writeFile(version, current);
    expect(failure).toBeInstanceOf(ClusterVersionError);
    expect((failure as Error).message).toContain(`was made by PostgreSQL 13`);
    await (await start()).stop();
  });

  it('makes a new cluster where one was only half made, and sets the torso aside', async () => {
    const halfMade = join(scratch, 'half-made');
    await mkdir(join(halfMade, 'cluster/base'), { recursive: true });
    await mkdir(join(halfMade, 'cluster.draft-interrupted'));
    await writeFile(join(halfMade, 'cluster/PG_VERSION'), '18\n');
    const server = await start({ directory: halfMade });
    expect(await query(server, 'SELECT 1 AS works')).toEqual([{ works: 1 }]);
    await server.stop();
    expect(await readdir(halfMade)).toEqual([
      'cluster',
      expect.stringMatching(/^cluster\.incomplete-/),
      'postgres.log',
    ]);
  });

  it('names the folder it cannot write to, and the setting', async () => {
    await writeFile(join(scratch, 'a-file'), '');
    const failure = await failureOf(start({ directory: join(scratch, 'a-file/data') }));
    expect(failure).toBeInstanceOf(DataFolderNotWritableError);
    expect((failure as Error).message).toMatch(/a-file\/data: .* is a file.*Set DATA_DIR/);
  });

  it('shows what the server last said where it does not start', async () => {
    const settings = join(cluster, 'postgresql.auto.conf');
    await writeFile(settings, 'shared_buffers = nonsense\n');
    const failure = await failureOf(start());
    await writeFile(settings, '');
    expect(failure).toBeInstanceOf(EmbeddedPostgresError);
    expect((failure as Error).message).toMatch(/exit code 1.*invalid value for parameter "shared_buffers"/s);
    await (await start()).stop();
  });

  // Only root's server runs as another user than ours, to whom a folder of ours can be closed.
  (isRoot ? describe : describe.skip)('started by root below a closed folder', () => {
    const closed = () => join(scratch, 'closed/data');

    it('puts its data where its user can reach it, says so, and finds it again', async () => {
      await mkdir(join(scratch, 'closed'), { mode: 0o700 });
      const first = await start({ directory: closed() });
      expect(report).toHaveBeenCalledWith(expect.stringContaining(`could not enter ${closed()}`));
      await query(first, 'CREATE TABLE kept AS SELECT 43 AS answer');
      await first.stop();

      const second = await start({ directory: closed() });
      expect(await query(second, 'SELECT answer FROM kept')).toEqual([{ answer: 43 }]);
      await second.stop();
      expect(await readFile(join(closed(), 'THE-DATABASE-LIES-ELSEWHERE.txt'), 'utf8')).toContain(
        `lies in ${join(scratch, 'place')}/`,
      );
    });

    it('is not taken for empty where the folder was moved', async () => {
      const moved = join(scratch, 'closed/moved');
      await rename(closed(), moved);
      const failure = await failureOf(start({ directory: moved }));
      await rename(moved, closed());
      expect(failure).toBeInstanceOf(EmbeddedPostgresError);
      expect((failure as Error).message).toContain(`lies in ${join(scratch, 'place')}/`);
    });

    it('begins anew where the folder was deleted, and keeps the former data aside', async () => {
      await rm(closed(), { recursive: true });
      const server = await start({ directory: closed() });
      expect(await query(server, "SELECT to_regclass('kept') AS former")).toEqual([{ former: null }]);
      await server.stop();
      expect(
        (await readdir(join(scratch, 'place'))).filter((name) => name.includes('.orphaned-')),
      ).toHaveLength(1);
    });

    it('uses no place that another user could have prepared', async () => {
      const place = join(scratch, 'shared');
      await mkdir(place);
      await chmod(place, 0o777);
      const failure = await failureOf(
        startEmbeddedPostgres({
          directory: join(scratch, 'closed/other'),
          superuserPassword: 'x',
          durable: false,
          report,
          readablePlaces: [place],
        }),
      );
      expect((failure as Error).message).toContain(`(${join(scratch, 'closed')} is closed)`);
    });
  });
});

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(server.superuserUrl());
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}
