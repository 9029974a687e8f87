import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BilledBooks } from './support/billed-books.js';

// What a faulty statement of the service's own could do to what is known of Gotransverse: all with its role.

let books: BilledBooks;
/** For statements that are refused, and so change nothing. */
let untouched: Billed;

beforeAll(async () => {
  books = await BilledBooks.start();
  untouched = await billed();
});

afterAll(() => books.close());

interface Billed {
  id: string;
  ref: string;
  /** The account's EID there. */
  eid: string;
}

/** Synced with its entry 1, worth 10,000; entries 2, 3 and 4 (-100, 20, -3) are in the books only. */
async function billed(): Promise<Billed> {
  const { id, external_id: ref } = await books.make.account({ balance: 10_000 });
  const { eid } = await books.settled(ref);
  for (const [kind, amount] of [
    ['payment', -100],
    ['fee', 20],
    ['payment', -3],
  ] as const)
    await books.api.postEntry(ref, { kind, amount });
  return { id, ref, eid: eid ?? '' };
}

/** @returns `committed`, or the database's sentence */
async function told(...statements: string[]): Promise<string> {
  const client = await books.database.service.connect();
  try {
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
    return 'committed';
  } catch (error) {
    await client.query('ROLLBACK');
    return error instanceof Error ? error.message : String(error);
  } finally {
    client.release();
  }
}

interface Row {
  first?: number;
  last: number;
  amount: number;
  eid?: string;
  posted?: boolean;
}

function inserted(id: string, { last, first = last, amount, eid, posted = false }: Row): string {
  const made = eid === undefined ? 'NULL' : `'${eid}'`;
  return `INSERT INTO billing_adjustments (debt_account_id, first_sequence, last_sequence, amount, eid, posted_at)
    VALUES ('${id}', ${String(first)}, ${String(last)}, ${String(amount)}, ${made}, ${posted ? 'now()' : 'NULL'})`;
}

function watermark(id: string, to: number): string {
  return `UPDATE billing_accounts SET posted_sequence = ${String(to)} WHERE debt_account_id = '${id}'`;
}

function changed(id: string, set: string, last = 1): string {
  return `UPDATE billing_adjustments SET ${set} WHERE debt_account_id = '${id}' AND last_sequence = ${String(last)}`;
}

describe('adjustments', () => {
  test.each<[string, Row[]]>([
    ['one for the next entry', [{ last: 2, amount: -100 }]],
    ['one for several', [{ first: 2, last: 4, amount: -83 }]],
    [
      'several that follow each other',
      [
        { last: 2, amount: -100 },
        { first: 3, last: 4, amount: 17 },
      ],
    ],
  ])('are taken: %s', async (_what, rows) => {
    const { id } = await billed();
    expect(await told(...rows.map((row) => inserted(id, row)))).toBe('committed');
  });

  test.each<[string, Row[], string]>([
    ['a gap', [{ last: 3, amount: 20 }], 'billing_adjustments_contiguous'],
    ['an overlap', [{ first: 1, last: 2, amount: 9_900 }], 'billing_adjustments_contiguous'],
    [
      'an overlap of two new ones',
      [
        { first: 2, last: 3, amount: -80 },
        { first: 3, last: 4, amount: 17 },
      ],
      'billing_adjustments_contiguous',
    ],
    ['the same entry twice', [{ last: 1, amount: 10_000 }], 'billing_adjustments_pkey'],
    ['a cent too much', [{ last: 2, amount: -101 }], 'billing_adjustments_worth'],
    ['the other direction', [{ last: 2, amount: 100 }], 'billing_adjustments_worth'],
    ['entries that there are not', [{ last: 5, amount: 1 }], 'foreign key'],
    ['a range that ends before it begins', [{ first: 3, last: 2, amount: 0 }], 'billing_adjustments_range'],
    ['an EID that is none', [{ last: 2, amount: -100, eid: 'x1' }], 'billing_adjustments_eid_is_digits'],
    [
      'posted without being made',
      [{ last: 2, amount: -100, posted: true }],
      'billing_adjustments_posted_is_made',
    ],
  ])('are refused: %s', async (_what, rows, rule) => {
    expect(await told(...rows.map((row) => inserted(untouched.id, row)))).toContain(rule);
  });

  test('have an EID that no other has', async () => {
    const [one, two] = [await billed(), await billed()];
    const row = { last: 2, amount: -100, eid: '990001' };
    expect(await told(inserted(one.id, row))).toBe('committed');
    expect(await told(inserted(two.id, row))).toContain('billing_adjustments_eid_key');
  });

  test.each([
    ['not posted any more', 'posted_at = NULL'],
    ['of another amount', 'amount = amount + 1'],
    ['of another EID', "eid = '990002'"],
    ['not made any more', 'eid = NULL, posted_at = NULL'],
    ['for other entries', 'first_sequence = 1, last_sequence = 2'],
  ])('that are posted stay so: not %s', async (_what, set) => {
    expect(await told(changed(untouched.id, set))).toContain('billing_adjustments_kept');
  });

  test('that are made or posted cannot be deleted; one that was never made can', async () => {
    const { id } = await billed();
    const removed = (last: number) =>
      `DELETE FROM billing_adjustments WHERE debt_account_id = '${id}' AND last_sequence = ${String(last)}`;
    await told(inserted(id, { last: 2, amount: -100 }));
    expect([await told(removed(1)), await told(removed(2))]).toEqual([
      expect.stringContaining('billing_adjustments_kept'),
      'committed',
    ]);
    await told(inserted(id, { last: 2, amount: -100, eid: '990003' }));
    expect(await told(removed(2))).toContain('billing_adjustments_kept');
  });
});

