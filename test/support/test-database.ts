import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** What global-setup.ts made ready. */
interface TestServer {
  adminUrl: string;
  /** Databases of this run begin with it. */
  run: string;
  /** For whatever tests write; removed after the run. */
  folder: string;
  /** The template, as the owner of the schema and as the service's own role. */
  ownerUrl: string;
  serviceUrl: string;
}

/** A migrated database of a test's own. */
export interface TestDatabase {
  ownerUrl: string;
  serviceUrl: string;
  /** Statements as the owner, for what the service's role may not do and for looking at tables. */
  owner: pg.Pool;
  /** Statements as the service's role. */
  service: pg.Pool;
  drop(): Promise<void>;
}

/** @throws Error when there is no server: a test that needs the database fails without it */
export function testServer(): TestServer {
  const server = process.env['ARREARS_TEST_SERVER'];
  if (server === undefined)
    throw new Error('There is no test database: test/support/global-setup.ts did not run');
  return JSON.parse(server) as TestServer;
}

/** Clones the migrated template; takes a tenth of a second. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, run, ownerUrl, serviceUrl } = testServer();
  const name = `${run}_${randomBytes(4).toString('hex')}`;
  await asAdmin(adminUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${run}_template OWNER ${run}_owner`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${run}_service`);
  });
  const [asOwner, asService] = [ownerUrl, serviceUrl].map((url) => withDatabase(url, name)) as [
    string,
    string,
  ];
  const [owner, service] = [poolOf(asOwner), poolOf(asService)];
  return {
    ownerUrl: asOwner,
    serviceUrl: asService,
    owner,
    service,
    drop: async () => {
      await Promise.all([owner.end(), service.end()]);
      await asAdmin(adminUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

function poolOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 5, connectionTimeoutMillis: 10_000 });
  // A server that a test stops breaks idle connections; that is the test's business.
  pool.on('error', () => undefined);
  return pool;
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
