import type { Pool } from '../platform/database/pool.js';
import type { EntryFigures, JitFigures, LaneFigures, OutcomeFigures, StatusFigures } from './stats.types.js';

/** Records behind are counted up to this: a lane that never ran has millions, and nobody needs to know how many. */
const MOST_BEHIND = 100_000;
/** Durations are those of the newest answers only: sorting a busy day's would take seconds. */
const MOST_MEASURED = 100_000;

interface EntryRow {
  kind: EntryFigures['kind'];
  entries: string;
  amount: string;
  entries_today: string;
  amount_today: string;
}

type Texts<Name extends string> = Record<Name, string>;

/** The index debt_accounts_figures_idx has all that this reads. */
export async function statusFigures(pool: Pool): Promise<StatusFigures[]> {
  const { rows } = await pool.query<
    Texts<Exclude<keyof StatusFigures, 'status'>> & Pick<StatusFigures, 'status'>
  >(`
    SELECT status, count(*) AS accounts, count(*) FILTER (WHERE child_count > 0) AS parents, count(parent_id) AS children,
           count(*) FILTER (WHERE child_count = 0) AS leaves,
           coalesce(sum(balance) FILTER (WHERE child_count = 0), 0) AS balance,
           coalesce(sum(current_balance) FILTER (WHERE child_count = 0), 0) AS current_balance
      FROM debt_accounts GROUP BY status ORDER BY status`);
  return rows.map(({ status, ...row }) => ({ status, ...numbers(row) }));
}

export async function recordCounts(pool: Pool): Promise<{ locations: number; customers: number }> {
  const { rows } = await pool.query<{ locations: string; customers: string }>(
    'SELECT (SELECT count(*) FROM locations) AS locations, (SELECT count(*) FROM customers) AS customers',
  );
  return numbers(rows[0] ?? { locations: '0', customers: '0' });
}

/** @param today the beginning of the day; the other sums are of all from `since` on */
export async function entryFigures(
  pool: Pool,
  since: Date,
  today: Date,
): Promise<{ today: EntryFigures[]; all: EntryFigures[] }> {
  const { rows } = await pool.query<EntryRow>(
    `SELECT kind, count(*) AS entries, sum(amount) AS amount,
            count(*) FILTER (WHERE recorded_at >= $2) AS entries_today,
            coalesce(sum(amount) FILTER (WHERE recorded_at >= $2), 0) AS amount_today
       FROM ledger_entries WHERE recorded_at >= $1 GROUP BY kind ORDER BY kind`,
    [since, today],
  );
  const ofToday = rows.map(({ kind, entries_today: entries, amount_today: amount }) => ({
    kind,
    ...numbers({ entries, amount }),
  }));
  return {
    today: ofToday.filter(({ entries }) => entries > 0),
    all: rows.map(({ kind, entries, amount }) => ({ kind, ...numbers({ entries, amount }) })),
  };
}

export async function jitFigures(pool: Pool, since: Date): Promise<JitFigures> {
  const { rows: counts } = await pool.query<{ outcome: string; answers: string }>(
    'SELECT outcome, count(*) AS answers FROM jit_requests WHERE requested_at >= $1 GROUP BY outcome ORDER BY outcome',
    [since],
  );
  const { rows: durations } = await pool.query<{ outcome: string; measured: string; ms: number[] }>(
    `SELECT outcome, count(*) AS measured, percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY total_ms) AS ms
       FROM (SELECT outcome, total_ms FROM jit_requests WHERE requested_at >= $1
              ORDER BY requested_at DESC LIMIT ${String(MOST_MEASURED)}) newest
      GROUP BY outcome`,
    [since],
  );
  const outcomes = counts.map(({ outcome, answers }): OutcomeFigures => {
    const [p50 = null, p95 = null, p99 = null] = durations.find((row) => row.outcome === outcome)?.ms ?? [];
    return { outcome, answers: Number(answers), p50_ms: p50, p95_ms: p95, p99_ms: p99 };
  });
  return {
    since: since.toISOString(),
    answers: outcomes.reduce((sum, { answers }) => sum + answers, 0),
    measured: durations.reduce((sum, { measured }) => sum + Number(measured), 0),
    outcomes,
  };
}

export async function laneFigures(pool: Pool): Promise<LaneFigures[]> {
  const { rows } = await pool.query<{ lane: string; counted: string; behind_since: Date | null }>(
    `SELECT lane.name AS lane,
            (SELECT count(*) FROM (
               SELECT FROM sync_records record
                WHERE record.lane = lane.name AND record.wanted_version > record.settled_version
                LIMIT ${String(MOST_BEHIND + 1)}) behind) AS counted,
            (SELECT min(record.behind_since) FROM sync_records record
              WHERE record.lane = lane.name AND record.wanted_version > record.settled_version) AS behind_since
       FROM sync_lanes lane ORDER BY lane.name`,
  );
  return rows.map(({ lane, counted, behind_since }) => ({
    lane,
    behind: Math.min(Number(counted), MOST_BEHIND),
    more: Number(counted) > MOST_BEHIND,
    behind_since: behind_since?.toISOString() ?? null,
  }));
}

/** PostgreSQL's counts and sums come as texts. */
function numbers<Row extends Record<string, string>>(row: Row): { [Name in keyof Row]: number } {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])) as {
    [Name in keyof Row]: number;
  };
}
