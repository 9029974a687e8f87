import { Injectable } from '@nestjs/common';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { BillingReconciliation } from '../platform/database/generated/client.js';
import { logger } from '../platform/logging/logger.js';
import { AccountComparison, type ComparedLink, type Comparison } from './account-comparison.js';
import type { PlacedDifference } from './difference.types.js';
import type { Fault } from './gotransverse/gotransverse.faults.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import type { Page } from './gotransverse/gotransverse.answers.js';
import { inParallel } from './in-parallel.js';
import { type ComparedStep, ReconciliationRecords } from './reconciliation-records.js';
import { UnlinkedAccounts } from './unlinked-accounts.js';
import { told, VendorSilenceError } from './vendor-silence.js';

/** As many as a page has. */
const BATCH = 50;

/** The steps that a comparison is made of: a page or as many accounts each, and none that depends on another's memory. */
@Injectable()
export class ReconciliationSteps {
  private readonly prefix: string;
  private readonly concurrency: number;

  constructor(
    @InjectSettings() { gotransverse }: ResolvedSettings,
    private readonly records: ReconciliationRecords,
    private readonly comparison: AccountComparison,
    private readonly unlinked: UnlinkedAccounts,
  ) {
    this.prefix = gotransverse.accountPrefix;
    this.concurrency = gotransverse.concurrency;
  }

  /** @returns undefined where there is nothing left. @throws VendorSilenceError */
  async step(link: ComparedLink, row: BillingReconciliation): Promise<ComparedStep | undefined> {
    switch (row.phase) {
      case 'there':
        return this.page(link, row);
      case 'unlinked':
        return this.unlinkedBatch(link, row);
      default:
        return this.unseenBatch(link, row);
    }
  }

  private async page(link: ComparedLink, { nextPage }: BillingReconciliation): Promise<ComparedStep> {
    const page = await this.listed(link, nextPage);
    const linked = await this.records.linked(page.items.map(({ eid }) => eid));
    const seen = page.items.filter(
      ({ eid, externalAccountNum }) =>
        linked.has(eid) || externalAccountNum?.startsWith(this.prefix) === true,
    );
    const ours = seen.flatMap((account) => {
      const id = linked.get(account.eid);
      return id === undefined ? [] : [{ id, account }];
    });
    const compared = await inParallel(ours, this.concurrency, ({ id, account }) =>
      this.compared(link, id, account),
    );
    const isLast = nextPage >= page.totalPages;
    return {
      ...cameTo(compared),
      seen,
      next: isLast ? { phase: 'unlinked' } : { nextPage: nextPage + 1 },
    };
  }

  /** One account about which nothing usable is told does not hold up all others. */
  private async compared(link: ComparedLink, id: string, seen?: AccountView): Promise<Comparison> {
    try {
      return await this.comparison.compare(link, id, seen === undefined ? {} : { seen });
    } catch (error) {
      if (!(error instanceof VendorSilenceError) || !isOfOneAccount(error.fault)) throw error;
      logger.warn({ debtAccountId: id, reason: error.fault.reason }, 'An account could not be compared');
      return undefined;
    }
  }

  /** Whole, where the tenant allows it: each account then costs no call but the one for its adjustments. */
  private async listed({ client, references }: ComparedLink, page: number): Promise<Page<AccountView>> {
    const { eid } = references.category;
    const deep = await client.listAccountsByCategory(eid, page, 'DEEP');
    if (deep.kind !== 'rejected' && deep.kind !== 'unavailable') return told(deep);
    return told(await client.listAccountsByCategory(eid, page));
  }

  private async unlinkedBatch(link: ComparedLink, row: BillingReconciliation): Promise<ComparedStep> {
    const accounts = await this.records.unlinkedAfter(row.id, row.unlinkedThrough, BATCH);
    const differences = await this.unlinked.differences(link.client, accounts);
    const last = accounts.at(-1);
    const next = last === undefined ? { phase: 'here' } : { unlinkedThrough: last.eid };
    return { compared: 0, skipped: 0, differences, next };
  }

  /** No page held them: they are gone, of another category, or slipped from one page to another meanwhile. */
  private async unseenBatch(
    link: ComparedLink,
    row: BillingReconciliation,
  ): Promise<ComparedStep | undefined> {
    const ids = await this.records.unseenAfter(row.id, row.hereThrough, BATCH);
    const last = ids.at(-1);
    if (last === undefined) return undefined;
    const compared = await inParallel(ids, this.concurrency, (id) => this.compared(link, id));
    return { ...cameTo(compared), next: { hereThrough: last } };
  }
}

/** Refused, or answered with what cannot be used: the same question about another account may be answered well. */
function isOfOneAccount({ kind, status = 0 }: Fault): boolean {
  const answered = status >= 200 && status <= 299;
  return kind === 'rejected' || kind === 'not_found' || (kind === 'unavailable' && answered);
}

function cameTo(
  comparisons: readonly Comparison[],
): Pick<ComparedStep, 'compared' | 'skipped' | 'differences'> {
  const done = comparisons.filter((one) => one !== undefined);
  return {
    compared: done.length,
    skipped: comparisons.length - done.length,
    differences: done.flatMap(({ row, differences }) =>
      differences.map((difference): PlacedDifference => ({
        ...difference,
        debtAccountId: row.account.debtAccountId,
        accountEid: row.account.eid,
        externalAccountNum: row.account.externalAccountNum,
      })),
    ),
  };
}
