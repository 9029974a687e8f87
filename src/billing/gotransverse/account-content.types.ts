/** What the books say of an account, its customer and its location. Text as it is stored; null where there is none. */
export interface AccountSource {
  account: {
    externalId: string;
    externalAccountNumber: string | null;
    /** `YYYY-MM-DD`. Not sent: Gotransverse has no date of placement (reference 7.7); its adjustment has a time. */
    placedOn: string | null;
  };
  customer: {
    externalId: string;
    kind: PartyKind;
    name: string;
    firstName: string | null;
    middleName: string | null;
    lastName: string | null;
    suffix: string | null;
    email: string | null;
    /** As it was given. */
    phone: string | null;
    /** As `+15125550100`, where the number could be read. */
    phoneE164: string | null;
    /** `YYYY-MM-DD`. */
    dateOfBirth: string | null;
    /** The primary one. */
    address: SourceAddress | null;
  };
  location: { externalId: string; name: string };
  /** The eid of the parent's billing account, for a child whose parent is at Gotransverse. */
  parentEid?: string;
}

export interface SourceAddress {
  name: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  postalCode: string | null;
  state: string | null;
  country: string | null;
}

export type PartyKind = 'person' | 'organization';

/** How the biller sends invoices. `PAPER_EMAIL`, which the schema has too, is not offered. */
export type BillType = 'NONE' | 'EMAIL' | 'PAPER';

/** Its kind is the name of its element: an account must name it by that (reference 3.9). */
export interface BillCycleReference {
  element:
    | 'dailyBillCycle'
    | 'monthlyBillCycle'
    | 'quarterlyBillCycle'
    | 'yearlyBillCycle'
    | 'segmentedMonthlyBillCycle';
  eid: string;
}

export interface AdjustmentReasonReference {
  eid: string;
  /** As read with it; the strict schema requires it of every reference to a reason (reference 6.8). */
  level: 'PRIMARY' | 'SECONDARY';
}

/** What a custom field of the account can be filled from. */
export type CustomFieldSource =
  'creditor_id' | 'creditor_name' | 'external_account_number' | 'customer_external_id';

/** Names of the settings as resolved to Gotransverse's eids, and the settings that bodies depend on. */
export interface References {
  billCycle: BillCycleReference;
  category: { eid: string };
  placementReason: AdjustmentReasonReference;
  debitReason: AdjustmentReasonReference;
  creditReason: AdjustmentReasonReference;
  suspensionReason: { eid: string };
  deactivationReason: { eid: string };
  customFields: readonly { source: CustomFieldSource; eid: string }[];
  accountPrefix: string;
  billType: BillType;
  version: string;
}

/** Something that is not sent, or why nothing is. */
export interface Remark {
  /** Such as `customer.address.state`. */
  field: string;
  /** What, why, and how to mend it; never the value. */
  message: string;
}

export type AddressKind = 'postalAddress' | 'emailAddress' | 'telecomAddress';

export interface AddressContent {
  kind: AddressKind;
  /** `purpose` among them. */
  attributes: Readonly<Record<string, string>>;
}

export interface CustomFieldContent {
  /** Of the field, not of its value. */
  eid: string;
  value: string;
}

/**
 * What Gotransverse is to hold of an account, balances apart: plain data that JSON carries unaltered, in one form
 * only, so that two of them can be compared. No attribute is there without a value.
 */
export interface AccountContent {
  account: {
    externalAccountNum: string;
    billType: BillType;
    automaticRecurringPayment: 'false';
    currencyType: 'USD';
  };
  billCycle: BillCycleReference;
  category: { eid: string };
  party: { kind: PartyKind; attributes: Readonly<Record<string, string>> };
  /** One of a kind and purpose at most: another would replace it (reference 3.4). */
  addresses: readonly AddressContent[];
  /** By the order of the settings. */
  customFields: readonly CustomFieldContent[];
  parentEid: string | null;
}

export type MappedAccount = { content: AccountContent; leftOut: Remark[] } | { refusals: Remark[] };
