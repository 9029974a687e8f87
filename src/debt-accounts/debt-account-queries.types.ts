import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import type { DebtAccountStatus } from '../platform/database/generated/client.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import {
  IsCents,
  IsDay,
  IsExternalId,
  IsMoment,
  IsText,
  MayBeAbsent,
} from '../platform/validation/fields.js';
import { fromQuery } from '../platform/validation/query-values.js';
import { STATUSES, STATUS_MESSAGE } from './debt-account.types.js';

/** What may stand in a URL about accounts. All that is given must hold. Amounts in cents. */
export class DebtAccountQuery extends ListQuery {
  /** The external id, our id, or the creditor's account number. */
  @MayBeAbsent()
  @IsText()
  any_id?: string | null;

  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;

  @MayBeAbsent()
  @IsUUID('all', { message: 'must be a uuid' })
  id?: string | null;

  @MayBeAbsent()
  @IsText()
  external_account_number?: string | null;

  /** The customer's external id or our id. */
  @MayBeAbsent()
  @IsText()
  customer_id?: string | null;

  /** The external id or our id of the main location. */
  @MayBeAbsent()
  @IsText()
  location_id?: string | null;

  /** An account's external id or our id: it, its parent, and all children of that. */
  @MayBeAbsent()
  @IsText()
  family?: string | null;

  /** The parent's external id or our id: its children. */
  @MayBeAbsent()
  @IsText()
  parent_external_id?: string | null;

  /** One or several, separated by commas. */
  @IsOptional()
  @Transform(fromQuery.list)
  @IsArray({ message: 'must be one or several statuses' })
  @ArrayMaxSize(STATUSES.length, { message: 'must name each status once' })
  @IsIn(STATUSES, { each: true, ...STATUS_MESSAGE })
  status?: DebtAccountStatus[] | null;

  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsCents()
  min_balance?: number | null;

  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsCents()
  max_balance?: number | null;

  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsCents()
  min_current_balance?: number | null;

  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsCents()
  max_current_balance?: number | null;

  @MayBeAbsent()
  @IsDay()
  placed_from?: string | null;

  @MayBeAbsent()
  @IsDay()
  placed_until?: string | null;

  @MayBeAbsent()
  @IsMoment()
  created_since?: string | null;

  /** Changed at or after this time, its balances included. */
  @MayBeAbsent()
  @IsMoment()
  updated_since?: string | null;
}

/** Accounts by what is personal about their customers, besides all that a list takes. */
export class DebtAccountSearch extends DebtAccountQuery {
  @MayBeAbsent()
  @IsText()
  customer_name?: string | null;

  @MayBeAbsent()
  @IsText(50)
  customer_phone?: string | null;

  @MayBeAbsent()
  @IsText()
  customer_email?: string | null;
}
