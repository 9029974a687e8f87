import { describe, expect, test } from '@jest/globals';
import { adjustmentDifferences, type ComparedBalance, withoutSettled } from './adjustment-differences.js';
import { adjustmentToken, counterToken, writeOffToken } from './gotransverse/adjustment-token.js';
import type { AdjustmentView } from './gotransverse/gotransverse.money-answers.js';

const ID = '019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e';
const OTHER_ID = '019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4f';
const POSTED_AT = new Date('2026-01-31T00:00:00Z');

/** One there, of 100.00; a debit for entry 1 unless told. */
function there(eid: string, more: Partial<AdjustmentView> = {}): AdjustmentView {
  return {
    eid,
    status: 'POSTED',
    description: adjustmentToken(ID, 1n, 1n),
    amountCents: 10_000n,
    credit: false,
    ...more,
  };
}

/** Entry 1 is posted from here as EID 1, and all there is comes to the balance. */
function compared(listed: AdjustmentView[], more: Partial<ComparedBalance> = {}): ComparedBalance {
  const balanceCents = listed
    .filter(({ status }) => status === 'POSTED')
    .reduce((sum, { amountCents, credit }) => sum + (credit === true ? -amountCents : amountCents), 0n);
  const known = [{ firstSequence: 1n, lastSequence: 1n, amount: 10_000n, eid: '1', postedAt: POSTED_AT }];
  return {
    debtAccountId: ID,
    accountEid: '9',
    balanceCents,
    known,
    listed,
    writeOff: undefined,
    paymentCents: 0n,
    acceptedOffset: 0n,
    accepted: new Map(),
    quiet: true,
    ...more,
  };
}

function found(of: ComparedBalance): string[] {
  return adjustmentDifferences(of).map(({ type, subject, repairs }) =>
    [type, subject, ...repairs.slice(0, 1)].join(' '),
  );
}

const second = { description: adjustmentToken(ID, 2n, 2n) };

describe('what is there', () => {
  test.each<[string, AdjustmentView[], string[]]>([
    ['as posted', [there('1')], []],
    ['twice', [there('1'), there('2')], ['adjustment_doubled 2 reverse_adjustment']],
    ['and pending as well', [there('2', { status: 'PENDING' }), there('1')], ['adjustment_pending 2 remove_adjustment']],
    ['and was taken back as well', [there('1'), there('2', { status: 'REVERSED' })], []],
    ['no more', [], ['adjustment_gone 1 accept']],
    ['reversed', [there('1', { status: 'REVERSED' })], ['adjustment_gone 1 accept']],
    ['for another amount', [there('1', { amountCents: 1n })], ['adjustment_gone 1 accept']],
    ['beside one of another account of ours', [there('1'), there('2', { description: adjustmentToken(OTHER_ID, 1n, 1n) })], ['adjustment_foreign 2 reverse_adjustment']],
    ['beside a pending one of others, which moves nothing', [there('1'), there('2', { status: 'PENDING', description: 'by hand' })], []],
    ['beside one that is not known here', [there('1'), there('2', second)], ['adjustment_forgotten 2 resend']],
    ['beside two pending ones that are not known here', [there('1'), there('2', { ...second, status: 'PENDING' }), there('3', { ...second, status: 'PENDING' })], ['adjustment_pending 2 resend', 'adjustment_pending 3 remove_adjustment']],
    ['beside a posted and a pending one that are not known here', [there('1'), there('2', { ...second, status: 'PENDING' }), there('3', second)], ['adjustment_pending 2 remove_adjustment', 'adjustment_forgotten 3 resend']],
    ['beside one for entries in another range', [there('1'), there('2', { description: adjustmentToken(ID, 1n, 2n) })], ['adjustment_doubled 2 reverse_adjustment']],
    ['beside an invoiced one', [there('1'), there('2', { invoiced: true })], ['adjustment_doubled 2 counter_credit']],
    ['beside one and the credit against it', [there('1'), there('2'), there('3', { credit: true, description: counterToken(ID, '2') })], []],
    ['beside one and a credit of another amount', [there('1'), there('2'), there('3', { credit: true, amountCents: 1n, description: counterToken(ID, '2') })], ['adjustment_doubled 2 reverse_adjustment', 'adjustment_foreign 3 reverse_adjustment']],
  ])('%s', (_what, listed, differences) => {
    expect(found(compared(listed))).toEqual(differences);
  }); // prettier-ignore

  test('while the account is being sent tells only what is there twice', () => {
    const listed = [there('1'), there('2'), there('3', second), there('4', { description: 'by hand' })];
    expect(found(compared(listed, { quiet: false, balanceCents: 1n }))).toEqual([
      'adjustment_doubled 2 reverse_adjustment',
    ]);
  });

  test('of a balance beyond all adjustments is told, unless somebody accepted just that', () => {
    expect(found(compared([there('1')], { balanceCents: 9_999n }))).toEqual(['balance 9 accept']);
    expect(found(compared([there('1')], { balanceCents: 9_999n, acceptedOffset: -1n }))).toEqual([]);
    expect(found(compared([there('1')], { acceptedOffset: -1n }))).toEqual(['balance 9 accept']);
    expect(found(compared([there('1')], { balanceCents: undefined }))).toEqual([]);
  });

  test('is accepted only as it was then', () => {
    const accepted = new Map([['2', 'POSTED 10000']]);
    const others = { description: 'by hand' };
    expect(found(compared([there('1'), there('2', others)], { accepted }))).toEqual([]);
    expect(found(compared([there('1'), there('2', { ...others, amountCents: 1n })], { accepted }))).toEqual([
      'adjustment_foreign 2 reverse_adjustment',
    ]);
    expect(found(compared([], { accepted: new Map([['1', 'GONE']]) }))).toEqual([]);
  });
});

