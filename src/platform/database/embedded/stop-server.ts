import { EmbeddedPostgresError } from './embedded-postgres.errors.js';

export interface StoppableServer {
  signal(name: NodeJS.Signals): void;
  /** True as soon as the process is gone, false when it is still there after that time. */
  endsWithin(milliseconds: number): Promise<boolean>;
}

/**
 * PostgreSQL's own ladder: SIGINT is the fast shutdown (open transactions are rolled back, everything is
 * written), SIGQUIT the immediate one (recovered from the log at the next start). SIGKILL comes only when
 * not even that is heard; the server's processes notice that their parent is gone and end by themselves.
 */
const ladder = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 10_000],
] as const;

/** @throws {EmbeddedPostgresError} when it does not end at all */
export async function stopServer(name: string, server: StoppableServer): Promise<void> {
  for (const [signal, patienceMs] of ladder) {
    server.signal(signal);
    if (await server.endsWithin(patienceMs)) return;
  }
  throw new EmbeddedPostgresError(`${name} does not end, not even when killed.`);
}
