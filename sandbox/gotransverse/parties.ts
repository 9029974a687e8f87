import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { addressesIn, oneAddressIn, withAddresses } from './addresses.js';
import { childNamed, eidIn, picked, required } from './elements.js';
import type { Party, PartyKind } from './records.js';
import { invalid } from './refusal.js';
import { ownEid, textKey, type Command, type Desk, type QueryKey, type Resource } from './resource.js';
import type { Views } from './views.js';

const ATTRIBUTES: Readonly<Record<PartyKind, readonly string[]>> = {
  person: [
    'taxIdNumber',
    'firstName',
    'lastName',
    'middleName',
    'suffix',
    'dob',
    'company',
    'department',
    'title',
  ],
  organization: ['taxIdNumber', 'name'],
};
/** Business-required (reference 3.2 and 3.3). */
const REQUIRED: Readonly<Record<PartyKind, readonly string[]>> = {
  person: ['firstName', 'lastName'],
  organization: ['name'],
};

/** The party of a new account: an existing one by its eid, or a new one. @throws Refusal */
export function partyOf(desk: Desk, body: XmlElement): { partyKind: PartyKind; partyEid: string } {
  const found = childNamed(body, 'person', 'organization');
  if (found === undefined) throw invalid('person or organization is required');
  const partyKind = found.name as PartyKind;
  const { eid } = found.attributes;
  const table = desk.books.parties(partyKind);
  if (eid === undefined) return { partyKind, partyEid: table.put(newParty(desk, partyKind, found)).eid };
  if (table.get(eid) === undefined) throw invalid(`${partyKind} ${eid} does not exist`);
  return { partyKind, partyEid: eid };
}

function newParty({ books }: Desk, kind: PartyKind, from: XmlElement): Party {
  for (const name of REQUIRED[kind]) required(from, name);
  const addresses = childNamed(from, 'addresses');
  return {
    eid: books.nextNumber(kind),
    attributes: picked(from, ATTRIBUTES[kind]),
    addresses: addresses ? withAddresses([], addressesIn(addresses)) : [],
  };
}

/** People and organizations: read and changed, but made only with an account. */
export function parties(desk: Desk, views: Views, kind: PartyKind): Resource<Party> {
  const table = desk.books.parties(kind);
  const find = (eid: string): Party | undefined => table.get(eid);
  return {
    name: kind === 'person' ? 'people' : 'organizations',
    root: kind,
    entity: kind === 'person' ? 'Person' : 'Organization',
    keys: {
      eid: ownEid(find),
      ...Object.fromEntries(REQUIRED[kind].map((name) => [name, textKey(attribute(name))])),
      billingAccountEid: ofAccount(desk, kind),
    },
    find,
    all: () => table.values(),
    view: (row, scope) => views.party(kind, row, scope),
    update: (row, body) => {
      const attributes = { ...row.attributes, ...picked(body, ATTRIBUTES[kind]) };
      for (const name of REQUIRED[kind])
        if ((attributes[name] ?? '').trim() === '') throw invalid(`${kind} ${name} is required`);
      const addresses = childNamed(body, 'addresses');
      table.put({
        ...row,
        attributes,
        addresses: addresses ? withAddresses(row.addresses, addressesIn(addresses)) : row.addresses,
      });
    },
    commands: { addAddress: addAddress(desk, kind) },
  };
}

function attribute(name: string): (row: Party) => string | undefined {
  return ({ attributes }) => attributes[name];
}

function ofAccount({ books }: Desk, kind: PartyKind): QueryKey<Party> {
  const partyOfAccount = (eid: string): Party[] => {
    const account = books.accounts.get(eid);
    const party = account?.partyKind === kind ? books.parties(kind).get(account.partyEid) : undefined;
    return party === undefined ? [] : [party];
  };
  return {
    type: 'eid',
    values: ({ eid }) => books.accounts.by('partyEid', eid).map((account) => account.eid),
    find: partyOfAccount,
  };
}

function addAddress({ books }: Desk, kind: PartyKind): Command<Party> {
  return {
    root: 'addAddressToParty',
    answers: 'add',
    run: (row, body) => {
      if (eidIn(body, kind) !== row.eid) throw invalid(`${kind} of the path and of the body differ`);
      const addresses = withAddresses(row.addresses, [oneAddressIn(body)]);
      books.parties(kind).put({ ...row, addresses });
    },
  };
}
