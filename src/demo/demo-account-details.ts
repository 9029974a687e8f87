import type { DebtAccountStatus, PendingPaymentState } from '../platform/database/generated/enums.js';
import type { DebtAccountRow, Itemization, Metadata, PendingPaymentRow } from './demo.types.js';
import {
  DEMO_TODAY,
  type DebtDates,
  FAR_FUTURE,
  dayOf,
  daysBefore,
  hoursAfter,
  secondsAfter,
} from './demo-dates.js';
import type { Ledger } from './demo-ledger.js';
import type { LedgerPlan, PendingShape } from './demo-shapes.js';
import type { DemoWorld } from './demo-world.js';
import type { SeededRandom } from './seeded-random.js';

const noItemization: Itemization = {
  itemizationDate: null,
  itemizationDateType: null,
  itemizationAmount: null,
  itemizationInterest: null,
  itemizationFees: null,
  itemizationPayments: null,
  itemizationCredits: null,
  itemizationUsedAt: null,
};

/** What was owed on the itemization date, and what came on and off since, adds up to what was placed. */
export function itemize(
  random: SeededRandom,
  plan: LedgerPlan,
  dates: DebtDates,
  placed: number,
): Itemization {
  if (plan.itemization === undefined) return noItemization;
  const { type, used } = plan.itemization;
  const date = {
    last_statement: dates.lastStatement,
    charge_off: dates.chargeOff,
    last_payment: dates.lastPaymentToCreditor,
    transaction: dates.transaction,
    judgment: dates.judgment,
  }[type];
  const dated = { ...noItemization, itemizationDate: dayOf(date), itemizationDateType: type };
  const itemizationUsedAt = used ? hoursAfter(dates.placed, random.integer(24, 120)) : null;
  if (random.chance(0.1)) return { ...dated, itemizationUsedAt };
  const interest = random.chance(0.5) ? Math.round(placed * 0.06 * random.fraction()) : 0;
  const fees = random.chance(0.3) ? random.pick([1000, 1500, 2900]) : 0;
  const payments = random.chance(0.3) ? Math.round(placed * 0.2 * random.fraction()) : 0;
  const credits = random.chance(0.1) ? random.integer(500, 5000) : 0;
  return {
    ...dated,
    itemizationAmount: placed - interest - fees + payments + credits,
    itemizationInterest: interest,
    itemizationFees: fees,
    itemizationPayments: payments,
    itemizationCredits: credits,
    itemizationUsedAt,
  };
}

type Payable = Pick<DebtAccountRow, 'billingType' | 'paymentPlan' | 'settlementAmount'>;

/** How the debt may be paid, in the words of Tratta's debt account page. */
export function drawPayable(random: SeededRandom, currentBalance: number): Payable {
  const owed = Math.max(0, currentBalance);
  return {
    billingType: random.pick(billingTypes),
    paymentPlan: random.maybe(0.1, () => drawPaymentPlan(random, owed)),
    settlementAmount: random.maybe(0.2, () => Math.round(owed * random.pick([0, 0.35, 0.5, 0.65, 0.8]))),
  };
}

const billingTypes: readonly (readonly string[])[] = [
  [],
  [],
  ['full-payment'],
  ['one-time', 'scheduled'],
  ['promise-to-pay'],
  ['payment-plan', 'full-payment', 'partial-payment'],
];

function drawPaymentPlan(random: SeededRandom, owed: number): Record<string, unknown> {
  const frequency = random.pick(['weekly', 'every_other_week', 'monthly']);
  const days = frequency === 'monthly' ? ['1st', '15th', 'last_day'] : ['monday', 'wednesday', 'friday'];
  return { frequency, recurring_day: random.pick(days), amount: Math.max(500, Math.round(owed / 12)) };
}

export function drawAccountMetadata(random: SeededRandom): Metadata {
  if (random.chance(0.65)) return {};
  return {
    batch: `20${random.integer(24, 26)}-${String(random.integer(1, 12)).padStart(2, '0')}`,
    ...(random.chance(0.2) ? { interest_collected_after_principal: random.pick(['0', '1']) } : {}),
    ...(random.chance(0.2)
      ? { 'creditor note': 'prefers "regular mail" / correo\\postal – vía áerea ✉' }
      : {}),
  };
}

export function statusReasonOf(status: DebtAccountStatus): string | null {
  return statusReasons[status];
}

const statusReasons: Readonly<Record<DebtAccountStatus, string | null>> = {
  active: null,
  disputed: 'consumer disputes the amount, letter received',
  bankruptcy: 'chapter 7 petition filed',
  deceased: 'obituary matched, estate to be contacted',
  attorney: 'represented by counsel',
  cease_contact: 'written request to cease communication',
  settled: 'settled for less than the full balance',
  paid: 'paid in full',
  recalled: 'recalled by the creditor',
  closed: 'agency closed the file',
};

/** Money that Tratta took from this account; a posted one bears its entry's reference. */
export function makePendingPayment(
  world: DemoWorld,
  debtAccountId: string,
  shape: PendingShape,
  ledger: Ledger,
): PendingPaymentRow {
  const { random } = world;
  const posted = shape === 'posted' ? ledger.entries.findLast(({ kind }) => kind === 'payment') : undefined;
  const submittedAt = posted?.occurredAt ?? hoursAfter(daysBefore(DEMO_TODAY, random.integer(1, 4)), 15);
  const state = pendingStates[shape];
  return {
    debtAccountId,
    id: world.nextId(),
    amount: posted === undefined ? drawPendingAmount(random, shape, ledger.currentBalance) : -posted.amount,
    state,
    reference: posted?.reference ?? `tx_${random.next().toString(16).padStart(8, '0').repeat(4)}`,
    submittedAt,
    scheduledAt: shape === 'scheduled' ? FAR_FUTURE : null,
    createdAt: secondsAfter(submittedAt, 2),
    settledAt: state === 'pending' ? null : hoursAfter(submittedAt, 6),
  };
}

const pendingStates: Readonly<Record<PendingShape, PendingPaymentState>> = {
  pending: 'pending',
  scheduled: 'pending',
  exceeding: 'pending',
  posted: 'posted',
  released: 'released',
  reversed: 'reversed',
};

function drawPendingAmount(random: SeededRandom, shape: PendingShape, currentBalance: number): number {
  const owed = Math.max(0, currentBalance);
  return shape === 'exceeding' ? owed + 1000 : Math.max(1, Math.round(owed * random.pick([0.1, 0.25, 1])));
}
