import { expect, test } from '@jest/globals';
import { planAdjustments } from './adjustment-plan.js';

const at = new Date('2026-01-31T06:00:00.000Z');
const entry = (sequence: bigint, kind: string, amountCents: bigint) => ({
  sequence,
  kind,
  amountCents,
  occurredAt: at,
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
