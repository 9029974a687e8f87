import { centsIn, childIn, eidOf, referenceIn, type Eid, type ListShape } from './gotransverse.answers.js';
import type { BillCycleReference, PartyKind } from './account-content.types.js';
import type { XmlElement } from './gotransverse.xml.js';

/** A billing account as it is there. What is undefined was not told, which in a shallow answer means nothing. */
export interface AccountView {
  eid: Eid;
  accountNum?: string | undefined;
  externalAccountNum?: string | undefined;
  status?: string | undefined;
  balanceCents?: bigint | undefined;
  billType?: string | undefined;
  party?: PartyReference | undefined;
  /** Only where the answer holds it whole: shallow ones hold its EID instead. */
  partyDetails?: PartyView | undefined;
  billCycle?: BillCycleReference | undefined;
  categoryEid?: Eid | undefined;
  parentEid?: Eid | undefined;
  /** Only where the answer holds them all: shallow ones hold their number instead. */
  customFieldValues?: CustomFieldValueView[] | undefined;
}

export interface PartyReference {
  kind: PartyKind;
  eid: Eid;
}

export interface CustomFieldValueView {
  eid: Eid;
  customFieldEid?: Eid | undefined;
  value?: string | undefined;
}

export interface PartyView extends PartyReference {
  /** As Gotransverse names them: `firstName`, `dob`, `name` … Personal data. */
  attributes: Readonly<Record<string, string>>;
  /** Undefined where the answer does not tell them. */
  addresses?: AddressView[] | undefined;
}

export interface AddressView {
  kind: 'postalAddress' | 'emailAddress' | 'telecomAddress';
  attributes: Readonly<Record<string, string>>;
}

export const BILL_CYCLE_ELEMENTS = [
  'dailyBillCycle',
  'monthlyBillCycle',
  'quarterlyBillCycle',
  'yearlyBillCycle',
  'segmentedMonthlyBillCycle',
] as const;

const PARTY_KINDS = ['person', 'organization'] as const;
const ADDRESS_KINDS = ['postalAddress', 'emailAddress', 'telecomAddress'] as const;

export function readAccount(account: XmlElement): AccountView {
  const { accountNum, externalAccountNum, status, billType } = account.attributes;
  return {
    eid: eidOf(account),
    accountNum,
    externalAccountNum,
    status,
    billType,
    balanceCents: centsIn(account, 'balance'),
    party: partyIn(account),
    partyDetails: partyDetailsIn(account),
    billCycle: billCycleIn(account),
    categoryEid: referenceIn(account, 'billingAccountCategory'),
    parentEid: referenceIn(account, 'parentBillingAccount'),
    customFieldValues: customFieldValuesIn(account),
  };
}

export const ACCOUNTS: ListShape<AccountView> = {
  list: 'billingAccounts',
  items: { billingAccount: readAccount },
};

function partyIn(account: XmlElement): PartyReference | undefined {
  for (const kind of PARTY_KINDS) {
    const eid = referenceIn(account, kind);
    if (eid !== undefined) return { kind, eid };
  }
  return undefined;
}

/** A reference says of itself that it is one. */
function partyDetailsIn(account: XmlElement): PartyView | undefined {
  for (const kind of PARTY_KINDS) {
    const party = childIn(account, kind);
    if (party?.attributes['queryScope'] === 'DEEP') return readParty(kind, party);
  }
  return undefined;
}

function billCycleIn(account: XmlElement): BillCycleReference | undefined {
  for (const element of BILL_CYCLE_ELEMENTS) {
    const eid = referenceIn(account, element);
    if (eid !== undefined) return { element, eid };
  }
  return undefined;
}

function customFieldValuesIn(account: XmlElement): CustomFieldValueView[] | undefined {
  const holder = childIn(account, 'customFieldValues');
  if (holder === undefined) return undefined;
  const values = holder.children
    .filter(({ name, namespace }) => name === 'customFieldValue' && namespace === account.namespace)
    .map(readCustomFieldValue);
  const { totalElements, elementCount } = holder.attributes;
  const claimed = Number(totalElements ?? elementCount ?? values.length);
  return values.length < claimed ? undefined : values;
}

function readCustomFieldValue(value: XmlElement): CustomFieldValueView {
  return {
    eid: eidOf(value),
    customFieldEid: referenceIn(value, 'customField'),
    value: value.attributes['value'],
  };
}

export const CUSTOM_FIELD_VALUES: ListShape<CustomFieldValueView> = {
  list: 'customFieldValues',
  items: { customFieldValue: readCustomFieldValue },
};

export function readParty(kind: PartyKind, party: XmlElement): PartyView {
  const { eid: _eid, queryScope: _queryScope, ...attributes } = party.attributes;
  return { kind, eid: eidOf(party), attributes, addresses: addressesIn(party) };
}

function addressesIn(party: XmlElement): AddressView[] | undefined {
  return childIn(party, 'addresses')?.children.flatMap(({ name, namespace, attributes }) => {
    const kind = ADDRESS_KINDS.find((known) => known === name);
    return kind === undefined || namespace !== party.namespace ? [] : [{ kind, attributes }];
  });
}
