import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { IsText, MayBeAbsent } from '../validation/fields.js';
import { fromQuery } from '../validation/query-values.js';
import type { CursoredList } from './cursors.js';

export const MAX_LIMIT = 500;
export const DEFAULT_LIMIT = 50;
const LIMIT_MESSAGE = `must be a whole number from 1 to ${String(MAX_LIMIT)}`;

/** What every list may be asked. */
export class ListQuery {
  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsInt({ message: LIMIT_MESSAGE })
  @Min(1, { message: LIMIT_MESSAGE })
  @Max(MAX_LIMIT, { message: LIMIT_MESSAGE })
  limit?: number | null;

  /** `next_cursor` of the page before. */
  @MayBeAbsent()
  @IsText(1000)
  cursor?: string | null;
}

/** A query's list: what it asks for besides limit and cursor are its filters. */
export function listOf(name: string, { limit, cursor, ...filters }: ListQuery & object): CursoredList {
  return { name, filters, limit: limit ?? DEFAULT_LIMIT, cursor };
}
