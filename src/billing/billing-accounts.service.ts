import { Injectable } from '@nestjs/common';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import type {
  BillingAccount,
  BillingAdjustment,
  DebtAccount,
} from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Page } from '../platform/http/answers.js';
import { momentOrNull } from '../platform/http/moments.js';
import type { SyncStanding } from '../sync/sync-record.types.js';
import { SyncLanesService } from '../sync/sync-lanes.service.js';
import { SyncRecordsService } from '../sync/sync-records.service.js';
import { AccountPush, type PushedPart } from './account-push.js';
import type { AccountThereView, AdjustmentThereView, BillingAccountView } from './billing-account.types.js';
import { BillingBooks } from './billing-books.js';
import { BillingLane } from './billing-lane.js';
import { BillingContent } from './billing-content.js';
import { billingUnavailable } from './billing-unavailable.js';
import { readAdjustmentToken } from './gotransverse/adjustment-token.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import type { Outcome } from './gotransverse/gotransverse.faults.js';
import type { AdjustmentView } from './gotransverse/gotransverse.money-answers.js';
import { GotransverseLink } from './gotransverse-link.js';

const SHOWN_ADJUSTMENTS = 100;

/** One account and Gotransverse: how it stands, what is there, and bringing it there now. */
@Injectable()
export class BillingAccountsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly link: GotransverseLink,
    private readonly books: BillingBooks,
    private readonly contents: BillingContent,
    private readonly syncRecords: SyncRecordsService,
    private readonly pushes: AccountPush,
    private readonly lane: BillingLane,
    private readonly lanes: SyncLanesService,
  ) {}

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, ref: string): Promise<BillingAccountView> {
    return this.standing(await this.books.idOf(ref));
  }

  /**
   * Asks Gotransverse which accounts have our number now; changes nothing, here or there.
   * @throws DomainError `not_found`, `unavailable`
   */
  async lookUp(_caller: Caller, ref: string): Promise<Page<AccountThereView>> {
    const { client } = this.link.open();
    const id = await this.books.idOf(ref);
    const account = await this.prisma.debtAccount.findUniqueOrThrow({
      where: { id },
      include: { billingAccount: true },
    });
    const known = account.billingAccount;
    const number = known?.externalAccountNum ?? this.contents.externalAccountNum(account.externalId);
    const accounts = answered(await client.findAccounts(number));
    const views: AccountThereView[] = [];
    for (const there of accounts) {
      const adjustments = answered(await client.listAdjustments({ accountEid: there.eid }));
      views.push(toAccountThere(there, number, known?.eid === there.eid, id, adjustments));
    }
    return new Page(views, null);
  }

  /**
   * Makes one attempt to bring the account there, and tells how it stands then.
   * @throws DomainError `not_found`, `conflict` while another attempt is under way, `unavailable` where no account
   * can be sent now
   */
  async send(
    caller: Caller,
    ref: string,
    part: PushedPart,
    reason: string | null,
  ): Promise<BillingAccountView> {
    const id = await this.books.idOf(ref);
    await this.refuseClosed();
    // Not before the attempt is ours: what is refused leaves nothing behind.
    await this.pushes.push(id, part, () =>
      this.prisma.inTransaction((transaction) =>
        recordAudit(transaction, caller, {
          action: 'billing_account.sent',
          recordKind: 'debt_account',
          recordId: id,
          debtAccountId: id,
          reason,
          changes: { part },
        }),
      ),
    );
    return this.standing(id);
  }

  /**
   * A person's pause holds for everybody; one by Gotransverse is what a person tries whether it is over. A slowed
   * lane keeps runs off: one call of a person's need not wait.
   * @throws DomainError `conflict`; `unavailable` where no Gotransverse is set
   */
  async refuseClosed(): Promise<void> {
    const closed = await this.lane.closed();
    if (closed !== undefined) throw new DomainError('conflict', closed);
    const { pausedBy, reason } = await this.lanes.standing(this.lane.name);
    if (pausedBy === 'person')
      throw new DomainError(
        'conflict',
        `The lane to Gotransverse is paused: ${reason ?? ''}; resume it first`,
      );
  }

  private async standing(id: string): Promise<BillingAccountView> {
    const account = await this.prisma.debtAccount.findUniqueOrThrow({
      where: { id },
      include: {
        customer: { select: { version: true } },
        location: { select: { version: true } },
        billingAccount: {
          include: { adjustments: { orderBy: { lastSequence: 'desc' }, take: SHOWN_ADJUSTMENTS } },
        },
      },
    });
    const standing = await this.syncRecords.standing({ lane: 'gotransverse', kind: 'debt_account', id });
    if (standing === null) throw new Error('An account has no row in the lane');
    const posted = await this.prisma.billingAdjustment.aggregate({
      where: { debtAccountId: id, postedAt: { not: null } },
      _sum: { amount: true },
    });
    return toBillingAccountView(account, standing, posted._sum.amount ?? 0n);
  }
}

