import { DebtAccountStatus, ItemizationDateType } from '../platform/database/generated/client.js';
import { Means } from '../platform/openapi/shown.js';
import {
  IsCents,
  IsCentsFromZero,
  IsDay,
  IsExternalId,
  IsMetadata,
  IsMetadataChange,
  IsMoment,
  IsOneOf,
  IsText,
  MayBeAbsent,
  MayBeLeftOut,
} from '../platform/validation/fields.js';
import { IsListOf, IsNested, IsTextList } from '../platform/validation/nested-fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

export const STATUSES = Object.values(DebtAccountStatus);
/** Nothing more is to come of the debt; left only by a person, with a reason. */
export const FINAL_STATUSES: readonly DebtAccountStatus[] = ['settled', 'paid', 'recalled', 'closed'];

/** Tratta's payment plan frequencies. */
const FREQUENCIES = ['weekly', 'every_other_week', 'monthly'];

/** A further location, by its external id or our id. */
export class LocationRefBody {
  @Means('Its external id or our id.', 'CARD-PRODUCTS')
  @IsExternalId()
  external_id!: string;
}

/** A payment plan as Tratta takes it together with a debt account. */
export class PaymentPlanBody {
  @Means('How often.', 'monthly')
  @IsOneOf(FREQUENCIES)
  frequency!: string;

  @Means("A weekday's name, or for monthly plans `1st`, `15th`, `last_day`.", '15th')
  @MayBeAbsent()
  @IsText(20)
  recurring_day?: string | null;

  @Means('Cents per payment.', 75559)
  @MayBeAbsent()
  @IsCentsFromZero()
  amount?: number | null;
}

/** The validation notice's itemization, 12 CFR 1006.34(b)(3) and (c)(2)(vii)–(viii). Amounts in cents. */
export class ItemizationBody {
  @Means('The itemization date.', '2025-12-01')
  @IsDay()
  date!: string;

  @Means('Which of the dates that the rule allows it is.', 'charge_off')
  @IsOneOf(Object.values(ItemizationDateType))
  date_type!: ItemizationDateType;

  @Means('The debt on that date, in cents.', 123800)
  @MayBeAbsent()
  @IsCents()
  amount?: number | null;

  @Means('Cents that were added since.', 1200)
  @MayBeAbsent()
  @IsCents()
  interest?: number | null;

  @Means('Cents that were added since.', 0)
  @MayBeAbsent()
  @IsCents()
  fees?: number | null;

  @Means('Cents that were paid since.', 0)
  @MayBeAbsent()
  @IsCents()
  payments?: number | null;

  @Means('Cents that were credited since.', 0)
  @MayBeAbsent()
  @IsCents()
  credits?: number | null;

  @Means('When it was first used towards the debtor; from then on the itemization is fixed.')
  @MayBeAbsent()
  @IsMoment()
  used_at?: string | null;
}

/** What an account has that may also be nothing. Amounts in cents. */
class DebtAccountDetails extends ReasonBody {
  @Means("The creditor's own number.", '4417-20')
  @MayBeAbsent()
  @IsText()
  external_account_number?: string | null;

  @Means('Further locations, such as the product type. They must be there already.')
  @MayBeAbsent()
  @IsListOf(() => LocationRefBody, { most: 50, of: 'locations' })
  locations?: LocationRefBody[] | null;

  @Means('Makes it a child of that account.', 'D-1000')
  @MayBeAbsent()
  @IsExternalId()
  parent_external_id?: string | null;

  @Means('The amount placed, in cents. Absent, it is 0.', 125000)
  @MayBeAbsent()
  @IsCents()
  balance?: number | null;

  @Means('The amount owed now, in cents. Absent, it is the amount placed.', 120000)
  @MayBeAbsent()
  @IsCents()
  current_balance?: number | null;

  @Means('Cents that would settle the debt. Told by JIT only while it is below what is owed.', 60000)
  @MayBeAbsent()
  @IsCentsFromZero()
  settlement_amount?: number | null;

  @Means('Passed on to Tratta.', ['promise-to-pay'])
  @MayBeAbsent()
  @IsTextList(50, { most: 20, of: 'texts' })
  billing_type?: string[] | null;

  @Means('Passed on to Tratta.')
  @MayBeAbsent()
  @IsNested(() => PaymentPlanBody)
  payment_plan?: PaymentPlanBody | null;

  @Means('When the creditor placed it.', '2026-01-15')
  @MayBeAbsent()
  @IsDay()
  placed_on?: string | null;

  @Means('When the debtor fell behind.', '2025-06-01')
  @MayBeAbsent()
  @IsDay()
  delinquency_date?: string | null;

  @Means('When the creditor wrote it off.', '2025-12-01')
  @MayBeAbsent()
  @IsDay()
  charge_off_date?: string | null;

  @Means('When the debtor last paid, before or after the placement.', '2026-01-10T15:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  last_payment_at?: string | null;

  @Means('When anything last happened to it.', '2026-01-10T15:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  last_activity_at?: string | null;

  @Means(
    "The validation notice's itemization, 12 CFR 1006.34(b)(3). Once it was used towards the debtor it is fixed.",
  )
  @MayBeAbsent()
  @IsNested(() => ItemizationBody)
  itemization?: ItemizationBody | null;
}

/** What an account is, when it is made or replaced. */
export class DebtAccountFields extends DebtAccountDetails {
  @Means("The customer's external id or our id. It must be there already.", 'C-1001')
  @IsText()
  customer_id!: string;

  @Means("The main location's external id or our id. It must be there already.", 'NORTHWIND')
  @IsText()
  location_id!: string;

  @Means('Absent, it is `active`.', 'active')
  @MayBeAbsent()
  @IsOneOf(STATUSES)
  status?: DebtAccountStatus | null;

  @Means(
    'Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.',
    { desk: '12' },
  )
  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}

/** What a caller says of a debt account. */
export class DebtAccountBody extends DebtAccountFields {
  @Means(
    "The account's name in your own systems, unique among accounts. Tratta asks for it by this name.",
    'D-1001',
  )
  @IsExternalId()
  external_id!: string;
}

/** The same where the path names it. */
export class DebtAccountReplacement extends DebtAccountFields {
  @Means('May be left out; given, it must be that of the path.', 'D-1001')
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;
}

/** What shall be other than it is; null takes a value away. */
export class DebtAccountChange extends DebtAccountDetails {
  @Means("The customer's external id or our id; the children of an account go with it.", 'C-1001')
  @MayBeLeftOut()
  @IsText()
  customer_id?: string;

  @Means("The main location's external id or our id; the children of an account go with it.", 'NORTHWIND')
  @MayBeLeftOut()
  @IsText()
  location_id?: string;

  @Means('Lifting a hold and leaving a final status need a `reason`.', 'active')
  @MayBeLeftOut()
  @IsOneOf(STATUSES)
  status?: DebtAccountStatus;

  @Means('Only the keys that change; null takes a key away.', { desk: '14' })
  @MayBeLeftOut()
  @IsMetadataChange()
  metadata?: Record<string, string | null>;
}
