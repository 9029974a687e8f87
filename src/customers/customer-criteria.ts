import type { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { Prisma } from '../platform/database/generated/client.js';
import type { PersonCriteria } from './customer-queries.types.js';
import { phoneFacts } from './phone.js';

/** Shorter words have no trigram, by which names are found without reading all of them. */
const SEARCHABLE_LENGTH = 3;

/** What rows of `customers` must fulfil. */
export function customerConditions(vault: PersonalDataVault, criteria: PersonCriteria): Prisma.Sql[] {
  const { external_id, id, kind, created_since, updated_since } = criteria;
  const conditions = [
    external_id != null && Prisma.sql`customers.external_id = ${external_id}`,
    id != null && Prisma.sql`customers.id = ${id}::uuid`,
    kind != null && Prisma.sql`customers.kind = ${kind}::customer_kind`,
    created_since != null && Prisma.sql`customers.created_at >= ${created_since}::timestamptz`,
    updated_since != null && Prisma.sql`customers.updated_at >= ${updated_since}::timestamptz`,
    ...personConditions(vault, criteria),
  ];
  return conditions.filter((condition) => condition !== false);
}

function personConditions(vault: PersonalDataVault, criteria: PersonCriteria): (Prisma.Sql | false)[] {
  const { name, phone, email, date_of_birth, ssn_last4 } = criteria;
  return [
    ...(name == null ? [] : nameConditions(name)),
    phone != null && phoneCondition(phone),
    email != null && Prisma.sql`lower(customers.email) = lower(${email})`,
    date_of_birth != null &&
      Prisma.sql`customers.date_of_birth_digest IN (${digests(vault, 'date_of_birth', date_of_birth)})`,
    ssn_last4 != null &&
      Prisma.sql`customers.ssn_last4_digest IN (${digests(vault, 'ssn_last4', ssn_last4)})`,
  ];
}

function nameConditions(name: string): Prisma.Sql[] {
  const words = name.split(/[\s,;]+/).filter((word) => word !== '');
  if (!words.some((word) => Array.from(word).length >= SEARCHABLE_LENGTH))
    return [Prisma.sql`search_form(customers.name) = search_form(${name.trim()})`];
  return words.map((word) => {
    const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    return Prisma.sql`search_form(customers.name) LIKE search_form(${pattern})`;
  });
}

/** A number that can't be read as one is found as it was given. */
function phoneCondition(phone: string): Prisma.Sql {
  const { phoneE164 } = phoneFacts(phone);
  return phoneE164 === null
    ? Prisma.sql`customers.phone_e164 IS NULL AND customers.phone = ${phone}`
    : Prisma.sql`customers.phone_e164 = ${phoneE164}`;
}

function digests(vault: PersonalDataVault, field: 'date_of_birth' | 'ssn_last4', value: string): Prisma.Sql {
  return Prisma.join(vault.digests(field, value).map((digest) => Prisma.sql`${digest}`));
}
