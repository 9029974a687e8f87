import type { AccountContent, AddressContent, PartyKind } from './gotransverse/account-content.types.js';
import { addressKey, type ContentDifference, differencesOf } from './gotransverse/content-difference.js';
import {
  addAddressBody,
  addParentBody,
  changeParentBody,
  moveToBillCycleBody,
  removeParentBody,
  updateAccountBody,
  updatePartyBody,
} from './gotransverse/gotransverse.bodies.js';
import type { XmlElement } from './gotransverse/gotransverse.xml.js';

/** A call that brings what differs. `what` names it where it is refused. */
export type PlannedUpdate = AccountCall | PartyCall | AddressCall | CustomFieldCall;

interface AccountCall {
  operation: 'updateAccount' | 'moveToBillCycle' | 'addParent' | 'changeParent' | 'removeParent';
  body: XmlElement;
  what: string;
}

interface PartyCall {
  operation: 'updateParty';
  kind: PartyKind;
  body: XmlElement;
  what: string;
}

interface AddressCall {
  operation: 'addAddress';
  kind: PartyKind;
  address: AddressContent;
  body: XmlElement;
  what: string;
}

/** Whether a value is added, changed or taken away shows only when the values there are read. */
interface CustomFieldCall {
  operation: 'setCustomField';
  fieldEid: string;
  what: string;
}

/** Whose account and party it is, there. */
export interface UpdatedEids {
  accountEid: string;
  partyEid: string;
}

export interface UpdatePlan {
  differences: ContentDifference[];
  calls: PlannedUpdate[];
}

/** The calls that make `after` of `before`, each part by the one that can change it. */
export function planUpdate(
  before: AccountContent,
  after: AccountContent,
  { accountEid, partyEid }: UpdatedEids,
  now: Date,
): UpdatePlan {
  const differences = differencesOf(before, after);
  const needed = new Set(differences.map(({ by }) => by));
  const { kind } = after.party;
  const calls: PlannedUpdate[] = [];
  if (needed.has('updateAccount'))
    calls.push({
      operation: 'updateAccount',
      body: updateAccountBody(accountEid, after),
      what: 'The change of the account',
    });
  if (needed.has('moveToBillCycle'))
    calls.push({
      operation: 'moveToBillCycle',
      body: moveToBillCycleBody(accountEid, after.billCycle),
      what: 'The other bill cycle',
    });
  if (needed.has('updateParty'))
    calls.push({
      operation: 'updateParty',
      kind,
      body: updatePartyBody(partyEid, after),
      what: "The change of the customer's names",
    });
  for (const address of after.addresses.filter((one) => isChanged(addressKey(one), differences)))
    calls.push({
      operation: 'addAddress',
      kind,
      address,
      body: addAddressBody(kind, partyEid, address),
      what: `The customer's ${addressKey(address)}`,
    });
  for (const { part, field } of differences)
    if (part === 'customField')
      calls.push({ operation: 'setCustomField', fieldEid: field, what: `The custom field EID ${field}` });
  return {
    differences,
    calls: [...calls, ...parentCalls(before.parentEid, after.parentEid, accountEid, now)],
  };
}

/** Whether it changes what all accounts of a customer share. */
export function isOfParty({ operation }: PlannedUpdate): boolean {
  return operation === 'updateParty' || operation === 'addAddress';
}

function isChanged(key: string, differences: readonly ContentDifference[]): boolean {
  return differences.some(({ by, field }) => by === 'addAddress' && field.startsWith(`${key} `));
}

function parentCalls(
  before: string | null,
  after: string | null,
  accountEid: string,
  now: Date,
): AccountCall[] {
  const what = 'The link to the parent account';
  if (before === after) return [];
  if (after === null)
    return [{ operation: 'removeParent', body: removeParentBody(accountEid, before ?? '', now), what }];
  return before === null
    ? [{ operation: 'addParent', body: addParentBody(accountEid, after, now), what }]
    : [{ operation: 'changeParent', body: changeParentBody(accountEid, after, now), what }];
}
