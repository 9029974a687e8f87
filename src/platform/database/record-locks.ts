import { Prisma } from './generated/client.js';
import type { Transaction } from './prisma.service.js';

/** The nouns that have external ids. */
type Noun = 'locations' | 'customers' | 'debt_accounts';

/**
 * Holds a name until the transaction ends, so that of two who find no record of that name the second waits and
 * then finds the first one's.
 */
export async function lockName(transaction: Transaction, noun: Noun, externalId: string): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${noun} ${externalId}`}, 0))`;
}

/** Holds a record against other writers until the transaction ends. */
export async function lockRecord(transaction: Transaction, noun: Noun, id: string): Promise<void> {
  await transaction.$queryRaw`SELECT id FROM ${Prisma.raw(noun)} WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}
