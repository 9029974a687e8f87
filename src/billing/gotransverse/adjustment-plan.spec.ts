import { expect, test } from '@jest/globals';
import { planAdjustments } from './adjustment-plan.js';

const at = new Date('2026-01-31T06:00:00.000Z');
const entry = (sequence: bigint, kind: string, amountCents: bigint, taken?: string) => ({
  sequence,
  kind,
  amountCents,
  occurredAt: at,
  reference: taken ?? 'check 4711',
  takenByTratta: taken !== undefined,
});

test('one for each entry after the watermark, in their order, with the reason of its kind and direction', () => {
  const plan = planAdjustments(
    [
      entry(4n, 'reversal', 5_00n),
      entry(1n, 'placement', 100_00n),
      entry(3n, 'fee', 2_50n),
      entry(2n, 'payment', -5_00n),
      entry(5n, 'adjustment', -1n),
    ],
    0n,
  );

  expect(plan.map(({ firstSequence, amountCents, reason }) => [firstSequence, amountCents, reason])).toEqual([
    [1n, 100_00n, 'placement'],
    [2n, -5_00n, 'credit'],
    [3n, 2_50n, 'debit'],
    [4n, 5_00n, 'debit'],
    [5n, -1n, 'credit'],
  ]);
  expect(plan.every(({ firstSequence, lastSequence }) => firstSequence === lastSequence)).toBe(true);
  expect(plan.every(({ occurredAt }) => occurredAt === at)).toBe(true);
});

test('what is there already is not planned again', () => {
  const entries = [entry(1n, 'placement', 100n), entry(2n, 'fee', 1n)];

  expect(planAdjustments(entries, 1n).map(({ firstSequence }) => firstSequence)).toEqual([2n]);
  expect(planAdjustments(entries, 2n)).toEqual([]);
});

test('a credit has a credit’s reason, whatever its kind', () => {
  expect(planAdjustments([entry(1n, 'placement', -1n)], 0n)[0]?.reason).toBe('credit');
});

test('payments that Tratta took are payments of their reference where the settings say so', () => {
  const entries = [
    entry(1n, 'placement', 500n),
    entry(2n, 'payment', -1n),
    entry(3n, 'payment', -2n, 'TX-1'),
  ];
  const references = (as?: 'payment') =>
    planAdjustments(entries, 0n, as).map(({ paymentReference }) => paymentReference);

  expect(references('payment')).toEqual([undefined, undefined, 'TX-1']);
  expect(references()).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['is longer than Gotransverse takes', '\u{1F4B5}'.repeat(128)],
  ['XML cannot carry', 'TX\u0001'],
])('a payment whose reference %s is an adjustment all the same', (_what, reference) => {
  expect(planAdjustments([entry(1n, 'payment', -2n, reference)], 0n, 'payment')).toMatchObject([
    { paymentReference: undefined, reason: 'credit' },
  ]);
});
