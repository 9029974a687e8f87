import type { BilledBooks } from './billed-books.js';

/** As after a restore: the database knows of what is there for entries up to one, and of no write-off. */
export async function forgetThere(books: BilledBooks, ref: string, afterSequence: number): Promise<void> {
  const { id } = await books.api.account(ref);
  const { owner } = books.database;
  for (const table of ['billing_adjustments', 'billing_accounts'])
    await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await owner.query('DELETE FROM billing_adjustments WHERE debt_account_id = $1 AND last_sequence > $2', [
    id,
    afterSequence,
  ]);
  await owner.query(
    `UPDATE billing_accounts
        SET posted_sequence = $2, write_off_amount = NULL, write_off_eid = NULL, write_off_begun_at = NULL, written_off_at = NULL
      WHERE debt_account_id = $1`,
    [id, afterSequence],
  );
  for (const table of ['billing_adjustments', 'billing_accounts'])
    await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}

/** As after the loss of all that it knew of the account there. */
export async function forgetAccountThere(books: BilledBooks, ref: string): Promise<void> {
  const { id } = await books.api.account(ref);
  await forgetThere(books, ref, 0);
  await books.database.owner.query('DELETE FROM billing_accounts WHERE debt_account_id = $1', [id]);
  await books.database.owner.query(
    `UPDATE sync_records SET rechecks = 1 WHERE record_kind = 'debt_account' AND record_id = $1`,
    [id],
  );
}
