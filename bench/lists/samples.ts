import pg from 'pg';

/** What is asked for, taken from the database itself, so that something is found. */
export interface Samples {
  accounts: { id: string; external_id: string; external_account_number: string | null; customer: string }[];
  /** The commonest last word of a name, and one that few have. */
  commonName: string;
  rareName: string;
  phone: string;
  email: string;
  parent: string;
  location: string;
}

export async function takeSamples(url: string): Promise<Samples> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rows = async <Row extends object>(sql: string): Promise<Row[]> =>
      (await client.query<Row>(sql)).rows;
    const first = async (sql: string): Promise<string> =>
      (await rows<{ value: string }>(sql))[0]?.value ?? '';
    const words = (order: string): string =>
      `SELECT last_name AS value FROM customers WHERE char_length(last_name) > 3
        GROUP BY 1 ORDER BY count(*) ${order}, 1 LIMIT 1`;
    return {
      accounts: await rows(
        `SELECT a.id, a.external_id, a.external_account_number, c.external_id AS customer
           FROM debt_accounts a TABLESAMPLE BERNOULLI (1) JOIN customers c ON c.id = a.customer_id
          WHERE a.external_account_number IS NOT NULL LIMIT 500`,
      ),
      commonName: await first(words('DESC')),
      rareName: await first(words('ASC')),
      phone: await first(
        `SELECT phone AS value FROM customers WHERE phone_country = 'US' LIMIT 1 OFFSET 1000`,
      ),
      email: await first('SELECT email AS value FROM customers WHERE email IS NOT NULL LIMIT 1 OFFSET 1000'),
      parent: await first(
        'SELECT external_id AS value FROM debt_accounts WHERE child_count > 1 LIMIT 1 OFFSET 100',
      ),
      location: await first('SELECT external_id AS value FROM locations LIMIT 1'),
    };
  } finally {
    await client.end();
  }
}
