import type { EntryKind } from '../platform/database/generated/enums.js';
import type { EntryRow } from './demo.types.js';
import { drawMoments, secondsAfter } from './demo-dates.js';
import type { Story } from './demo-shapes.js';
import type { DemoWorld } from './demo-world.js';
import type { SeededRandom } from './seeded-random.js';

/** One entry to be: of `amount` cents, naming by its place in the ledger (1, 2, …) what it takes back. */
interface Move {
  kind: EntryKind;
  amount: number;
  reverses?: number;
  reason?: string;
  /** In the same moment as the entry before it. */
  atOnce?: boolean;
}

type Tale = (placed: number, random: SeededRandom) => Move[];

/** What follows the placement of `placed` cents, which is entry 1. */
const tales: Readonly<Record<Exclude<Story, 'empty'>, Tale>> = {
  untouched: () => [],
  paying: (placed, random) =>
    Array.from({ length: random.integer(1, 4) }, () => payment(share(placed, random, 0.03, 0.2))),
  growing: (placed, random) => [
    { kind: 'interest', amount: share(placed, random, 0.005, 0.04) },
    ...(random.chance(0.6) ? [{ kind: 'fee', amount: random.pick([1500, 2500, 3500]) } as const] : []),
    ...(random.chance(0.3) ? [{ kind: 'cost', amount: random.integer(4000, 40_000) } as const] : []),
    ...(random.chance(0.4) ? [payment(share(placed, random, 0.03, 0.2))] : []),
  ],
  corrected: (placed, random) => [
    {
      kind: 'adjustment',
      amount: share(placed, random, 0.01, 0.1) * random.pick([-1, 1]),
      reason: 'creditor corrected the placement',
    },
  ],
  // As the service books an account that comes with a current balance of its own.
  restated: (placed, random) => [
    {
      kind: 'adjustment',
      amount: -share(placed, random, 0.05, 0.6),
      reason: 'current balance at placement',
      atOnce: true,
    },
  ],
  payment_returned: (placed, random) => {
    const paid = share(placed, random, 0.05, 0.3);
    return [payment(paid), { kind: 'reversal', amount: paid, reverses: 2, reason: 'payment returned (R01)' }];
  },
  charge_waived: (placed, random) => {
    const kind = random.pick(['fee', 'interest', 'cost', 'adjustment'] as const);
    const amount = share(placed, random, 0.01, 0.05) * (kind === 'adjustment' ? random.pick([-1, 1]) : 1);
    return [
      { kind, amount },
      { kind: 'reversal', amount: -amount, reverses: 2, reason: 'booked in error' },
    ];
  },
  overpaid: (placed, random) => [payment(placed + random.integer(1, 5000))],
  paid_off: (placed, random) => {
    const first = share(placed, random, 0.2, 0.8);
    return [payment(first), payment(placed - first)];
  },
  settled: (placed, random) => {
    const paid = share(placed, random, 0.4, 0.7);
    return [
      payment(paid),
      { kind: 'adjustment', amount: paid - placed, reason: 'settled for less than the full balance' },
    ];
  },
};

/** The entries of one leaf account, and what they leave. */
export interface Ledger {
  entries: EntryRow[];
  balance: number;
  currentBalance: number;
  lastPaymentAt: Date | null;
}

/** Tells `story` as entries, the first one on `placedAt`. */
export function writeLedger(world: DemoWorld, debtAccountId: string, story: Story, placedAt: Date): Ledger {
  const ledger: Ledger = { entries: [], balance: 0, currentBalance: 0, lastPaymentAt: null };
  if (story === 'empty') return ledger;
  const { random } = world;
  ledger.balance = drawPlacedAmount(random);
  const moves: Move[] = [
    { kind: 'placement', amount: ledger.balance },
    ...tales[story](ledger.balance, random),
  ];
  const moments = drawMoments(random, placedAt, moves.length - 1);
  let occurredAt = placedAt;
  let recordedAt = placedAt;
  moves.forEach((move, index) => {
    if (move.atOnce !== true) {
      occurredAt = moments[index - 1] ?? placedAt;
      recordedAt = secondsAfter(occurredAt, random.integer(1, 20_000));
    }
    ledger.currentBalance += move.amount;
    if (move.kind === 'payment') ledger.lastPaymentAt = occurredAt;
    ledger.entries.push({
      debtAccountId,
      sequence: index + 1,
      id: world.nextId(),
      kind: move.kind,
      amount: move.amount,
      balanceAfter: ledger.currentBalance,
      occurredAt,
      recordedAt,
      reference: drawReference(random, move.kind, index + 1),
      reversesSequence: move.reverses ?? null,
      reason: move.reason ?? null,
    });
  });
  return ledger;
}

/** Many small debts and a few large ones: 25 to about 15,000 dollars. */
function drawPlacedAmount(random: SeededRandom): number {
  return 2500 + Math.floor(random.fraction() ** 3 * 1_500_000);
}

function drawReference(random: SeededRandom, kind: EntryKind, sequence: number): string | null {
  const known = kind === 'payment' ? 0.8 : kind === 'placement' ? 0 : 0.2;
  // With the sequence in it, since a reference stands once in its account.
  return random.maybe(
    known,
    () => `${kind.slice(0, 3).toUpperCase()}-${random.next().toString(16)}-${sequence}`,
  );
}

function payment(amount: number): Move {
  return { kind: 'payment', amount: -amount };
}

/** Between two fractions of an amount, at least a cent. */
function share(of: number, random: SeededRandom, least: number, most: number): number {
  return Math.max(1, Math.round(of * (least + random.fraction() * (most - least))));
}
