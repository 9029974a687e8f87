// A PostgreSQL server of the embedded kind, for a check: nothing of it is left when the check ends.
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';

const BUILT = join(dirname(import.meta.dirname), 'dist', 'src', 'platform', 'database', 'embedded');

/** One of the build's own modules that run the embedded server. */
export async function builtModule(file) {
  const path = join(BUILT, file);
  if (!existsSync(path)) throw new Error('run "npm run build" first: its embedded PostgreSQL is needed');
  return import(pathToFileURL(path).href);
}

/** @returns {Promise<{url: (database?: string) => string, close: () => Promise<void>}>} as its superuser */
export async function openScratchPostgres() {
  const { startEmbeddedPostgres } = await builtModule('embedded-postgres.js');
  const folder = await mkdtemp(join(tmpdir(), 'arrears-scratch-'));
  // PostgreSQL never runs as root; whoever it runs as must be able to pass through.
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({
    directory: join(folder, 'server'),
    superuserPassword: randomUUID(),
    durable: false,
    report: () => {},
  });
  const cluster = await dataDirectory(server.superuserUrl());
  const close = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    // Where that user cannot reach our folder, the cluster lies in another one.
    if (!cluster.startsWith(folder)) await rm(dirname(cluster), { recursive: true, force: true });
  };
  closeOnSignals(close);
  return { url: (database) => server.superuserUrl(database), close };
}

async function dataDirectory(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('SHOW data_directory');
  await client.end();
  return rows[0].data_directory;
}

/** A signal would end us at once, and the server would live on. */
function closeOnSignals(close) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void close().finally(() => process.exit(1)));
}
