import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loadDemoData } from '../../src/demo/demo.service.js';
import { openLocalResources } from '../../src/platform/boot/local-resources.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { PersonalDataVault } from '../../src/platform/crypto/personal-data.js';
import { ensureRolesAndDatabase } from '../../src/platform/database/embedded/roles-and-database.js';
import { grantServiceRole } from '../../src/platform/database/grants.js';
import { migrate, MigrationError } from '../../src/platform/database/migrator.js';
import { readOrCreateSecrets } from '../../src/platform/generated-secrets.js';

export type Say = (line: string) => void;

/** A database full of invented accounts, as the two roles reach it. */
export interface BenchDatabase {
  accounts: number;
  ownerUrl: string;
  serviceUrl: string;
}

interface BenchServer {
  /** May make and drop databases. */
  adminUrl: string;
  /** Makes the database where it is missing. */
  ensure: (name: string) => Promise<{ ownerUrl: string; serviceUrl: string }>;
  close: () => Promise<void>;
}

/** The benchmark's own databases, one for each size. They are kept, so that only the first run fills them. */
export class BenchDatabases {
  private constructor(
    private readonly server: BenchServer,
    private readonly say: Say,
  ) {}

  /** On the server of BENCH_DATABASE_URL, else on an embedded one below DATA_DIR or the temporary folder. */
  static async open(environment: NodeJS.ProcessEnv, say: Say): Promise<BenchDatabases> {
    const url = environment['BENCH_DATABASE_URL'];
    return new BenchDatabases(
      url ? givenServer(url) : await embeddedServer(environment['DATA_DIR'], say),
      say,
    );
  }

  /** Filled and migrated, and without records of earlier calls. */
  async withAccounts(accounts: number, signal: AbortSignal): Promise<BenchDatabase> {
    const name = `arrears_bench_${accounts}`;
    let urls = await this.migrated(name);
    const held = Number(await one(urls.ownerUrl, 'SELECT count(*) FROM debt_accounts'));
    if (held === accounts) {
      this.say(`${accounts.toLocaleString('en-US')} accounts are there from an earlier run.`);
      // Each run has an encryption key of its own; nothing opens what an earlier one sealed.
      await one(urls.ownerUrl, 'TRUNCATE jit_requests, encryption_keys');
    } else {
      if (held > 0) urls = await this.anew(name);
      await this.fill(urls.ownerUrl, accounts, signal);
    }
    return { accounts, ...urls };
  }

  /** One with nothing in it, whatever an earlier run left there. */
  async empty(name: string): Promise<BenchDatabase> {
    await this.migrated(name);
    return { accounts: 0, ...(await this.anew(name)) };
  }

  /**
   * Filled once, by a key that stays the same, and made ready by `prepare`, whose work is kept with it.
   * @returns a copy of its own for this run, `name` with `_run` behind it
   */
  async copyOf(
    name: string,
    { accounts, encryptionKey }: { accounts: number; encryptionKey: Buffer },
    prepare: (ownerUrl: string) => Promise<void>,
    signal: AbortSignal,
  ): Promise<BenchDatabase> {
    await this.migrated(name);
    const marked = await one(this.server.adminUrl, readyMark(name));
    if (marked !== READY) {
      const urls = await this.anew(name);
      await this.fill(urls.ownerUrl, accounts, signal, encryptionKey);
      await prepare(urls.ownerUrl);
      await one(this.server.adminUrl, `COMMENT ON DATABASE ${pg.escapeIdentifier(name)} IS '${READY}'`);
    }
    const copy = `${name}_run`;
    await one(this.server.adminUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(copy)} WITH (FORCE)`);
    await one(
      this.server.adminUrl,
      `CREATE DATABASE ${pg.escapeIdentifier(copy)} TEMPLATE ${pg.escapeIdentifier(name)} STRATEGY FILE_COPY`,
    );
    return { accounts, ...(await this.migrated(copy)) };
  }

  async version(): Promise<string> {
    return String(await one(this.server.adminUrl, `SELECT current_setting('server_version')`));
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  /** A database that another version of the sources migrated otherwise is made anew. */
  private async migrated(name: string): Promise<{ ownerUrl: string; serviceUrl: string }> {
    const urls = await this.server.ensure(name);
    try {
      await migrate(urls.ownerUrl, () => undefined);
    } catch (error) {
      if (!(error instanceof MigrationError)) throw error;
      this.say(`The database ${name} is from other sources (${error.message}).`);
      return this.anew(name);
    }
    await grantServiceRole(urls.ownerUrl, urls.serviceUrl);
    return urls;
  }

  private async anew(name: string): Promise<{ ownerUrl: string; serviceUrl: string }> {
    await one(this.server.adminUrl, `DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    return this.migrated(name);
  }

  private async fill(
    ownerUrl: string,
    accounts: number,
    signal: AbortSignal,
    encryptionKey: Buffer = randomBytes(32),
  ): Promise<void> {
    this.say(`Making ${accounts.toLocaleString('en-US')} accounts of invented people ...`);
    const { seconds } = await loadDemoData({
      connectionString: ownerUrl,
      vault: new PersonalDataVault([{ id: 'bench', key: encryptionKey }]),
      accounts,
      actor: { kind: 'cli', name: 'bench' },
      report: this.say,
      signal,
    });
    // Else it would be written to disk during the measuring. Not every role may ask for this.
    await one(this.server.adminUrl, 'CHECKPOINT').catch(() => undefined);
    this.say(`... took ${seconds.toFixed(1)} s; they are kept for later runs.`);
  }
}

/** What a database that was filled and prepared to its end is marked by. */
const READY = 'ready';

function readyMark(name: string): string {
  return `SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ${pg.escapeLiteral(name)}`;
}

function givenServer(adminUrl: string): BenchServer {
  return {
    adminUrl,
    ensure: async (name) => {
      const exists = await one(
        adminUrl,
        `SELECT 1 FROM pg_database WHERE datname = ${pg.escapeLiteral(name)}`,
      );
      if (exists === undefined)
        await one(
          adminUrl,
          `CREATE DATABASE ${pg.escapeIdentifier(name)} ENCODING 'UTF8' TEMPLATE template0`,
        );
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return { ownerUrl: url.href, serviceUrl: url.href };
    },
    close: () => Promise.resolve(),
  };
}

async function embeddedServer(dataDir: string | undefined, say: Say): Promise<BenchServer> {
  const folder = dataDir ? join(dataDir, 'bench') : join(tmpdir(), 'arrears-bench');
  say(`Databases in ${folder}; delete it to be rid of them.`);
  const resources = await openLocalResources(readSettings({ DATA_DIR: folder }), say);
  const { secrets } = await readOrCreateSecrets(folder);
  const adminUrl = resources.embedded?.superuserUrl() ?? '';
  return {
    adminUrl,
    ensure: (name) =>
      ensureRolesAndDatabase(adminUrl, {
        database: name,
        ownerRole: 'arrears_owner',
        ownerPassword: secrets.postgres.owner,
        serviceRole: 'arrears_service',
        servicePassword: secrets.postgres.service,
      }),
    close: () => resources.close(),
  };
}

/** The first column of the first row. */
async function one(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
