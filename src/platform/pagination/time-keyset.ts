import { Prisma } from '../database/generated/client.js';

/** A time of the database with all of its microseconds, of which a JavaScript date would lose three digits. */
export function exactTime(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The same to milliseconds, as all other times are told. */
export function toldTime(exact: string): string {
  return `${exact.slice(0, 23)}Z`;
}
