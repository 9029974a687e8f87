import { expect, test } from '@jest/globals';
import { checkAmount } from './ledger-entry.rules.js';
import type { LedgerEntryBody, PostableKind } from './ledger-entry.types.js';

function fieldAtFault(body: LedgerEntryBody): string | undefined {
  try {
    checkAmount(body);
    return undefined;
  } catch (error) {
    return (error as { fields: { field: string }[] }).fields[0]?.field;
  }
}

const SIGNS: Record<Exclude<PostableKind, 'reversal'>, { below: boolean; above: boolean }> = {
  payment: { below: true, above: false },
  fee: { below: false, above: true },
  interest: { below: false, above: true },
  cost: { below: false, above: true },
  adjustment: { below: true, above: true },
};

test.each(Object.entries(SIGNS) as [PostableKind, { below: boolean; above: boolean }][])(
  'a %s may be %j, never 0, never without an amount, and reverses nothing',
  (kind, { below, above }) => {
    expect(fieldAtFault({ kind, amount: -1 })).toBe(below ? undefined : 'amount');
    expect(fieldAtFault({ kind, amount: 1 })).toBe(above ? undefined : 'amount');
    expect(fieldAtFault({ kind, amount: 0 })).toBe('amount');
    expect(fieldAtFault({ kind, amount: -0 })).toBe('amount');
    expect(fieldAtFault({ kind })).toBe('amount');
    expect(fieldAtFault({ kind, amount: null })).toBe('amount');
    expect(fieldAtFault({ kind, amount: above ? 1 : -1, reverses: 'x' })).toBe('reverses');
    expect(fieldAtFault({ kind, amount: above ? 1 : -1, reverses: null })).toBeUndefined();
  },
);

test('a reversal names its entry; its amount may be left open', () => {
  expect(fieldAtFault({ kind: 'reversal' })).toBe('reverses');
  expect(fieldAtFault({ kind: 'reversal', reverses: null, amount: 5 })).toBe('reverses');
  expect(fieldAtFault({ kind: 'reversal', reverses: 'x' })).toBeUndefined();
  expect(fieldAtFault({ kind: 'reversal', reverses: 'x', amount: 0 })).toBeUndefined();
});
