import { ArrayMaxSize, IsArray } from 'class-validator';
import type { FieldError } from '../platform/errors/domain-error.js';
import type { UpsertOutcome } from '../platform/http/answers.js';
import { MayBeAbsent } from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

/** Of all three kinds together. */
export const MAX_ITEMS = 10_000;
const LIST = { message: 'must be a list of records' };
const SIZE = { message: `must have at most ${String(MAX_ITEMS)} records` };

/** Records as `PUT` takes them, each with its external_id. Each is checked by itself: a bad one stops no other. */
export class BulkBody extends ReasonBody {
  @MayBeAbsent()
  @IsArray(LIST)
  @ArrayMaxSize(MAX_ITEMS, SIZE)
  locations?: unknown[] | null;

  @MayBeAbsent()
  @IsArray(LIST)
  @ArrayMaxSize(MAX_ITEMS, SIZE)
  customers?: unknown[] | null;

  @MayBeAbsent()
  @IsArray(LIST)
  @ArrayMaxSize(MAX_ITEMS, SIZE)
  debt_accounts?: unknown[] | null;
}

export type BulkKind = 'locations' | 'customers' | 'debt_accounts';

/** Why one record was not taken: what a request with it alone would have been told. */
export interface BulkError {
  status: number;
  title: string;
  detail: string;
  errors?: readonly FieldError[];
}

/** What became of one record. */
export interface BulkResult {
  /** Its place in its list, from 0. */
  index: number;
  external_id: string | null;
  outcome: UpsertOutcome | 'failed';
  id?: string;
  version?: number;
  warnings?: readonly string[];
  error?: BulkError;
}

/** Results in the order of the records, and how many there are of each outcome. */
export interface BulkAnswer {
  data: Record<BulkKind, BulkResult[]>;
  meta: Record<BulkResult['outcome'], number>;
}
