import { type PersonalDataVault, type PersonalField } from '../platform/crypto/personal-data.js';
import type { Customer, CustomerAddress } from '../platform/database/generated/client.js';
import { differing, fieldName } from '../platform/database/differences.js';
import type { AddressBody, CustomerFields, CustomerWithAddresses } from './customer.types.js';
import { phoneFacts } from './phone.js';

/** The columns that describe a customer: all but the name it goes by and what is encrypted. */
export function toCustomerColumns(body: CustomerFields) {
  return {
    kind: body.kind ?? 'person',
    name: body.name,
    firstName: body.first_name ?? null,
    middleName: body.middle_name ?? null,
    lastName: body.last_name ?? null,
    suffix: body.suffix ?? null,
    email: body.email ?? null,
    phone: body.phone ?? null,
    ...phoneFacts(body.phone),
    metadata: body.metadata ?? {},
  };
}

/** The same the other way: what a body would say to leave a customer as it is. */
export function toCustomerFields(row: Customer & { addresses: CustomerAddress[] }): CustomerFields {
  return {
    kind: row.kind,
    name: row.name,
    first_name: row.firstName,
    middle_name: row.middleName,
    last_name: row.lastName,
    suffix: row.suffix,
    email: row.email,
    phone: row.phone,
    metadata: row.metadata as Record<string, string>,
    addresses: row.addresses.map(({ postalCode, isPrimary, name, line1, line2, city, state, country }) => ({
      name,
      line1,
      line2,
      city,
      postal_code: postalCode,
      state,
      country,
      is_primary: isPrimary,
    })),
  };
}

/** Numbered, and one of them the primary one: the one that says so, else the first. */
export function toAddressRows(addresses: readonly AddressBody[]): Omit<CustomerAddress, 'customerId'>[] {
  const chosen = addresses.findIndex(({ is_primary }) => is_primary === true);
  return addresses.map((address, index) => ({
    position: index + 1,
    name: address.name ?? null,
    line1: address.line1 ?? null,
    line2: address.line2 ?? null,
    city: address.city ?? null,
    postalCode: address.postal_code ?? null,
    state: address.state ?? null,
    country: address.country ?? null,
    isPrimary: index === Math.max(chosen, 0),
  }));
}

/** A value that is to be kept encrypted; null takes it away, undefined leaves it as it is. */
export type PersonalChange = Partial<Record<PersonalField, string | null | undefined>>;

/** The encrypted columns of what a change says otherwise than the row does, and the names of these fields. */
export function toPersonalColumns(
  vault: PersonalDataVault,
  id: string,
  row: Pick<Customer, 'dateOfBirthDigest' | 'ssnLast4Digest'> | null,
  change: PersonalChange,
) {
  const dateOfBirth = sealed(
    vault,
    'date_of_birth',
    id,
    row?.dateOfBirthDigest ?? null,
    change.date_of_birth,
  );
  const ssnLast4 = sealed(vault, 'ssn_last4', id, row?.ssnLast4Digest ?? null, change.ssn_last4);
  return {
    columns: {
      ...(dateOfBirth && { dateOfBirthCipher: dateOfBirth.cipher, dateOfBirthDigest: dateOfBirth.digest }),
      ...(ssnLast4 && { ssnLast4Cipher: ssnLast4.cipher, ssnLast4Digest: ssnLast4.digest }),
    },
    changed: [...(dateOfBirth ? ['date_of_birth'] : []), ...(ssnLast4 ? ['ssn_last4'] : [])],
  };
}

/** What a body says otherwise than the row does: the names, and what is to be written. Null addresses stay. */
export function customerDifferences(
  vault: PersonalDataVault,
  row: CustomerWithAddresses,
  body: CustomerFields,
  personal: PersonalChange,
) {
  const columns = toCustomerColumns(body);
  const addresses = toAddressRows(body.addresses ?? []);
  const sealedColumns = toPersonalColumns(vault, row.id, row, personal);
  const current = row.addresses.map(({ customerId, ...address }) => address);
  const moved = differing({ addresses: current }, { addresses });
  return {
    changed: [...new Set(differing(row, columns).map(toField)), ...moved, ...sealedColumns.changed],
    columns: { ...columns, ...sealedColumns.columns },
    addresses: moved.length > 0 ? addresses : null,
  };
}

/** What is read out of the phone number is no field of its own. */
function toField(column: string): string {
  return column.startsWith('phone') ? 'phone' : fieldName(column);
}

/** @returns undefined where the value stays */
function sealed(
  vault: PersonalDataVault,
  field: PersonalField,
  id: string,
  current: Uint8Array | null,
  value: string | null | undefined,
) {
  if (value === undefined) return undefined;
  if (value === null) return current === null ? undefined : { cipher: null, digest: null };
  if (current !== null && vault.digests(field, value).some((digest) => digest.equals(current)))
    return undefined;
  const { cipher, digest } = vault.seal(field, id, value);
  return { cipher: new Uint8Array(cipher), digest: new Uint8Array(digest) };
}
