import { DomainError } from '../errors/domain-error.js';
import { describeFault } from './database-faults.js';

/** PostgreSQL's class of "integrity constraint violation", and Prisma's codes for the same. */
const CONSTRAINT_CODES = /^(23\w{3}|P2002|P2003|P2004)$/;

/**
 * Runs `work`; where the database refuses by a constraint, throws what a caller should be told of it.
 * A rule that `refusals` doesn't name is still the caller's to mend: 422 with the rule's name.
 */
export async function onRefusal<T>(
  refusals: Record<string, DomainError>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const { code, constraint } = describeFault(error);
    const known = constraint === undefined ? undefined : refusals[constraint];
    if (known !== undefined) throw known;
    if (code !== undefined && CONSTRAINT_CODES.test(code))
      throw new DomainError(
        'invalid',
        `The books refuse this: the rule ${constraint ?? 'of a constraint'} would be broken`,
      );
    throw error;
  }
}
