import type pg from 'pg';

/** Written beside the answers, by design: what Tratta asked, calls to vendors, and what processes do in the background. */
const WRITTEN_BEHIND = [
  'jit_requests',
  'sync_calls',
  'leases',
  'schedule_ticks',
  'alarms_on',
  'alarm_notices',
];

/** Tells whether any row of any table was made, changed or removed between two looks. */
export class DatabaseFingerprint {
  private constructor(
    private readonly database: pg.Pool,
    private readonly statement: string,
  ) {}

  static async of(database: pg.Pool): Promise<DatabaseFingerprint> {
    const { rows } = await database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> ALL ($1) ORDER BY 1`,
      [WRITTEN_BEHIND],
    );
    // Each change of a row leaves the number of the transaction that made it.
    const tables = rows.map(
      ({ name }) =>
        `SELECT '${name}' AS name, count(*) AS rows, sum(xmin::text::bigint) AS changes FROM "${name}"`,
    );
    return new DatabaseFingerprint(
      database,
      `SELECT string_agg(name || ':' || rows || '/' || coalesce(changes, 0), ' ' ORDER BY name) AS taken
         FROM (${tables.join(' UNION ALL ')}) AS tables`,
    );
  }

  async take(): Promise<string> {
    const { rows } = await this.database.query<{ taken: string }>({
      name: 'fingerprint',
      text: this.statement,
    });
    return rows[0]?.taken ?? '';
  }
}
