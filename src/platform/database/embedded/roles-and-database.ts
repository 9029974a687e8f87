import pg from 'pg';

export interface RolesAndDatabase {
  database: string;
  /** Owns the database and everything the migrations make in it. */
  ownerRole: string;
  ownerPassword: string;
  /** The service's own: may connect and see the schema; what it may do with tables the migrations grant. */
  serviceRole: string;
  servicePassword: string;
}

/**
 * Makes both roles and the database where they are missing, and brings roles, passwords and rights of existing
 * ones to what is asked; so it is for every start, and for several processes at once.
 *
 * @returns `superuserUrl` as each of the two roles would write it for the database
 */
export async function ensureRolesAndDatabase(
  superuserUrl: string,
  wanted: RolesAndDatabase,
): Promise<{ ownerUrl: string; serviceUrl: string }> {
  const ownerUrl = urlFor(superuserUrl, wanted.database, wanted.ownerRole, wanted.ownerPassword);
  const serviceUrl = urlFor(superuserUrl, wanted.database, wanted.serviceRole, wanted.servicePassword);
  await withClient(superuserUrl, async (client) => {
    // Held by this connection until it ends: two who create the same role at once would both fail.
    await client.query("SELECT pg_advisory_lock(hashtext('arrears: roles and databases'))");
    await ensureLogin(client, wanted.ownerRole, wanted.ownerPassword);
    await ensureLogin(client, wanted.serviceRole, wanted.servicePassword);
    await ensureDatabase(client, wanted);
    await withClient(ownerUrl, (owner) => openSchemaTo(owner, wanted.serviceRole));
  });
  return { ownerUrl, serviceUrl };
}

async function ensureLogin(client: pg.Client, role: string, password: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  if (!(await exists(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1', role))) {
    await client.query(`CREATE ROLE ${name}`);
  }
  await client.query(
    `ALTER ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS ` +
      `PASSWORD ${pg.escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: pg.Client, wanted: RolesAndDatabase): Promise<void> {
  const [database, owner, service] = [wanted.database, wanted.ownerRole, wanted.serviceRole].map(
    pg.escapeIdentifier,
  );
  if (!(await exists(client, 'SELECT 1 FROM pg_database WHERE datname = $1', wanted.database))) {
    // From template0: into template1 somebody may have put things, and its encoding may be another.
    await client.query(`CREATE DATABASE ${database} OWNER ${owner} ENCODING 'UTF8' TEMPLATE template0`);
  }
  await client.query(`ALTER DATABASE ${database} OWNER TO ${owner}`);
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM ${service}`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${service}`);
}

/** Schema `public` belongs to whoever owns the database, so the owner may say this. */
async function openSchemaTo(client: pg.Client, service: string): Promise<void> {
  await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
  await client.query(`GRANT USAGE ON SCHEMA public TO ${pg.escapeIdentifier(service)}`);
}

async function exists(client: pg.Client, query: string, name: string): Promise<boolean> {
  return (await client.query(query, [name])).rowCount === 1;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlFor(superuserUrl: string, database: string, role: string, password: string): string {
  const url = new URL(superuserUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
