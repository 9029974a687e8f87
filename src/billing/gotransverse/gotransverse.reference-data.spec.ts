import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../platform/clock/clock.js';
import type { Outcome } from './gotransverse.faults.js';
import { ReferenceData, type ReferenceNames } from './gotransverse.reference-data.js';

const NAMES: ReferenceNames = {
  billCycle: 'Monthly',
  category: 'Debts',
  placementReason: 'Placement',
  debitReason: 'Charge',
  creditReason: 'Payment',
  suspensionReason: 'Hold',
  deactivationReason: 'Closed',
  customFields: [{ source: 'creditor_id', name: 'Creditor' }],
};

const done = <T>(value: T): Promise<Outcome<T>> => Promise.resolve({ kind: 'done', value });
const reason = (eid: string, name: string, more = {}) => ({
  eid,
  name,
  status: 'ACTIVE',
  level: 'PRIMARY' as const,
  creditOnly: false,
  ...more,
});

function tenant(changes = {}) {
  const counts = { loads: 0 };
  return {
    counts,
    listBillCycles: () => {
      counts.loads += 1;
      return done([
        { eid: '1', name: 'Monthly', status: 'ACTIVE', element: 'monthlyBillCycle' as const },
        { eid: '2', name: 'Old', status: 'CANCELED', element: 'dailyBillCycle' as const },
      ]);
    },
    listCategories: () => done([{ eid: '3', name: 'Debts', status: 'BA_CATEGORY_ACTIVE' }]),
    listAdjustmentReasons: () =>
      done([
        reason('4', 'Placement'),
        reason('5', 'Charge'),
        reason('6', 'Payment', { creditOnly: true }),
        reason('7', 'Sub', { level: 'SECONDARY' }),
      ]),
    listReasons: (type: string) =>
      done(
        type === 'Suspension'
          ? [{ eid: '8', name: 'Hold', status: 'ACTIVE' }]
          : [{ eid: '9', name: 'Closed' }],
      ),
    listCustomFields: () =>
      done([
        { eid: '10', name: 'Creditor', enabled: true, customFieldType: 'BILLING_ACCOUNT' },
        { eid: '11', name: 'Creditor', enabled: true, customFieldType: 'ORDER' },
      ]),
    ...changes,
  };
}

function referring(names: Partial<ReferenceNames> = {}, source = tenant()) {
  const time = { ms: 0 };
  const clock = { monotonicMs: () => time.ms } as Clock;
  return { time, source, data: new ReferenceData(source, { ...NAMES, ...names }, clock) };
}

async function problemsOf(names: Partial<ReferenceNames>, source = tenant()): Promise<string[]> {
  const resolution = await referring(names, source).data.resolve();
  return resolution.kind === 'unresolved' ? resolution.problems : [];
}

const RESOLVED = {
  billCycle: { element: 'monthlyBillCycle', eid: '1' },
  category: { eid: '3' },
  placementReason: { eid: '4', level: 'PRIMARY' },
  debitReason: { eid: '5', level: 'PRIMARY' },
  creditReason: { eid: '6', level: 'PRIMARY' },
  suspensionReason: { eid: '8' },
  deactivationReason: { eid: '9' },
  customFields: [{ source: 'creditor_id', eid: '10' }],
};

test('names become EIDs', async () => {
  expect(await referring().data.resolve()).toEqual({ kind: 'done', value: RESOLVED });
});

test('numbers are taken as they are, with what else their kind needs', async () => {
  const names = { billCycle: 'eid:1', category: 'eid:3', debitReason: 'eid:5' };

  expect(await referring(names).data.resolve()).toEqual({ kind: 'done', value: RESOLVED });
});

