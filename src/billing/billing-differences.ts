import type { AccountContent } from './gotransverse/account-content.types.js';
import { addressKey, type ContentDifference } from './gotransverse/content-difference.js';
import { isAs, statusKind, statusThere } from './account-status.js';
import type { BilledBooks } from './billing-books.js';
import type { BillingDifferenceView } from './billing-preview.types.js';

/** Differences with both sides, for people. */
export function differencesShown(
  differences: readonly ContentDifference[],
  sent: AccountContent | undefined,
  now: AccountContent,
): BillingDifferenceView[] {
  return differences.map((difference) => ({
    part: difference.part,
    field: difference.field,
    last_sent: sent === undefined ? null : valueIn(sent, difference),
    now: valueIn(now, difference),
    remark: difference.remark ?? null,
  }));
}

/** Entries that are not there yet, and what they come to. Parents have none of their own there. */
export function balanceDifference({ entries, balanceCents, isParent }: BilledBooks): BillingDifferenceView[] {
  const missing = entries.reduce((sum, { amountCents }) => sum + amountCents, 0n);
  if (isParent || entries.length === 0) return [];
  const field = `${String(entries.length)} ${entries.length === 1 ? 'entry' : 'entries'}`;
  return [
    {
      part: 'balance',
      field,
      last_sent: Number(balanceCents - missing),
      now: Number(balanceCents),
      remark: null,
    },
  ];
}

/** What is left of a closed account's balance is taken off there, and stays in the books. */
export function writeOffDifference(
  { balanceCents }: Pick<BilledBooks, 'balanceCents'>,
  writeOffCents: bigint | undefined,
): BillingDifferenceView[] {
  if (writeOffCents === undefined) return [];
  const now = Number(balanceCents + writeOffCents);
  return [{ part: 'balance', field: 'write-off', last_sent: Number(balanceCents), now, remark: null }];
}

/** @param there its status as last read there */
export function statusDifference(books: BilledBooks, there: string | undefined): BillingDifferenceView[] {
  const kind = statusKind(books);
  if (isAs(kind, there)) return [];
  return [
    { part: 'status', field: 'status', last_sent: there ?? null, now: statusThere(kind), remark: null },
  ];
}

function valueIn(content: AccountContent, { part, field }: ContentDifference): string | null {
  switch (part) {
    case 'account':
      return memberOf(content.account, field);
    case 'billCycle':
      return content.billCycle.eid;
    case 'category':
      return content.category.eid;
    case 'party':
      return field === 'kind' ? content.party.kind : memberOf(content.party.attributes, field);
    case 'address':
      return addressValue(content, field);
    case 'customField':
      return content.customFields.find(({ eid }) => eid === field)?.value ?? null;
    case 'parent':
      return content.parentEid;
  }
}

/** Kind, purpose and attribute; without an attribute, the whole address is meant. */
function addressValue({ addresses }: AccountContent, field: string): string | null {
  const [kind, purpose, attribute] = field.split(' ');
  const address = addresses.find((one) => addressKey(one) === `${kind ?? ''} ${purpose ?? ''}`);
  if (address === undefined) return null;
  return attribute === undefined
    ? Object.values(address.attributes).join(', ')
    : memberOf(address.attributes, attribute);
}

function memberOf(members: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(members, name) ? (members[name] ?? null) : null;
}
