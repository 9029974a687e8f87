import { IsIn, IsUUID, Matches } from 'class-validator';
import { CustomerKind } from '../platform/database/generated/client.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsDay, IsExternalId, IsMoment, IsText, MayBeAbsent } from '../platform/validation/fields.js';
import { SSN_LAST4_RULE } from './customer.types.js';

/** What may stand in a URL about customers: nothing personal. */
export class CustomerQuery extends ListQuery {
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;

  @MayBeAbsent()
  @IsUUID('all', { message: 'must be a uuid' })
  id?: string | null;

  @MayBeAbsent()
  @IsIn(Object.values(CustomerKind), { message: 'must be person or organization' })
  kind?: CustomerKind | null;

  @MayBeAbsent()
  @IsMoment()
  created_since?: string | null;

  @MayBeAbsent()
  @IsMoment()
  updated_since?: string | null;
}

/** Whom one looks for. All that is given must hold. */
export class PersonCriteria extends CustomerQuery {
  /** Words of the name, in any order, each at least in part; case and accents don't count. */
  @MayBeAbsent()
  @IsText()
  name?: string | null;

  /** In any way of writing it. */
  @MayBeAbsent()
  @IsText(50)
  phone?: string | null;

  /** The whole address; case doesn't count. */
  @MayBeAbsent()
  @IsText()
  email?: string | null;

  @MayBeAbsent()
  @IsDay()
  date_of_birth?: string | null;

  @MayBeAbsent()
  @Matches(/^\d{4}$/, { message: SSN_LAST4_RULE })
  ssn_last4?: string | null;
}
