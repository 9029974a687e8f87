import { Prisma } from '../database/generated/client.js';
import type { PrismaService } from '../database/prisma.service.js';
import type { Position } from './cursors.js';

/** Where a list's records are: a table, or several joined, and the column of their ids. */
export interface ListedTable {
  from: Prisma.Sql;
  id: Prisma.Sql;
}

/** Conditions that were given, joined; `false` stands for one that was not. */
export function whereAll(conditions: readonly (Prisma.Sql | false)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition !== false);
  return given.length === 0 ? Prisma.sql`true` : Prisma.join(given, ' AND ');
}

/**
 * The ids of one page, and one more that tells whether another follows. Ids are UUIDs of version 7, so their
 * order is that of creation: what is added during a walk comes before its first page, and moves nothing.
 */
export async function newestFirst(
  reader: Pick<PrismaService, '$queryRaw'>,
  table: ListedTable,
  filters: Prisma.Sql,
  position: Position | null,
  limit: number,
): Promise<string[]> {
  const after = position === null ? Prisma.sql`true` : Prisma.sql`${table.id} < ${position[0]}::uuid`;
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT ${table.id} AS id FROM ${table.from} WHERE ${filters} AND ${after} ORDER BY ${table.id} DESC LIMIT ${limit + 1}`;
  return rows.map(({ id }) => id);
}
