import type { Route } from './routes.js';

/** Whether the route changes something, so that the request can be repeated under an `Idempotency-Key`. */
export function isIdempotent({ method, scope, description }: Route): boolean {
  return description?.idempotent ?? (method !== 'GET' && scope !== undefined && scope !== 'read');
}

/** Whether the record's version must, may or cannot be told with a change. */
export function ifMatchOf({ method, description }: Route): 'required' | 'honoured' | 'ignored' {
  const usual = { PATCH: 'required', PUT: 'honoured' } as const;
  return description?.ifMatch ?? (method in usual ? usual[method as keyof typeof usual] : 'ignored');
}
