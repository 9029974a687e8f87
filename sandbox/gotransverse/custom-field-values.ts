import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { atMost, eidIn, required } from './elements.js';
import type { CustomFieldValue } from './records.js';
import { invalid } from './refusal.js';
import { eidKey, keysOfNothing, ownEid, textKey, type Desk, type Resource } from './resource.js';
import type { Views } from './views.js';

/** The vendor's limit. */
const MAX_LENGTH = 255;

/** @returns the eids of the values that were added. @throws Refusal */
export function addCustomFieldValues(
  { books }: Desk,
  accountEid: string,
  elements: readonly XmlElement[],
): string[] {
  return elements
    .filter(({ name }) => name === 'customFieldValue')
    .map((from) => {
      const value = valueOf(from);
      const field = books.referenceItem('customFields', eidIn(from, 'customField'));
      if (field?.attributes['enabled'] !== 'true')
        throw invalid('customField does not exist or is not enabled');
      const taken = books.customFieldValues.by('accountEid', accountEid);
      if (taken.some(({ customFieldEid }) => customFieldEid === field.eid))
        throw invalid('the account has a value of that customField', 'ALREADY_EXISTS');
      const eid = books.nextNumber('customFieldValue');
      return books.customFieldValues.put({ eid, accountEid, customFieldEid: field.eid, value }).eid;
    });
}

function valueOf(from: XmlElement): string {
  const value = required(from, 'value');
  atMost(MAX_LENGTH, value, 'customFieldValue value');
  return value;
}

export function removeCustomFieldValue({ books }: Desk, accountEid: string, eid: string | undefined): void {
  const value = books.customFieldValues.get(eid);
  if (value?.accountEid !== accountEid) throw invalid('customFieldValue is not of the account');
  books.customFieldValues.delete(value.eid);
}

/** Keys that name an owner; `value` alone is refused. */
const OWNER_KEYS = ['eid', 'billingAccountEid', 'accountNum', 'externalAccountNum', 'customFieldEid'];

export function customFieldValues(desk: Desk, views: Views): Resource<CustomFieldValue> {
  const { books } = desk;
  const table = books.customFieldValues;
  const find = (eid: string): CustomFieldValue | undefined => table.get(eid);
  const account = (row: CustomFieldValue) => books.accounts.get(row.accountEid);
  return {
    name: 'customFieldValues',
    root: 'customFieldValue',
    entity: 'CustomFieldValue',
    keys: {
      eid: ownEid(find),
      billingAccountEid: eidKey(
        ({ accountEid }) => accountEid,
        (value) => table.by('accountEid', value),
      ),
      accountNum: textKey((row) => account(row)?.accountNum),
      externalAccountNum: textKey((row) => account(row)?.attributes['externalAccountNum']),
      customFieldEid: eidKey(({ customFieldEid }) => customFieldEid),
      customFieldName: textKey(
        ({ customFieldEid }) => books.referenceItem('customFields', customFieldEid)?.attributes['name'],
      ),
      value: textKey(({ value }) => value),
      ...keysOfNothing<CustomFieldValue>('orderEid'),
    },
    requiredKeys: [...OWNER_KEYS, 'customFieldName', 'orderEid'],
    find,
    all: () => table.values(),
    view: (row, scope) => views.customFieldValue(row, scope),
    update: (row, body) => {
      const field = eidIn(body, 'customField');
      if (field !== undefined && field !== row.customFieldEid)
        throw invalid('the customField of a value cannot be changed');
      table.put({ ...row, value: valueOf(body) });
    },
  };
}
