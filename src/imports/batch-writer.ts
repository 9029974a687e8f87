import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { describeFault, isAway, isRetryable } from '../platform/database/database-faults.js';
import { checkConstraintsNow, PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import type { DomainError } from '../platform/errors/domain-error.js';
import { toDomainError } from '../platform/errors/problem.filter.js';
import { Upserted } from '../platform/http/answers.js';
import { logger } from '../platform/logging/logger.js';
import type { Noun } from './nouns.js';

interface Body {
  external_id: string;
}

/** What became of one body: its record, or why it was not taken. */
export type Written = Upserted<{ id: string; version: number }> | DomainError;

/** Writes records in batches: one transaction each, in which a bad record is undone by itself. */
@Injectable()
export class BatchWriter {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * @param bodies of one noun, few enough for one transaction
   * @returns what became of each, in their order
   * @throws what says that the database is away: some may be written nevertheless, and can be sent again
   */
  async write(noun: Noun, caller: Caller, bodies: readonly Body[]): Promise<Written[]> {
    const results = new Map<number, Written>();
    const unchanged = await noun.unchanged(namedOnce(bodies));
    // In the order of their names, so that two writers wait for each other instead of deadlocking.
    const due = [...bodies.entries()].sort(([, a], [, b]) => (a.external_id < b.external_id ? -1 : 1));
    const changing = due.filter(([index, { external_id }]) => {
      const same = unchanged.get(external_id);
      if (same !== undefined) results.set(index, same);
      return same === undefined;
    });
    for (const [index, written] of await this.writeChanges(noun, caller, changing))
      results.set(index, written);
    return bodies.map((_, index) => results.get(index) as Written);
  }

  private async writeChanges(
    noun: Noun,
    caller: Caller,
    changing: readonly [number, Body][],
  ): Promise<[number, Written][]> {
    if (changing.length === 0) return [];
    try {
      return await this.prisma.inTransaction(async (transaction) => {
        const made = await insertNew(transaction, noun, caller, namedOnce(changing.map(([, body]) => body)));
        const written: [number, Written][] = [];
        for (const [index, body] of changing)
          written.push([
            index,
            made.get(body.external_id) ?? (await writeOne(transaction, noun, caller, body)),
          ]);
        return written;
      });
    } catch (error) {
      // Whatever is in the way of all together need not be in the way of each.
      if (isRetryable(error) && changing.length > 1) return this.oneByOne(noun, caller, changing);
      if (isAway(error)) throw error;
      return changing.map(([index]) => [index, refusal(error)]);
    }
  }

  private async oneByOne(
    noun: Noun,
    caller: Caller,
    changing: readonly [number, Body][],
  ): Promise<[number, Written][]> {
    const written: [number, Written][] = [];
    for (const one of changing) written.push(...(await this.writeChanges(noun, caller, [one])));
    return written;
  }
}

/** A record that a batch names twice is not as it says by then. */
function namedOnce(bodies: readonly Body[]): Body[] {
  const times = new Map<string, number>();
  for (const { external_id } of bodies) times.set(external_id, (times.get(external_id) ?? 0) + 1);
  return bodies.filter(({ external_id }) => times.get(external_id) === 1);
}

/** All that are new in a few statements; none of them, to be tried each by itself, where one is refused. */
async function insertNew(
  transaction: Transaction,
  noun: Noun,
  caller: Caller,
  bodies: readonly Body[],
): Promise<Map<string, Written>> {
  const made = await undoable(transaction, async (checkNow) => {
    const records = await noun.insertNew(transaction, caller, bodies);
    await checkNow();
    return records;
  });
  return made instanceof Error
    ? new Map()
    : new Map(made.map((record) => [record.external_id, new Upserted(record, 'created')]));
}

async function writeOne(transaction: Transaction, noun: Noun, caller: Caller, body: Body): Promise<Written> {
  const written = await undoable(transaction, (checkNow) =>
    noun.onRefusal(async () => {
      const upserted = await noun.upsert(transaction, caller, body);
      await checkNow();
      return upserted;
    }),
  );
  return written instanceof Error ? refusal(written) : written;
}

/**
 * What the work makes, or why it was undone; what would be looked at when all commit, it looks at itself.
 * @throws what says that the whole transaction is lost
 */
async function undoable<T>(
  transaction: Transaction,
  work: (checkNow: () => Promise<void>) => Promise<T>,
): Promise<T | Error> {
  await transaction.$executeRaw`SAVEPOINT undoable`;
  try {
    const made = await work(() => checkConstraintsNow(transaction));
    await transaction.$executeRaw`RELEASE SAVEPOINT undoable`;
    return made;
  } catch (error) {
    if (isRetryable(error) || isAway(error) || !(error instanceof Error)) throw error;
    await transaction.$executeRaw`ROLLBACK TO SAVEPOINT undoable`;
    return error;
  }
}

function refusal(error: unknown): DomainError {
  const refused = toDomainError(error);
  if (refused.refusal === 'internal')
    logger.error({ reason: describeFault(error).code }, 'A record of a batch failed');
  return refused;
}
