/** What an API key may be allowed to do. */
export const SCOPES = ['read', 'write', 'pii', 'billing', 'tratta', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks for something, and with what right: the first argument of every service method. */
export interface Caller {
  kind: 'api_key' | 'bootstrap_key' | 'cli' | 'system';
  /** The API key's id; null for callers that have none. */
  id: string | null;
  name: string;
  scopes: ReadonlySet<Scope>;
  /** Ties the caller's log lines and audit events together. */
  requestId: string | null;
  /** Why it asks, where it says so for the whole request; what a body says of one change goes before it. */
  reason: string | null;
}

/** A person at the command line, who has the database's own credentials and so every right. */
export function cliCaller(name: string): Caller {
  return { kind: 'cli', id: null, name, scopes: new Set(SCOPES), requestId: null, reason: null };
}
