import { Injectable } from '@nestjs/common';
import type { BillingDifference } from '../platform/database/generated/client.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { AccountComparison, type ComparedLink } from './account-comparison.js';
import type { ComparedBalance } from './adjustment-differences.js';
import type { FoundDifference } from './difference.types.js';
import { UnlinkedAccounts } from './unlinked-accounts.js';
import { told } from './vendor-silence.js';

/** How a difference stands at this moment; without `difference` it is there no more. */
export interface DifferenceNow {
  difference?: FoundDifference;
  balance?: ComparedBalance;
  /** Of an account there besides ours: another difference that it has become. */
  another?: FoundDifference;
}

const UNLINKED = ['unknown_here', 'duplicate'];

/** Looks whether a difference is there still, by the code that found it. */
@Injectable()
export class DifferenceNowReader {
  constructor(
    private readonly comparison: AccountComparison,
    private readonly unlinked: UnlinkedAccounts,
  ) {}

  /**
   * @param claimedBy whose claim does not count as the account being sent
   * @throws DomainError `conflict` while the account is being sent; VendorSilenceError
   */
  async look(
    link: ComparedLink,
    { type, subject, debtAccountId, externalAccountNum }: BillingDifference,
    claimedBy?: string,
  ): Promise<DifferenceNow> {
    if (UNLINKED.includes(type)) return this.unlinkedNow(link, { type, eid: subject, externalAccountNum });
    const compared = await this.comparison.compare(
      link,
      debtAccountId ?? '',
      claimedBy === undefined ? {} : { claimedBy },
    );
    if (compared?.row.quiet !== true)
      throw new DomainError(
        'conflict',
        'The account is being sent to Gotransverse just now, or what became of a call about it is not known yet; look again in a moment',
      );
    const { differences, balance } = compared;
    const difference = differences.find((one) => one.type === type && one.subject === subject);
    return { ...(difference && { difference }), ...(balance && { balance }) };
  }

  private async unlinkedNow(
    { client }: ComparedLink,
    { type, eid, externalAccountNum }: { type: string; eid: string; externalAccountNum: string },
  ): Promise<DifferenceNow> {
    const all = told(await client.findAccounts(externalAccountNum));
    const there = all.find((one) => one.eid === eid);
    if (there === undefined) return {};
    const account = {
      eid,
      externalAccountNum,
      status: there.status ?? null,
      balance: there.balanceCents ?? null,
      ofNumber: all.length,
    };
    const [difference] = await this.unlinked.differences(client, [account]);
    if (difference === undefined) return {};
    return difference.type === type ? { difference } : { another: difference };
  }
}
