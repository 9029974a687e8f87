import { Prisma } from '../platform/database/generated/client.js';
import type { Claim, SyncedRecord } from './sync-record.types.js';

export function named({ lane, kind, id }: SyncedRecord): Prisma.Sql {
  return Prisma.sql`lane = ${lane} AND record_kind = ${kind}::record_kind AND record_id = ${id}::uuid`;
}

/** Fenced: whoever is the holder no more changes nothing. */
export function held({ record, owner }: Pick<Claim, 'record' | 'owner'>): Prisma.Sql {
  return Prisma.sql`${named(record)} AND lease_owner = ${owner}::uuid`;
}

/** There is something to do; the words of the index sync_records_due_idx. */
export const IS_WANTED = Prisma.sql`(wanted_version > settled_version OR rechecks > 0
  OR (call_step IS NOT NULL AND state NOT IN ('quarantined', 'conflict')))`;

/** When it is to be done; the expression of the same index. */
export const DUE_AT = Prisma.sql`coalesce(next_attempt_at, behind_since)`;

/** What became of a record in a run, in words of `RunOutcome`. */
export const RUN_OUTCOME = Prisma.sql`CASE WHEN state = 'synced' THEN coalesce(did, 'unchanged') ELSE state END`;

/** A run's records by what became of them, as one JSON object: a number each. */
export function runCounts(runId: string): Prisma.Sql {
  return Prisma.sql`(SELECT coalesce(json_object_agg(outcome, count), '{}')
     FROM (SELECT ${RUN_OUTCOME} AS outcome, count(*) AS count FROM sync_run_records WHERE run_id = ${runId}::uuid GROUP BY 1) counted)`;
}
