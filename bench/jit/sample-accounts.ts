import pg from 'pg';

/** All external ids of the debt accounts. As one JSON text: a million rows would take far more memory. */
export async function readAllExternalIds(databaseUrl: string): Promise<string[]> {
  return readIds(databaseUrl, 'SELECT json_agg(external_id)::text AS ids FROM debt_accounts');
}

/** Some of them, the odd ones among the first included. */
export async function sampleExternalIds(databaseUrl: string, count: number): Promise<string[]> {
  return readIds(
    databaseUrl,
    `SELECT json_agg(external_id)::text AS ids FROM (
       (SELECT external_id FROM debt_accounts ORDER BY id LIMIT ${Math.floor(count / 2)})
       UNION (SELECT external_id FROM debt_accounts ORDER BY random() LIMIT ${Math.ceil(count / 2)})) sample`,
  );
}

async function readIds(databaseUrl: string, query: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ ids: string | null }>(query);
    return JSON.parse(rows[0]?.ids ?? '[]') as string[];
  } finally {
    await client.end();
  }
}
