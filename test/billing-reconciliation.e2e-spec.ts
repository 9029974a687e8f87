import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DifferenceView, ReconciliationView } from '../src/billing/reconciliation.types.js';
import { dataOf } from './support/api.js';
import { BilledBooks, operationsOf } from './support/billed-books.js';

// On one set of books, in order: each test finds what it made, mends it, and leaves both sides the same.

let books: BilledBooks;

beforeAll(async () => {
  books = await BilledBooks.start();
});

afterAll(() => books.close());

test('a clean book', async () => {
  const a = await books.make.account({ external_id: 'A-1', balance: 10_000 });
  await books.settled(a.external_id);
  const calls = await books.callsOf(async () => {
    console.log(await books.reconcile());
  });
  console.log(operationsOf(calls));
});
