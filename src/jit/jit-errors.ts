import type { QueryMistake } from './jit-query.js';

/** A JIT answer that is not an account, in the shape that Tratta relays. */
export interface JitRefusal {
  status: number;
  body: string;
}

function refusal(status: number, errorCode: string, error: string): JitRefusal {
  return { status, body: JSON.stringify({ error, errorCode }) };
}

const MISTAKES: Record<QueryMistake, string> = {
  missing: 'debt_account_external_id is missing',
  empty: 'debt_account_external_id is empty',
  repeated: 'debt_account_external_id is given more than once',
  too_long: 'debt_account_external_id has more than 255 characters',
  undecodable: 'debt_account_external_id is not valid percent-encoded UTF-8',
};

/** One body for a wrong token, an address that is not allowed, and an unknown account. */
export const NOT_FOUND = refusal(404, 'NOT_FOUND', 'There is no such debt account');
export const TOO_MANY_MISSES = refusal(
  429,
  'TOO_MANY_REQUESTS',
  'Too many requests for accounts that do not exist',
);
export const UNAVAILABLE = refusal(503, 'UNAVAILABLE', 'The account cannot be read now; try again');
export const FAILED = refusal(500, 'INTERNAL_ERROR', 'The service failed; its log has the request id');

export function badRequest(mistake: QueryMistake): JitRefusal {
  return refusal(400, 'BAD_REQUEST', MISTAKES[mistake]);
}

/** What the framework itself refuses, before a controller sees it. Never repeats the path. */
export function frameworkRefusal(status: number): JitRefusal {
  if (status === 404 || status === 405) return NOT_FOUND;
  if (status === 503) return UNAVAILABLE;
  if (status >= 500) return FAILED;
  return refusal(status, 'BAD_REQUEST', 'The request cannot be read');
}
