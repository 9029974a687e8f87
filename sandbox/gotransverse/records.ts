/** What the sandbox keeps: one immutable record a row, replaced as a whole when it changes. All of it is JSON. */
export interface Entity {
  /** Digits, as the vendor's `xs:long`; kept as text, since it is only compared and passed on. */
  readonly eid: string;
  /** By an `invisible` fault: queries do not find it before, in milliseconds since 1970. */
  readonly visibleFromMs?: number;
}

export type CycleKind = 'Daily' | 'Monthly' | 'Quarterly' | 'Yearly' | 'SegmentedMonthly';

/** The element that names a bill cycle of each kind: on an account it must match (reference 3.9). */
export const CYCLE_ELEMENTS: Readonly<Record<CycleKind, string>> = {
  Daily: 'dailyBillCycle',
  Monthly: 'monthlyBillCycle',
  Quarterly: 'quarterlyBillCycle',
  Yearly: 'yearlyBillCycle',
  SegmentedMonthly: 'segmentedMonthlyBillCycle',
};

export type PartyKind = 'person' | 'organization';

export const ACCOUNT_STATUSES = [
  'ACTIVE',
  'SUSPENDED',
  'PENDING',
  'COLLECTION',
  'DEACTIVATED',
  'FINAL_BILL',
  'CLOSED',
] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export interface Account extends Entity {
  readonly accountNum: string;
  /** Those that a client may set, as it sent them: externalAccountNum, billType, currencyType and their like. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: AccountStatus;
  readonly startDate: string;
  readonly endDate?: string;
  readonly billCycleEid: string;
  readonly partyKind: PartyKind;
  readonly partyEid: string;
  readonly categoryEid: string;
  readonly parentEid?: string;
  /** Why it is suspended or deactivated; only API 1.33 shows it. */
  readonly reasonEid?: string;
}

export const ADDRESS_KINDS = ['postalAddress', 'emailAddress', 'telecomAddress'] as const;
export type AddressKind = (typeof ADDRESS_KINDS)[number];

export interface Address {
  readonly kind: AddressKind;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Party extends Entity {
  readonly attributes: Readonly<Record<string, string>>;
  /** One for each kind and purpose: a new one takes the place of the old (reference 3.4). */
  readonly addresses: readonly Address[];
}

export interface Adjustment extends Entity {
  readonly accountEid: string;
  readonly reasonEid: string;
  readonly secondaryReasonEid?: string;
  /** Integer cents, never below 0; `credit` is the direction. */
  readonly amountCents: number;
  /** Lowers what the account owes. */
  readonly credit: boolean;
  readonly status: 'PENDING' | 'POSTED' | 'REVERSED';
  readonly occurredOn: string;
  readonly type: string;
  readonly description?: string;
  readonly manualInvoiceApplication?: string;
  readonly postedOn?: string;
  readonly creditNumber?: string;
  readonly invoiced: boolean;
}

export interface Payment extends Entity {
  readonly accountEid: string;
  readonly amountCents: number;
  readonly status: 'COMPLETED' | 'CANCELED' | 'VOID';
  readonly occurredOn: string;
  /** description, authorization, reference. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The payment method: the name of its element, and what it holds that is no card data. */
  readonly method: { readonly element: string; readonly attributes: Readonly<Record<string, string>> };
}

export interface CustomFieldValue extends Entity {
  readonly accountEid: string;
  readonly customFieldEid: string;
  readonly value: string;
}

/** Reference data is made in the vendor's user interface only; through the API it is read. */
export interface ReferenceItem extends Entity {
  readonly attributes: Readonly<Record<string, string>>;
}

/** How far the numbers of a kind have gone. A number is never given twice, not even after a deletion. */
export interface Counter extends Entity {
  readonly last: number;
}
