import { Injectable } from '@nestjs/common';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { type BillingDifference, Prisma } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { filteredId, isUuid } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Page } from '../platform/http/answers.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { listOf } from '../platform/pagination/list-query.js';
import { newestFirst, recordsOf, whereAll } from '../platform/pagination/newest-first.js';
import type { DifferenceState, DifferenceType, Repair, Side } from './difference.types.js';
import type { DifferenceQuery, DifferenceView } from './reconciliation.types.js';
import { ReconciliationRecords } from './reconciliation-records.js';
import { ReconciliationsService } from './reconciliations.service.js';

const HIDDEN = '****-**-**';

interface Owner {
  externalId: string;
  customerId: string;
}

/** What was found to differ, for people. */
@Injectable()
export class DifferencesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly cursors: Cursors,
    private readonly records: ReconciliationRecords,
    private readonly reconciliations: ReconciliationsService,
  ) {}

  /** Those of one comparison, the newest first. @throws DomainError `not_found` */
  async list(
    caller: Caller,
    reconciliationId: string,
    query: DifferenceQuery,
  ): Promise<Page<DifferenceView>> {
    await this.reconciliations.existing(reconciliationId);
    const list = listOf(`billing differences of ${reconciliationId}`, query);
    const accountId = await filteredId(query.debt_account, (where) =>
      this.prisma.debtAccount.findUnique({ where, select: { id: true } }),
    );
    if (accountId === null) return new Page<DifferenceView>([], null);
    const filters = whereAll([
      Prisma.sql`reconciliation_id = ${reconciliationId}::uuid`,
      query.type != null && Prisma.sql`type = ${query.type}`,
      query.state != null && Prisma.sql`state = ${query.state}`,
      accountId !== undefined && Prisma.sql`debt_account_id = ${accountId}::uuid`,
    ]);
    const table = { from: Prisma.sql`billing_differences`, id: Prisma.sql`id` };
    const ids = await newestFirst(this.prisma, this.cursors, table, filters, list);
    return recordsOf(
      ids,
      async (where) => this.views(caller, await this.prisma.billingDifference.findMany({ where })),
      (view) => view,
    );
  }

  /** @throws DomainError `not_found` */
  async read(caller: Caller, id: string): Promise<DifferenceView> {
    const [view] = await this.views(caller, [await this.existing(id)]);
    return view as DifferenceView;
  }

  /** @throws DomainError `not_found` */
  async existing(id: string): Promise<BillingDifference> {
    const row = isUuid(id) ? await this.prisma.billingDifference.findUnique({ where: { id } }) : null;
    if (row === null) throw new DomainError('not_found', 'There is no difference with this id');
    return row;
  }

  private async views(caller: Caller, rows: readonly BillingDifference[]): Promise<DifferenceView[]> {
    const ids = rows.flatMap(({ debtAccountId }) => debtAccountId ?? []);
    const accounts = await this.prisma.debtAccount.findMany({
      where: { id: { in: ids } },
      select: { id: true, externalId: true, customerId: true },
    });
    const owners = new Map(accounts.map(({ id, ...owner }) => [id, owner]));
    const shows = caller.scopes.has('pii');
    if (shows) await this.audit(caller, rows, owners);
    return rows.map((row) => this.toView(row, owners.get(row.debtAccountId ?? ''), shows));
  }

  /** Each customer's once, as where it is shown elsewhere. */
  private async audit(
    caller: Caller,
    rows: readonly BillingDifference[],
    owners: ReadonlyMap<string, Owner>,
  ): Promise<void> {
    const customers = new Map<string, string>();
    for (const { holdsBirth, debtAccountId } of rows) {
      const owner = owners.get(debtAccountId ?? '');
      if (holdsBirth && debtAccountId !== null && owner !== undefined)
        customers.set(owner.customerId, debtAccountId);
    }
    if (customers.size === 0) return;
    const events = [...customers].map(([recordId, debtAccountId]) => ({
      action: 'customer.revealed',
      recordKind: 'customer',
      recordId,
      debtAccountId,
      changes: { fields: ['date_of_birth'], by: 'billing_difference' },
    }));
    await this.prisma.inTransaction((transaction) => recordAudit(transaction, caller, ...events));
  }

  private toView(row: BillingDifference, owner: Owner | undefined, showsBirth: boolean): DifferenceView {
    const { here, there } = this.records.sides(row.id, row.sidesCipher);
    const shown = (side: Side): Side =>
      row.holdsBirth && !showsBirth && side['dob'] != null ? { ...side, dob: HIDDEN } : side;
    return {
      id: row.id,
      reconciliation_id: row.reconciliationId,
      type: row.type as DifferenceType,
      state: row.state as DifferenceState,
      debt_account_id: row.debtAccountId,
      debt_account_external_id: owner?.externalId ?? null,
      account_eid: row.accountEid,
      external_account_num: row.externalAccountNum,
      adjustment_eid: row.type.startsWith('adjustment_') ? row.subject : null,
      here: shown(here),
      there: shown(there),
      explanation: row.explanation,
      repairs: row.repairs as Repair[],
      reason: row.reason,
      found_at: row.foundAt.toISOString(),
      settled_at: row.settledAt?.toISOString() ?? null,
    };
  }
}
