import type { AccountContent, AddressContent } from './gotransverse/account-content.types.js';
import { type ContentDifference, differencesOf } from './gotransverse/content-difference.js';
import type {
  AccountView,
  CustomFieldValueView,
  PartyView,
} from './gotransverse/gotransverse.account-answers.js';
import { isAs, isEnded, statusKind, statusThere } from './account-status.js';
import type { BilledBooks } from './billing-books.js';
import { differencesShown } from './billing-differences.js';
import { asThere } from './content-there.js';
import type { DifferenceType, FoundDifference, Side } from './difference.types.js';

/** An account there with all that is about it but money. */
export interface WholeAccount {
  account: AccountView;
  party: PartyView | undefined;
  customFields: readonly CustomFieldValueView[];
  /** EIDs of those fields that the settings fill. */
  ourFields: ReadonlySet<string>;
}

type SentType = Extract<DifferenceType, 'party' | 'address' | 'content'>;

const TYPE_BY_PART: Readonly<Record<ContentDifference['part'], SentType>> = {
  account: 'content',
  billCycle: 'content',
  category: 'content',
  customField: 'content',
  parent: 'content',
  party: 'party',
  address: 'address',
};
const WORDS: Readonly<Record<SentType, string>> = {
  party: 'The names',
  address: 'The addresses',
  content: 'The settings of the account',
};
/** What is ours of a party: others may have a title or a department there that nobody here knows. */
const PARTY_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  person: ['firstName', 'middleName', 'lastName', 'suffix', 'dob'],
  organization: ['name'],
};
/** One of each kind is ours, and of it these (reference 7.1); the vendor's own additions are not. */
const OUR_ADDRESSES: Readonly<
  Record<AddressContent['kind'], { purpose: string; attributes: readonly string[] }>
> = {
  postalAddress: {
    purpose: 'BILLING',
    attributes: ['country', 'city', 'regionOrState', 'attention', 'postalCode', 'line1', 'line2'],
  },
  emailAddress: { purpose: 'PRIMARY', attributes: ['email'] },
  telecomAddress: { purpose: 'MOBILE', attributes: ['countryCode', 'areaCode', 'number'] },
};

/** @param there its status as it was just read */
export function statusDifferenceThere(
  books: BilledBooks,
  eid: string,
  there: string | undefined,
): FoundDifference[] {
  const wanted = statusKind(books);
  if (isAs(wanted, there)) return [];
  const final = isEnded(there);
  return [
    {
      type: 'status',
      subject: eid,
      here: { status: books.status, status_there: statusThere(wanted) },
      there: { status: there ?? null },
      explanation: `The account is ${books.status} here, which is ${statusThere(wanted)} there, and it is ${there ?? 'without a status'} there. ${final ? 'No call takes that back: a user with the right to reactivate it can do so there' : 'Send it again'}`,
      repairs: final ? [] : ['resend'],
    },
  ];
}

/**
 * How names, addresses and settings there differ from what they are to be, each kind as one difference.
 * @param wanted with the number that the account has there
 */
export function contentDifferencesThere(
  books: BilledBooks,
  wanted: AccountContent,
  whole: WholeAccount,
  knownPartyEid: string | null,
): FoundDifference[] {
  const { account } = whole;
  const renamed = renamedThere(wanted.account.externalAccountNum, account);
  const foreignParty = otherParty(books, account, knownPartyEid);
  if (foreignParty !== undefined) return [...renamed, foreignParty];
  const there = contentThere(wanted, whole);
  const fields = differencesOf(there, wanted);
  const types = ['party', 'address', 'content'] as const;
  return [
    ...renamed,
    ...types.flatMap((type) => {
      const some = fields.filter(({ part }) => TYPE_BY_PART[part] === type);
      return some.length === 0 ? [] : [sentDifference(type, account.eid, some, there, wanted)];
    }),
  ];
}

/** Whether a date of birth is among its sides. */
export function holdsBirth({ type, here, there }: Pick<FoundDifference, 'type' | 'here' | 'there'>): boolean {
  return type === 'party' && ('dob' in here || 'dob' in there);
}

