import { Transform } from 'class-transformer';
import { Means } from '../openapi/shown.js';
import { IsText, IsWholeNumber, MayBeAbsent } from '../validation/fields.js';
import { fromQuery } from '../validation/query-values.js';
import type { CursoredList } from './cursors.js';

const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 50;

/** What every list may be asked. */
export class ListQuery {
  @Means(`How many records a page has. Absent, it is ${String(DEFAULT_LIMIT)}.`, DEFAULT_LIMIT)
  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsWholeNumber(1, MAX_LIMIT)
  limit?: number | null;

  @Means('`next_cursor` of the page before, with the same filters. Absent, the list begins.')
  @MayBeAbsent()
  @IsText(1000)
  cursor?: string | null;
}

/** A query's list: what it asks for besides limit and cursor are its filters. */
export function listOf(name: string, { limit, cursor, ...filters }: ListQuery & object): CursoredList {
  return { name, filters, limit: limit ?? DEFAULT_LIMIT, cursor };
}
