import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsObject,
  Matches,
  ValidateNested,
} from 'class-validator';
import { type Customer, type CustomerAddress, CustomerKind } from '../platform/database/generated/client.js';
import {
  IsDay,
  IsExternalId,
  IsMetadata,
  IsMetadataChange,
  IsText,
  MayBeAbsent,
  MayBeLeftOut,
} from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

const KIND_MESSAGE = { message: 'must be person or organization' };

export const SSN_LAST4_RULE =
  'must be a string of four digits such as "0098" (a number would lose leading zeros)';

/** One address; `name` is whom to address there. */
export class AddressBody {
  @MayBeAbsent()
  @IsText()
  name?: string | null;

  @MayBeAbsent()
  @IsText()
  line1?: string | null;

  @MayBeAbsent()
  @IsText()
  line2?: string | null;

  @MayBeAbsent()
  @IsText()
  city?: string | null;

  @MayBeAbsent()
  @IsText(50)
  postal_code?: string | null;

  @MayBeAbsent()
  @IsText(100)
  state?: string | null;

  @MayBeAbsent()
  @IsText(100)
  country?: string | null;

  /** Exactly one of several is the primary one; where none says so, the first is. */
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  is_primary?: boolean | null;
}

/** What a customer has that may also be nothing. */
class CustomerDetails extends ReasonBody {
  @MayBeAbsent()
  @IsText(100)
  first_name?: string | null;

  @MayBeAbsent()
  @IsText(100)
  middle_name?: string | null;

  @MayBeAbsent()
  @IsText(100)
  last_name?: string | null;

  @MayBeAbsent()
  @IsText(50)
  suffix?: string | null;

  @MayBeAbsent()
  @IsEmail({}, { message: 'must be an e-mail address' })
  email?: string | null;

  @MayBeAbsent()
  @IsText(50)
  phone?: string | null;

  @MayBeAbsent()
  @IsDay()
  date_of_birth?: string | null;

  /** Text, not a number: "0098" has leading zeros. */
  @MayBeAbsent()
  @Matches(/^\d{4}$/, { message: SSN_LAST4_RULE })
  ssn_last4?: string | null;

  @MayBeAbsent()
  @IsArray({ message: 'must be a list of addresses' })
  @ArrayMaxSize(20, { message: 'must have at most 20 addresses' })
  @IsObject({ each: true, message: 'must hold objects' })
  @ValidateNested({ each: true, message: 'must be an object' })
  @Type(() => AddressBody)
  addresses?: AddressBody[] | null;
}

/** What a customer is called and is, when it is made or replaced. */
export class CustomerFields extends CustomerDetails {
  @MayBeAbsent()
  @IsIn(Object.values(CustomerKind), KIND_MESSAGE)
  kind?: CustomerKind | null;

  @IsText()
  name!: string;

  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}

/** What a caller says of a customer. */
export class CustomerBody extends CustomerFields {
  @IsExternalId()
  external_id!: string;
}

/** The same where the path names it. */
export class CustomerReplacement extends CustomerFields {
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;
}

/** What shall be other than it is; null takes a value away. */
export class CustomerChange extends CustomerDetails {
  @MayBeLeftOut()
  @IsIn(Object.values(CustomerKind), KIND_MESSAGE)
  kind?: CustomerKind;

  @MayBeLeftOut()
  @IsText()
  name?: string;

  @MayBeLeftOut()
  @IsMetadataChange()
  metadata?: Record<string, string | null>;
}

export interface AddressView {
  name?: string;
  line1?: string;
  line2?: string;
  city?: string;
  postal_code?: string;
  state?: string;
  country?: string;
  is_primary: boolean;
}

/** A customer as the API tells it: of the encrypted fields only whether they are known. */
export interface CustomerView {
  id: string;
  external_id: string;
  kind: CustomerKind;
  name: string;
  first_name: string | null;
  middle_name: string | null;
  last_name: string | null;
  suffix: string | null;
  email: string | null;
  phone: string | null;
  has_date_of_birth: boolean;
  has_ssn_last4: boolean;
  addresses: AddressView[];
  metadata: unknown;
  version: number;
  created_at: string;
  updated_at: string;
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