/** @throws DomainError `unavailable` with why Gotransverse did not answer */
function answered<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'done') return outcome.value;
  throw billingUnavailable(`Gotransverse could not be asked: ${outcome.reason}`);
}

type Shown = DebtAccount & {
  customer: { version: bigint };
  location: { version: bigint };
  billingAccount: (BillingAccount & { adjustments: BillingAdjustment[] }) | null;
};

function toBillingAccountView(account: Shown, standing: SyncStanding, posted: bigint): BillingAccountView {
  const { id, externalId, currentBalance, lastSequence, billingAccount } = account;
  return {
    debt_account_id: id,
    debt_account_external_id: externalId,
    state: seenState(account, standing),
    reason: standing.reason,
    attempts: standing.attempts,
    next_attempt_at: momentOrNull(standing.nextAttemptAt),
    settled_at: momentOrNull(standing.settledAt),
    ...(billingAccount === null ? NOTHING_THERE : toThere(billingAccount)),
    balance_posted: Number(posted),
    current_balance: Number(currentBalance),
    last_sequence: Number(lastSequence),
  };
}

type There = Omit<
  BillingAccountView,
  | 'debt_account_id'
  | 'debt_account_external_id'
  | 'state'
  | 'reason'
  | 'attempts'
  | 'next_attempt_at'
  | 'settled_at'
  | 'balance_posted'
  | 'current_balance'
  | 'last_sequence'
>;

const NOTHING_THERE: There = {
  eid: null,
  account_num: null,
  external_account_num: null,
  party_eid: null,
  adopted: false,
  status_there: null,
  balance_there: null,
  written_off: null,
  read_at: null,
  posted_sequence: 0,
  adjustments: [],
};

function toThere(there: NonNullable<Shown['billingAccount']>): There {
  return {
    eid: there.eid,
    account_num: there.accountNum,
    external_account_num: there.externalAccountNum,
    party_eid: there.partyEid,
    adopted: there.adopted,
    status_there: there.status,
    balance_there: there.balance === null ? null : Number(there.balance),
    read_at: momentOrNull(there.readAt),
    written_off: there.writtenOffAt === null ? null : Number(there.writeOffAmount),
    posted_sequence: Number(there.postedSequence),
    adjustments: there.adjustments.map((adjustment) => ({
      first_sequence: Number(adjustment.firstSequence),
      last_sequence: Number(adjustment.lastSequence),
      amount: Number(adjustment.amount),
      form: adjustment.form,
      eid: adjustment.eid,
      posted_at: momentOrNull(adjustment.postedAt),
    })),
  };
}

/** An account is behind with its customer and its creditor, too. */
function seenState({ billingAccount, customer, location }: Shown, { state }: SyncStanding) {
  if (state !== 'synced' || billingAccount === null) return state;
  const asSent =
    billingAccount.customerVersion === customer.version &&
    billingAccount.locationVersion === location.version;
  return asSent ? state : 'pending';
}

function toAccountThere(
  there: AccountView,
  externalAccountNum: string,
  ours: boolean,
  debtAccountId: string,
  adjustments: readonly AdjustmentView[],
): AccountThereView {
  return {
    eid: there.eid,
    account_num: there.accountNum ?? null,
    external_account_num: externalAccountNum,
    status: there.status ?? null,
    balance: there.balanceCents === undefined ? null : Number(there.balanceCents),
    party_kind: there.party?.kind ?? null,
    party_eid: there.party?.eid ?? null,
    ours,
    adjustments: adjustments.map((adjustment) => toAdjustmentThere(adjustment, debtAccountId)),
  };
}

function toAdjustmentThere(
  { eid, status, amountCents, credit, description }: AdjustmentView,
  debtAccountId: string,
): AdjustmentThereView {
  const token = readAdjustmentToken(description);
  const ours = token?.accountId === debtAccountId ? token : undefined;
  return {
    eid,
    status: status ?? null,
    amount: Number(credit === true ? -amountCents : amountCents),
    first_sequence: ours === undefined ? null : Number(ours.firstSequence),
    last_sequence: ours === undefined ? null : Number(ours.lastSequence),
  };
}
