import { type Customer, type CustomerAddress, CustomerKind } from '../platform/database/generated/client.js';
import {
  Means,
  OrAbsent,
  OrNull,
  RecordView,
  ShowsFlag,
  ShowsList,
  ShowsOneOf,
  ShowsText,
  ShowsTexts,
} from '../platform/openapi/shown.js';
import {
  IsDay,
  IsEmailAddress,
  IsExternalId,
  IsFlag,
  IsMatching,
  IsMetadata,
  IsMetadataChange,
  IsOneOf,
  IsText,
  MayBeAbsent,
  MayBeLeftOut,
} from '../platform/validation/fields.js';
import { IsListOf } from '../platform/validation/nested-fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

export const SSN_LAST4_RULE =
  'must be a string of four digits such as "0098" (a number would lose leading zeros)';

const KINDS = Object.values(CustomerKind);

/** One address; `name` is whom to address there. */
export class AddressBody {
  @Means('Whom to address there, where it is not the customer.', 'Jane Roe')
  @MayBeAbsent()
  @IsText()
  name?: string | null;

  @Means('The street and number.', '1 Main St')
  @MayBeAbsent()
  @IsText()
  line1?: string | null;

  @Means('What else finds the door.', 'Apt. 2')
  @MayBeAbsent()
  @IsText()
  line2?: string | null;

  @Means('The town.', 'Austin')
  @MayBeAbsent()
  @IsText()
  city?: string | null;

  @Means('As it is written there.', '78701')
  @MayBeAbsent()
  @IsText(50)
  postal_code?: string | null;

  @Means('As it is written there; in the US usually two letters.', 'TX')
  @MayBeAbsent()
  @IsText(100)
  state?: string | null;

  @Means('As it is written there.', 'US')
  @MayBeAbsent()
  @IsText(100)
  country?: string | null;

  @Means(
    'Whether it is the primary one, which JIT tells. One address at most says so; where none does, the first is.',
    true,
  )
  @MayBeAbsent()
  @IsFlag()
  is_primary?: boolean | null;
}

/** What a customer has that may also be nothing. */
class CustomerDetails extends ReasonBody {
  @Means('Of persons only.', 'Jane')
  @MayBeAbsent()
  @IsText(100)
  first_name?: string | null;

  @Means('Of persons only.')
  @MayBeAbsent()
  @IsText(100)
  middle_name?: string | null;

  @Means('Of persons only.', 'Roe')
  @MayBeAbsent()
  @IsText(100)
  last_name?: string | null;

  @Means('Of persons only.', 'Jr.')
  @MayBeAbsent()
  @IsText(50)
  suffix?: string | null;

  @Means('Kept as given.', 'jane.roe@example.com')
  @MayBeAbsent()
  @IsEmailAddress()
  email?: string | null;

  @Means('Kept as given. JIT tells it where it can be read as a US number.', '(512) 555-0100')
  @MayBeAbsent()
  @IsText(50)
  phone?: string | null;

  @Means('Not in the future. Kept encrypted, and never answered.', '1984-02-29')
  @MayBeAbsent()
  @IsDay()
  date_of_birth?: string | null;

  @Means(
    'The last four digits, as text: a number would lose leading zeros. Kept encrypted, and never answered.',
    '0098',
  )
  @MayBeAbsent()
  @IsMatching(/^\d{4}$/, SSN_LAST4_RULE)
  ssn_last4?: string | null;

  @Means('Each with at least one of `line1`, `line2`, `city`, `postal_code`, `state`, `country`.')
  @MayBeAbsent()
  @IsListOf(() => AddressBody, { most: 20, of: 'addresses' })
  addresses?: AddressBody[] | null;
}

/** What a customer is called and is, when it is made or replaced. */
export class CustomerFields extends CustomerDetails {
  @Means('Absent, it is `person`.', 'person')
  @MayBeAbsent()
  @IsOneOf(KINDS)
  kind?: CustomerKind | null;

  @Means('The whole name, as letters are addressed.', 'Jane Roe')
  @IsText()
  name!: string;

  @Means(
    'Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.',
    { segment: 'A' },
  )
  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}

/** What a caller says of a customer. */
export class CustomerBody extends CustomerFields {
  @Means("The debtor's name in your own systems, unique among customers.", 'C-1001')
  @IsExternalId()
  external_id!: string;
}

