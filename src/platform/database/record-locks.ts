import { Prisma } from './generated/client.js';
import type { Transaction } from './prisma.service.js';

/** The nouns that have external ids. */
type Noun = 'locations' | 'customers' | 'debt_accounts';

/**
 * Holds names until the transaction ends, so that of two who find no record of a name the second waits and then
 * finds the first one's. In one order, so that nobody waits for somebody who waits for him.
 */
export async function lockNames(
  transaction: Transaction,
  noun: Noun,
  externalIds: readonly string[],
): Promise<void> {
  const names = [...new Set(externalIds)].sort().map((externalId) => `${noun} ${externalId}`);
  await transaction.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(${names}::text[]) AS name`;
}

/** Holds a record against other writers until the transaction ends. */
export async function lockRecord(transaction: Transaction, noun: Noun, id: string): Promise<void> {
  await transaction.$queryRaw`SELECT id FROM ${Prisma.raw(noun)} WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}
