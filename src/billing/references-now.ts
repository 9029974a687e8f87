import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import { gotransverseUnavailable, type OpenLink } from './gotransverse-link.js';

/** For who asks and waits. @throws DomainError `unavailable`, with all that is wrong with the names */
export async function referencesNow({ references }: OpenLink): Promise<ResolvedReferences> {
  const resolved = await references.resolve();
  if (resolved.kind === 'done') return resolved.value;
  const why = resolved.kind === 'unresolved' ? resolved.problems.join('; ') : resolved.reason;
  throw gotransverseUnavailable(`Gotransverse's reference data cannot be had: ${why}`);
}
