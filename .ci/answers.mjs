// Ends with 0 where a PostgreSQL server answers at the URL given, and prints its version.
import pg from 'pg';

const client = new pg.Client({ connectionString: process.argv[2], connectionTimeoutMillis: 3000 });
try {
  await client.connect();
  const { rows } = await client.query('SELECT version()');
  console.log(rows[0].version);
  await client.end();
} catch (error) {
  console.log(error.message || error.code);
  process.exitCode = 1;
}
