import { decimalDollars } from '../../platform/money/dollars.js';
import type {
  AccountContent,
  AddressContent,
  AdjustmentReasonReference,
  BillCycleReference,
  CustomFieldContent,
  PartyKind,
} from './account-content.types.js';
import { element, textElement, type XmlElement } from './gotransverse.xml.js';
import { MOST_CHARACTERS } from './source-text.js';

/**
 * `POST /billingAccounts`.
 * @param partyEid of a customer who is there already: else each account would make another one (reference 7.2)
 */
export function createAccountBody(content: AccountContent, partyEid?: string): XmlElement {
  const { account, billCycle, category, party, addresses, customFields, parentEid } = content;
  return element('billingAccount', account, [
    reference(billCycle.element, billCycle.eid),
    partyEid === undefined ? newParty(party, addresses) : reference(party.kind, partyEid),
    reference('billingAccountCategory', category.eid),
    customFields.length === 0 ? undefined : customFieldValues(customFields),
    parentEid === null ? undefined : reference('parentBillingAccount', parentEid),
  ]);
}

/** `PUT /billingAccounts/{eid}`. Bill type and category are always repeated (reference 7.2); the rest has commands. */
export function updateAccountBody(eid: string, content: AccountContent): XmlElement {
  const { externalAccountNum, billType, automaticRecurringPayment } = content.account;
  return element('billingAccount', { eid, externalAccountNum, billType, automaticRecurringPayment }, [
    reference('billingAccountCategory', content.category.eid),
  ]);
}

/** `PUT /people/{eid}` or `PUT /organizations/{eid}`. Addresses are added one by one. */
export function updatePartyBody(eid: string, { party }: AccountContent): XmlElement {
  return element(party.kind, { eid, ...party.attributes });
}

/** `POST /people/{eid}/addAddress`, or of an organization: it replaces the one of its kind and purpose. */
export function addAddressBody(kind: PartyKind, partyEid: string, address: AddressContent): XmlElement {
  return element('addAddressToParty', {}, [
    reference(kind, partyEid),
    element(address.kind, address.attributes),
  ]);
}

/** `POST /billingAccounts/{eid}/addCustomFieldValue`: the path is short, the element long. */
export function addCustomFieldValueBody(accountEid: string, field: CustomFieldContent): XmlElement {
  return accountCommand('addCustomFieldValueToBillingAccount', accountEid, [customFieldValue(field)]);
}

/** `PUT /customFieldValues/{eid}`. */
export function updateCustomFieldValueBody(valueEid: string, field: CustomFieldContent): XmlElement {
  return customFieldValue(field, valueEid);
}

/** `POST /billingAccounts/{eid}/removeCustomFieldValue`. */
export function removeCustomFieldValueBody(
  accountEid: string,
  valueEid: string,
  field: CustomFieldContent,
): XmlElement {
  return accountCommand('removeCustomFieldValueFromBillingAccount', accountEid, [
    customFieldValue(field, valueEid),
  ]);
}

/** `POST /billingAccounts/{eid}/moveToBillCycle`: the one place where a cycle's element is not that of its kind. */
export function moveToBillCycleBody(accountEid: string, billCycle: BillCycleReference): XmlElement {
  return accountCommand('moveBillingAccountToBillCycle', accountEid, [reference('billCycle', billCycle.eid)]);
}

/** `POST /billingAccounts/{eid}/addParentBillingAccount`. */
export function addParentBody(accountEid: string, parentEid: string, validFrom: Date): XmlElement {
  return parentCommand('addParentBillingAccount', accountEid, parentEid, { validFrom: moment(validFrom) });
}

/** `POST /billingAccounts/{eid}/changeParentBillingAccount`. */
export function changeParentBody(accountEid: string, parentEid: string, validFrom: Date): XmlElement {
  return parentCommand('changeParentBillingAccount', accountEid, parentEid, { validFrom: moment(validFrom) });
}

/** `POST /billingAccounts/{eid}/removeParentBillingAccount`. */
export function removeParentBody(accountEid: string, parentEid: string, validTo: Date): XmlElement {
  return parentCommand('removeParentBillingAccount', accountEid, parentEid, { validTo: moment(validTo) });
}

/** `POST /billingAccounts/{eid}/suspend`. */
export function suspendBody(eid: string, reasonEid: string, startDate: Date, notes?: string): XmlElement {
  return statusCommand('suspendBillingAccount', eid, startDate, notes, reasonEid);
}

/** `POST /billingAccounts/{eid}/resume`: it takes no reason. */
export function resumeBody(eid: string, startDate: Date, notes?: string): XmlElement {
  return statusCommand('resumeBillingAccount', eid, startDate, notes);
}

/** `POST /billingAccounts/{eid}/deactivate`. */
export function deactivateBody(eid: string, reasonEid: string, startDate: Date, notes?: string): XmlElement {
  return statusCommand('deactivateBillingAccount', eid, startDate, notes, reasonEid);
}

/** What an adjustment is made from. */
export interface NewAdjustment {
  accountEid: string;
  /** Above 0: the direction is in `credit`. */
  amountCents: bigint;
  /** Whether it lowers what is owed. */
  credit: boolean;
  occurredOn: Date;
  /** At most 255 characters. */
  description: string;
  reason: AdjustmentReasonReference;
}

