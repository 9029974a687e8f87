import { createHash } from 'node:crypto';
import {
  chown,
  lchown,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureDataFolder } from '../../data-folder.js';
import { EmbeddedPostgresError, useYourOwnServer } from './embedded-postgres.errors.js';
import { endLeftoverServer } from './leftover-server.js';
import { isTrusted, openPlace } from './readable-places.js';
import type { ServerAccount } from './run-program.js';
import { canWrite, chooseServerAccount, firstClosedFolder } from './server-account.js';

/** The folder that holds the cluster and the server's log, and who runs the server. */
export interface ClusterHome {
  folder: string;
  /** Set only where we are root. */
  account: ServerAccount | undefined;
}

const noteName = 'THE-DATABASE-LIES-ELSEWHERE.txt';

/** Below a home, or where it would be. */
export function clusterIn(home: string): string {
  return join(home, 'cluster');
}

/**
 * Settles where the cluster lies. For an ordinary user that is the wanted folder. Root's PostgreSQL runs as
 * another user, who may not be able to enter it (a clone below /root): then the home is a folder of its own in
 * one of `places`. Where a cluster exists it is used, so the choice holds over all later starts.
 *
 * @throws {DataFolderNotWritableError}
 * @throws {EmbeddedPostgresError} where an existing cluster belongs to another user or cannot be reached
 */
export async function settleHome(
  directory: string,
  places: readonly string[],
  report: (message: string) => void,
): Promise<ClusterHome> {
  const isNew = !(await exists(directory));
  await ensureDataFolder(directory);
  const wanted = await realpath(directory);
  if (process.getuid?.() !== 0) {
    await refuseForeignCluster(clusterIn(wanted));
    return { folder: wanted, account: undefined };
  }
  if (isNew) await setAsideOrphans(wanted, places, report);
  const home = (await existingHome(wanted, places)) ?? (await newHome(wanted, places));
  if (home.folder !== wanted) await tellWhere(wanted, home, report);
  return home;
}

/** PostgreSQL would refuse it as well, but could not say what to do about it. */
async function refuseForeignCluster(cluster: string): Promise<void> {
  const owner = (await stat(cluster).catch(() => undefined))?.uid;
  if (owner === undefined || owner === process.getuid?.()) return;
  throw new EmbeddedPostgresError(
    `The database in ${cluster} belongs to another user (uid ${owner}), as it was made by root or by that user. ` +
      'Start Arrears as root or that user again, or set DATA_DIR to a folder of your own.',
  );
}

/**
 * A cluster in a place goes with a folder of that path which has been deleted, secrets and all. Who deletes
 * DATA_DIR, or clones anew, begins anew; but it is not ours to delete.
 */
async function setAsideOrphans(
  wanted: string,
  places: readonly string[],
  report: (message: string) => void,
): Promise<void> {
  for (const folder of await homesElsewhere(wanted, places)) {
    const aside = `${folder}.orphaned-${new Date().toISOString().replaceAll(':', '')}`;
    await endLeftoverServer(clusterIn(folder), report);
    await rename(folder, aside);
    report(
      `The database of a former ${wanted}, since deleted, is set aside: delete ${aside} if nobody needs it.`,
    );
  }
}

async function existingHome(wanted: string, places: readonly string[]): Promise<ClusterHome | undefined> {
  if (await holdsCluster(wanted)) return adopt(wanted);
  const [elsewhere] = await homesElsewhere(wanted, places);
  if (elsewhere !== undefined) return adopt(elsewhere);
  await refuseMovedFolder(wanted);
  return undefined;
}

/** A folder that was moved or copied from another path still says where that path's database lies. */
async function refuseMovedFolder(wanted: string): Promise<void> {
  const note = await readFile(join(wanted, noteName), 'utf8').catch(() => '');
  const former = /lies in (.+),$/m.exec(note)?.[1];
  if (former === undefined || !(await holdsCluster(former))) return;
  const expected = join(dirname(former), shortHash(wanted));
  throw new EmbeddedPostgresError(
    `${wanted} was moved or copied here, and its database, which lies in ${former}, was not. With no Arrears ` +
      `running on it, move that folder to ${expected}, or copy it there (cp -a); or delete the file ${noteName} ` +
      'to begin with an empty database.',
  );
}

async function homesElsewhere(wanted: string, places: readonly string[]): Promise<string[]> {
  const homes: string[] = [];
  for (const place of places) {
    const folder = join(place, shortHash(wanted));
    if ((await isTrusted(place)) && (await holdsCluster(folder))) homes.push(folder);
  }
  return homes;
}

function holdsCluster(folder: string): Promise<boolean> {
  return exists(join(clusterIn(folder), 'PG_VERSION'));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function adopt(folder: string): Promise<ClusterHome> {
  const cluster = clusterIn(folder);
  const account = await chooseServerAccount(cluster);
  if ((await stat(cluster)).uid === 0) await giveTo(account, cluster);
  if (await canWrite(account, cluster)) return { folder, account };
  const closed = await firstClosedFolder(account, cluster);
  throw new EmbeddedPostgresError(
    `The database in ${cluster} cannot be opened: PostgreSQL does not run as root, and user ${account.name}, as ` +
      `whom it runs, may not ${closed === undefined ? 'write there' : `enter ${closed}`}. Open the way ` +
      `(chmod o+x), or move DATA_DIR as a whole to a folder that every user may enter. ${useYourOwnServer}`,
  );
}

/** Root copied it, and copies belong to root. */
async function giveTo({ uid, gid }: ServerAccount, cluster: string): Promise<void> {
  for (const name of await readdir(cluster, { recursive: true })) await lchown(join(cluster, name), uid, gid);
  await chown(cluster, uid, gid);
}

async function newHome(wanted: string, places: readonly string[]): Promise<ClusterHome> {
  const account = await chooseServerAccount(undefined);
  if (await canLiveIn(wanted, account)) return { folder: wanted, account };
  for (const place of places) {
    if (!(await openPlace(place))) continue;
    const folder = join(place, shortHash(wanted));
    await ensureDataFolder(folder);
    if (await canLiveIn(folder, account)) return { folder, account };
  }
  const closed = await firstClosedFolder(account, wanted);
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and user ${account.name}, as whom it runs, can reach neither ${wanted} ` +
      `${closed === undefined ? '' : `(${closed} is closed) `}nor a folder in ${places.join(', ')}. ` +
      `Set DATA_DIR to a folder that every user may enter. ${useYourOwnServer}`,
  );
}

/** Whether a cluster of the account's could lie in the folder, which itself stays root's. */
async function canLiveIn(folder: string, account: ServerAccount): Promise<boolean> {
  const sample = await mkdtemp(join(folder, '.reachable-'));
  try {
    await chown(sample, account.uid, account.gid);
    return await canWrite(account, sample);
  } finally {
    await rm(sample, { recursive: true, force: true });
  }
}

async function tellWhere(
  wanted: string,
  home: ClusterHome,
  report: (message: string) => void,
): Promise<void> {
  const user = String(home.account?.name);
  const reason = `PostgreSQL does not run as root but as user ${user}, who could not enter ${wanted}`;
  report(`The database lies in ${home.folder}, since ${reason}.`);
  const note = `The database of this folder lies in ${home.folder},\nsince ${reason}.\n`;
  await writeFile(join(wanted, noteName), note);
}

/** Of the folder's path: the same at every start, and another for each clone on the machine. */
function shortHash(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}
