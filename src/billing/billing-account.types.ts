import {
  OrNull,
  ShowsAmount,
  ShowsFlag,
  ShowsList,
  ShowsMoment,
  ShowsNumber,
  ShowsOneOf,
  ShowsText,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { SYNC_STATES, type SyncState } from '../sync/sync-record.types.js';

/** What stands at Gotransverse for some of an account's entries. */
export class BillingAdjustmentView {
  @ShowsNumber('The first of the entries that it covers.', 1, 1)
  first_sequence!: number;

  @ShowsNumber('The last of them.', 1, 1)
  last_sequence!: number;

  @ShowsAmount('What it does to the balance: above 0 a debit, below 0 a credit.', 125_000)
  amount!: number;

  @ShowsOneOf(
    ['adjustment', 'payment'],
    'What it is there: a payment for one that Tratta took, where GOTRANSVERSE_TRATTA_PAYMENTS said so.',
    'adjustment',
  )
  form!: string;

  @OrNull()
  @ShowsText('Its EID there; null where it is not made yet, or none is needed.', '13660')
  eid!: string | null;

  @OrNull()
  @ShowsMoment('Since when it is known to be posted there.', '2026-01-31T17:45:00.000Z')
  posted_at!: string | null;
}

/** Where an account stands with Gotransverse. */
export class BillingAccountView {
  @ShowsUuid('Our own id of the account.')
  debt_account_id!: string;

  @ShowsText('Its external id.', 'D-1001')
  debt_account_external_id!: string;

  @ShowsOneOf(
    SYNC_STATES,
    '`pending`: there is something to send. `sending`: somebody is at it now. `unknown`: a call may have happened; it is looked for before anything is sent again. `retrying`: not sent, tried again later. `synced`. `quarantined`: refused, or cannot be represented there; `reason` says what to mend. `conflict`: what is there contradicts the books, and a person must decide. `not_needed`: final before it was ever sent.',
    'synced',
  )
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
  @ShowsText('Its number there, which Gotransverse gives.', '10000123')
  account_num!: string | null;

  @OrNull()
  @ShowsText('Under which it is looked up there: GOTRANSVERSE_ACCOUNT_PREFIX and our external id.', 'D-1001')
  external_account_num!: string | null;

  @OrNull()
  @ShowsText('The EID of its person or organization there.', '40017')
  party_eid!: string | null;

  @ShowsFlag('Whether it was there before, and was taken over instead of made.', false)
  adopted!: boolean;

  @OrNull()
  @ShowsText('Its status there, as last read.', 'ACTIVE')
  status_there!: string | null;

  @OrNull()
  @ShowsAmount('Its balance there, as last read. Payments and fees made there move it as well.', 125_000)
  balance_there!: number | null;

  @OrNull()
  @ShowsMoment('When it was last read there.', '2026-01-31T17:45:00.000Z')
  read_at!: string | null;

  @ShowsAmount('What adjustments of ours have brought there.', 125_000)
  balance_posted!: number;

  @OrNull()
  @ShowsAmount(
    'What a write-off did to the balance there when the account was closed (GOTRANSVERSE_CLOSE_WRITE_OFF): below 0 a credit. No entry of the books has it, and it is not in `balance_posted`. Null where there was none.',
    -125_000,
  )
  written_off!: number | null;

  @ShowsAmount('What the books say.', 125_000)
  current_balance!: number;

  @ShowsNumber('The last entry that is posted there; 0 for none.', 1)
  posted_sequence!: number;

  @ShowsNumber('The last entry of the books.', 1)
  last_sequence!: number;

  @ShowsList(() => BillingAdjustmentView, 'Its last 100 adjustments, the newest first.')
  adjustments!: BillingAdjustmentView[];
}

/** An adjustment as Gotransverse has it. */
export class AdjustmentThereView {
  @ShowsText('Its EID.', '13660')
  eid!: string;

  @OrNull()
  @ShowsText('PENDING does not count in the balance yet, POSTED does, REVERSED does no more.', 'POSTED')
  status!: string | null;

  @ShowsAmount('Above 0 a debit, below 0 a credit.', 125_000)
  amount!: number;

  @OrNull()
  @ShowsNumber("The first of our account's entries that it covers; null where it is not ours.", 1, 1)
  first_sequence!: number | null;

  @OrNull()
  @ShowsNumber('The last of them.', 1, 1)
  last_sequence!: number | null;
}

/** An account as Gotransverse has it now. */
export class AccountThereView {
  @ShowsText('Its EID.', '52926')
  eid!: string;

  @OrNull()
  @ShowsText('The number that Gotransverse gave it.', '10000123')
  account_num!: string | null;

  @ShowsText('What it was looked up by.', 'D-1001')
  external_account_num!: string;

  @OrNull()
  @ShowsText('ACTIVE, SUSPENDED, PENDING, COLLECTION, DEACTIVATED, FINAL_BILL or CLOSED.', 'ACTIVE')
  status!: string | null;

  @OrNull()
  @ShowsAmount('Its balance.', 125_000)
  balance!: number | null;

  @OrNull()
  @ShowsOneOf(['person', 'organization'], 'What its party is.', 'person')
  party_kind!: string | null;

  @OrNull()
  @ShowsText("Its party's EID.", '40017')
  party_eid!: string | null;

  @ShowsFlag('Whether it is the one that is known as ours.', true)
  ours!: boolean;

  @ShowsList(() => AdjustmentThereView, 'All its adjustments, ours or not.')
  adjustments!: AdjustmentThereView[];
}
