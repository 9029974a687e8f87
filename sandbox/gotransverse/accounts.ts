import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { accountCommands } from './account-commands.js';
import { addCustomFieldValues } from './custom-field-values.js';
import { atMost, childNamed, eidIn, picked, required } from './elements.js';
import { partyOf } from './parties.js';
import { CYCLE_ELEMENTS, type Account, type CycleKind, type ReferenceItem } from './records.js';
import { invalid } from './refusal.js';
import {
  eidKey,
  keysOfNothing,
  ownEid,
  textKey,
  type Call,
  type Desk,
  type QueryKey,
  type Resource,
} from './resource.js';
import type { Views } from './views.js';

/** Those that a client may set. What the server works out itself is not among them: sending it does nothing. */
const SETTABLE = ['externalAccountNum', 'billType', 'automaticRecurringPayment', 'taxExempt', 'currencyType'];

export function billingAccounts(desk: Desk, views: Views): Resource<Account> {
  const { books } = desk;
  const find = (eid: string): Account | undefined => books.accounts.get(eid);
  return {
    name: 'billingAccounts',
    root: 'billingAccount',
    entity: 'BillingAccount',
    keys: accountKeys(desk, find),
    find,
    all: () => books.accounts.values(),
    view: (row, scope, version) => views.account(row, scope, version),
    wasRead: (row) => moveOn(desk, row),
    create: (body, call) => createAccount(desk, body, call),
    update: (row, body) => updateAccount(desk, row, body),
    commands: accountCommands(desk),
  };
}

function accountKeys({ books }: Desk, find: (eid: string) => Account | undefined) {
  const { accounts } = books;
  const custom = (of: 'eid' | 'value' | 'customFieldEid'): QueryKey<Account> => ({
    type: of === 'value' ? 'text' : 'eid',
    values: ({ eid }) =>
      books.customFieldValues
        .by('accountEid', eid)
        .filter(({ customFieldEid }) => isSearchable(books.referenceItem('customFields', customFieldEid)))
        .map((value) => value[of]),
  });
  return {
    eid: ownEid(find),
    accountNum: textKey<Account>(
      ({ accountNum }) => accountNum,
      (value) => accounts.by('accountNum', value),
    ),
    externalAccountNum: textKey<Account>(
      ({ attributes }) => attributes['externalAccountNum'],
      (value) => accounts.by('externalAccountNum', value),
    ),
    partyEid: eidKey<Account>(
      ({ partyEid }) => partyEid,
      (value) => accounts.by('partyEid', value),
    ),
    status: textKey<Account>(({ status }) => status),
    emailAddress: {
      type: 'text',
      values: ({ partyKind, partyEid }) =>
        books
          .parties(partyKind)
          .get(partyEid)
          ?.addresses.map(({ attributes }) => attributes['email']) ?? [],
    } satisfies QueryKey<Account>,
    billingAccountCategoryEid: eidKey<Account>(({ categoryEid }) => categoryEid),
    billType: textKey<Account>(({ attributes }) => attributes['billType']),
    currencyType: textKey<Account>(({ attributes }) => attributes['currencyType']),
    parentEid: eidKey<Account>(
      ({ parentEid }) => parentEid,
      (value) => accounts.by('parentEid', value),
    ),
    billCycleEid: eidKey<Account>(({ billCycleEid }) => billCycleEid),
    customFieldValueEid: custom('eid'),
    customFieldValue: custom('value'),
    customFieldEid: custom('customFieldEid'),
    ...keysOfNothing<Account>(
      ...['purchaseOrderNumber', 'orderNum', 'orderEid', 'referral', 'billingAccountSegmentEid'],
      ...['productEid', 'serviceEid', 'usagePoolEid', 'serviceCustomFieldValue', 'serviceCustomFieldEid'],
      ...['orderCustomFieldValue', 'orderCustomFieldEid'],
    ),
  };
}

function isSearchable(field: ReferenceItem | undefined): boolean {
  return field?.attributes['enabled'] === 'true' && field.attributes['searchable'] === 'true';
}

