import {
  Means,
  OrNull,
  ShowsDecimal,
  ShowsMoment,
  ShowsNumber,
  ShowsOneOf,
  ShowsText,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsOneOf, MayBeAbsent } from '../platform/validation/fields.js';
import { IsTextList } from '../platform/validation/nested-fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import { SYNC_STATES, type SyncState } from '../sync/sync-record.types.js';

/** Which accounts. */
export class BillingAccountQuery extends ListQuery {
  @Means('Only accounts in this state.', 'quarantined')
  @MayBeAbsent()
  @IsOneOf(SYNC_STATES)
  state?: SyncState | null;
}

/** Where an account stands with Gotransverse, in a list. */
export class BillingAccountListView {
  @ShowsUuid('Our own id of the account.')
  debt_account_id!: string;

  @ShowsText('Its external id.', 'D-1001')
  debt_account_external_id!: string;

  @ShowsOneOf(SYNC_STATES, 'As GET /api/v1/billing/accounts/{ref} tells it.', 'quarantined')
  state!: SyncState;

  @OrNull()
  @ShowsText('Why it is in that state, and what to do.')
  reason!: string | null;

  @ShowsNumber('Attempts since it was last settled.', 0)
  attempts!: number;

  @OrNull()
  @ShowsMoment('When the next attempt is due.', '2026-01-31T17:45:00.000Z')
  next_attempt_at!: string | null;

  @OrNull()
  @ShowsMoment('When it was last settled.', '2026-01-31T17:45:00.000Z')
  settled_at!: string | null;

  @OrNull()
  @ShowsText("The account's EID there.", '52926')
  eid!: string | null;

  @OrNull()
  @ShowsText('Under which it is looked up there.', 'D-1001')
  external_account_num!: string | null;
}

const REQUEUED_STATES = ['quarantined', 'conflict', 'retrying'] as const;
export type RequeuedState = (typeof REQUEUED_STATES)[number];
const MAX_REQUEUED = 500;

/** Which accounts are to be tried again. */
export class RequeueBody extends ReasonBody {
  @Means('Accounts in this state.', 'quarantined')
  @IsOneOf(REQUEUED_STATES)
  state!: RequeuedState;

  @Means(`External ids or our ids of up to ${String(MAX_REQUEUED)} of them. Absent: all.`)
  @MayBeAbsent()
  @IsTextList(255, { most: MAX_REQUEUED, of: 'external ids or ids' })
  accounts?: string[] | null;
}

/** What came of it. */
export class RequeuedView {
  @ShowsNumber('Accounts that the next run tries again.', 12)
  requeued!: number;
}

/** A call to Gotransverse about an account. */
export class BillingAttemptView {
  @ShowsUuid('Its id.')
  id!: string;

  @ShowsUuid('The attempt that it was part of: the same for all of its calls.')
  attempt_id!: string;

  @ShowsMoment('When it began.', '2026-01-31T17:45:00.000Z')
  called_at!: string;

  @ShowsText('What was asked for.', 'createAdjustment')
  operation!: string;

  @ShowsText('The HTTP method.', 'POST')
  method!: string;

  @ShowsText('The path, with `{eid}` where an EID stands.', '/adjustments')
  path_pattern!: string;

  @OrNull()
  @ShowsNumber('The HTTP status of the answer; null where there was none.', 201)
  status!: number | null;

  @ShowsDecimal('How long it took, in milliseconds.', 87.5)
  duration_ms!: number;

  @ShowsText(
    '`done`; `rejected`, `not_found`, `already_exists`: for good; `unauthorized`; `throttled`; `not_sent`, `unavailable`: nothing happened; `unknown`: it may have happened.',
    'done',
  )
  outcome!: string;

  @OrNull()
  @ShowsText('Why it is not done.')
  reason!: string | null;

  @OrNull()
  @ShowsText('What was sent, for callers with the scope `pii`.')
  request_body!: string | null;

  @OrNull()
  @ShowsText('What was answered to a write, or by a refusal, for callers with the scope `pii`.')
  answer_body!: string | null;
}
