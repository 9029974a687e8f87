import type {
  CustomerKind,
  DebtAccountStatus,
  ItemizationDateType,
} from '../platform/database/generated/enums.js';
import type { CustomerRow } from './demo.types.js';
import type { SeededRandom } from './seeded-random.js';

/** What happened on an account's ledger; demo-ledger.ts tells each story. */
export type Story =
  | 'empty'
  | 'untouched'
  | 'paying'
  | 'growing'
  | 'corrected'
  | 'restated'
  | 'payment_returned'
  | 'charge_waived'
  | 'overpaid'
  | 'paid_off'
  | 'settled';

/** `exceeding` is more than the account owes; `scheduled` is still to come. */
export type PendingShape = 'pending' | 'scheduled' | 'exceeding' | 'posted' | 'released' | 'reversed';

export type PhoneShape = 'none' | 'us' | 'foreign' | 'unreadable';

export interface LedgerPlan {
  status: DebtAccountStatus;
  story: Story;
  pending?: PendingShape;
  itemization?: { type: ItemizationDateType; used: boolean };
}

export interface DebtPlan extends LedgerPlan {
  /** In place of the next number. */
  externalId?: string;
  furtherLocations: number;
  /** None makes it an account of its own, some make it their parent: its story is then theirs. */
  children: readonly LedgerPlan[];
}

export interface CustomerPlan {
  kind: CustomerKind;
  /** In place of the next number. */
  externalId?: string;
  /** The whole name, not told apart into first and last. */
  name?: string;
  phone: PhoneShape;
  addresses: 0 | 1 | 2 | 3;
  /** In place of what would be drawn. */
  known?: Partial<CustomerRow>;
}

/** Which shapes a debtor has. The makers of rows draw all that a plan leaves open. */
export interface DebtorPlan {
  customer: CustomerPlan;
  debts: readonly DebtPlan[];
}

export const statusesOtherThanActive: readonly DebtAccountStatus[] = [
  'disputed',
  'bankruptcy',
  'deceased',
  'attorney',
  'cease_contact',
  'settled',
  'paid',
  'recalled',
  'closed',
];

export const itemizationWeights: Readonly<Record<ItemizationDateType, number>> = {
  charge_off: 40,
  last_statement: 25,
  last_payment: 15,
  transaction: 15,
  judgment: 5,
};

const storyWeights = {
  untouched: 40,
  paying: 26,
  growing: 12,
  corrected: 6,
  restated: 4,
  payment_returned: 4,
  charge_waived: 4,
  paid_off: 2,
  overpaid: 1,
  empty: 1,
} as const;

const pendingWeights: Readonly<Record<PendingShape, number>> = {
  pending: 50,
  posted: 20,
  scheduled: 10,
  released: 8,
  reversed: 8,
  exceeding: 4,
};

const phoneWeights: Readonly<Record<PhoneShape, number>> = { us: 76, none: 21, foreign: 2, unreadable: 1 };
const addressWeights = { '0': 12, '1': 68, '2': 15, '3': 5 } as const;

/** A family in 24 debtors and on average 1.2 accounts with the others: some 86 of 100 accounts stand alone. */
export function drawDebtorPlan(random: SeededRandom): DebtorPlan {
  const customer = drawCustomerPlan(random);
  if (random.chance(0.042)) return { customer, debts: [drawFamilyPlan(random)] };
  const debts = random.chance(0.18) ? random.integer(2, 3) : 1;
  return { customer, debts: Array.from({ length: debts }, () => drawSinglePlan(random)) };
}

function drawCustomerPlan(random: SeededRandom): CustomerPlan {
  return {
    kind: random.chance(0.06) ? 'organization' : 'person',
    phone: random.weighted(phoneWeights),
    addresses: Number(random.weighted(addressWeights)) as CustomerPlan['addresses'],
  };
}

function drawSinglePlan(random: SeededRandom): DebtPlan {
  return { ...drawLedgerPlan(random), furtherLocations: drawFurtherLocations(random), children: [] };
}

function drawFamilyPlan(random: SeededRandom): DebtPlan {
  const children = Array.from({ length: random.integer(2, 5) }, () => drawLedgerPlan(random));
  return {
    status: drawStatus(random),
    story: 'empty',
    furtherLocations: drawFurtherLocations(random),
    children,
  };
}

function drawLedgerPlan(random: SeededRandom): LedgerPlan {
  const status = drawStatus(random);
  const plan: LedgerPlan = { status, story: storyOf(status) ?? random.weighted(storyWeights) };
  if (random.chance(0.6)) {
    plan.itemization = { type: random.weighted(itemizationWeights), used: random.chance(0.25) };
  }
  if (status === 'active' && random.chance(0.03)) plan.pending = random.weighted(pendingWeights);
  return plan;
}

/** The story that a status implies. */
export function storyOf(status: DebtAccountStatus): Story | undefined {
  if (status === 'paid') return 'paid_off';
  if (status === 'settled') return 'settled';
  return undefined;
}

function drawStatus(random: SeededRandom): DebtAccountStatus {
  return random.chance(0.88) ? 'active' : random.pick(statusesOtherThanActive);
}

function drawFurtherLocations(random: SeededRandom): number {
  return random.chance(0.25) ? random.integer(1, 3) : 0;
}
