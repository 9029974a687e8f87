import type {
  CustomerRow,
  DebtAccountLocationRow,
  DebtAccountRow,
  Debtor,
  LocationRow,
} from './demo.types.js';
import {
  drawAccountMetadata,
  drawPayable,
  itemize,
  makePendingPayment,
  statusReasonOf,
} from './demo-account-details.js';
import { dayOf, type DebtDates, drawDebtDates, drawMoments } from './demo-dates.js';
import { type Ledger, writeLedger } from './demo-ledger.js';
import type { DebtPlan, LedgerPlan } from './demo-shapes.js';
import type { DemoWorld } from './demo-world.js';
import type { SeededRandom } from './seeded-random.js';

/** What all accounts of one debt share. */
interface Debt {
  customer: CustomerRow;
  location: LocationRow;
  dates: DebtDates;
}

/** Adds to the debtor one account of its own, or a parent and its children. */
export function addDebt(world: DemoWorld, debtor: Debtor, plan: DebtPlan, externalId: string): void {
  const debt: Debt = {
    customer: debtor.customer,
    location: drawMainLocation(world),
    dates: drawDebtDates(world.random),
  };
  const account = addAccount(world, debtor, debt, plan, externalId);
  debtor.debtAccountLocations.push(...drawFurtherLocations(world, account, plan.furtherLocations));
  plan.children.forEach((childPlan, index) => {
    const child = addAccount(world, debtor, debt, childPlan, `${externalId}-${index + 1}`);
    adopt(account, child);
  });
  if (plan.children.length > 0) Object.assign(account, drawPayable(world.random, account.currentBalance));
}

function addAccount(
  world: DemoWorld,
  debtor: Debtor,
  debt: Debt,
  plan: LedgerPlan,
  externalId: string,
): DebtAccountRow {
  const id = world.nextId();
  const ledger = writeLedger(world, id, plan.story, debt.dates.placed);
  const account: DebtAccountRow = {
    id,
    externalId,
    customerId: debt.customer.id,
    locationId: debt.location.id,
    parentId: null,
    childCount: 0,
    lastSequence: ledger.entries.length,
    balance: ledger.balance,
    currentBalance: ledger.currentBalance,
    ...drawDescription(world.random, plan, debt, ledger),
    ...drawPayable(world.random, ledger.currentBalance),
    ...drawStatusRow(world.random, plan, debt.dates),
    ...itemize(world.random, plan, debt.dates, ledger.balance),
    // One for the account and one for each entry, as the database would have counted.
    version: 1 + ledger.entries.length,
    createdAt: debt.dates.placed,
    updatedAt: ledger.entries.at(-1)?.recordedAt ?? debt.dates.placed,
  };
  debtor.debtAccounts.push(account);
  debtor.entries.push(...ledger.entries);
  if (plan.pending !== undefined)
    debtor.pendingPayments.push(makePendingPayment(world, id, plan.pending, ledger));
  return account;
}

type Description = Pick<
  DebtAccountRow,
  | 'externalAccountNumber'
  | 'metadata'
  | 'placedOn'
  | 'delinquencyDate'
  | 'chargeOffDate'
  | 'lastPaymentAt'
  | 'lastActivityAt'
>;

function drawDescription(
  random: SeededRandom,
  plan: LedgerPlan,
  { dates, location }: Debt,
  ledger: Ledger,
): Description {
  return {
    externalAccountNumber: random.maybe(
      0.7,
      () =>
        `${location.name.slice(0, 2).toUpperCase()}-${String(random.integer(0, 99_999_999)).padStart(8, '0')}`,
    ),
    metadata: drawAccountMetadata(random),
    placedOn: random.maybe(0.9, () => dayOf(dates.placed)),
    delinquencyDate: random.maybe(0.85, () => dayOf(dates.delinquency)),
    chargeOffDate: random.maybe(plan.itemization?.type === 'charge_off' ? 1 : 0.7, () =>
      dayOf(dates.chargeOff),
    ),
    lastPaymentAt: ledger.lastPaymentAt ?? random.maybe(0.3, () => dates.lastPaymentToCreditor),
    lastActivityAt: ledger.entries.at(-1)?.occurredAt ?? random.maybe(0.5, () => dates.placed),
  };
}

type StatusRow = Pick<DebtAccountRow, 'status' | 'statusReason' | 'statusChangedAt'>;

function drawStatusRow(random: SeededRandom, { status }: LedgerPlan, { placed }: DebtDates): StatusRow {
  const statusChangedAt = status === 'active' ? placed : (drawMoments(random, placed, 1)[0] as Date);
  return { status, statusReason: statusReasonOf(status), statusChangedAt };
}

/** Makes one account the child of another, whose balances are then the sums over its children. */
function adopt(parent: DebtAccountRow, child: DebtAccountRow): void {
  child.parentId = parent.id;
  parent.childCount += 1;
  parent.balance += child.balance;
  parent.currentBalance += child.currentBalance;
  // A child that comes, and each of its entries, changes the parent too.
  parent.version += child.version;
  parent.updatedAt = later(parent.updatedAt, child.updatedAt) ?? parent.updatedAt;
  parent.lastPaymentAt = later(parent.lastPaymentAt, child.lastPaymentAt);
  parent.lastActivityAt = later(parent.lastActivityAt, child.lastActivityAt);
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

const mainLocationWeights = { original_creditor: 86, current_creditor: 10, product_type: 4 } as const;

function drawMainLocation({ random, locations }: DemoWorld): LocationRow {
  const wanted = random.weighted(mainLocationWeights);
  return random.pick(locations.filter(({ type }) => type === wanted));
}

function drawFurtherLocations(
  world: DemoWorld,
  account: DebtAccountRow,
  count: number,
): DebtAccountLocationRow[] {
  const { random, locations } = world;
  const others = locations.filter(({ id }) => id !== account.locationId);
  const first = random.integer(0, others.length - 1);
  return Array.from({ length: count }, (_, index) => ({
    debtAccountId: account.id,
    locationId: (others[(first + index * 5) % others.length] as LocationRow).id,
    position: index + 1,
  }));
}
