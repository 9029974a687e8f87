import { Prisma } from '../platform/database/generated/client.js';
import type { Transaction } from '../platform/database/prisma.service.js';

/**
 * What is written together with a lease's own row, and only while it is held: in the one statement that checks the
 * lease, so that no transaction goes back and forth. Its statements see none of each other's changes, and never
 * touch the same row.
 */
export class HeldWrite {
  /** @param statements with `held` among their conditions: it is true as long as the lease is */
  constructor(readonly statements: (held: Prisma.Sql) => Prisma.Sql[]) {}

  /** The same inside a transaction, whatever holds it. */
  async in(transaction: Pick<Transaction, '$executeRaw'>): Promise<void> {
    for (const statement of this.statements(Prisma.sql`true`)) await transaction.$executeRaw(statement);
  }
}

/** What is committed with a step: in its own statement, or, where one depends on the other, in a transaction. */
export type Beside = HeldWrite | ((transaction: Transaction) => Promise<void>);
