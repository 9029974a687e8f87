import { Injectable } from '@nestjs/common';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import type { DebtAccountStatus } from '../platform/database/generated/client.js';
import { FINAL_STATUSES } from '../debt-accounts/debt-account.types.js';
import { isEnded } from './account-status.js';
import type { PlacedDifference, Side } from './difference.types.js';
import type { GotransverseClient } from './gotransverse/gotransverse.client.js';
import { told } from './vendor-silence.js';

/** An account there that none of ours is linked to. */
export interface UnlinkedAccount {
  eid: string;
  externalAccountNum: string;
  status: string | null;
  balance: bigint | null;
  /** How many accounts there have its number. */
  ofNumber: number;
}

interface Neighbours {
  eid: string;
  linked: boolean;
  /** Ours that has the same number there. */
  numbered_id: string | null;
  numbered_eid: string | null;
  /** Ours that would be sent with this number. */
  named_id: string | null;
  named_status: DebtAccountStatus | null;
  named_eid: string | null;
  being_sent: boolean;
}

/** Finds out what accounts there are that bear our prefix, and are not known as ours. */
@Injectable()
export class UnlinkedAccounts {
  private readonly prefix: string;

  constructor(
    @InjectSettings() { gotransverse }: ResolvedSettings,
    private readonly prisma: PrismaService,
  ) {
    this.prefix = gotransverse.accountPrefix;
  }

  /** @throws VendorSilenceError */
  async differences(
    client: GotransverseClient,
    accounts: readonly UnlinkedAccount[],
  ): Promise<PlacedDifference[]> {
    const neighbours = new Map((await this.neighbours(accounts)).map((row) => [row.eid, row]));
    const found: PlacedDifference[] = [];
    for (const account of accounts) {
      const beside = neighbours.get(account.eid);
      // Linked since the page was read.
      if (beside === undefined || beside.linked) continue;
      const difference = await this.difference(client, account, beside);
      if (difference !== undefined) found.push(difference);
    }
    return found;
  }

  private async difference(
    client: GotransverseClient,
    account: UnlinkedAccount,
    beside: Neighbours,
  ): Promise<PlacedDifference | undefined> {
    if (beside.numbered_id !== null) return this.duplicate(client, account, beside);
    if (beside.named_id === null) return stranger(account);
    // Its create is under way, or is looked for: it becomes ours by itself.
    if (beside.being_sent) return undefined;
    if (beside.named_eid !== null) return linkedElsewhere(account, beside);
    return account.ofNumber > 1 ? ambiguous(account, beside) : adoptable(account, beside);
  }

  /** Read anew: one that was retired since is none any more. */
  private async duplicate(
    client: GotransverseClient,
    account: UnlinkedAccount,
    { numbered_id, numbered_eid }: Neighbours,
  ): Promise<PlacedDifference | undefined> {
    const outcome = await client.readAccount(account.eid);
    if (outcome.kind === 'not_found') return undefined;
    const there = told(outcome);
    const { status, balanceCents } = there;
    if (isEnded(status) && balanceCents === 0n) return undefined;
    return {
      ...placed(account, numbered_id),
      type: 'duplicate',
      here: { eid: numbered_eid, external_account_num: account.externalAccountNum },
      there: sideOf({ ...account, status: status ?? null, balance: balanceCents ?? null }),
      explanation: `Gotransverse has a second account of this externalAccountNum, EID ${account.eid}; ours is EID ${numbered_eid ?? ''}. A call that was held up may have made it: the debt could be billed twice. Retire it: what is ours on it is taken back, and it is deactivated`,
      repairs: ['retire_duplicate'],
    };
  }

