import type { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { Prisma } from '../platform/database/generated/client.js';
import type { PersonCriteria } from './customer-queries.types.js';
import { phoneFacts } from './phone.js';

/** Part of a word is looked for from this length on: shorter ones have no trigram to find them by. */
const SEARCHABLE_LENGTH = 3;

/** Scripts that write names without blanks, each sign of them a part. */
const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What rows of `customers` must fulfil. */
export function customerConditions(vault: PersonalDataVault, criteria: PersonCriteria): Prisma.Sql[] {
  const { external_id, id, kind, created_since, updated_since } = criteria;
  const conditions = [
    external_id != null && Prisma.sql`customers.external_id = ${external_id}`,
    id != null && Prisma.sql`customers.id = ${id}::uuid`,
    kind != null && Prisma.sql`customers.kind = ${kind}::customer_kind`,
    created_since != null && Prisma.sql`customers.created_at >= ${new Date(created_since)}`,
    updated_since != null && Prisma.sql`customers.updated_at >= ${new Date(updated_since)}`,
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
  return name
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map((word) =>
      Array.from(word).length >= SEARCHABLE_LENGTH || WITHOUT_BLANKS.test(word)
        ? nameIsLike(`%${literally(word)}%`)
        : wholeWord(literally(word)),
    );
}

/** In this form the index can tell where a word begins and ends. */
function wholeWord(word: string): Prisma.Sql {
  const places = [word, `${word} %`, `% ${word}`, `% ${word} %`];
  return Prisma.sql`(${Prisma.join(places.map(nameIsLike), ' OR ')})`;
}

function nameIsLike(pattern: string): Prisma.Sql {
  return Prisma.sql`search_form(customers.name) LIKE search_form(${pattern})`;
}

/** Decomposed first, as `search_form` does: that makes a plain % of a full-width one. */
function literally(word: string): string {
  return word.normalize('NFKD').replaceAll(/[\\%_]/g, String.raw`\$&`);
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
