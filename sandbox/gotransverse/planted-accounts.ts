import { GOTRANSVERSE_SANDBOX_NAMES as NAMES } from '../../src/platform/config/gotransverse-sandbox-names.js';
import type { Books } from './books.js';
import { checkNumber, checkText, ControlMistake, objectOf, refuseUnknown } from './fault-spec.js';
import { ACCOUNT_STATUSES, type AccountStatus } from './records.js';

/** Accounts that are to be there already, as if somebody else had made them: any number with one name. */
export interface PlantedAccounts {
  externalAccountNum: string;
  /** How many; 1. */
  count?: number;
  status?: AccountStatus;
  /** What each owes, as a posted debit, in cents. */
  balanceCents?: number;
}

/** @throws ControlMistake */
export function plantedAccounts(sent: unknown): PlantedAccounts {
  const members = objectOf(sent, 'The body');
  refuseUnknown(members, ['externalAccountNum', 'count', 'status', 'balanceCents']);
  const { externalAccountNum, count, status, balanceCents } = members;
  checkText(externalAccountNum, 'externalAccountNum');
  if (externalAccountNum === undefined) throw new ControlMistake('"externalAccountNum" is required');
  checkNumber(count, 'count', 1, 100_000);
  checkNumber(balanceCents, 'balanceCents', 0, Number.MAX_SAFE_INTEGER);
  if (status !== undefined && !ACCOUNT_STATUSES.some((known) => known === status))
    throw new ControlMistake(`"status" must be one of ${ACCOUNT_STATUSES.join(', ')}`);
  return members as unknown as PlantedAccounts;
}

/** @returns the eids of the accounts */
export function plant(books: Books, now: Date, planted: PlantedAccounts): string[] {
  return books.transact(() =>
    Array.from({ length: planted.count ?? 1 }, () => plantOne(books, now.toISOString(), planted)),
  );
}

function plantOne(books: Books, at: string, planted: PlantedAccounts): string {
  const { externalAccountNum, status = 'ACTIVE', balanceCents = 0 } = planted;
  const person = books.people.put({
    eid: books.nextNumber('person'),
    attributes: { firstName: 'Planted', lastName: 'Person' },
    addresses: [],
  });
  const { reference } = books;
  const account = books.accounts.put({
    eid: books.nextNumber('account'),
    accountNum: books.nextNumber('accountNum'),
    attributes: {
      externalAccountNum,
      billType: 'NONE',
      automaticRecurringPayment: 'false',
      currencyType: 'USD',
    },
    status,
    startDate: at,
    billCycleEid: eidOf(reference.billCycles, 'name', NAMES.billCycle),
    partyKind: 'person',
    partyEid: person.eid,
    categoryEid: eidOf(reference.billingAccountCategories, 'description', NAMES.accountCategory),
  });
  if (balanceCents > 0)
    books.adjustments.put({
      eid: books.nextNumber('adjustment'),
      accountEid: account.eid,
      reasonEid: eidOf(reference.adjustmentReasons, 'name', NAMES.placementReason),
      amountCents: balanceCents,
      credit: false,
      status: 'POSTED',
      occurredOn: at,
      postedOn: at,
      type: 'MANUAL',
      invoiced: false,
    });
  return account.eid;
}

function eidOf(
  items: readonly { eid: string; attributes: Readonly<Record<string, string>> }[],
  attribute: string,
  value: string,
): string {
  const found = items.find(({ attributes }) => attributes[attribute] === value);
  if (found === undefined) throw new Error(`The sandbox has no ${value}`);
  return found.eid;
}
