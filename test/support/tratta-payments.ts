import type { BilledBooks } from './billed-books.js';
import { newRef } from './books.js';

/**
 * A payment that Tratta took of an account and the books have: what waits to be posted, and its entry.
 * @returns the reference of both
 */
export async function payByTratta(
  books: BilledBooks,
  ref: string,
  amount: number,
  reference = newRef('TX'),
): Promise<string> {
  await takenByTratta(books, ref, amount, reference);
  await books.api.postEntry(ref, { kind: 'payment', amount: -amount, reference });
  return reference;
}

/** Only what waits to be posted, as Tratta's word of a payment leaves it. */
export async function takenByTratta(
  books: BilledBooks,
  ref: string,
  amount: number,
  reference: string,
): Promise<void> {
  const { id } = await books.api.account(ref);
  await books.database.service.query(
    `INSERT INTO pending_payments (debt_account_id, id, amount, state, reference, submitted_at, settled_at)
     VALUES ($1, gen_random_uuid(), $2, 'posted', $3, now(), now())`,
    [id, amount, reference],
  );
}
