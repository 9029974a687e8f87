import { CustomerKind } from '../platform/database/generated/client.js';
import { Means } from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import {
  IsDay,
  IsExternalId,
  IsMatching,
  IsMoment,
  IsOneOf,
  IsText,
  IsUuid,
  MayBeAbsent,
} from '../platform/validation/fields.js';
import { NeverInUrl } from '../platform/validation/personal-parameters.js';
import { SSN_LAST4_RULE } from './customer.types.js';

/** What may stand in a URL about customers: nothing personal. */
@NeverInUrl(
  [
    'name',
    'first_name',
    'middle_name',
    'last_name',
    'phone',
    'email',
    'date_of_birth',
    'ssn_last4',
    'address',
    'addresses',
  ],
  'POST /api/v1/searches/customers',
)
export class CustomerQuery extends ListQuery {
  @Means('Exactly this one.', 'C-1001')
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;

  @Means('Our own id.')
  @MayBeAbsent()
  @IsUuid()
  id?: string | null;

  @Means('Persons or organizations.', 'person')
  @MayBeAbsent()
  @IsOneOf(Object.values(CustomerKind))
  kind?: CustomerKind | null;

  @Means('Made at or after this time.', '2026-01-31T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  created_since?: string | null;

  @Means('Made or changed at or after this time.', '2026-01-31T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  updated_since?: string | null;
}

/** Whom one looks for. All that is given must hold. */
export class PersonCriteria extends CustomerQuery {
  @Means(
    "Words of the name, in any order, each at least in part, and as a whole where it has one or two letters; case and accents don't count.",
    'roe jane',
  )
  @MayBeAbsent()
  @IsText()
  name?: string | null;

  @Means('The number, in any way of writing it.', '512-555-0100')
  @MayBeAbsent()
  @IsText(50)
  phone?: string | null;

  @Means("The whole address; case doesn't count.", 'jane.roe@example.com')
  @MayBeAbsent()
  @IsText()
  email?: string | null;

  @Means('Exactly this day. Needs the scope `pii`.', '1984-02-29')
  @MayBeAbsent()
  @IsDay()
  date_of_birth?: string | null;

  @Means('Exactly these digits, as text. Needs the scope `pii`.', '0098')
  @MayBeAbsent()
  @IsMatching(/^\d{4}$/, SSN_LAST4_RULE)
  ssn_last4?: string | null;
}
