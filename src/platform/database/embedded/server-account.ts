import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError, useYourOwnServer } from './embedded-postgres.errors.js';
import { runProgram, type ServerAccount } from './run-program.js';

/**
 * Chooses that user: the owner of the cluster where there is one (so that a later start can open what an
 * earlier one made), else `postgres`, else `nobody`. No user is made: the system is not ours to change.
 */
export async function chooseServerAccount(cluster: string | undefined): Promise<ServerAccount> {
  const users = await systemUsers();
  const owner = cluster === undefined ? undefined : await ownerOf(cluster, users);
  const account = owner ?? users.find(named('postgres')) ?? users.find(named('nobody'));
  if (account) return account;
  throw new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root, and this system has neither a user postgres nor a user nobody to run it as. ' +
      `Start Arrears as an ordinary user. ${useYourOwnServer}`,
  );
}

/** A cluster that root owns was copied by root; it is given to the user chosen otherwise. */
async function ownerOf(cluster: string, users: ServerAccount[]): Promise<ServerAccount | undefined> {
  const { uid, gid } = await stat(cluster);
  if (uid === 0) return undefined;
  const name = users.find((user) => user.uid === uid)?.name ?? `with uid ${uid}`;
  return { uid, gid, name };
}

async function systemUsers(): Promise<ServerAccount[]> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const lines = passwd.split('\n').map((line) => line.split(':'));
  return lines.map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function named(name: string): (user: ServerAccount) => boolean {
  return (user) => user.name === name && Number.isInteger(user.uid) && Number.isInteger(user.gid);
}

/** Whether the account can pass through to the folder and write in it. Tried by the account itself. */
export async function canWrite(account: ServerAccount, folder: string): Promise<boolean> {
  const script = 'cd "$1" && : > .writable && rm .writable';
  const attempt = await runProgram('/bin/sh', ['-c', script, 'sh', folder], { account, timeoutMs: 10_000 });
  return attempt.succeeded;
}

/** The outermost folder on the way that the account may not enter, by the modes; for messages. */
export async function firstClosedFolder(account: ServerAccount, path: string): Promise<string | undefined> {
  const way: string[] = [];
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) way.unshift(folder);
  for (const folder of way) {
    const { mode, uid, gid } = await stat(folder);
    const searchBit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & searchBit) === 0) return folder;
  }
  return undefined;
}
