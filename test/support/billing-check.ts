import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { AccountState } from '../../sandbox/gotransverse/state-view.js';
import type { BillingRunView } from '../../src/billing/billing-run.types.js';
import { type Api, dataOf } from './api.js';
import type { BilledBooks } from './billed-books.js';
import type { TestDatabase } from './test-database.js';

/** An account as the books have it, and how we think that it stands there. */
interface Booked {
  id: string;
  ref: string;
  status: string;
  parent_status: string | null;
  parent_eid: string | null;
  customer_id: string;
  customer_name: string;
  location_name: string;
  is_parent: boolean;
  current_balance: string;
  /** Of its entries, in their order. */
  amounts: number[];
  state: string;
  reason: string | null;
  is_open: boolean;
  eid: string | null;
  party_eid: string | null;
  balance_there: string | null;
  posted_sequence: string;
}

const BOOKED = `
  SELECT account.id, account.external_id AS ref, account.status::text, parent.status::text AS parent_status,
         above.eid AS parent_eid, account.customer_id, customer.name AS customer_name, location.name AS location_name,
         account.child_count > 0 AS is_parent, account.current_balance,
         ARRAY(SELECT amount::float8 FROM ledger_entries WHERE debt_account_id = account.id ORDER BY sequence) AS amounts,
         record.state, record.reason,
         record.wanted_version > record.settled_version OR record.rechecks > 0 OR record.call_step IS NOT NULL
           OR record.lease_owner IS NOT NULL OR record.next_attempt_at IS NOT NULL AS is_open,
         billed.eid, billed.party_eid, billed.balance AS balance_there, coalesce(billed.posted_sequence, 0) AS posted_sequence
    FROM debt_accounts account
    JOIN customers customer ON customer.id = account.customer_id
    JOIN locations location ON location.id = account.location_id
    JOIN sync_records record
      ON record.lane = 'gotransverse' AND record.record_kind = 'debt_account' AND record.record_id = account.id
    LEFT JOIN debt_accounts parent ON parent.id = account.parent_id
    LEFT JOIN billing_accounts above ON above.debt_account_id = account.parent_id
    LEFT JOIN billing_accounts billed ON billed.debt_account_id = account.id`;

const FINAL = ['settled', 'paid', 'recalled', 'closed'];
const ENDED = ['DEACTIVATED', 'FINAL_BILL', 'CLOSED'];
const SETTLED = ['synced', 'not_needed'];
const AGAIN_MS = 250;
const PATIENCE_MS = process.env['ARREARS_LONG_TESTS'] === 'on' ? 20 * 60_000 : 55_000;
const RUNS_AT_MOST = 30;

/**
 * The whole check after a bad day: each account is there exactly once, with the balance of the books to the cent, made
 * of each entry once; nothing is PENDING there, nothing open here, and no run says that it goes on.
 */
export async function expectAllTrue({ database, sandbox }: BilledBooks): Promise<void> {
  const { rows } = await database.owner.query<Booked>(BOOKED);
  const { accounts, counts } = sandbox.state.all();
  const byRef = new Map<string | undefined, AccountState[]>();
  for (const account of accounts)
    byRef.set(account.externalAccountNum, [...(byRef.get(account.externalAccountNum) ?? []), account]);
  const wrong = rows.flatMap((booked) =>
    wrongOf(booked, byRef.get(booked.ref) ?? []).map((what) => `${booked.ref}: ${what}`),
  );
  const refs = new Set(rows.map(({ ref }) => ref));
  for (const { externalAccountNum, eid } of accounts)
    if (!refs.has(externalAccountNum ?? '')) wrong.push(`EID ${eid} is none of ours`);
  expect(wrong).toEqual([]);

  // Each customer is one person there, whichever of his accounts came first.
  const customers = new Set(rows.filter(({ eid }) => eid !== null).map(({ customer_id }) => customer_id));
  const parties = new Set(
    rows.flatMap(({ customer_id, party_eid }) => (party_eid === null ? [] : [`${customer_id} ${party_eid}`])),
  );
  expect([parties.size, counts.people]).toEqual([customers.size, customers.size]);
  const going = await database.owner.query('SELECT id, state, reason FROM sync_runs WHERE ended_at IS NULL');
  expect(going.rows).toEqual([]);
  expect((await database.owner.query('SELECT * FROM broken_books()')).rows).toEqual([]);
}

