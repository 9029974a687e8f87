import { Transform } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsMoment, IsText, MayBeAbsent } from '../platform/validation/fields.js';
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

const STATUS_MESSAGE = { message: 'must be an HTTP status such as 200' };

/** Which JIT calls; all that is given must hold. */
export class JitRequestQuery extends ListQuery {
  /** The external id or our id of the account that was told. */
  @MayBeAbsent()
  @IsText()
  debt_account?: string | null;

  /** What was asked for in vain. */
  @MayBeAbsent()
  @IsText()
  asked_external_id?: string | null;

  @MayBeAbsent()
  @IsIn(RECORDED_OUTCOMES, { message: `must be one of ${RECORDED_OUTCOMES.join(', ')}` })
  outcome?: RecordedOutcome | null;

  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsInt(STATUS_MESSAGE)
  @Min(100, STATUS_MESSAGE)
  @Max(599, STATUS_MESSAGE)
  http_status?: number | null;

  /** `X-Request-Id` of the answer. */
  @MayBeAbsent()
  @IsText()
  request_id?: string | null;

  @MayBeAbsent()
  @IsMoment()
  since?: string | null;

  /** Before this time. */
  @MayBeAbsent()
  @IsMoment()
  until?: string | null;
}

/** A JIT call and what it was told. Durations in milliseconds, the balance in cents. */
export interface JitRequestView {
  id: string;
  requested_at: string;
  request_id: string;
  outcome: RecordedOutcome;
  http_status: number;
  /** What was asked for, where no account stands for it. */
  asked_external_id: string | null;
  debt_account_id: string | null;
  debt_account_external_id: string | null;
  /** The versions of the records that the answer was made from. */
  debt_account_version: number | null;
  customer_version: number | null;
  location_version: number | null;
  told_balance: number | null;
  /** Waiting for a connection. */
  wait_ms: number | null;
  query_ms: number | null;
  total_ms: number;
  source_address: string | null;
}
