// Holds prisma/migrations against prisma/schema.prisma: the migrations, applied to an empty database, must
// make exactly the tables that the schema describes. Compared is what Prisma knows: tables, columns, keys,
// indexes and enums of the schema `public`. Checks, triggers, functions and partitions it doesn't know.
//
//   node tools/schema-check.mjs                fails where they differ, and shows how
//   node tools/schema-check.mjs --write-diff   prints the SQL that brings the migrations to the schema
//
// TEST_DATABASE_URL names a server where databases may be made and dropped; else an embedded one is started.
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { openScratchPostgres } from './scratch-postgres.mjs';

const ROOT = dirname(import.meta.dirname);
const SCHEMA = join(ROOT, 'prisma', 'schema.prisma');
const MIGRATIONS = join(ROOT, 'prisma', 'migrations');

/** What is wrong with the migrations or with the way here; told without a stack. */
class Mistake extends Error {}

/** @returns {Promise<{name: string, sql: string}[]>} in the order in which they are applied */
async function readMigrations() {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const lock = await readFile(join(MIGRATIONS, 'migration_lock.toml'), 'utf8').catch(() => '');
  if (!/^provider = "postgresql"$/m.test(lock))
    throw new Mistake(
      'prisma/migrations/migration_lock.toml is missing, or does not say: provider = "postgresql"',
    );
  const stray = entries.find((entry) => !entry.isDirectory() && entry.name !== 'migration_lock.toml');
  if (stray) throw new Mistake(`prisma/migrations/${stray.name} is neither a migration nor the lock file`);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(names.sort().map(readMigration));
}

async function readMigration(name) {
  const stamp = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_[a-z0-9_]+$/.exec(name);
  const [year, month, day, hour, minute, second] = stamp?.slice(1).map(Number) ?? [];
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const digits = Number.isNaN(date.getTime()) ? '' : date.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  if (!name.startsWith(`${digits}_`) || digits === '')
    throw new Mistake(
      `prisma/migrations/${name} must be named YYYYMMDDHHMMSS_what_it_does, with a real time`,
    );
  const sql = await readFile(join(MIGRATIONS, name, 'migration.sql'), 'utf8').catch(() => '');
  if (sql.trim() === '') throw new Mistake(`prisma/migrations/${name} has no migration.sql, or an empty one`);
  return { name, sql };
}

function refuseEqualTimes(migrations) {
  const times = migrations.map(({ name }) => name.slice(0, 14));
  const twice = times.find((time, at) => times.indexOf(time) !== at);
  if (twice) throw new Mistake(`two migrations have the time ${twice}, so their order hangs on their names`);
}

/** Prisma's schema engine as WebAssembly: the native one would have to be downloaded. */
async function loadEngine() {
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = await import(entry);
  const file = await readFile(join(dirname(fileURLToPath(entry)), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(file, { './schema_engine_bg.js': engine });
  // Where the engine leaves the reason before it gives up with "unreachable".
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine.SchemaEngine;
}

/**
 * PostgreSQL's type "char" is in the catalogue that the engine reads, and @prisma/adapter-pg refuses it
 * (seen with 7.10): it is taken through as text and declared a character afterwards.
 */
class CatalogueReader extends PrismaPg {
  async connect() {
    const adapter = await super.connect();
    const performIO = adapter.performIO.bind(adapter);
    const queryRaw = adapter.queryRaw.bind(adapter);
    const characters = new WeakMap();
    adapter.performIO = async (query) => {
      const result = await performIO(query);
      const { CHAR, TEXT } = pg.types.builtins;
      const found = result.fields.filter(({ dataTypeID }) => dataTypeID === CHAR);
      characters.set(result.rows, new Set(found.map((field) => result.fields.indexOf(field))));
      for (const field of found) field.dataTypeID = TEXT;
      return result;
    };
    adapter.queryRaw = async (query) => {
      const { columnNames, columnTypes, rows } = await queryRaw(query);
      const isCharacter = (_, at) => characters.get(rows)?.has(at);
      const types = columnTypes.map((type, at) => (isCharacter(type, at) ? ColumnTypeEnum.Character : type));
      return { columnNames, columnTypes: types, rows };
    };
    return adapter;
  }
}

/** @returns {Promise<string>} the SQL that turns what is in the database into what the schema describes */
async function differenceFromSchema(databaseUrl) {
  const content = await readFile(SCHEMA, 'utf8');
  const files = [{ path: 'schema.prisma', content }];
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, connectionTimeoutMillis: 10_000 });
  try {
    const SchemaEngine = await loadEngine();
    const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueReader(pool));
    const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', content]] }, () => {}, adapter);
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: ROOT },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  } finally {
    await pool.end();
  }
}

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function applyMigrations(databaseUrl, migrations) {
  await withClient(databaseUrl, async (client) => {
    for (const { name, sql } of migrations) {
      try {
        // Several statements in one query are one transaction.
        await client.query(sql);
      } catch (error) {
        throw new Mistake(
          `prisma/migrations/${name}/migration.sql fails${placeOf(error, sql)}: ${error.message}`,
        );
      }
    }
  });
}

function placeOf({ position }, sql) {
  return position ? ` in line ${sql.slice(0, Number(position)).split('\n').length}` : '';
}

/** Gives `work` the URL of an empty database, which is gone afterwards. */
async function inScratchDatabase(work) {
  const server = await openServer();
  const name = `arrears_schema_check_${randomUUID().slice(0, 8)}`;
  try {
    await withClient(server.url(), (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
    try {
      return await work(server.url(name));
    } finally {
      await withClient(server.url(), (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    }
  } finally {
    await server.close();
  }
}

async function openServer() {
  const given = process.env.TEST_DATABASE_URL;
  if (!given) return openScratchPostgres();
  const url = (database) => {
    const other = new URL(given);
    if (database) other.pathname = `/${database}`;
    return other.href;
  };
  return { url, close: async () => {} };
}

const HOW_TO_MEND = `The migrations do not make what prisma/schema.prisma describes: the SQL above, applied after them, would.
If the schema is right, give that SQL (node tools/schema-check.mjs --write-diff prints nothing else) a folder of
its own, prisma/migrations/YYYYMMDDHHMMSS_what_it_does/migration.sql, with the checks and triggers that belong
to it. If the migrations are right, change the schema. A migration that was released is never changed:
databases know it by its checksum.`;

async function main() {
  const migrations = await readMigrations();
  refuseEqualTimes(migrations);
  const difference = await inScratchDatabase(async (url) => {
    await applyMigrations(url, migrations);
    return differenceFromSchema(url);
  });
  if (process.argv.includes('--write-diff')) {
    process.stdout.write(difference);
    return;
  }
  if (difference === '') {
    console.log(`${migrations.length} migration(s) make what prisma/schema.prisma describes.`);
    return;
  }
  console.error(difference);
  throw new Mistake(HOW_TO_MEND);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Mistake ? error.message : error);
  process.exitCode = 1;
}
