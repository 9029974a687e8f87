import { Client } from 'pg';
import { NIL, v7 as uuidv7 } from 'uuid';
import { OperatorError } from '../platform/errors/operator-error.js';
import type { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { type DemoCounts, loadDemoRows } from './demo-rows.js';
import { proveBooks, switchTriggers } from './demo-proof.js';
import { DEMO_SEED, type DemoExamples, demoExamples } from './demo-world.js';

export { DEMO_SEED, demoExamples };

/** Fewer would leave out the two examples. */
export const LEAST_DEMO_ACCOUNTS = 10;

export interface DemoLoadOptions {
  /** Of the role that owns the tables. */
  connectionString: string;
  vault: PersonalDataVault;
  /** How many debt accounts, parents and children included. */
  accounts: number;
  /** Another seed gives other records, under other external ids: so data is added to what is there. */
  seed?: number;
  /** Who is named in the audit event. */
  actor: { kind: 'system' | 'cli'; name: string };
  /** Told of the progress of a long load. */
  report: (line: string) => void;
  signal?: AbortSignal;
}

export interface DemoLoadResult extends DemoCounts {
  seconds: number;
  example: DemoExamples;
}

/** This seed's records are in the database already; nothing was written. */
export class DemoDataExistsError extends OperatorError {
  constructor(readonly seed: number) {
    super(`The data of seed ${seed} is in this database already; another seed adds more`);
    this.name = 'DemoDataExistsError';
  }
}

/**
 * Loads invented customers, accounts and ledgers, and marks the installation as one with demo data. The same
 * seed and number give the same rows, ids included (but not the ciphertexts).
 *
 * All of it is one transaction, whatever its size: a load that was killed leaves nothing and is begun again.
 * Until it ends, others read as always, but wait when they write accounts, entries or addresses.
 *
 * @throws DemoDataExistsError, RangeError for a bad number or seed, Error when the books would not hold
 */
export async function loadDemoData(options: DemoLoadOptions): Promise<DemoLoadResult> {
  const { accounts, seed = DEMO_SEED } = options;
  requireInteger('accounts', accounts, LEAST_DEMO_ACCOUNTS);
  requireInteger('seed', seed, 1);
  const started = performance.now();
  const client = new Client({
    connectionString: options.connectionString,
    application_name: 'arrears demo data',
  });
  // A lost connection fails the query under way; unheard, this event would end the process besides.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const counts = await loadInOneTransaction(client, { ...options, seed });
    // Rows as settled as after a night of work: else the first reader of each page marks it, and is slow.
    await client.query(`VACUUM ${loadedTables}`);
    return { ...counts, seconds: (performance.now() - started) / 1000, example: demoExamples(seed) };
  } finally {
    await client.end();
  }
}

type SeededOptions = DemoLoadOptions & { seed: number };

const loadedTables =
  'locations, customers, customer_addresses, debt_accounts, debt_account_locations, ledger_entries, pending_payments, sync_records';

async function loadInOneTransaction(client: Client, options: SeededOptions): Promise<DemoCounts> {
  await client.query('BEGIN');
  try {
    // Takes the locks that make a second load wait, so the question after it has a lasting answer.
    await switchTriggers(client, 'DISABLE');
    await refuseRepeated(client, options.seed);
    const counts = await loadDemoRows(client, options);
    await client.query(`ANALYZE ${loadedTables}`);
    options.signal?.throwIfAborted();
    await proveBooks(client);
    await switchTriggers(client, 'ENABLE');
    await markAsDemo(client, options, counts);
    options.signal?.throwIfAborted();
    await client.query('COMMIT');
    return counts;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function refuseRepeated(client: Client, seed: number): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM debt_accounts WHERE external_id = $1', [
    demoExamples(seed).single,
  ]);
  if (rowCount !== 0) throw new DemoDataExistsError(seed);
}

async function markAsDemo(client: Client, { seed, actor }: SeededOptions, counts: DemoCounts): Promise<void> {
  const { locations, customers, debtAccounts, entries } = counts;
  const changes = { seed, locations, customers, debt_accounts: debtAccounts, entries };
  await client.query('UPDATE installation SET demo = true');
  await client.query(
    `INSERT INTO audit_events (id, actor_kind, actor_name, action, record_kind, record_id, changes)
     VALUES ($1, $2, $3, 'demo.loaded', 'installation', $4, $5)`,
    // The installation is one row, without an id of its own.
    [uuidv7(), actor.kind, actor.name, NIL, changes],
  );
}

function requireInteger(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`${name} must be a whole number of at least ${least}`);
}