function wrongOf(booked: Booked, found: AccountState[]): string[] {
  const wrong: string[] = [];
  const says = (isWrong: boolean, what: string): void => {
    if (isWrong) wrong.push(what);
  };
  says(!SETTLED.includes(booked.state), `is ${booked.state}: ${booked.reason ?? ''}`);
  says(booked.is_open, `is ${booked.state}, and open: ${booked.reason ?? ''}`);
  const [there, ...more] = found;
  if (there === undefined) {
    says(booked.state !== 'not_needed', 'is not there');
    return wrong;
  }
  says(more.length > 0, `is there ${String(found.length)} times`);
  says(booked.eid !== there.eid, `is EID ${there.eid} there, and ${booked.eid ?? 'none'} here`);
  says(booked.party_eid !== there.party.eid, `its party is EID ${there.party.eid} there`);
  says(!statusesOf(booked).includes(there.status), `is ${booked.status} here, and ${there.status} there`);
  says((there.parentEid ?? null) !== booked.parent_eid, `its parent there is ${there.parentEid ?? 'none'}`);
  says(
    there.party.attributes['lastName'] !== booked.customer_name.split(' ').at(-1),
    'its debtor has another name',
  );
  says(there.customFields['Creditor'] !== booked.location_name, 'its creditor has another name');
  return [...wrong, ...wrongMoneyOf(booked, there)];
}

function wrongMoneyOf(booked: Booked, there: AccountState): string[] {
  const wrong: string[] = [];
  // A parent's balance is the sum of its children's, which are there themselves.
  const balance = booked.is_parent ? 0 : Number(booked.current_balance);
  if (there.balanceCents !== balance)
    wrong.push(`owes ${String(balance)} here, and ${String(there.balanceCents)} there`);
  if (Number(booked.balance_there) !== there.balanceCents)
    wrong.push(`is thought to owe ${booked.balance_there ?? 'nothing'} there`);
  if (Number(booked.posted_sequence) !== booked.amounts.length)
    wrong.push(
      `has ${String(booked.amounts.length)} entries, of which ${booked.posted_sequence} are known to be there`,
    );
  return [...wrong, ...wrongAdjustmentsOf(booked, there)];
}

/** Each of ours is posted, and worth what its entries are; and no entry is in two of them. */
function wrongAdjustmentsOf({ id, amounts }: Booked, { adjustments }: AccountState): string[] {
  const covered = new Set<number>();
  return adjustments.flatMap(({ eid, status, description = '', amountCents, credit }) => {
    const [, account, first, last] = /^ARREARS (\S+) (\d+)-(\d+)$/.exec(description) ?? [];
    const wrong: string[] = [];
    let worth = 0;
    for (let sequence = Number(first); sequence <= Number(last); sequence += 1) {
      if (covered.has(sequence)) wrong.push(`entry ${String(sequence)} is there twice`);
      covered.add(sequence);
      worth += amounts[sequence - 1] ?? Number.NaN;
    }
    if (status !== 'POSTED') wrong.push(`adjustment EID ${eid} is ${status}`);
    if (account !== id) wrong.push(`adjustment EID ${eid} is not ours`);
    if (worth !== (credit ? -amountCents : amountCents))
      wrong.push(`adjustment EID ${eid} is ${String(amountCents)}, and its entries ${String(worth)}`);
    return wrong;
  });
}

function statusesOf({ status, parent_status }: Booked): string[] {
  const both = [status, parent_status ?? status];
  if (both.some((one) => FINAL.includes(one))) return ENDED;
  return both.some((one) => one !== 'active') ? ['SUSPENDED'] : ['ACTIVE'];
}

