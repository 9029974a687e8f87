/** Tratta identifies accounts by our external ids, which have 1 to 255 characters. */
const MAX_CHARACTERS = 255;

/** Why a request's query does not name one account. */
export type QueryMistake = 'missing' | 'empty' | 'repeated' | 'too_long' | 'undecodable';

const PARAMETER = 'debt_account_external_id';

/**
 * The external id that a JIT request asks for, decoded once: `+` and `%20` are spaces, as in the forms that
 * Tratta sends. Other parameters are ignored.
 * @param url the request's path and query as received
 */
export function askedExternalId(url: string): { externalId: string } | { mistake: QueryMistake } {
  const queryStart = url.indexOf('?');
  const values: string[] = [];
  if (queryStart >= 0)
    for (const pair of url.slice(queryStart + 1).split('&')) {
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      if (name !== PARAMETER) continue;
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      if (value === undefined) return { mistake: 'undecodable' };
      values.push(value);
    }
  return oneOf(values);
}

function oneOf(values: string[]): { externalId: string } | { mistake: QueryMistake } {
  const [externalId, ...others] = values;
  if (externalId === undefined) return { mistake: 'missing' };
  if (others.length > 0) return { mistake: 'repeated' };
  if (externalId === '') return { mistake: 'empty' };
  // Code points, as the database counts; a code unit more than twice the limit is too long either way.
  if (externalId.length > 2 * MAX_CHARACTERS || Array.from(externalId).length > MAX_CHARACTERS)
    return { mistake: 'too_long' };
  return { externalId };
}

/** Undefined where a percent sign starts nothing, or the bytes are not UTF-8. */
function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