describe('what is wrong is told all at once, with what there is', () => {
  test('names that are not there', async () => {
    expect(await problemsOf({ billCycle: 'monthly', deactivationReason: 'Gone' })).toEqual([
      'GOTRANSVERSE_BILL_CYCLE: there is no bill cycle "monthly". There are: "Monthly" (eid:1, ACTIVE), "Old" (eid:2, CANCELED, not usable)',
      'GOTRANSVERSE_DEACTIVATION_REASON: there is no deactivation reason "Gone". There are: "Closed" (eid:9)',
    ]);
  });

  test.each<[Partial<ReferenceNames>, string]>([
    [
      { billCycle: 'Old' },
      'GOTRANSVERSE_BILL_CYCLE: "Old" cannot be used as bill cycle. There are: "Monthly"',
    ],
    [{ billCycle: 'eid:2' }, 'GOTRANSVERSE_BILL_CYCLE: "eid:2" cannot be used as bill cycle.'],
    [{ billCycle: 'eid:99' }, 'GOTRANSVERSE_BILL_CYCLE: there is no bill cycle "eid:99".'],
    [{ debitReason: 'Sub' }, 'GOTRANSVERSE_DEBIT_REASON: "Sub" cannot be used as primary adjustment reason.'],
    [
      { debitReason: 'Payment' },
      'GOTRANSVERSE_DEBIT_REASON: primary adjustment reason "Payment" is for credits only',
    ],
    [
      { placementReason: 'eid:6' },
      'GOTRANSVERSE_PLACEMENT_REASON: primary adjustment reason "eid:6" is for credits only',
    ],
    [
      { customFields: [{ source: 'creditor_id', name: 'eid:11' }] },
      'GOTRANSVERSE_CUSTOM_FIELDS (creditor_id): "eid:11" cannot be used',
    ],
  ])('%j', async (names, problem) => {
    expect(await problemsOf(names)).toEqual([expect.stringContaining(problem)]);
  });

  test('two of a name', async () => {
    const twice = {
      listCategories: () =>
        done([
          { eid: '3', name: 'Debts' },
          { eid: '4', name: 'Debts' },
        ]),
    };

    expect(await problemsOf({}, tenant(twice))).toEqual([
      'GOTRANSVERSE_ACCOUNT_CATEGORY: there is more than one account category "Debts": say eid:3 or eid:4 instead of the name',
    ]);
  });

  test('none at all, and very many', async () => {
    expect(await problemsOf({}, tenant({ listCategories: () => done([]) }))).toEqual([
      'GOTRANSVERSE_ACCOUNT_CATEGORY: there is no account category "Debts". Gotransverse has none at all: make one in its pages',
    ]);
    const many = Array.from({ length: 100 }, (_, n) => ({ eid: `${n}`, name: `C${n}` }));
    expect((await problemsOf({}, tenant({ listCategories: () => done(many) })))[0]).toMatch(/and 60 more$/);
  });
});

describe('how long it is kept', () => {
  test('ten minutes, one load for all who ask together', async () => {
    const { data, source, time } = referring();
    await Promise.all([data.resolve(), data.resolve(), data.listAll()]);
    time.ms = 599_999;
    await data.resolve();
    expect(source.counts.loads).toBe(1);
    time.ms = 600_000;
    await data.resolve();
    expect(source.counts.loads).toBe(2);
  });

  test('until an EID is refused, even in the middle of a load', async () => {
    const { data, source } = referring();
    const first = data.resolve();
    data.invalidate();
    await data.resolve();
    await first;
    await data.resolve();

    expect(source.counts.loads).toBe(2);
  });

  test('half a minute where a name is wrong', async () => {
    const { data, source, time } = referring({ billCycle: 'x' });
    await data.resolve();
    time.ms = 29_999;
    await data.resolve();
    expect(source.counts.loads).toBe(1);
    time.ms = 30_000;
    await data.resolve();
    expect(source.counts.loads).toBe(2);
  });

  test('not at all where Gotransverse could not be asked', async () => {
    const fault = { kind: 'unavailable' as const, reason: 'x' };
    const { data, source } = referring({}, tenant({ listCategories: () => Promise.resolve(fault) }));

    expect(await data.resolve()).toEqual(fault);
    expect(await data.listAll()).toEqual(fault);
    expect(source.counts.loads).toBe(2);
  });
});

test('all there is, of every status, and which settings mean it', async () => {
  const all = await referring({ debitReason: 'Placement', billCycle: 'wrong' }).data.listAll();

  expect(all).toMatchObject({
    kind: 'done',
    value: {
      billCycles: [
        { eid: '1', usedBy: [] },
        { eid: '2', status: 'CANCELED', usedBy: [] },
      ],
      categories: [{ eid: '3', usedBy: ['GOTRANSVERSE_ACCOUNT_CATEGORY'] }],
      adjustmentReasons: [
        { eid: '4', usedBy: ['GOTRANSVERSE_PLACEMENT_REASON', 'GOTRANSVERSE_DEBIT_REASON'] },
        { eid: '5', usedBy: [] },
        { eid: '6', creditOnly: true, usedBy: ['GOTRANSVERSE_CREDIT_REASON'] },
        { eid: '7', level: 'SECONDARY', usedBy: [] },
      ],
      suspensionReasons: [{ eid: '8', usedBy: ['GOTRANSVERSE_SUSPENSION_REASON'] }],
      deactivationReasons: [{ eid: '9', usedBy: ['GOTRANSVERSE_DEACTIVATION_REASON'] }],
      customFields: [
        { eid: '10', usedBy: ['GOTRANSVERSE_CUSTOM_FIELDS (creditor_id)'] },
        { eid: '11', usedBy: [] },
      ],
    },
  });
});
