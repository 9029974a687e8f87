import { DebtAccountStatus, EntryKind } from '../platform/database/generated/client.js';
import {
  OrNull,
  ShowsAmount,
  ShowsDecimal,
  ShowsFlag,
  ShowsList,
  ShowsMoment,
  ShowsNumber,
  ShowsOne,
  ShowsOneOf,
  ShowsText,
} from '../platform/openapi/shown.js';

/** Accounts of one status. Amounts in cents; each debt counts once, so a parent's sums are not added. */
export class StatusFigures {
  @ShowsOneOf(Object.values(DebtAccountStatus), 'The status.', 'active')
  status!: DebtAccountStatus;

  @ShowsNumber('Accounts with this status.', 1_812)
  accounts!: number;

  @ShowsNumber('Of these, accounts with children.', 34)
  parents!: number;

  @ShowsNumber('Of these, accounts with a parent.', 80)
  children!: number;

  @ShowsNumber('Of these, accounts without children: those that have a ledger.', 1_778)
  leaves!: number;

  @ShowsAmount('The amounts placed.', 412_000_000)
  balance!: number;

  @ShowsAmount('The amounts owed now.', 388_000_000)
  current_balance!: number;
}

/** Ledger entries of one kind. */
export class EntryFigures {
  @ShowsOneOf(Object.values(EntryKind), 'The kind.', 'payment')
  kind!: EntryKind;

  @ShowsNumber('How many.', 212)
  entries!: number;

  @ShowsAmount('Their sum.', -1_250_000)
  amount!: number;
}

export class EntryPeriodFigures {
  @ShowsMoment('Entries that were written since then.', '2026-01-31T00:00:00.000Z')
  since!: string;

  @ShowsList(() => EntryFigures, 'By kind; kinds without entries are left out.')
  kinds!: EntryFigures[];
}

/** JIT answers of one outcome. Milliseconds of whole answers; null where none of the measured ended so. */
export class OutcomeFigures {
  @ShowsText('How the calls ended.', 'found')
  outcome!: string;

  @ShowsNumber('How many.', 5_120)
  answers!: number;

  @OrNull()
  @ShowsDecimal('Half of them took at most so many milliseconds.', 2.1)
  p50_ms!: number | null;

  @OrNull()
  @ShowsDecimal('95 % of them.', 5.4)
  p95_ms!: number | null;

  @OrNull()
  @ShowsDecimal('99 % of them.', 12.9)
  p99_ms!: number | null;
}

export class JitFigures {
  @ShowsMoment('Calls since then.', '2026-01-30T17:45:00.000Z')
  since!: string;

  @ShowsNumber('How many.', 5_200)
  answers!: number;

  @ShowsNumber('How many of the newest answers the durations are of.', 5_200)
  measured!: number;

  @ShowsList(() => OutcomeFigures, 'By outcome.')
  outcomes!: OutcomeFigures[];
}

/** How far another system is behind the books. */
export class LaneFigures {
  @ShowsText('The other system.', 'tratta')
  lane!: string;

  @ShowsNumber('Records that it has not been told of.', 12)
  behind!: number;

  @ShowsFlag('There are more than were counted.', false)
  more!: boolean;

  @OrNull()
  @ShowsMoment('Since when the one that waits longest has been behind.', '2026-01-31T17:40:00.000Z')
  behind_since!: string | null;
}

export class AccountFigures {
  @ShowsNumber('All accounts.', 2_000)
  accounts!: number;

  @ShowsNumber('Accounts with children.', 40)
  parents!: number;

  @ShowsNumber('Accounts with a parent.', 96)
  children!: number;

  @ShowsNumber('Accounts without children: those that have a ledger.', 1_960)
  leaves!: number;

  @ShowsList(() => StatusFigures, 'By status.')
  statuses!: StatusFigures[];
}

export class EntriesFigures {
  @ShowsOne(() => EntryPeriodFigures, 'Since midnight, UTC.')
  today!: EntryPeriodFigures;

  @ShowsOne(() => EntryPeriodFigures, 'Of the last seven days.')
  seven_days!: EntryPeriodFigures;
}

/** Figures of the whole service. */
export class StatsView {
  @ShowsMoment('When they were read; they are kept for some seconds.', '2026-01-31T17:45:00.000Z')
  as_of!: string;

  @ShowsNumber('All locations.', 24)
  locations!: number;

  @ShowsNumber('All customers.', 1_600)
  customers!: number;

  @ShowsOne(() => AccountFigures, 'The accounts.')
  debt_accounts!: AccountFigures;

  @ShowsOne(() => EntriesFigures, 'What was written into the ledgers.')
  entries!: EntriesFigures;

  @ShowsOne(() => JitFigures, 'What Tratta asked within a day.')
  jit!: JitFigures;

  @ShowsList(() => LaneFigures, 'The other systems.')
  lanes!: LaneFigures[];
}
