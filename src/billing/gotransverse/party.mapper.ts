import type { AccountContent, AccountSource, Remark } from './account-content.types.js';
import { splitPersonName, type PersonName } from './person-name.js';
import { MOST_CHARACTERS, present, textOf } from './source-text.js';

type Customer = AccountSource['customer'];
type MappedParty = { party: AccountContent['party'] } | { refusals: Remark[] };

/**
 * The customer as a person or an organization. The last digits of a social security number are never sent:
 * `taxIdNumber` is for whole ones (reference 7.1).
 */
export function mapParty(customer: Customer): MappedParty {
  const mapped = customer.kind === 'organization' ? organization(customer) : person(customer);
  if ('refusals' in mapped) return mapped;
  const refusals = Object.entries(mapped.party.attributes).flatMap(([attribute, value]) =>
    value.length > MOST_CHARACTERS ? [tooLong(attribute, customer)] : [],
  );
  return refusals.length > 0 ? { refusals } : mapped;
}

function organization({ name }: Customer): MappedParty {
  const text = textOf(name);
  if (text === undefined)
    return {
      refusals: [{ field: 'customer.name', message: 'is missing, and an organization needs one. Give it.' }],
    };
  return { party: { kind: 'organization', attributes: { name: text } } };
}

function person(customer: Customer): MappedParty {
  const name = nameOf(customer);
  if (name === undefined) return { refusals: [cannotBeSplit] };
  const { firstName, middleName, lastName, suffix } = name;
  const attributes = present({ firstName, lastName, middleName, suffix, dob: textOf(customer.dateOfBirth) });
  return { party: { kind: 'person', attributes } };
}

const cannotBeSplit: Remark = {
  field: 'customer.name',
  message:
    'cannot be split into the names of one person, and Gotransverse takes no person without a first and a last name. Give first_name and last_name, or kind organization.',
};

/**
 * Where the customer has a first and a last name of its own, these four parts are the name. Otherwise `name` is
 * split, and each part of its own wins over the split one.
 */
function nameOf(customer: Customer): PersonName | undefined {
  const own: Partial<PersonName> = present({
    firstName: textOf(customer.firstName),
    middleName: textOf(customer.middleName),
    lastName: textOf(customer.lastName),
    suffix: textOf(customer.suffix),
  });
  const split =
    own.firstName !== undefined && own.lastName !== undefined ? {} : splitPersonName(customer.name);
  const { firstName, lastName, ...others }: Partial<PersonName> = { ...split, ...own };
  return firstName === undefined || lastName === undefined ? undefined : { firstName, lastName, ...others };
}

const OWN_FIELDS: Readonly<Record<string, 'firstName' | 'middleName' | 'lastName' | 'suffix'>> = {
  firstName: 'firstName',
  middleName: 'middleName',
  lastName: 'lastName',
  suffix: 'suffix',
};

function tooLong(attribute: string, customer: Customer): Remark {
  const own = OWN_FIELDS[attribute];
  const field = own !== undefined && textOf(customer[own]) !== undefined ? own : 'name';
  return {
    field: `customer.${field}`,
    message: `has more than ${String(MOST_CHARACTERS)} characters, and Gotransverse may cut or refuse it. Shorten it.`,
  };
}