/** The same where the path names it. */
export class CustomerReplacement extends CustomerFields {
  @Means('May be left out; given, it must be that of the path.', 'C-1001')
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;
}

/** What shall be other than it is; null takes a value away. */
export class CustomerChange extends CustomerDetails {
  @Means('Whether it is a person.', 'person')
  @MayBeLeftOut()
  @IsOneOf(KINDS)
  kind?: CustomerKind;

  @Means('The whole name, as letters are addressed.', 'Jane Roe')
  @MayBeLeftOut()
  @IsText()
  name?: string;

  @Means('Only the keys that change; null takes a key away.', { segment: 'B' })
  @MayBeLeftOut()
  @IsMetadataChange()
  metadata?: Record<string, string | null>;
}

/** An address as the API tells it; parts that are not known are left out. */
export class AddressView {
  @OrAbsent()
  @ShowsText('Whom to address there, where it is not the customer.', 'Jane Roe')
  name?: string;

  @OrAbsent()
  @ShowsText('The street and number.', '1 Main St')
  line1?: string;

  @OrAbsent()
  @ShowsText('What else finds the door.', 'Apt. 2')
  line2?: string;

  @OrAbsent()
  @ShowsText('The town.', 'Austin')
  city?: string;

  @OrAbsent()
  @ShowsText('As it was given.', '78701')
  postal_code?: string;

  @OrAbsent()
  @ShowsText('As it was given.', 'TX')
  state?: string;

  @OrAbsent()
  @ShowsText('As it was given.', 'US')
  country?: string;

  @ShowsFlag('Whether it is the one that JIT tells.', true)
  is_primary!: boolean;
}

/** A customer as the API tells it: of the encrypted fields only whether they are known. */
export class CustomerView extends RecordView {
  @ShowsText("The debtor's name in your own systems.", 'C-1001')
  external_id!: string;

  @ShowsOneOf(KINDS, 'A person or an organization.', 'person')
  kind!: CustomerKind;

  @ShowsText('The whole name, as letters are addressed.', 'Jane Roe')
  name!: string;

  @OrNull()
  @ShowsText('Of persons only.', 'Jane')
  first_name!: string | null;

  @OrNull()
  @ShowsText('Of persons only.')
  middle_name!: string | null;

  @OrNull()
  @ShowsText('Of persons only.', 'Roe')
  last_name!: string | null;

  @OrNull()
  @ShowsText('Of persons only.')
  suffix!: string | null;

  @OrNull()
  @ShowsText('As it was given.', 'jane.roe@example.com')
  email!: string | null;

  @OrNull()
  @ShowsText('As it was given.', '(512) 555-0100')
  phone!: string | null;

  @ShowsFlag('Whether the date of birth is known; the date itself is kept encrypted.', true)
  has_date_of_birth!: boolean;

  @ShowsFlag('Whether the last four digits of the SSN are known; they are kept encrypted.', true)
  has_ssn_last4!: boolean;

  @ShowsList(() => AddressView, 'In the order in which they were given.')
  addresses!: AddressView[];

  @ShowsTexts('Your own texts about it; `{}` where there are none.', { segment: 'A' })
  metadata!: unknown;
}

export type CustomerWithAddresses = Customer & { addresses: CustomerAddress[] };

export function toCustomerView(row: CustomerWithAddresses): CustomerView {
  return {
    id: row.id,
    external_id: row.externalId,
    kind: row.kind,
    name: row.name,
    first_name: row.firstName,
    middle_name: row.middleName,
    last_name: row.lastName,
    suffix: row.suffix,
    email: row.email,
    phone: row.phone,
    has_date_of_birth: row.dateOfBirthCipher !== null,
    has_ssn_last4: row.ssnLast4Cipher !== null,
    addresses: row.addresses.map(toAddressView),
    metadata: row.metadata,
    version: Number(row.version),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

function toAddressView(row: CustomerAddress): AddressView {
  const { name, line1, line2, city, postalCode: postal_code, state, country } = row;
  const given = Object.entries({ name, line1, line2, city, postal_code, state, country }).filter(
    ([, value]) => value !== null,
  );
  return { ...Object.fromEntries(given), is_primary: row.isPrimary };
}
