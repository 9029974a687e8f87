import pg from 'pg';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { DemoDataExistsError, loadDemoData } from './demo.service.js';

/** Enough to show every shape the model knows, and loaded in about a second. */
const DEMO_ACCOUNTS = 2_000;

/** Loads the demo data into a database that holds nothing yet; leaves every other one as it is. */
export async function loadDemoOnFirstStart(
  settings: ResolvedSettings,
  report: (line: string) => void,
): Promise<void> {
  const connectionString = settings.migrationDatabaseUrl ?? settings.databaseUrl;
  if (!(await isEmpty(connectionString))) return;
  report(`Loading demo data: ${String(DEMO_ACCOUNTS)} accounts of invented people`);
  try {
    await loadDemoData({
      connectionString,
      vault: new PersonalDataVault(settings.encryptionKeys),
      accounts: DEMO_ACCOUNTS,
      actor: { kind: 'system', name: 'first start' },
      report: () => undefined,
    });
  } catch (error) {
    // Another replica was faster.
    if (!(error instanceof DemoDataExistsError)) throw error;
  }
}

async function isEmpty(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ empty: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM locations) AND NOT EXISTS (SELECT FROM customers) AS empty`,
    );
    return rows[0]?.empty === true;
  } finally {
    await client.end();
  }
}
