import { Injectable } from '@nestjs/common';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';

const CUSTOMERS_AT_ONCE = 500;
const ACCOUNTS_AT_ONCE = 2_000;
/** What waits for its first time needs no second; one that is just being sent does: it may have been read before. */
const WAS_TAKEN_UP = Prisma.sql`(settled_version > 0 OR state <> 'pending' OR lease_owner IS NOT NULL)`;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * An account at Gotransverse holds its customer's names and its creditor's: where those changed, it is looked at
 * again, also one that was refused for them. The customers and creditors themselves are behind until that is done.
 */
@Injectable()
export class BillingFanOut {
  constructor(private readonly prisma: PrismaService) {}

  async spread(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.spreadCustomers()) === CUSTOMERS_AT_ONCE);
    for (const { id, version } of await this.changedLocations()) {
      let last: string | undefined = FIRST_ID;
      while (last !== undefined && !signal.aborted) last = await this.spreadLocation(id, last);
      if (!signal.aborted) await this.settle('location', [{ id, version }]);
    }
  }

  /** A page of them, with all of their accounts, in one transaction. */
  private async spreadCustomers(): Promise<number> {
    return this.prisma.inTransaction(async (transaction) => {
      const changed = await transaction.$queryRaw<{ id: string }[]>`
        WITH changed AS (
          SELECT record_id FROM sync_records
           WHERE lane = 'gotransverse' AND record_kind = 'customer' AND wanted_version > settled_version
           -- In the order of the index of what is due: by id, all customers would be walked past.
           ORDER BY coalesce(next_attempt_at, behind_since), record_id LIMIT ${CUSTOMERS_AT_ONCE} FOR UPDATE SKIP LOCKED)
        UPDATE sync_records record SET settled_version = wanted_version
          FROM changed
         WHERE lane = 'gotransverse' AND record_kind = 'customer' AND record.record_id = changed.record_id
        RETURNING record.record_id AS id`;
      await transaction.$executeRaw`
        UPDATE sync_records SET rechecks = rechecks + 1
         WHERE lane = 'gotransverse' AND record_kind = 'debt_account'
           AND record_id IN (SELECT id FROM debt_accounts WHERE customer_id = ANY(${changed.map(({ id }) => id)}::uuid[]))
           AND ${WAS_TAKEN_UP}`;
      return changed.length;
    });
  }

  private changedLocations(): Promise<{ id: string; version: bigint }[]> {
    return this.prisma.$queryRaw<{ id: string; version: bigint }[]>`
      SELECT record_id AS id, wanted_version AS version FROM sync_records
       WHERE lane = 'gotransverse' AND record_kind = 'location' AND wanted_version > settled_version`;
  }

  /** A creditor may have all accounts: in pages, so that nobody who changes one of them waits long. */
  private async spreadLocation(locationId: string, afterId: string): Promise<string | undefined> {
    return this.prisma.inTransaction(async (transaction) => {
      const page = await transaction.$queryRaw<{ id: string }[]>`
        SELECT id FROM debt_accounts WHERE location_id = ${locationId}::uuid AND id > ${afterId}::uuid
         ORDER BY id LIMIT ${ACCOUNTS_AT_ONCE}`;
      await transaction.$executeRaw`
        UPDATE sync_records SET rechecks = rechecks + 1
         WHERE lane = 'gotransverse' AND record_kind = 'debt_account' AND record_id = ANY(${page.map(({ id }) => id)}::uuid[])
           AND ${WAS_TAKEN_UP}`;
      return page.at(-1)?.id;
    });
  }

  /** As of the version that was spread: what changed since is still behind. */
  private async settle(kind: 'location', records: readonly { id: string; version: bigint }[]): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE sync_records record SET settled_version = greatest(settled_version, spread.version)
        FROM unnest(${records.map(({ id }) => id)}::uuid[], ${records.map(({ version }) => version)}::bigint[]) AS spread (id, version)
       WHERE lane = 'gotransverse' AND record_kind = ${kind}::record_kind AND record_id = spread.id`;
  }
}
