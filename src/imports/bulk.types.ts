import type { FieldError } from '../platform/errors/domain-error.js';
import type { UpsertOutcome } from '../platform/http/answers.js';
import {
  Means,
  OrAbsent,
  OrNull,
  ShowsList,
  ShowsNumber,
  ShowsOne,
  ShowsOneOf,
  ShowsText,
  ShowsTextList,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { IsLooseList, MayBeAbsent } from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

/** Of all three kinds together. */
export const MAX_ITEMS = 10_000;

const OUTCOMES = ['created', 'updated', 'unchanged', 'failed'] as const;

/** Records as `PUT` takes them, each with its external_id. Each is checked by itself: a bad one stops no other. */
export class BulkBody extends ReasonBody {
  @Means('Each as `POST /api/v1/locations` takes it.', [{ external_id: 'NORTHWIND', name: 'Northwind Bank' }])
  @MayBeAbsent()
  @IsLooseList(MAX_ITEMS, 'records')
  locations?: unknown[] | null;

  @Means('Each as `POST /api/v1/customers` takes it.', [{ external_id: 'C-1001', name: 'Jane Roe' }])
  @MayBeAbsent()
  @IsLooseList(MAX_ITEMS, 'records')
  customers?: unknown[] | null;

  @Means('Each as `POST /api/v1/debt-accounts` takes it; children may stand before their parents.', [
    { external_id: 'D-1001', customer_id: 'C-1001', location_id: 'NORTHWIND', balance: 125000 },
  ])
  @MayBeAbsent()
  @IsLooseList(MAX_ITEMS, 'records')
  debt_accounts?: unknown[] | null;
}

export type BulkKind = 'locations' | 'customers' | 'debt_accounts';

class BulkFieldError {
  @ShowsText('Its path in the record.', 'addresses.0.state')
  field!: string;

  @ShowsText('What to change.', 'must be text of 1 to 100 characters, without control characters')
  message!: string;
}

/** Why one record was not taken: what a request with it alone would have been told. */
export class BulkError {
  @ShowsNumber('The status that a request with this record alone would have got.', 422, 400)
  status!: number;

  @ShowsText('The kind of refusal.', 'The request is not valid')
  title!: string;

  @ShowsText('What is wrong, and how to mend it.', 'customer_id names no customer; create the customer first')
  detail!: string;

  @OrAbsent()
  @ShowsList(() => BulkFieldError, 'The fields at fault.')
  errors?: readonly FieldError[];
}

/** What became of one record. */
export class BulkResult {
  @ShowsNumber('Its place in its list, from 0.', 0)
  index!: number;

  @OrNull()
  @ShowsText('As the record says it; null where it cannot be read.', 'D-1001')
  external_id!: string | null;

  @ShowsOneOf(OUTCOMES, 'What became of it.', 'updated')
  outcome!: UpsertOutcome | 'failed';

  @OrAbsent()
  @ShowsUuid('Our own id of the record.')
  id?: string;

  @OrAbsent()
  @ShowsNumber('Its version now.', 3, 1)
  version?: number;

  @OrAbsent()
  @ShowsTextList('What was not done as asked, and why.')
  warnings?: readonly string[];

  @OrAbsent()
  @ShowsOne(() => BulkError, 'Why it failed.')
  error?: BulkError;
}

/** Results in the order of the records. */
export class BulkResults {
  @ShowsList(() => BulkResult, 'In the order of the records.')
  locations!: BulkResult[];

  @ShowsList(() => BulkResult, 'In the order of the records.')
  customers!: BulkResult[];

  @ShowsList(() => BulkResult, 'In the order of the records.')
  debt_accounts!: BulkResult[];
}

/** How many records there are of each outcome. */
export class BulkCounts {
  @ShowsNumber('Records that were made.', 12)
  created!: number;

  @ShowsNumber('Records that were changed.', 180)
  updated!: number;

  @ShowsNumber('Records that were so already.', 9_700)
  unchanged!: number;

  @ShowsNumber('Records that were not taken.', 1)
  failed!: number;
}

export interface BulkAnswer {
  data: BulkResults;
  meta: BulkCounts;
}