function sentDifference(
  type: SentType,
  eid: string,
  fields: readonly ContentDifference[],
  there: AccountContent,
  wanted: AccountContent,
): FoundDifference {
  const shown = differencesShown(fields, there, wanted);
  const names = fields.map(({ part, field }) =>
    part === 'account' || part === type ? field : `${part} ${field}`,
  );
  const byHand = fields.filter(({ by }) => by === 'nothing');
  const mended = byHand.length < fields.length;
  const remarks = [...new Set(byHand.flatMap(({ remark }) => remark ?? []))].join(' ');
  return {
    type,
    subject: eid,
    here: sideOf(
      names,
      shown.map(({ now }) => now),
    ),
    there: sideOf(
      names,
      shown.map(({ last_sent }) => last_sent),
    ),
    explanation: `${WORDS[type]} are otherwise there than they were sent: ${names.join(', ')}. ${mended ? 'Send the account again, and all of it is brought there anew' : ''}${mended && remarks !== '' ? '. ' : ''}${remarks}`,
    repairs: mended ? ['resend'] : [],
  };
}

function sideOf(names: readonly string[], values: readonly unknown[]): Side {
  return Object.fromEntries(names.map((name, at) => [name, (values[at] ?? null) as string | null]));
}

/** By its EID it is ours; by its number it is not found any more. */
function renamedThere(
  externalAccountNum: string,
  { eid, externalAccountNum: there }: AccountView,
): FoundDifference[] {
  if (there === externalAccountNum) return [];
  return [
    {
      type: 'content',
      subject: `${eid} externalAccountNum`,
      here: { externalAccountNum },
      there: { externalAccountNum: there ?? null },
      explanation: `The account EID ${eid} has another externalAccountNum than it was made with: somebody changed it there. It is not sent until it is changed back there`,
      repairs: [],
    },
  ];
}

function otherParty(
  { source }: BilledBooks,
  { eid, party }: AccountView,
  knownEid: string | null,
): FoundDifference | undefined {
  const { kind } = source.customer;
  if (party?.kind === kind && (knownEid === null || party.eid === knownEid)) return undefined;
  return {
    type: 'party',
    subject: eid,
    here: { party_eid: knownEid, kind },
    there: { party_eid: party?.eid ?? null, kind: party?.kind ?? null },
    explanation: `The account EID ${eid} has another party there than it was made with, or one of another kind. An account cannot change its party from here: mend it there, or change the kind here`,
    repairs: [],
  };
}

/** As much of what is there as is ours. */
export function contentThere(
  wanted: AccountContent,
  { account, party, customFields, ourFields }: WholeAccount,
): AccountContent {
  const names = PARTY_ATTRIBUTES[wanted.party.kind] ?? [];
  const base = asThere(wanted, account, wanted);
  return {
    ...base,
    party: {
      kind: wanted.party.kind,
      attributes: pick(party?.attributes ?? {}, names, (name, value) =>
        name === 'dob' ? value.slice(0, 10) : value,
      ),
    },
    // Where they are not told, nothing is known of them.
    addresses: party?.addresses?.flatMap(ourAddress) ?? wanted.addresses,
    customFields: customFields.flatMap(({ customFieldEid, value }) =>
      customFieldEid !== undefined && value !== undefined && ourFields.has(customFieldEid)
        ? [{ eid: customFieldEid, value }]
        : [],
    ),
  };
}

function ourAddress({ kind, attributes }: AddressContent): AddressContent[] {
  const { purpose, attributes: names } = OUR_ADDRESSES[kind];
  if (attributes['purpose'] !== purpose) return [];
  return [{ kind, attributes: { purpose, ...pick(attributes, names) } }];
}

function pick(
  from: Readonly<Record<string, string>>,
  names: readonly string[],
  as: (name: string, value: string) => string = (_name, value) => value,
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = from[name]?.trim() ?? '';
      return value === '' ? [] : [[name, as(name, value)]];
    }),
  );
}
