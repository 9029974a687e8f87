import { OrNull, ShowsMoment, ShowsNumber, ShowsOneOf, ShowsText } from '../platform/openapi/shown.js';
import { IsText, MayBeAbsent } from '../platform/validation/fields.js';
import { Means } from '../platform/openapi/shown.js';

export const BILLING_LANE_STATES = ['open', 'slowed', 'paused', 'off'] as const;
export type BillingLaneState = (typeof BILLING_LANE_STATES)[number];

/** Why the lane is paused. */
export class PauseBody {
  @Means(
    'Why, for whoever finds the lane paused, and for the audit trail; `X-Reason` says the same.',
    'Maintenance until 6 am',
  )
  @MayBeAbsent()
  @IsText(1000)
  reason?: string | null;
}

/** Whether calls go to Gotransverse. */
export class BillingLaneView {
  @ShowsOneOf(
    BILLING_LANE_STATES,
    '`open`. `slowed`: nothing is begun until `slowed_until`, then one account goes first. `paused`: nothing is begun until somebody resumes it. `off`: no Gotransverse is set.',
    'open',
  )
  state!: BillingLaneState;

  @OrNull()
  @ShowsText('Why it is slowed, paused or off, and what to do.')
  reason!: string | null;

  @OrNull()
  @ShowsOneOf(
    ['person', 'vendor'],
    'Who paused it: a person, or Gotransverse, which lets nobody in or lacks a name.',
    'person',
  )
  paused_by!: 'person' | 'vendor' | null;

  @OrNull()
  @ShowsMoment('Since when it is paused.', '2026-01-31T17:45:00.000Z')
  paused_at!: string | null;

  @OrNull()
  @ShowsMoment('Until when nothing is begun.', '2026-01-31T17:45:30.000Z')
  slowed_until!: string | null;

  @OrNull()
  @ShowsMoment('When Gotransverse last did something for us.', '2026-01-31T17:44:58.000Z')
  confirmed_at!: string | null;

  @ShowsNumber('Accounts that are behind, due now or later.', 16)
  accounts_due!: number;
}
