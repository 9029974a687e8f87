import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import { DebtAccountStatus, ItemizationDateType } from '../platform/database/generated/client.js';
import {
  IsCents,
  IsCentsFromZero,
  IsDay,
  IsExternalId,
  IsMetadata,
  IsMetadataChange,
  IsMoment,
  IsText,
  MayBeAbsent,
  MayBeLeftOut,
} from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

export const STATUSES = Object.values(DebtAccountStatus);
export const STATUS_MESSAGE = { message: `must be one of ${STATUSES.join(', ')}` };

/** Tratta's payment plan frequencies. */
const FREQUENCIES = ['weekly', 'every_other_week', 'monthly'];

/** A further location, by its external id or our id. */
export class LocationRefBody {
  @IsExternalId()
  external_id!: string;
}

/** A payment plan as Tratta takes it together with a debt account. */
export class PaymentPlanBody {
  @IsIn(FREQUENCIES, { message: `must be one of ${FREQUENCIES.join(', ')}` })
  frequency!: string;

  /** A weekday's name, or for monthly plans `1st`, `15th`, `last_day`. */
  @MayBeAbsent()
  @IsText(20)
  recurring_day?: string | null;

  @MayBeAbsent()
  @IsCentsFromZero()
  amount?: number | null;
}

/** The validation notice's itemization, 12 CFR 1006.34(b)(3) and (c)(2)(vii)–(viii). Amounts in cents. */
export class ItemizationBody {
  @IsDay()
  date!: string;

  @IsIn(Object.values(ItemizationDateType), {
    message: `must be one of ${Object.values(ItemizationDateType).join(', ')}`,
  })
  date_type!: ItemizationDateType;

  /** The debt on that date. */
  @MayBeAbsent()
  @IsCents()
  amount?: number | null;

  @MayBeAbsent()
  @IsCents()
  interest?: number | null;

  @MayBeAbsent()
  @IsCents()
  fees?: number | null;

  @MayBeAbsent()
  @IsCents()
  payments?: number | null;

  @MayBeAbsent()
  @IsCents()
  credits?: number | null;

  /** When it was first used towards the debtor; from then on the itemization is fixed. */
  @MayBeAbsent()
  @IsMoment()
  used_at?: string | null;
}

/** What an account has that may also be nothing. Amounts in cents. */
class DebtAccountDetails extends ReasonBody {
  /** The creditor's own number. */
  @MayBeAbsent()
  @IsText()
  external_account_number?: string | null;

  @MayBeAbsent()
  @IsArray({ message: 'must be a list of locations' })
  @ArrayMaxSize(50, { message: 'must have at most 50 locations' })
  @IsObject({ each: true, message: 'must hold objects with an external_id' })
  @ValidateNested({ each: true, message: 'must be an object with an external_id' })
  @Type(() => LocationRefBody)
  locations?: LocationRefBody[] | null;

  @MayBeAbsent()
  @IsExternalId()
  parent_external_id?: string | null;

  /** The amount placed. */
  @MayBeAbsent()
  @IsCents()
  balance?: number | null;

  /** The amount owed now; absent, it is the amount placed. */
  @MayBeAbsent()
  @IsCents()
  current_balance?: number | null;

  @MayBeAbsent()
  @IsCentsFromZero()
  settlement_amount?: number | null;

  @MayBeAbsent()
  @IsArray({ message: 'must be a list of texts' })
  @ArrayMaxSize(20, { message: 'must have at most 20 parts' })
  @IsText(50, { each: true })
  billing_type?: string[] | null;

  @MayBeAbsent()
  @IsObject({ message: 'must be an object' })
  @ValidateNested({ message: 'must be an object' })
  @Type(() => PaymentPlanBody)
  payment_plan?: PaymentPlanBody | null;

  @MayBeAbsent()
  @IsDay()
  placed_on?: string | null;

  @MayBeAbsent()
  @IsDay()
  delinquency_date?: string | null;

  @MayBeAbsent()
  @IsDay()
  charge_off_date?: string | null;

  @MayBeAbsent()
  @IsMoment()
  last_payment_at?: string | null;

  @MayBeAbsent()
  @IsMoment()
  last_activity_at?: string | null;

  @MayBeAbsent()
  @IsObject({ message: 'must be an object' })
  @ValidateNested({ message: 'must be an object' })
  @Type(() => ItemizationBody)
  itemization?: ItemizationBody | null;
}

/** What an account is, when it is made or replaced. */
export class DebtAccountFields extends DebtAccountDetails {
  /** The customer's external id or our id. */
  @IsText()
  customer_id!: string;

  /** The main location's external id or our id. */
  @IsText()
  location_id!: string;

  @MayBeAbsent()
  @IsIn(STATUSES, STATUS_MESSAGE)
  status?: DebtAccountStatus | null;

  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}

/** What a caller says of a debt account. */
export class DebtAccountBody extends DebtAccountFields {
  @IsExternalId()
  external_id!: string;
}

/** The same where the path names it. */
export class DebtAccountReplacement extends DebtAccountFields {
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;
}

/** What shall be other than it is; null takes a value away. */
export class DebtAccountChange extends DebtAccountDetails {
  @MayBeLeftOut()
  @IsText()
  customer_id?: string;

  @MayBeLeftOut()
  @IsText()
  location_id?: string;

  /** Lifting a hold and leaving a final status need a `reason`. */
  @MayBeLeftOut()
  @IsIn(STATUSES, STATUS_MESSAGE)
  status?: DebtAccountStatus;

  @MayBeLeftOut()
  @IsMetadataChange()
  metadata?: Record<string, string | null>;
}