describe('the watermark', () => {
  test('moves with what is posted, in one transaction', async () => {
    const { id } = await billed();
    const posted = inserted(id, { last: 2, amount: -100, eid: '990010', posted: true });
    expect(await told(posted, watermark(id, 2))).toBe('committed');
  });

  test('is refused beyond what is posted, and behind it', async () => {
    const { id } = await billed();
    expect(await told(watermark(id, 2))).toContain('billing_accounts_watermark');
    expect(await told(inserted(id, { last: 2, amount: -100 }), watermark(id, 2))).toContain(
      'billing_accounts_watermark',
    );
    expect(await told(inserted(id, { last: 2, amount: -100, eid: '990011', posted: true }))).toContain(
      'billing_accounts_watermark',
    );
    expect(await told(watermark(id, 0))).toContain('billing_accounts_identity');
  });
});

describe('an account there', () => {
  test.each([
    ['eid', "eid = '990020'"],
    ['debt account', 'debt_account_id = gen_random_uuid()'],
  ])('keeps its %s', async (_what, set) => {
    const statement = `UPDATE billing_accounts SET ${set} WHERE debt_account_id = '${untouched.id}'`;
    expect(await told(statement)).toContain('billing_accounts_identity');
  });

  test('is that of one debt account, and so is its number', async () => {
    const { eid, ref } = await billed();
    const other = await books.make.account({ balance: 1 });
    const row = (itsEid: string, num: string) =>
      `INSERT INTO billing_accounts (debt_account_id, eid, external_account_num, adopted)
         VALUES ('${other.id}', '${itsEid}', '${num}', true)`;
    expect(await told(row(eid, 'ANOTHER'))).toContain('billing_accounts_eid_key');
    expect(await told(row('990021', ref))).toContain('billing_accounts_external_account_num_key');
    expect(await told(row('D-1', 'ANOTHER'))).toContain('billing_accounts_eid_is_digits');
  });

  test('cannot be forgotten, nor its debt account', async () => {
    const { id } = await billed();
    expect(await told(`DELETE FROM billing_accounts WHERE debt_account_id = '${id}'`)).not.toBe('committed');
    expect(await told(`DELETE FROM debt_accounts WHERE id = '${id}'`)).not.toBe('committed');
  });
});

describe('the row of a record in the lane', () => {
  test.each([
    ['unknown without a call', "state = 'unknown'", 'sync_records_unknown_is_a_call'],
    ['a state that there is not', "state = 'sending'", 'sync_records_state_known'],
    ['a lease of nobody', 'leased_until = now()', 'sync_records_lease_whole'],
    ['a call without an end', "call_step = 'x'", 'sync_records_call_whole'],
    [
      'answers about no call',
      'empty_answers = 1, last_empty_answer_at = now()',
      'sync_records_answers_are_of_a_call',
    ],
    ['attempts below 0', 'attempts = -1', 'sync_records_attempts_counted'],
  ])('is refused: %s', async (_what, set, rule) => {
    const statement = `UPDATE sync_records SET ${set} WHERE lane = 'gotransverse' AND record_id = '${untouched.id}'`;
    expect(await told(statement)).toContain(rule);
  });
});
