import type { AccountContent, AddressContent } from './account-content.types.js';

/** The call that makes a change, or that there is none. */
type ChangedBy =
  | 'updateAccount'
  | 'updateParty'
  | 'addAddress'
  | 'addCustomFieldValue'
  | 'updateCustomFieldValue'
  | 'removeCustomFieldValue'
  | 'moveToBillCycle'
  | 'addParent'
  | 'changeParent'
  | 'removeParent'
  | 'nothing';

/** Something that Gotransverse has otherwise, or not at all. It names, and holds no values. */
export interface ContentDifference {
  part: 'account' | 'billCycle' | 'category' | 'party' | 'address' | 'customField' | 'parent';
  /** An attribute's name; of an address its kind, purpose and attribute; of a custom field its eid. */
  field: string;
  by: ChangedBy;
  /** Where nothing makes the change: why, and what to do. */
  remark?: string;
}

const UNCHANGEABLE = {
  currency: 'The currency of an account cannot be changed there. Ask the biller.',
  kind: 'A person there cannot become an organization, nor the other way. Change the kind back, or have the account made anew there.',
  goneAttribute: 'What is left out of an update stays as it is there. Take it away there by hand.',
  goneAddress:
    'An address there can be replaced but not taken away. Take it away there by hand, or give another one.',
};

/** What changed from one content to another, in the order in which it is to be changed. */
export function differencesOf(before: AccountContent, after: AccountContent): ContentDifference[] {
  return [
    ...accountDifferences(before, after),
    ...partyDifferences(before.party, after.party),
    ...addressDifferences(before, after),
    ...customFieldDifferences(before, after),
    ...parentDifferences(before.parentEid, after.parentEid),
  ];
}

function accountDifferences(before: AccountContent, after: AccountContent): ContentDifference[] {
  const attributes = changed(before.account, after.account).map((field): ContentDifference =>
    field === 'currencyType'
      ? { part: 'account', field, by: 'nothing', remark: UNCHANGEABLE.currency }
      : { part: 'account', field, by: 'updateAccount' },
  );
  const found = [...attributes];
  if (before.category.eid !== after.category.eid)
    found.push({ part: 'category', field: 'eid', by: 'updateAccount' });
  // Its element follows from its eid: the same eid under another name is the same cycle.
  if (before.billCycle.eid !== after.billCycle.eid)
    found.push({ part: 'billCycle', field: 'eid', by: 'moveToBillCycle' });
  return found;
}

function partyDifferences(
  before: AccountContent['party'],
  after: AccountContent['party'],
): ContentDifference[] {
  if (before.kind !== after.kind)
    return [{ part: 'party', field: 'kind', by: 'nothing', remark: UNCHANGEABLE.kind }];
  return changed(before.attributes, after.attributes).map((field) =>
    field in after.attributes
      ? { part: 'party', field, by: 'updateParty' }
      : { part: 'party', field, by: 'nothing', remark: UNCHANGEABLE.goneAttribute },
  );
}

function addressDifferences(before: AccountContent, after: AccountContent): ContentDifference[] {
  // Of a party of another kind, the addresses are not those of the party that is there.
  if (before.party.kind !== after.party.kind) return [];
  const were = new Map(before.addresses.map((address) => [addressKey(address), address]));
  const are = new Map(after.addresses.map((address) => [addressKey(address), address]));
  const added = [...are].flatMap(([key, address]) =>
    changed(were.get(key)?.attributes ?? {}, address.attributes).map((attribute): ContentDifference => ({
      part: 'address',
      field: `${key} ${attribute}`,
      by: 'addAddress',
    })),
  );
  const gone = [...were.keys()].filter((key) => !are.has(key));
  return [
    ...added,
    ...gone.map((field): ContentDifference => ({
      part: 'address',
      field,
      by: 'nothing',
      remark: UNCHANGEABLE.goneAddress,
    })),
  ];
}

/** One of a kind and purpose (reference 3.4): such as `postalAddress BILLING`. */
export function addressKey({ kind, attributes }: AddressContent): string {
  return `${kind} ${attributes['purpose'] ?? ''}`;
}

function customFieldDifferences(before: AccountContent, after: AccountContent): ContentDifference[] {
  const were = new Map(before.customFields.map(({ eid, value }) => [eid, value]));
  const are = new Map(after.customFields.map(({ eid, value }) => [eid, value]));
  const eids = new Set([...were.keys(), ...are.keys()]);
  return [...eids]
    .filter((eid) => were.get(eid) !== are.get(eid))
    .map((field) => ({ part: 'customField', field, by: howToSet(were.get(field), are.get(field)) }));
}

function howToSet(before: string | undefined, after: string | undefined): ChangedBy {
  if (before === undefined) return 'addCustomFieldValue';
  return after === undefined ? 'removeCustomFieldValue' : 'updateCustomFieldValue';
}

function parentDifferences(before: string | null, after: string | null): ContentDifference[] {
  if (before === after) return [];
  const by = before === null ? 'addParent' : after === null ? 'removeParent' : 'changeParent';
  return [{ part: 'parent', field: 'eid', by }];
}

/** The names whose values differ, or that only one of both has. */
function changed(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]);
}
