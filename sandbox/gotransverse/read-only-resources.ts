import type { Entity, ReferenceItem } from './records.js';
import {
  keysOfNothing,
  ownEid,
  textKey,
  type Desk,
  type QueryKey,
  type Resource,
  type Scope,
} from './resource.js';
import type { Views } from './views.js';

type Kind = keyof Desk['books']['reference'];

/** What a tenant sets up in the user interface, and the API only reads. */
export function readOnlyResources(desk: Desk, views: Views): Resource<ReferenceItem>[] {
  const of = (
    name: Kind,
    entity: string,
    keys: Readonly<Record<string, string>>,
    view: (row: ReferenceItem, scope: Scope) => ReturnType<Views['item']>,
  ): Resource<ReferenceItem> => ({
    name,
    root: name,
    entity,
    keys: { eid: ownEid((eid) => desk.books.referenceItem(name, eid)), ...attributeKeys(keys) },
    find: (eid) => desk.books.referenceItem(name, eid),
    all: () => desk.books.reference[name],
    view,
  });
  const plain = (element: string) => (row: ReferenceItem, scope: Scope) => views.item(element, row, scope);
  return [
    of(
      'billCycles',
      'BillCycle',
      { name: 'name', type: 'billCycleType', status: 'status', currencyType: 'currencyType' },
      (row, scope) => views.cycle(row, scope),
    ),
    of(
      'billingAccountCategories',
      'BillingAccountCategory',
      { desc: 'description', status: 'status' },
      plain('billingAccountCategory'),
    ),
    of(
      'adjustmentReasons',
      'AdjustmentReason',
      { name: 'name', status: 'status', creditOnly: 'creditOnly', level: 'level' },
      plain('adjustmentReason'),
    ),
    of('reasons', 'Reason', { name: 'name', type: 'reasonType' }, (row, scope) =>
      views.item(reasonElement(row), row, scope),
    ),
    of(
      'customFields',
      'CustomField',
      { name: 'name', enabled: 'enabled', searchable: 'searchable', type: 'customFieldType' },
      plain('customField'),
    ),
    of('systemSettings', 'SystemSetting', { name: 'name' }, plain('systemSetting')),
  ];
}

/** `Suspension` is a `suspensionReason`. */
function reasonElement({ attributes }: ReferenceItem): string {
  const type = attributes['reasonType'] ?? '';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}Reason`;
}

function attributeKeys(keys: Readonly<Record<string, string>>): Record<string, QueryKey<ReferenceItem>> {
  return Object.fromEntries(
    Object.entries(keys).map(([key, name]) => [key, textKey(({ attributes }) => attributes[name])]),
  );
}

/** No bill cycle ever runs here, so there are none. */
export function invoices(): Resource {
  const required = [
    ...['eid', 'invoiceNum', 'accountNum', 'billingAccountEid', 'occurredOn', 'status', 'billCycleRunEid'],
  ];
  return {
    name: 'invoices',
    root: 'invoice',
    entity: 'Invoice',
    keys: keysOfNothing<Entity>(...required),
    requiredKeys: required,
    find: () => undefined,
    all: () => [],
    view: () => {
      throw new Error('There are no invoices');
    },
  };
}
