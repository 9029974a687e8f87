import {
  DebtAccountStatus,
  ItemizationDateType,
  LocationType,
} from '../platform/database/generated/client.js';
import {
  OrAbsent,
  OrNull,
  RecordView,
  ShowsCents,
  ShowsDay,
  ShowsList,
  ShowsMoment,
  ShowsNumber,
  ShowsOne,
  ShowsOneOf,
  ShowsText,
  ShowsTextList,
  ShowsTexts,
  ShowsUuid,
} from '../platform/openapi/shown.js';

/** A further location of an account. */
export class FurtherLocationView {
  @ShowsUuid('Our own id of the location.')
  id!: string;

  @ShowsText("The location's external id.", 'CARD-PRODUCTS')
  external_id!: string;

  @ShowsText('The name that debtors are told.', 'Card products')
  name!: string;

  @ShowsOneOf(Object.values(LocationType), 'What the location stands for.', 'product_type')
  type!: LocationType;
}

/** A payment plan as it was given. */
class PaymentPlanView {
  @ShowsText('How often.', 'monthly')
  frequency!: string;

  @OrAbsent()
  @ShowsText("A weekday's name, or for monthly plans `1st`, `15th`, `last_day`.", '15th')
  recurring_day?: string;

  @OrAbsent()
  @ShowsCents('Per payment.', 75_559)
  amount?: number;
}

/** The validation notice's itemization. Amounts in cents. */
export class ItemizationView {
  @ShowsDay('The itemization date.', '2025-12-01')
  date!: string;

  @ShowsOneOf(
    Object.values(ItemizationDateType),
    'Which of the dates that the rule allows it is.',
    'charge_off',
  )
  date_type!: ItemizationDateType;

  @OrNull()
  @ShowsCents('The debt on that date.', 123_800)
  amount!: number | null;

  @OrNull()
  @ShowsCents('Interest that was added since.', 1200)
  interest!: number | null;

  @OrNull()
  @ShowsCents('Fees that were added since.', 0)
  fees!: number | null;

  @OrNull()
  @ShowsCents('What was paid since.', 0)
  payments!: number | null;

  @OrNull()
  @ShowsCents('What was credited since.', 0)
  credits!: number | null;

  @OrNull()
  @ShowsMoment('When it was first used towards the debtor; from then on it is fixed.')
  used_at!: string | null;
}

/** A debt account as the API tells it. Amounts in cents. */
export class DebtAccountView extends RecordView {
  @ShowsText("The account's name in your own systems, by which Tratta asks for it.", 'D-1001')
  external_id!: string;

  @OrNull()
  @ShowsText("The creditor's own number.", '4417-20')
  external_account_number!: string | null;

  @ShowsUuid('Our id of the customer.')
  customer_id!: string;

  @ShowsText("The customer's external id.", 'C-1001')
  customer_external_id!: string;

  @ShowsUuid('Our id of the main location.')
  location_id!: string;

  @ShowsText("The main location's external id.", 'NORTHWIND')
  location_external_id!: string;

  @ShowsList(() => FurtherLocationView, 'Further locations, in the order in which they were given.')
  locations!: FurtherLocationView[];

  @OrNull()
  @ShowsUuid('Our id of the parent; `null` where it has none.')
  parent_id!: string | null;

  @OrNull()
  @ShowsText("The parent's external id.", 'D-1000')
  parent_external_id!: string | null;

  @ShowsNumber('How many children it has; from 1 on its balances are their sums.', 0)
  child_count!: number;

  @ShowsCents('The amount placed.', 125_000)
  balance!: number;

  @ShowsCents('The sum of its ledger entries: what is owed by the books.', 120_000)
  current_balance!: number;

  @OrNull()
  @ShowsCents('What would settle the debt.', 60_000)
  settlement_amount!: number | null;

  @ShowsOneOf(
    Object.values(DebtAccountStatus),
    '`active` is open; `settled`, `paid`, `recalled` and `closed` are final; the others are holds. JIT tells 0 for all but `active`, unless told otherwise.',
    'active',
  )
  status!: DebtAccountStatus;

  @OrNull()
  @ShowsText('Why the status is what it is.')
  status_reason!: string | null;

  @ShowsMoment('Since when it has this status.', '2026-01-31T17:45:00.000Z')
  status_changed_at!: string;

  @ShowsTextList('Passed on to Tratta; empty where none was given.')
  billing_type!: string[];

  @OrNull()
  @ShowsOne(() => PaymentPlanView, 'Passed on to Tratta.')
  payment_plan!: unknown;

  @ShowsTexts('Your own texts about it; `{}` where there are none.', { desk: '12' })
  metadata!: unknown;

  @OrNull()
  @ShowsDay('When the creditor placed it.', '2026-01-15')
  placed_on!: string | null;

  @OrNull()
  @ShowsDay('When the debtor fell behind.', '2025-06-01')
  delinquency_date!: string | null;

  @OrNull()
  @ShowsDay('When the creditor wrote it off.', '2025-12-01')
  charge_off_date!: string | null;

  @OrNull()
  @ShowsMoment('When the debtor last paid.', '2026-01-10T15:00:00.000Z')
  last_payment_at!: string | null;

  @OrNull()
  @ShowsMoment('When anything last happened to it.', '2026-01-10T15:00:00.000Z')
  last_activity_at!: string | null;

  @OrNull()
  @ShowsOne(() => ItemizationView, "The validation notice's itemization.")
  itemization!: ItemizationView | null;
}
