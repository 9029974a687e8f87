import pg from 'pg';

/**
 * Makes all accounts look as if they had been brought to Gotransverse: rows of what is there, one adjustment over all
 * entries of each, and nothing behind.
 */
export async function settleAll(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    // A real vendor and invented debts never meet; this vendor is the sandbox, by its address.
    await client.query('UPDATE installation SET demo = false');
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const statement of SETTLING) await client.query(statement);
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await client.query('COMMIT');
    await client.query(`VACUUM ANALYZE ${TABLES.join(', ')}, sync_records`);
  } finally {
    await client.end();
  }
}

const TABLES = ['billing_parties', 'billing_accounts', 'billing_adjustments'];

const SETTLING = [
  `INSERT INTO billing_parties (eid, customer_id, kind)
   SELECT (1000000000000 + row_number() OVER (ORDER BY id))::text, id, kind FROM customers`,
  `INSERT INTO billing_accounts (debt_account_id, eid, external_account_num, adopted, account_num, party_eid, status,
                                 balance, read_at, customer_version, location_version, posted_sequence)
   SELECT account.id, (2000000000000 + row_number() OVER (ORDER BY account.id))::text, account.external_id, false,
          account.external_id, party.eid, 'ACTIVE', account.current_balance, clock_timestamp(), customer.version,
          location.version, account.last_sequence
     FROM debt_accounts account
     JOIN customers customer ON customer.id = account.customer_id
     JOIN locations location ON location.id = account.location_id
     JOIN billing_parties party ON party.customer_id = customer.id`,
  `INSERT INTO billing_adjustments (debt_account_id, last_sequence, first_sequence, amount, eid, posted_at)
   SELECT id, last_sequence, 1, current_balance,
          CASE WHEN current_balance <> 0 THEN (3000000000000 + row_number() OVER (ORDER BY id))::text END, clock_timestamp()
     FROM debt_accounts WHERE last_sequence > 0`,
  `UPDATE sync_records SET settled_version = wanted_version, state = 'synced', settled_at = clock_timestamp()
    WHERE lane = 'gotransverse'`,
];
