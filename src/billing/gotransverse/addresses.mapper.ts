import type {
  AccountSource,
  AddressContent,
  BillType,
  Remark,
  SourceAddress,
} from './account-content.types.js';
import { MOST_CHARACTERS, present, textOf } from './source-text.js';

/** Without these Gotransverse takes no postal address (reference 3.4). */
const MANDATORY = ['line1', 'city', 'state', 'postalCode', 'country'] as const;

/** The vendor's samples say `USA`. */
const UNITED_STATES = new Set(['US', 'USA', 'U.S.', 'U.S.A.', 'UNITED STATES', 'UNITED STATES OF AMERICA']);

/** A number of the North American plan: only these have the area code that is mandatory (reference 7.1). */
const NORTH_AMERICAN = /^\+1([2-9]\d{2})([2-9]\d{6})$/;

/** Stored ones were judged when they were written; this finds what no mail could be sent to. */
const USABLE_EMAIL = /^[^\s@]+@[^\s@]+$/;

type Customer = AccountSource['customer'];

/** What is sent of a customer's addresses, what is left out, and why nothing can be sent at all. */
export interface MappedAddresses {
  addresses: AddressContent[];
  leftOut: Remark[];
  refusals: Remark[];
}

/**
 * One address of each kind at most: the primary postal one (`BILLING`), the e-mail (`PRIMARY`), the phone
 * (`MOBILE`: whether it is one, nobody says; reference 7.1 names it first). What cannot be sent is left out, unless
 * the invoices go there.
 */
export function mapAddresses(customer: Customer, billType: BillType): MappedAddresses {
  const postal = postalAddress(customer.address);
  const email = emailAddress(customer.email);
  const phone = telecomAddress(customer);
  const found = [postal, email, phone];
  const refusals = [
    ...(billType === 'PAPER' && !('address' in postal)
      ? [neededFor('customer.address', 'PAPER', 'whole postal address')]
      : []),
    ...(billType === 'EMAIL' && !('address' in email)
      ? [neededFor('customer.email', 'EMAIL', 'e-mail address')]
      : []),
  ];
  return {
    addresses: found.flatMap((one) => ('address' in one ? [one.address] : [])),
    leftOut: found.flatMap((one) => ('remarks' in one ? one.remarks : [])),
    refusals,
  };
}

type Mapped = { address: AddressContent } | { remarks: Remark[] };

const NONE: Mapped = { remarks: [] };

function postalAddress(address: SourceAddress | null): Mapped {
  if (address === null) return NONE;
  const { name, line1, line2, city, state, postalCode, country } = address;
  const missing = MANDATORY.filter((part) => textOf(address[part]) === undefined);
  if (missing.length > 0)
    return {
      remarks: missing.map((part) => ({
        field: `customer.address.${part}`,
        message:
          'is missing, and Gotransverse takes no postal address without it, so none is sent. Complete the address to have it sent.',
      })),
    };
  const attributes = {
    purpose: 'BILLING',
    country: countryOf(country),
    city: textOf(city),
    regionOrState: textOf(state),
    attention: textOf(name),
    postalCode: textOf(postalCode),
    line1: textOf(line1),
    line2: textOf(line2),
  };
  return { address: { kind: 'postalAddress', attributes: present(attributes) } };
}

/**
 * `USA` for the United States, anything else as it is stored: which codes a tenant accepts is not known
 * (reference 9.7), so none is made up.
 */
function countryOf(country: string | null): string | undefined {
  const text = textOf(country);
  return text !== undefined && UNITED_STATES.has(text.toUpperCase()) ? 'USA' : text;
}

function emailAddress(stored: string | null): Mapped {
  const email = textOf(stored);
  if (email === undefined) return NONE;
  if (!USABLE_EMAIL.test(email) || email.length > MOST_CHARACTERS)
    return {
      remarks: [
        {
          field: 'customer.email',
          message: `is no e-mail address of at most ${String(MOST_CHARACTERS)} characters, so none is sent. Correct it to have it sent.`,
        },
      ],
    };
  return { address: { kind: 'emailAddress', attributes: { purpose: 'PRIMARY', email } } };
}

function telecomAddress({ phone, phoneE164 }: Customer): Mapped {
  if (textOf(phone) === undefined && phoneE164 === null) return NONE;
  const [, areaCode, number] = NORTH_AMERICAN.exec(phoneE164 ?? '') ?? [];
  if (areaCode === undefined || number === undefined)
    return {
      remarks: [
        {
          field: 'customer.phone',
          message:
            'is not a number of the North American plan, and Gotransverse takes no phone without an area code, so none is sent. Give one such as +1 512 555 0100 to have it sent.',
        },
      ],
    };
  const attributes = { purpose: 'MOBILE', countryCode: '1', areaCode, number };
  return { address: { kind: 'telecomAddress', attributes } };
}

function neededFor(field: string, billType: BillType, what: string): Remark {
  return {
    field,
    message: `is needed: invoices go there (the bill type is ${billType}), and there is no ${what} to send to. Give it, or set GOTRANSVERSE_BILL_TYPE=NONE.`,
  };
}
