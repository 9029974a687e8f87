import pg from 'pg';

/**
 * Gives the service's own role what it needs and no more: it cannot change or delete entries and audit
 * events, delete accounts, or touch the schema. Harmless to repeat; nothing to do where one role is both.
 */
export async function grantServiceRole(ownerUrl: string, serviceUrl: string): Promise<void> {
  const role = await currentUser(serviceUrl);
  const owner = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    const { rows } = await owner.query<{ name: string }>('SELECT current_user AS name');
    if (rows[0]?.name === role) return;
    await owner.query(grants(owner.escapeIdentifier(role)));
  } finally {
    await owner.end();
  }
}

async function currentUser(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
    return rows[0]?.name ?? '';
  } finally {
    await client.end();
  }
}

function grants(role: string): string {
  return `
    BEGIN;
    SELECT pg_advisory_xact_lock(hashtext('arrears grants'));
    GRANT USAGE ON SCHEMA public TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO ${role};
    REVOKE UPDATE, DELETE ON ledger_entries, audit_events, encryption_keys FROM ${role};
    REVOKE DELETE ON debt_accounts, installation, sync_lanes, leases FROM ${role};
    REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${role};
    COMMIT`;
}
