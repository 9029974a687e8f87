import { Transform } from 'class-transformer';
import {
  Means,
  OrNull,
  ShowsCents,
  ShowsDecimal,
  ShowsMoment,
  ShowsNumber,
  ShowsOneOf,
  ShowsText,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsMoment, IsOneOf, IsText, IsWholeNumber, MayBeAbsent } from '../platform/validation/fields.js';
import { fromQuery } from '../platform/validation/query-values.js';

/** How a call ended. Calls with a wrong token are not recorded. */
export const RECORDED_OUTCOMES = [
  'found',
  'unknown_account',
  'bad_request',
  'throttled',
  'deadline',
  'unavailable',
  'failed',
] as const;
export type RecordedOutcome = (typeof RECORDED_OUTCOMES)[number];

/** Which JIT calls; all that is given must hold. */
export class JitRequestQuery extends ListQuery {
  @Means('The external id or our id of the account that was told.', 'D-1001')
  @MayBeAbsent()
  @IsText()
  debt_account?: string | null;

  @Means('What was asked for in vain.', 'D-9999')
  @MayBeAbsent()
  @IsText()
  asked_external_id?: string | null;

  @Means('How the call ended.', 'found')
  @MayBeAbsent()
  @IsOneOf(RECORDED_OUTCOMES)
  outcome?: RecordedOutcome | null;

  @Means('The status that it was answered with.', 200)
  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsWholeNumber(100, 599)
  http_status?: number | null;

  @Means('`X-Request-Id` of the answer.')
  @MayBeAbsent()
  @IsText()
  request_id?: string | null;

  @Means('At or after this time.', '2026-01-31T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  since?: string | null;

  @Means('Before this time.', '2026-02-01T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  until?: string | null;
}

/** A JIT call and what it was told. Durations in milliseconds, the balance in cents. */
export class JitRequestView {
  @ShowsUuid('Our own id of the record.')
  id!: string;

  @ShowsMoment('When it came in.', '2026-01-31T17:45:00.000Z')
  requested_at!: string;

  @ShowsText('`X-Request-Id` of the answer.')
  request_id!: string;

  @ShowsOneOf(RECORDED_OUTCOMES, 'How it ended.', 'found')
  outcome!: RecordedOutcome;

  @ShowsNumber('The status that it was answered with.', 200, 100)
  http_status!: number;

  @OrNull()
  @ShowsText('What was asked for, where no account stands for it.')
  asked_external_id!: string | null;

  @OrNull()
  @ShowsUuid('The account that was told.')
  debt_account_id!: string | null;

  @OrNull()
  @ShowsText('Its external id.', 'D-1001')
  debt_account_external_id!: string | null;

  @OrNull()
  @ShowsNumber('The version of the account that the answer was made from.', 3, 1)
  debt_account_version!: number | null;

  @OrNull()
  @ShowsNumber('The same of the customer.', 1, 1)
  customer_version!: number | null;

  @OrNull()
  @ShowsNumber('The same of the location.', 1, 1)
  location_version!: number | null;

  @OrNull()
  @ShowsCents('What was told.', 100_000)
  told_balance!: number | null;

  @OrNull()
  @ShowsDecimal('Milliseconds of waiting for a connection.', 0.1)
  wait_ms!: number | null;

  @OrNull()
  @ShowsDecimal('Milliseconds of asking the database.', 1.2)
  query_ms!: number | null;

  @ShowsDecimal('Milliseconds of the whole answer.', 2.4)
  total_ms!: number;

  @OrNull()
  @ShowsText('Where it came from.', '192.0.2.10')
  source_address!: string | null;
}
