import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolderInUseError, lockDataFolder } from './data-folder-lock.js';
import { findProcess, neverAPid } from './process-identity.js';

describe('the lock of a data folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'arrears-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const writeLock = (content: unknown) => writeFile(join(folder, 'arrears.lock'), JSON.stringify(content));

  it('makes the folder, and leaves nothing behind when released', async () => {
    const lock = await lockDataFolder(join(folder, 'new/data'));
    await lock.release();
    await lock.release();
    expect(await readdir(join(folder, 'new/data'))).toEqual([]);
  });

  it('lets nobody else in until it is released', async () => {
    const lock = await lockDataFolder(folder);
    const refusal = await lockDataFolder(folder).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataFolderInUseError);
    expect((refusal as Error).message).toContain(
      `Arrears is already running on ${folder} (process ${process.pid}).`,
    );
    await lock.release();
    await (await lockDataFolder(folder)).release();
  });

  it('is taken over from a process as soon as that was killed', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const identity = await findProcess(holder.pid as number);
    await writeLock({ ...identity, id: 'of-the-killed' });
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ pid: holder.pid });

    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await (await lockDataFolder(folder)).release();
  });

  it('is taken over where another process has the pid by now', async () => {
    await writeLock({ pid: process.pid, startedAt: 'long ago', id: 'of-a-former-process' });
    await expect(lockDataFolder(folder)).resolves.toMatchObject({ folder });
  });

  it('is taken over where the file tells no process', async () => {
    await writeFile(join(folder, 'arrears.lock'), '');
    await expect(lockDataFolder(folder)).resolves.toMatchObject({ folder });
  });

  it('goes to one of many who find it stale at the same moment', async () => {
    await writeLock({ pid: neverAPid, startedAt: 'x', id: 'of-the-dead' });
    // One of the dead had already begun to take it over.
    await writeFile(
      join(folder, 'arrears.lock.of-the-dead'),
      JSON.stringify({ pid: neverAPid, startedAt: 'x', id: 'of-another-dead' }),
    );
    const takers = Array.from({ length: 20 }, () => lockDataFolder(folder));
    const outcomes = await Promise.allSettled(takers);
    const refused = outcomes.filter(
      (outcome) => outcome.status === 'rejected' && outcome.reason instanceof DataFolderInUseError,
    );
    expect(refused).toHaveLength(19);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readFile(join(folder, 'arrears.lock'), 'utf8')).toContain(`"pid":${process.pid}`);
  });
});
