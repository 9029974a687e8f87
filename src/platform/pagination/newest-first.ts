import { Prisma } from '../database/generated/client.js';
import type { PrismaService } from '../database/prisma.service.js';
import { hydrated } from '../database/refs.js';
import { Page } from '../http/answers.js';
import type { CursoredList, Cursors } from './cursors.js';

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
 * The ids of one page. Ids are UUIDs of version 7, so their order is that of creation: what is added during a
 * walk comes before its first page, and moves nothing.
 * @throws DomainError `invalid` for a cursor of another list
 */
export async function newestFirst(
  reader: Pick<PrismaService, '$queryRaw'>,
  cursors: Cursors,
  table: ListedTable,
  filters: Prisma.Sql,
  list: CursoredList,
): Promise<Page<string>> {
  const position = cursors.position(list);
  const after = position === null ? Prisma.sql`true` : Prisma.sql`${table.id} < ${position[0]}::uuid`;
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT ${table.id} AS id FROM ${table.from} WHERE ${filters} AND ${after} ORDER BY ${table.id} DESC LIMIT ${list.limit + 1}`;
  return cursors.page(
    list,
    rows,
    ({ id }) => [id],
    ({ id }) => id,
  );
}

/** The records of a page of ids. One that was removed since is left out, and the walk goes on behind it. */
export async function recordsOf<Row extends { id: string }, Item>(
  { items, nextCursor }: Page<string>,
  read: (where: { id: { in: string[] } }) => Promise<Row[]>,
  toItem: (row: Row) => Item,
): Promise<Page<Item>> {
  return new Page((await hydrated(items, read)).map(toItem), nextCursor);
}