/** What stands in the ledger, entry by entry. */
export async function ledgerOf({ database }: BilledBooks): Promise<Map<string, string>> {
  const { rows } = await database.owner.query<{ key: string; entry: string }>(
    `SELECT debt_account_id || ' ' || sequence AS key, to_jsonb(entry)::text AS entry FROM ledger_entries entry`,
  );
  return new Map(rows.map(({ key, entry }) => [key, entry]));
}

/** That the ledger is as it was, but for so many entries that were added since. */
export async function expectLedgerKept(
  books: BilledBooks,
  before: Map<string, string>,
  added = 0,
): Promise<void> {
  const now = await ledgerOf(books);
  expect(now.size).toBe(before.size + added);
  expect([...before].filter(([key, entry]) => now.get(key) !== entry)).toEqual([]);
}

/** As if all that is waited for had come: next attempts, and the end of a slowdown. What an answer proves takes its time. */
export async function hurry({ owner }: TestDatabase): Promise<void> {
  await owner.query(
    'UPDATE sync_records SET next_attempt_at = clock_timestamp() WHERE next_attempt_at > clock_timestamp()',
  );
  await owner.query(
    'UPDATE sync_lanes SET slowed_until = clock_timestamp() WHERE slowed_until > clock_timestamp()',
  );
}

/** As if so much time had gone by for those who hold something, and for calls whose outcome nobody knows. */
export async function letLeasesRunOut({ owner }: TestDatabase, ms: number): Promise<void> {
  await owner.query(
    `UPDATE sync_records SET leased_until = leased_until - $1 * interval '1 ms', call_ends_by = call_ends_by - $1 * interval '1 ms',
            last_empty_answer_at = last_empty_answer_at - $1 * interval '1 ms'
      WHERE leased_until IS NOT NULL OR call_ends_by IS NOT NULL`,
    [ms],
  );
  await owner.query(
    `UPDATE leases SET leased_until = leased_until - $1 * interval '1 ms' WHERE leased_until IS NOT NULL`,
    [ms],
  );
}

/** Asks for runs until nothing is open any more. @returns the last one */
export async function settleAll(books: BilledBooks, api: Api = books.api): Promise<BillingRunView> {
  return meanwhile(
    // The database may be just coming back.
    () => hurry(books.database).catch(() => undefined),
    async () => {
      for (let runs = 0; runs < RUNS_AT_MOST; runs += 1) {
        const run = await books.runEnded(await nextRun(api), api, PATIENCE_MS);
        if ((await openCount(books.database)) === 0) return run;
      }
      throw new Error(`After ${String(RUNS_AT_MOST)} runs something is still open`);
    },
  );
}

/** Does one thing again and again while another is done. */
export async function meanwhile<T>(again: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const looping = (async () => {
    while (!ending.signal.aborted) {
      await again();
      await delay(AGAIN_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  try {
    return await work();
  } finally {
    ending.abort();
    await looping;
  }
}

/** The one that is under way, else another. */
async function nextRun(api: Api): Promise<string> {
  const [newest] = dataOf(await api.get('/billing/runs?limit=1'), 200) as BillingRunView[];
  if (newest?.ended_at === null) return newest.id;
  const asked = await api.post('/billing/runs', { mode: 'incremental' });
  return (dataOf(asked, 201) as BillingRunView).id;
}

async function openCount({ owner }: TestDatabase): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    // Customers and creditors too: a run spreads what changed before it began. Their leases may run out unreleased.
    `SELECT count(*)::int AS count FROM sync_records
      WHERE lane = 'gotransverse'
        AND (wanted_version > settled_version OR rechecks > 0 OR call_step IS NOT NULL
             OR (lease_owner IS NOT NULL AND record_kind = 'debt_account'))`,
  );
  return rows[0]?.count ?? 0;
}
