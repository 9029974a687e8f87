import {
  Means,
  OrNull,
  ShowsAnything,
  ShowsMoment,
  ShowsNumber,
  ShowsOneOf,
  ShowsSchema,
  ShowsText,
  ShowsTextList,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsOneOf, IsText, MayBeAbsent } from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import {
  DIFFERENCE_STATES,
  DIFFERENCE_TYPES,
  type DifferenceState,
  type DifferenceType,
  type Repair,
  REPAIRS,
  type Side,
} from './difference.types.js';

const RECONCILIATION_STATES = ['queued', 'running', 'waiting', 'finished', 'cancelled', 'failed'] as const;
export type ReconciliationState = (typeof RECONCILIATION_STATES)[number];
const PHASES = ['there', 'unlinked', 'here'];

const counts = { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } } as const;

/** A comparison of all that Gotransverse has with the books. */
export class ReconciliationView {
  @ShowsUuid('Our own id of it.')
  id!: string;

  @ShowsOneOf(
    RECONCILIATION_STATES,
    '`queued`: it goes on as soon as a worker takes it. `running`: one is at it now. `waiting`: for what `reason` says. `finished`, `cancelled`. `failed`: `reason` says why; start another.',
    'finished',
  )
  state!: ReconciliationState;

  @ShowsOneOf(
    PHASES,
    '`there`: the pages of what Gotransverse has, each account compared. `unlinked`: what of it is none of ours. `here`: ours that no page held.',
    'here',
  )
  phase!: string;

  @ShowsNumber('Accounts that the pages held: ours, and others under our prefix.', 1_200)
  accounts_there!: number;

  @ShowsNumber('Accounts of ours that were compared.', 1_198)
  accounts_compared!: number;

  @ShowsNumber(
    'Accounts left out: they changed each time that they were looked at, or Gotransverse gave no usable answer about them.',
    0,
  )
  accounts_skipped!: number;

  @ShowsSchema(counts, 'How many differences were found, by type.', { status: 1 })
  differences_by_type!: Record<string, number>;

  @ShowsSchema(counts, 'How many of them stand how now.', { open: 1 })
  differences_by_state!: Record<string, number>;

  @OrNull()
  @ShowsText('What it waits for, or why it ended.')
  reason!: string | null;

  @OrNull()
  @ShowsMoment('The time of the schedule that asked for it.', '2026-01-31T03:00:00.000Z')
  due_at!: string | null;

  @ShowsMoment('When it was asked for.', '2026-01-31T03:00:00.000Z')
  created_at!: string;

  @OrNull()
  @ShowsMoment('When it was begun.', '2026-01-31T03:00:01.000Z')
  started_at!: string | null;

  @OrNull()
  @ShowsMoment('When it ended.', '2026-01-31T03:02:00.000Z')
  ended_at!: string | null;
}

/** Which differences; all that is given must hold. */
export class DifferenceQuery extends ListQuery {
  @Means('Of what type.', 'status')
  @MayBeAbsent()
  @IsOneOf(DIFFERENCE_TYPES)
  type?: DifferenceType | null;

  @Means('How they stand.', 'open')
  @MayBeAbsent()
  @IsOneOf(DIFFERENCE_STATES)
  state?: DifferenceState | null;

  @Means('The external id or our id of an account.', 'D-1001')
  @MayBeAbsent()
  @IsText()
  debt_account?: string | null;
}

/** Something that Gotransverse has otherwise than the books. */
export class DifferenceView {
  @ShowsUuid('Our own id of it.')
  id!: string;

  @ShowsUuid('The comparison that found it.')
  reconciliation_id!: string;

  @ShowsOneOf(
    DIFFERENCE_TYPES,
    '`missing`: ours, and not there any more. `unknown_here`: there, and not known here. `duplicate`: a second one of the same number. `status`, `party`, `address`, `content`: not as it was sent. `balance`: no adjustment explains it. `adjustment_…`: `pending` (left unposted), `forgotten` (posted, and not known here), `doubled`, `foreign` (made there by hand), `gone` (not posted there any more).',
    'status',
  )
  type!: DifferenceType;

  @ShowsOneOf(
    DIFFERENCE_STATES,
    '`open`. `repaired`. `failed`: a repair did not succeed, `reason` says why; it may be tried again. `gone`: it was there no more when it was to be repaired.',
    'open',
  )
  state!: DifferenceState;

  @OrNull()
  @ShowsUuid('Our own id of the account; null where the books have none.')
  debt_account_id!: string | null;

  @OrNull()
  @ShowsText('Its external id.', 'D-1001')
  debt_account_external_id!: string | null;

  @ShowsText('The EID of the account there.', '52926')
  account_eid!: string;

  @ShowsText('Its number there.', 'D-1001')
  external_account_num!: string;

  @OrNull()
  @ShowsText('The EID of the adjustment that it is about; null where it is about the account.', '13660')
  adjustment_eid!: string | null;

  @ShowsAnything(
    'How it is here, by field; amounts in cents. A date of birth is shown to keys with the scope `pii`, and that is audited; others see asterisks.',
    { status: 'active', status_there: 'ACTIVE' },
  )
  here!: Side;

  @ShowsAnything('How it is there.', { status: 'SUSPENDED' })
  there!: Side;

  @ShowsText('What it means, and what can be done.')
  explanation!: string;

  @ShowsTextList(
    'What `repair` can do about it, the first one unless another is named; empty: a person mends it.',
    ['resend'],
    REPAIRS,
  )
  repairs!: Repair[];

  @OrNull()
  @ShowsText('What the last repair came to.')
  reason!: string | null;

  @ShowsMoment('When it was found.', '2026-01-31T03:00:20.000Z')
  found_at!: string;

  @OrNull()
  @ShowsMoment('When it was repaired, or was found to be gone.', '2026-01-31T09:12:00.000Z')
  settled_at!: string | null;
}

/** How a difference is to be repaired. */
export class RepairBody extends ReasonBody {
  @Means("One of the difference's `repairs`; absent: the first.")
  @MayBeAbsent()
  @IsOneOf(REPAIRS)
  repair?: Repair | null;
}
