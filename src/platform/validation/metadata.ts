import { DomainError } from '../errors/domain-error.js';
import { MAX_METADATA_PAIRS } from './fields.js';

/**
 * Metadata after a change that names only the keys it is about; null takes a key away.
 * @throws DomainError `invalid` when more keys would be left than a record may have
 */
export function changedMetadata(
  current: unknown,
  change: Record<string, string | null>,
): Record<string, string> {
  const pairs = Object.entries({ ...(current as Record<string, string>), ...change }).filter(
    (pair): pair is [string, string] => pair[1] !== null,
  );
  if (pairs.length > MAX_METADATA_PAIRS)
    throw DomainError.invalidField('metadata', `would have more than ${String(MAX_METADATA_PAIRS)} keys`);
  return Object.fromEntries(pairs);
}
