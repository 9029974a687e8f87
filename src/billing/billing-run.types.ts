import {
  Means,
  OrNull,
  ShowsDecimal,
  ShowsFlag,
  ShowsMoment,
  ShowsNumber,
  ShowsOne,
  ShowsOneOf,
  ShowsText,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsFlag, IsOneOf, IsText, MayBeAbsent } from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import {
  RUN_MODES,
  RUN_OUTCOMES,
  RUN_STATES,
  type RunMode,
  type RunOutcome,
  type RunState,
} from '../sync/sync-run.types.js';

/** What a run is to do. */
export class BillingRunBody extends ReasonBody {
  @Means(
    '`incremental` brings what is behind. `full` compares each account with what is there, and sends only what differs; it reads every account there.',
    'incremental',
  )
  @IsOneOf(RUN_MODES)
  mode!: RunMode;

  @Means('True: only says what would be sent; nothing is. Absent: false.', false)
  @MayBeAbsent()
  @IsFlag()
  dry_run?: boolean | null;

  @Means('The external id or our id of an account: the run is about that one alone.')
  @MayBeAbsent()
  @IsText()
  account?: string | null;
}

/** Which runs. */
export class BillingRunQuery extends ListQuery {
  @Means('Only runs in this state, as it is stored.', 'finished')
  @MayBeAbsent()
  @IsOneOf(RUN_STATES)
  state?: RunState | null;
}

/** Which accounts of a run. */
export class BillingRunAccountQuery extends ListQuery {
  @Means('Only accounts that this became of.', 'quarantined')
  @MayBeAbsent()
  @IsOneOf(RUN_OUTCOMES)
  outcome?: RunOutcome | null;
}

/** What became of the accounts that a run took up; in a dry run, what would. */
export class BillingRunCounts {
  @ShowsNumber('Made there.', 0)
  created!: number;

  @ShowsNumber('There before, and something was sent.', 12)
  changed!: number;

  @ShowsNumber('Looked at, and the same on both sides.', 3)
  unchanged!: number;

  @ShowsNumber('Final before they were ever there.', 0)
  not_needed!: number;

  @ShowsNumber('Refused, or not to be represented there; each says what to mend.', 1)
  quarantined!: number;

  @ShowsNumber('What is there contradicts the books; a person must decide.', 0)
  conflict!: number;

  @ShowsNumber('Not sent, and tried again later.', 0)
  retrying!: number;

  @ShowsNumber('A call may have happened, and is looked for.', 0)
  unknown!: number;

  @ShowsNumber('Begun, and not at its end: interrupted, or waiting for another account.', 0)
  pending!: number;
}

/** Accounts that a run left alone, by why. */
export class BillingRunLeftOut {
  @ShowsNumber('Nothing is behind.', 39_984)
  unchanged!: number;

  @ShowsNumber('Refused before, and neither changed nor asked for since.', 4)
  quarantined!: number;

  @ShowsNumber('Contradicting the books before, and neither changed nor asked for since.', 0)
  conflict!: number;

  @ShowsNumber('To be tried again later, or changed after the run had come past.', 2)
  not_due!: number;

  @ShowsNumber('Final before they were ever there.', 10)
  not_needed!: number;
}

/** One way through all that is due. */
export class BillingRunView {
  @ShowsUuid('Its id.')
  id!: string;

  @ShowsOneOf(RUN_MODES, 'What it does.', 'incremental')
  mode!: RunMode;

  @ShowsFlag('Whether it only says what would be sent.', false)
  dry_run!: boolean;

  @OrNull()
  @ShowsUuid('Our id of the account that it is about alone; null for all.')
  debt_account_id!: string | null;

  @ShowsOneOf(
    RUN_STATES,
    '`queued`: waits for a process that works, or for the lane; `reason` says which. `running`: a process is at it now. `needs_confirmation`: it changes more than it may unasked. `finished`, `cancelled`, `failed`: ended.',
    'finished',
  )
  state!: RunState;

  @OrNull()
  @ShowsText('Why it is in that state.')
  reason!: string | null;

  @OrNull()
  @ShowsMoment(
    'The tick of the schedule that asked for it; null where a person did.',
    '2026-01-31T17:45:00.000Z',
  )
  due_at!: string | null;

  @ShowsMoment('When it was asked for.', '2026-01-31T17:45:00.000Z')
  created_at!: string;

  @OrNull()
  @ShowsMoment('When it began.', '2026-01-31T17:45:01.000Z')
  started_at!: string | null;

  @OrNull()
  @ShowsMoment('When it ended.', '2026-01-31T17:46:12.000Z')
  ended_at!: string | null;

  @OrNull()
  @ShowsNumber('Accounts that were behind when it began; what changes meanwhile comes on top.', 16)
  accounts_due!: number | null;

  @ShowsNumber('Accounts that it is done with.', 16)
  accounts_done!: number;

  @OrNull()
  @ShowsDecimal('Accounts done per second, since it began.', 21.5)
  rate_per_second!: number | null;

  @OrNull()
  @ShowsNumber('In how many seconds it will be done at that rate.', 0)
  seconds_left!: number | null;

  @ShowsOne(() => BillingRunCounts, 'What became of the accounts that it took up.')
  counts!: BillingRunCounts;

  @OrNull()
  @ShowsOne(() => BillingRunLeftOut, 'Accounts that it left alone, by why; null until it has ended.')
  left_out!: BillingRunLeftOut | null;

  @OrNull()
  @ShowsNumber('Where it needs a confirmation: accounts that are there already.', 40_000)
  accounts_there!: number | null;

  @OrNull()
  @ShowsNumber('And those of them that it changes.', 12_000)
  would_change!: number | null;

  @OrNull()
  @ShowsMoment('When it was confirmed.', '2026-01-31T17:45:30.000Z')
  confirmed_at!: string | null;
}

/** What became of an account in a run. */
export class BillingRunAccountView {
  @ShowsUuid('Our own id of the account.')
  debt_account_id!: string;

  @ShowsText('Its external id.', 'D-1001')
  debt_account_external_id!: string;

  @ShowsOneOf(RUN_OUTCOMES, 'See `counts` of the run.', 'changed')
  outcome!: RunOutcome;

  @OrNull()
  @ShowsText('Why; in a dry run, what would be sent: names of fields, never what they hold.', '2 entries')
  reason!: string | null;

  @ShowsNumber('Attempts in this run; 0 where none was needed.', 1)
  attempts!: number;

  @ShowsMoment('When.', '2026-01-31T17:45:03.000Z')
  at!: string;
}
