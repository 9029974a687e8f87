import type {
  AccountContent,
  AccountSource,
  CustomFieldContent,
  CustomFieldSource,
  MappedAccount,
  References,
  Remark,
} from './account-content.types.js';
import { mapAddresses } from './addresses.mapper.js';
import { carriedByXml } from './gotransverse.xml.js';
import { mapParty } from './party.mapper.js';
import { MOST_CHARACTERS, textOf } from './source-text.js';

/** The vendor documents no limit; beyond this nobody has tried (reference 7.1). */
const LONGEST_ACCOUNT_NUMBER = 50;

/**
 * What Gotransverse is to hold of an account, or why it cannot hold it. What is left out is told, too.
 * Remarks name fields and repeat none of their values.
 */
export function mapAccount(source: AccountSource, references: References): MappedAccount {
  const uncarried = uncarriedIn(source);
  if (uncarried.length > 0) return { refusals: uncarried };

  const { accountPrefix, billType, billCycle, category } = references;
  const externalAccountNum = `${accountPrefix}${source.account.externalId.trim()}`;
  const party = mapParty(source.customer);
  const { addresses, ...address } = mapAddresses(source.customer, billType);
  const { customFields, leftOut } = mapCustomFields(source, references);
  const refusals = [
    ...accountNumberRefusals(externalAccountNum),
    ...('refusals' in party ? party.refusals : []),
    ...address.refusals,
  ];
  if (refusals.length > 0 || 'refusals' in party) return { refusals };

  const content: AccountContent = {
    account: { externalAccountNum, billType, automaticRecurringPayment: 'false', currencyType: 'USD' },
    billCycle: { element: billCycle.element, eid: billCycle.eid },
    category: { eid: category.eid },
    party: party.party,
    addresses,
    customFields,
    parentEid: source.parentEid ?? null,
  };
  return { content, leftOut: [...address.leftOut, ...leftOut] };
}

function accountNumberRefusals(externalAccountNum: string): Remark[] {
  if (externalAccountNum.length <= LONGEST_ACCOUNT_NUMBER) return [];
  return [
    {
      field: 'account.externalId',
      message: `has, with GOTRANSVERSE_ACCOUNT_PREFIX before it, more than ${String(LONGEST_ACCOUNT_NUMBER)} characters, and Gotransverse is asked for accounts by it. Shorten the prefix, or place the account under a shorter external id.`,
    },
  ];
}

const CUSTOM_FIELDS: Readonly<
  Record<CustomFieldSource, { field: string; valueOf: (source: AccountSource) => string | null }>
> = {
  creditor_id: { field: 'location.externalId', valueOf: ({ location }) => location.externalId },
  creditor_name: { field: 'location.name', valueOf: ({ location }) => location.name },
  external_account_number: {
    field: 'account.externalAccountNumber',
    valueOf: ({ account }) => account.externalAccountNumber,
  },
  customer_external_id: { field: 'customer.externalId', valueOf: ({ customer }) => customer.externalId },
};

function mapCustomFields(
  source: AccountSource,
  references: References,
): { customFields: CustomFieldContent[]; leftOut: Remark[] } {
  const customFields: CustomFieldContent[] = [];
  const leftOut: Remark[] = [];
  for (const { source: from, eid } of references.customFields) {
    const { field, valueOf } = CUSTOM_FIELDS[from];
    const value = textOf(valueOf(source));
    if (value === undefined) continue;
    if (value.length <= MOST_CHARACTERS) customFields.push({ eid, value });
    else
      leftOut.push({
        field,
        message: `has more than ${String(MOST_CHARACTERS)} characters, the most of a custom field, so it is not sent. Shorten it to have it sent.`,
      });
  }
  return { customFields, leftOut };
}

/** Records are refused with such characters when they are written; one of before that rule must not be sent. */
function uncarriedIn({ account, customer, location }: AccountSource): Remark[] {
  const { address, ...ofCustomer } = customer;
  const parts = {
    account,
    customer: ofCustomer,
    'customer.address': address ?? {},
    location,
  };
  return Object.entries(parts).flatMap(([part, texts]) =>
    Object.entries(texts).flatMap(([name, text]: [string, unknown]) =>
      typeof text === 'string' && !carriedByXml(text) ? [notCarried(`${part}.${name}`)] : [],
    ),
  );
}

function notCarried(field: string): Remark {
  return {
    field,
    message:
      'holds a character that XML cannot carry (a control character, U+FFFE, U+FFFF, or half a surrogate pair), so nothing is sent. Write it without that.',
  };
}