/**
 * `POST /adjustments`. The adjustment is pending, and moves no balance, until it is posted.
 * @throws RangeError for an amount that is not above 0, or a description that is too long
 */
export function adjustmentBody(adjustment: NewAdjustment): XmlElement {
  const { accountEid, amountCents, credit, occurredOn, description, reason } = adjustment;
  const attributes = {
    occurredOn: moment(occurredOn),
    amount: positiveDollars(amountCents),
    credit: String(credit),
    type: 'MANUAL',
    description: notTooLong(description, 'The description of an adjustment'),
  };
  return element('adjustment', attributes, [
    reference('billingAccount', accountEid),
    adjustmentReason(reason),
  ]);
}

/** `POST /adjustments/{eid}/post`. */
export function postAdjustmentBody(eid: string): XmlElement {
  return element('postAdjustment', {}, [reference('adjustment', eid)]);
}

/** `POST /adjustments/{eid}/remove`: of one that is pending. */
export function removeAdjustmentBody(eid: string): XmlElement {
  return element('removeAdjustment', {}, [reference('adjustment', eid)]);
}

/** `POST /adjustments/{eid}/reverse`: of a posted credit, the whole of it. */
export function reverseAdjustmentBody(eid: string): XmlElement {
  return element('reverseAdjustment', { fullAmount: 'true' }, [reference('adjustment', eid)]);
}

/**
 * `POST /adjustments/{eid}/reverseDebit`: of a posted debit that is on no invoice yet.
 * @throws RangeError for a description that is too long
 */
export function reverseDebitAdjustmentBody(
  eid: string,
  reason: AdjustmentReasonReference,
  description: string,
): XmlElement {
  const attributes = { description: notTooLong(description, 'The description of an adjustment') };
  return element('reverseDebitAdjustment', attributes, [
    reference('adjustment', eid),
    adjustmentReason(reason),
  ]);
}

/** What a payment is made from. */
export interface NewPayment {
  accountEid: string;
  /** Above 0. */
  amountCents: bigint;
  /** At most 255 characters; payments can be asked for by it. */
  reference: string;
  occurredOn: Date;
  /** Those that need no data of a card or a bank. */
  method: 'cashPayment' | 'customPaymentMethod' | 'wireTransferPayment';
}

/**
 * `POST /payments`.
 * @throws RangeError for an amount that is not above 0, or a reference that is too long
 */
export function paymentBody(payment: NewPayment): XmlElement {
  const { accountEid, amountCents, occurredOn, method } = payment;
  const attributes = {
    amount: positiveDollars(amountCents),
    reference: notTooLong(payment.reference, 'The reference of a payment'),
    occurredOn: moment(occurredOn),
  };
  return element('payment', attributes, [reference('billingAccount', accountEid), element(method)]);
}

function reference(name: string, eid: string): XmlElement {
  return element(name, { eid });
}

function newParty(
  { kind, attributes }: AccountContent['party'],
  addresses: readonly AddressContent[],
): XmlElement {
  const children = addresses.map((address) => element(address.kind, address.attributes));
  return element(kind, attributes, [children.length === 0 ? undefined : element('addresses', {}, children)]);
}

/** With the attributes of a page, which the strict schema requires: all is on the first and only one. */
function customFieldValues(fields: readonly CustomFieldContent[]): XmlElement {
  const count = String(fields.length);
  const page = {
    pageNumber: '1',
    pageSize: count,
    totalElements: count,
    elementCount: count,
    totalPages: '1',
  };
  return element(
    'customFieldValues',
    page,
    fields.map((field) => customFieldValue(field)),
  );
}

function customFieldValue({ eid, value }: CustomFieldContent, valueEid?: string): XmlElement {
  return element('customFieldValue', { eid: valueEid, value }, [reference('customField', eid)]);
}

function adjustmentReason({ eid, level }: AdjustmentReasonReference): XmlElement {
  return element('reason', { eid, level });
}

/** Commands repeat their target, which is in the path as well (reference 3.11). */
function accountCommand(
  name: string,
  accountEid: string,
  children: readonly (XmlElement | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  return element(name, attributes, [reference('billingAccount', accountEid), ...children]);
}

function parentCommand(
  name: string,
  accountEid: string,
  parentEid: string,
  attributes: Readonly<Record<string, string>>,
): XmlElement {
  return accountCommand(name, accountEid, [reference('parentBillingAccount', parentEid)], attributes);
}

/** The reason comes last (reference 3.11). */
function statusCommand(
  name: string,
  eid: string,
  startDate: Date,
  notes: string | undefined,
  reasonEid?: string,
): XmlElement {
  return accountCommand(name, eid, [
    textElement('startDate', moment(startDate)),
    notes === undefined ? undefined : textElement('notes', notes),
    reasonEid === undefined ? undefined : reference('reason', reasonEid),
  ]);
}

/** In UTC, to the millisecond. */
function moment(date: Date): string {
  return date.toISOString();
}

function positiveDollars(cents: bigint): string {
  if (cents <= 0n) throw new RangeError('An amount for Gotransverse must be above 0');
  return decimalDollars(cents);
}

function notTooLong(text: string, what: string): string {
  if (text.length > MOST_CHARACTERS)
    throw new RangeError(`${what} has more than ${String(MOST_CHARACTERS)} characters`);
  return text;
}
