import type { BillingWorld } from './billing-world.js';

const AT_ONCE = 8;
const PAID_CENTS = -100;

interface Chosen {
  id: string;
  externalId: string;
  cents: string;
}

/** Puts some accounts at the sandbox as they stand in the books, and then has a little paid on each. */
export async function changeSome(world: BillingWorld, count: number, round: number): Promise<void> {
  await world.sandbox.latency(0);
  const { rows } = await world.sql.query<Chosen>(
    `SELECT account.id, account.external_id AS "externalId", account.current_balance AS cents
       FROM debt_accounts account JOIN customers customer ON customer.id = account.customer_id
      WHERE account.status = 'active' AND parent_id IS NULL AND child_count = 0 AND customer.kind = 'person'
        AND account.current_balance > 10000
      ORDER BY md5(account.id::text || $1) LIMIT $2`,
    [String(round), count],
  );
  const eids: string[] = [];
  await inParallel(rows, async ({ externalId, cents }, index) => {
    eids[index] = await world.sandbox.plant(externalId, Number(cents));
  });
  const client = await world.sql.connect();
  try {
    // An account there is never exchanged for another: but for a benchmark, which has made it up.
    await client.query('BEGIN; ALTER TABLE billing_accounts DISABLE TRIGGER USER');
    await client.query(
      `UPDATE billing_accounts SET eid = planted.eid, party_eid = NULL, read_at = clock_timestamp()
         FROM unnest($1::uuid[], $2::text[]) AS planted (id, eid) WHERE debt_account_id = planted.id`,
      [rows.map(({ id }) => id), eids],
    );
    await client.query('ALTER TABLE billing_accounts ENABLE TRIGGER USER; COMMIT');
  } finally {
    client.release();
  }
  await inParallel(rows, async ({ externalId }) => {
    const path = `/debt-accounts/${encodeURIComponent(externalId)}/entries`;
    await world.ask('POST', path, { kind: 'payment', amount: PAID_CENTS });
  });
  await world.sandbox.latency(20);
}

async function inParallel<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < items.length) {
        const index = next;
        next += 1;
        await work(items[index] as T, index);
      }
    }),
  );
}