  private async neighbours(accounts: readonly UnlinkedAccount[]): Promise<Neighbours[]> {
    const eids = accounts.map(({ eid }) => eid);
    const numbers = accounts.map(({ externalAccountNum }) => externalAccountNum);
    const names = numbers.map((number) => number.slice(this.prefix.length));
    return this.prisma.$queryRaw<Neighbours[]>`
      SELECT there.eid, linked.eid IS NOT NULL AS linked,
             numbered.debt_account_id AS numbered_id, numbered.eid AS numbered_eid,
             named.id AS named_id, named.status AS named_status, named_there.eid AS named_eid,
             coalesce(record.call_step IS NOT NULL OR record.leased_until > clock_timestamp(), false) AS being_sent
        FROM unnest(${eids}::text[], ${numbers}::text[], ${names}::text[]) AS there (eid, number, name)
        LEFT JOIN billing_accounts linked ON linked.eid = there.eid
        LEFT JOIN billing_accounts numbered ON numbered.external_account_num = there.number
        LEFT JOIN debt_accounts named ON named.external_id = there.name
        LEFT JOIN billing_accounts named_there ON named_there.debt_account_id = named.id
        LEFT JOIN sync_records record ON record.lane = 'gotransverse' AND record.record_kind = 'debt_account'
                                     AND record.record_id = named.id`;
  }
}

function adoptable(account: UnlinkedAccount, { named_id, named_status }: Neighbours): PlacedDifference {
  const isFinal = named_status !== null && FINAL_STATUSES.includes(named_status);
  const ended = isEnded(account.status ?? undefined);
  const how = isFinal
    ? 'It is final here and was never sent, so nothing is: end the account there by hand'
    : ended
      ? `It is ${account.status ?? ''} there and takes no changes: give it another externalAccountNum there, or reactivate it`
      : 'Adopt it: it is looked up, and taken over unless it holds what contradicts the books';
  return {
    ...placed(account, named_id),
    type: 'unknown_here',
    here: { eid: null },
    there: sideOf(account),
    explanation: `Gotransverse has the account EID ${account.eid} with the number of one of ours that is not known to be there. ${how}`,
    repairs: isFinal || ended ? [] : ['adopt'],
  };
}

/** Never chosen among several (reference, 7.4). */
function ambiguous(account: UnlinkedAccount, { named_id }: Neighbours): PlacedDifference {
  return {
    ...placed(account, named_id),
    type: 'duplicate',
    here: { eid: null, external_account_num: account.externalAccountNum },
    there: sideOf(account),
    explanation: `Gotransverse has ${String(account.ofNumber)} accounts of this externalAccountNum, and none of them is known as ours. Which one is ours is for a person to say: give the others another externalAccountNum there, then send the account`,
    repairs: [],
  };
}

/** It was sent under another prefix. */
function linkedElsewhere(account: UnlinkedAccount, { named_id, named_eid }: Neighbours): PlacedDifference {
  return {
    ...placed(account, named_id),
    type: 'unknown_here',
    here: { eid: named_eid },
    there: sideOf(account),
    explanation: `Gotransverse has the account EID ${account.eid} with a number that would be that of one of ours, which is the account EID ${named_eid ?? ''} there under another number. Was GOTRANSVERSE_ACCOUNT_PREFIX another one? A person decides what becomes of it`,
    repairs: [],
  };
}

function stranger(account: UnlinkedAccount): PlacedDifference {
  return {
    ...placed(account, null),
    type: 'unknown_here',
    here: { eid: null },
    there: sideOf(account),
    explanation: `Gotransverse has the account EID ${account.eid} under our prefix, and the books have no account of this external id. Was this database restored from an older backup, or do others use the prefix? Enter the account here, or give it another externalAccountNum there`,
    repairs: [],
  };
}

function placed(
  { eid, externalAccountNum }: UnlinkedAccount,
  debtAccountId: string | null,
): Pick<PlacedDifference, 'subject' | 'accountEid' | 'externalAccountNum' | 'debtAccountId'> {
  return { subject: eid, accountEid: eid, externalAccountNum, debtAccountId };
}

function sideOf({ eid, status, balance }: UnlinkedAccount): Side {
  return { eid, status, balance: balance === null ? null : Number(balance) };
}