test('what was taken back or accepted is no second one for sending either', () => {
  const own = new Set(['1']);
  const eids = (listed: AdjustmentView[], accepted = new Map<string, string>()) =>
    withoutSettled(ID, listed, own, accepted).map(({ eid }) => eid);
  expect(eids([there('1'), there('2')])).toEqual(['1', '2']);
  expect(eids([there('1'), there('2', { status: 'REVERSED' })])).toEqual(['1']);
  expect(eids([there('1', { status: 'REVERSED' })])).toEqual(['1']);
  expect(eids([there('2', { status: 'REVERSED' })])).toEqual(['2']);
  expect(eids([there('1'), there('2')], new Map([['2', 'POSTED 10000']]))).toEqual(['1']);
});

describe('what an account was closed with', () => {
  const writeOff = { eid: '2', amount: -10_000n, posted: true };
  const credit = there('2', { description: writeOffToken(ID), credit: true });

  test('is no stranger, and is missed where it was taken back', () => {
    expect(found(compared([there('1'), credit], { writeOff }))).toEqual([]);
    const reversed = { ...credit, status: 'REVERSED' };
    expect(found(compared([there('1'), reversed], { writeOff }))).toEqual(['adjustment_gone 2 accept']);
  });

  test('is told where it is there twice, or forgotten here', () => {
    const second = { ...credit, eid: '3' };
    expect(found(compared([there('1'), credit, second], { writeOff }))).toEqual([
      'adjustment_doubled 3 reverse_adjustment',
    ]);
    expect(found(compared([there('1'), credit]))).toEqual(['adjustment_forgotten 2 resend']);
  });
});

test('payments of ours are expected in the balance', () => {
  const balanceCents = 7_500n;
  expect(found(compared([there('1')], { balanceCents, paymentCents: -2_500n }))).toEqual([]);
  expect(found(compared([there('1')], { balanceCents }))).toEqual(['balance 9 accept']);
});

test('one that was posted from here, and is pending there, is to be posted', () => {
  expect(found(compared([there('1', { status: 'PENDING' })]))).toEqual([
    'adjustment_pending 1 post_adjustment',
  ]);
});
