import type { AccountContent, BillType } from './gotransverse/account-content.types.js';
import { addressKey } from './gotransverse/content-difference.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import type { PlannedUpdate } from './update-plan.js';

const BILL_TYPES: readonly BillType[] = ['NONE', 'EMAIL', 'PAPER'];

/** Of an account that we did not make, or whose answer was lost: names, addresses and fields are not known. */
export function nothingSent(after: AccountContent): AccountContent {
  return {
    ...after,
    party: { kind: after.party.kind, attributes: {} },
    addresses: [],
    customFields: [],
    parentEid: null,
  };
}

/**
 * What there is: what was read of it goes before what was last sent. A parent that somebody else linked is left
 * where we link none.
 */
export function asThere(sent: AccountContent, there: AccountView, after: AccountContent): AccountContent {
  const linksNone = sent.parentEid === null && after.parentEid === null;
  return {
    ...sent,
    account: { ...after.account, billType: billTypeThere(there.billType, after.account.billType) },
    billCycle: there.billCycle ?? sent.billCycle,
    category: { eid: there.categoryEid ?? sent.category.eid },
    parentEid: linksNone ? null : (there.parentEid ?? null),
  };
}

/** One that we never send counts as another than the wanted one: a debtor is not to get an invoice by it. */
function billTypeThere(read: string | undefined, wanted: BillType): BillType {
  if (read === undefined || read === wanted) return wanted;
  return BILL_TYPES.find((type) => type === read) ?? (wanted === 'NONE' ? 'PAPER' : 'NONE');
}

/**
 * What is known to be there around a call: before it what it changes is not known (`to` undefined), after it that
 * is as it was sent. What cannot be taken away there stays.
 */
export function withCall(
  known: AccountContent,
  call: PlannedUpdate,
  to: AccountContent | undefined,
): AccountContent {
  switch (call.operation) {
    case 'updateParty': {
      const attributes = to === undefined ? {} : { ...known.party.attributes, ...to.party.attributes };
      return { ...known, party: { ...known.party, attributes } };
    }
    case 'addAddress': {
      const { kind, attributes } = call.address;
      const others = known.addresses.filter((one) => addressKey(one) !== addressKey(call.address));
      const doubted = { kind, attributes: { purpose: attributes['purpose'] ?? '' } };
      return { ...known, addresses: [...others, to === undefined ? doubted : call.address] };
    }
    case 'setCustomField': {
      const others = known.customFields.filter(({ eid }) => eid !== call.fieldEid);
      // No field is ever sent without a value.
      const doubted = [{ eid: call.fieldEid, value: '' }];
      const sent = to?.customFields.filter(({ eid }) => eid === call.fieldEid) ?? doubted;
      return { ...known, customFields: [...others, ...sent] };
    }
    default:
      // Read anew at each attempt.
      if (to === undefined) return known;
      return {
        ...known,
        account: to.account,
        billCycle: to.billCycle,
        category: to.category,
        parentEid: to.parentEid,
      };
  }
}
