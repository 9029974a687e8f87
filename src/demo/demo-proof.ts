import type { Client } from 'pg';

/**
 * The triggers that a bulk load does without: one update of an account and its parent for each entry takes
 * 230 µs, ten minutes for a million accounts. What they compute comes computed; what they refuse is looked
 * for by `proveBooks`. Every other trigger, check and foreign key stays on.
 */
const triggersDoneWithout: readonly (readonly [table: string, triggers: readonly string[]])[] = [
  ['customer_addresses', ['check_primary']],
  ['debt_accounts', ['check_parent_of_new', 'keep_parent_of_new', 'check_books_of_new']],
  ['ledger_entries', ['append']],
];

/** Inside the load's transaction, so that no other session ever sees a trigger off. */
export async function switchTriggers(client: Client, action: 'DISABLE' | 'ENABLE'): Promise<void> {
  // A deferred check that is still to be made forbids ALTER TABLE.
  await client.query('SET CONSTRAINTS ALL IMMEDIATE');
  for (const [table, triggers] of triggersDoneWithout) {
    await client.query(
      `ALTER TABLE ${table} ${triggers.map((trigger) => `${action} TRIGGER ${trigger}`).join(', ')}`,
    );
  }
}

/** @throws Error naming the first faults, when any invariant of the books does not hold */
export async function proveBooks(client: Client): Promise<void> {
  // Room for the sums of a million accounts; without it they go to disk and back.
  await client.query("SET LOCAL work_mem = '128MB'");
  const { rows } = await client.query<{ id: string; rule: string }>(
    'SELECT record_id AS id, rule FROM broken_books() LIMIT 5',
  );
  if (rows.length === 0) return;
  const faults = rows.map(({ id, rule }) => `${rule} (${id})`).join('; ');
  throw new Error(`The demo data was not loaded, since the books would not hold: ${faults}`);
}
