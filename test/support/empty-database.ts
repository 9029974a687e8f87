import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testServer } from './test-database.js';

/** A database that no migration has seen, with the two roles of a production installation. */
export interface EmptyDatabase {
  ownerUrl: string;
  serviceUrl: string;
  /** As the owner. */
  query<T extends pg.QueryResultRow>(text: string): Promise<T[]>;
  drop(): Promise<void>;
}

export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const { adminUrl, run, ownerUrl, serviceUrl } = testServer();
  const name = `${run}_${randomBytes(4).toString('hex')}`;
  await once(adminUrl, `CREATE DATABASE ${name} OWNER ${run}_owner`);
  const [asOwner, asService] = [ownerUrl, serviceUrl].map((url) => {
    const changed = new URL(url);
    changed.pathname = `/${name}`;
    return changed.href;
  }) as [string, string];
  return {
    ownerUrl: asOwner,
    serviceUrl: asService,
    query: (text) => once(asOwner, text),
    drop: async () => {
      await once(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function once<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}
