import { Transform } from 'class-transformer';
import type { DebtAccountStatus } from '../platform/database/generated/client.js';
import { Means } from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import {
  IsCents,
  IsDay,
  IsExternalId,
  IsMoment,
  IsText,
  IsUuid,
  MayBeAbsent,
} from '../platform/validation/fields.js';
import { IsSomeOf } from '../platform/validation/nested-fields.js';
import { NeverInUrl } from '../platform/validation/personal-parameters.js';
import { fromQuery } from '../platform/validation/query-values.js';
import { STATUSES } from './debt-account.types.js';

/** What may stand in a URL about accounts. All that is given must hold. Amounts in cents. */
@NeverInUrl(
  ['customer_name', 'customer_phone', 'customer_email', 'name', 'phone', 'email'],
  'POST /api/v1/searches/debt-accounts',
)
export class DebtAccountQuery extends ListQuery {
  @Means("The external id, our id, or the creditor's account number.", '4417-20')
  @MayBeAbsent()
  @IsText()
  any_id?: string | null;

  @Means('Exactly this one.', 'D-1001')
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;

  @Means('Our own id.')
  @MayBeAbsent()
  @IsUuid()
  id?: string | null;

  @Means("The creditor's own number.", '4417-20')
  @MayBeAbsent()
  @IsText()
  external_account_number?: string | null;

  @Means("The customer's external id or our id.", 'C-1001')
  @MayBeAbsent()
  @IsText()
  customer_id?: string | null;

  @Means('The external id or our id of the main location.', 'NORTHWIND')
  @MayBeAbsent()
  @IsText()
  location_id?: string | null;

  @Means("An account's external id or our id: it, its parent, and all children of that.", 'D-1000')
  @MayBeAbsent()
  @IsText()
  family?: string | null;

  @Means("The parent's external id or our id: its children.", 'D-1000')
  @MayBeAbsent()
  @IsText()
  parent_external_id?: string | null;

  @Means('One or several, separated by commas or given several times.', ['active', 'disputed'])
  @MayBeAbsent()
  @Transform(fromQuery.list)
  @IsSomeOf(STATUSES, { least: 1, of: 'statuses' })
  status?: DebtAccountStatus[] | null;

  @Means('Placed cents, at least.', 100000)
  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsCents()
  min_balance?: number | null;

  @Means('Placed cents, at most.', 500000)
  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsCents()
  max_balance?: number | null;

  @Means('Cents owed now, at least.', 100000)
  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsCents()
  min_current_balance?: number | null;

  @Means('Cents owed now, at most.', 500000)
  @MayBeAbsent()
  @Transform(fromQuery.number)
  @IsCents()
  max_current_balance?: number | null;

  @Means('Placed on this day or later.', '2026-01-01')
  @MayBeAbsent()
  @IsDay()
  placed_from?: string | null;

  @Means('Placed on this day or earlier.', '2026-01-31')
  @MayBeAbsent()
  @IsDay()
  placed_until?: string | null;

  @Means('Made here at or after this time.', '2026-01-31T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  created_since?: string | null;

  @Means('Made or changed at or after this time, its balances included.', '2026-01-31T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  updated_since?: string | null;
}

/** Accounts by what is personal about their customers, besides all that a list takes. */
export class DebtAccountSearch extends DebtAccountQuery {
  @Means(
    "Words of the customer's name, in any order, each at least in part; case and accents don't count.",
    'roe jane',
  )
  @MayBeAbsent()
  @IsText()
  customer_name?: string | null;

  @Means("The customer's number, in any way of writing it.", '512-555-0100')
  @MayBeAbsent()
  @IsText(50)
  customer_phone?: string | null;

  @Means("The customer's whole e-mail address; case doesn't count.", 'jane.roe@example.com')
  @MayBeAbsent()
  @IsText()
  customer_email?: string | null;
}