function createAccount(desk: Desk, body: XmlElement, { visibleFromMs }: Call): string {
  const { books } = desk;
  required(body, 'billType');
  const attributes = picked(body, SETTABLE);
  refuseTaken(desk, attributes['externalAccountNum']);
  const billCycleEid = cycleOf(desk, body);
  const categoryEid = categoryOf(desk, body);
  const parentEid = eidIn(body, 'parentBillingAccount');
  if (parentEid !== undefined && books.accounts.get(parentEid) === undefined)
    throw invalid(`parentBillingAccount ${parentEid} does not exist`);
  const account: Account = {
    eid: books.nextNumber('account'),
    accountNum: books.nextNumber('accountNum'),
    attributes: { automaticRecurringPayment: 'false', currencyType: 'USD', ...attributes },
    status: 'ACTIVE',
    startDate: body.attributes['startDate'] ?? desk.now().toISOString(),
    billCycleEid,
    ...partyOf(desk, body),
    categoryEid,
    ...(parentEid !== undefined && { parentEid }),
    ...(visibleFromMs !== undefined && { visibleFromMs }),
  };
  books.accounts.put(account);
  const values = childNamed(body, 'customFieldValues');
  if (values) addCustomFieldValues(desk, account.eid, values.children);
  return account.eid;
}

function refuseTaken({ unique, books }: Desk, externalAccountNum: string | undefined, by?: string): void {
  atMost(255, externalAccountNum, 'externalAccountNum');
  if (!unique || externalAccountNum === undefined) return;
  if (books.accounts.by('externalAccountNum', externalAccountNum).some(({ eid }) => eid !== by))
    throw invalid('externalAccountNum is taken', 'ALREADY_EXISTS');
}

/** The bill cycle of a new account, by the element of its kind. @throws Refusal */
function cycleOf({ books }: Desk, body: XmlElement): string {
  const found = childNamed(body, ...Object.values(CYCLE_ELEMENTS));
  if (found === undefined) throw invalid('a bill cycle is required');
  const eid = required(found, 'eid');
  const cycle = books.referenceItem('billCycles', eid);
  if (cycle === undefined) throw invalid(`bill cycle ${eid} does not exist`);
  const { billCycleType, status } = cycle.attributes;
  if (CYCLE_ELEMENTS[billCycleType as CycleKind] !== found.name)
    throw invalid(`bill cycle ${eid} is no ${found.name}`);
  if (status !== 'ACTIVE') throw invalid(`bill cycle ${eid} is not active`);
  return eid;
}

function categoryOf({ books }: Desk, body: XmlElement): string {
  const found = childNamed(body, 'billingAccountCategory');
  if (found === undefined) throw invalid('billingAccountCategory is required');
  const eid = required(found, 'eid');
  const category = books.referenceItem('billingAccountCategories', eid);
  if (category === undefined) throw invalid(`billingAccountCategory ${eid} does not exist`);
  if (category.attributes['status'] !== 'BA_CATEGORY_ACTIVE')
    throw invalid(`billingAccountCategory ${eid} is not active`);
  return eid;
}

/**
 * What is sent is changed, what is left out stays: the vendor's own example sends a part of an account. What
 * has a command of its own (bill cycle, parent, party) may be repeated, but not changed.
 */
function updateAccount(desk: Desk, row: Account, body: XmlElement): void {
  const attributes = { ...row.attributes, ...picked(body, SETTABLE) };
  if ((attributes['billType'] ?? '') === '') throw invalid('billType is required');
  refuseTaken(desk, attributes['externalAccountNum'], row.eid);
  const unchanged = [
    [eidIn(body, ...Object.values(CYCLE_ELEMENTS)), row.billCycleEid, 'the bill cycle'],
    [eidIn(body, 'parentBillingAccount'), row.parentEid, 'the parent'],
  ] as const;
  for (const [sent, kept, what] of unchanged)
    if (sent !== undefined && sent !== kept) throw invalid(`${what} is changed by its command`);
  const party = childNamed(body, 'person', 'organization');
  if (party && (party.name !== row.partyKind || party.attributes['eid'] !== row.partyEid))
    throw invalid('the party of an account cannot be changed');
  const hasCategory = childNamed(body, 'billingAccountCategory') !== undefined;
  const categoryEid = hasCategory ? categoryOf(desk, body) : row.categoryEid;
  desk.books.accounts.put({ ...row, attributes, categoryEid });
}

/** Deactivated, owing nothing and with nothing pending: on to FINAL_BILL, then CLOSED, a step a read. */
function moveOn({ books, settles }: Desk, { eid }: Account): void {
  const row = books.accounts.get(eid);
  if (!settles || row === undefined) return;
  if (row.status !== 'DEACTIVATED' && row.status !== 'FINAL_BILL') return;
  if (books.balanceCents(eid) !== 0n || books.hasPending(eid)) return;
  books.accounts.put({ ...row, status: row.status === 'DEACTIVATED' ? 'FINAL_BILL' : 'CLOSED' });
}
