import { Injectable } from '@nestjs/common';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { isUuid } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Page } from '../platform/http/answers.js';
import type { ListQuery } from '../platform/pagination/list-query.js';
import { momentOrNull } from '../platform/http/moments.js';
import type { ShownCall } from '../sync/sync-call.types.js';
import { SyncCallsService } from '../sync/sync-calls.service.js';
import { SyncLanesService } from '../sync/sync-lanes.service.js';
import { type ListedRecord, SyncWorklistService } from '../sync/sync-worklist.service.js';
import { BillingBooks } from './billing-books.js';
import type {
  BillingAccountListView,
  BillingAccountQuery,
  BillingAttemptView,
  RequeueBody,
  RequeuedView,
} from './billing-worklist.types.js';

const OURS = { lane: 'gotransverse', kind: 'debt_account' } as const;

/** Accounts by how they stand with Gotransverse, and what was tried with each. */
@Injectable()
export class BillingWorklistService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly books: BillingBooks,
    private readonly worklist: SyncWorklistService,
    private readonly lanes: SyncLanesService,
    private readonly calls: SyncCallsService,
  ) {}

  async list(_caller: Caller, query: BillingAccountQuery): Promise<Page<BillingAccountListView>> {
    const page = await this.worklist.list(OURS, query);
    const accounts = await this.prisma.debtAccount.findMany({
      where: { id: { in: page.items.map(({ id }) => id) } },
      select: {
        id: true,
        externalId: true,
        billingAccount: { select: { eid: true, externalAccountNum: true } },
      },
    });
    const byId = new Map(accounts.map((account) => [account.id, account]));
    const items = page.items.map((record) => toListView(record, byId.get(record.id)));
    return new Page(items, page.nextCursor);
  }

  /** @throws DomainError `invalid` where an account of the list does not exist */
  async requeue(caller: Caller, body: RequeueBody, reason: string | null): Promise<RequeuedView> {
    const { state, accounts } = body;
    const ids = accounts == null ? undefined : await this.idsOf(accounts);
    const lane = await this.lanes.standing(OURS.lane);
    return this.prisma.inTransaction(async (transaction) => {
      const requeued = await this.worklist.requeue(transaction, OURS, state, ids);
      await recordAudit(transaction, caller, {
        action: 'billing_accounts.requeued',
        recordKind: 'billing_lane',
        recordId: lane.id,
        reason,
        changes: { state, requeued },
      });
      return { requeued };
    });
  }

  /** Newest first. Bodies hold names and addresses: for callers with the scope `pii`, and audited. @throws DomainError `not_found` */
  async attempts(caller: Caller, ref: string, query: ListQuery): Promise<Page<BillingAttemptView>> {
    const id = await this.books.idOf(ref);
    const page = await this.calls.list({ ...OURS, id }, query);
    const showsBodies = caller.scopes.has('pii');
    if (
      showsBodies &&
      page.items.some(({ requestBody, answerBody }) => requestBody !== null || answerBody !== null)
    )
      await this.audit(caller, id);
    return new Page(
      page.items.map((call) => toAttemptView(call, showsBodies)),
      page.nextCursor,
    );
  }

  private async audit(caller: Caller, debtAccountId: string): Promise<void> {
    const { customerId } = await this.prisma.debtAccount.findUniqueOrThrow({ where: { id: debtAccountId } });
    await this.prisma.inTransaction((transaction) =>
      recordAudit(transaction, caller, {
        action: 'customer.revealed',
        recordKind: 'customer',
        recordId: customerId,
        debtAccountId,
        changes: { fields: ['date_of_birth'], by: 'billing_attempts' },
      }),
    );
  }

  private async idsOf(refs: readonly string[]): Promise<string[]> {
    const found = await this.prisma.debtAccount.findMany({
      where: { OR: [{ externalId: { in: [...refs] } }, { id: { in: refs.filter(isUuid) } }] },
      select: { id: true, externalId: true },
    });
    const known = new Set(found.flatMap(({ id, externalId }) => [id, externalId]));
    const fields = refs.flatMap((ref, at) =>
      known.has(ref)
        ? []
        : [
            {
              field: `accounts.${String(at)}`,
              message: 'there is no debt account with this external_id or id',
            },
          ],
    );
    if (fields.length > 0) throw new DomainError('invalid', 'Some accounts do not exist', fields);
    return found.map(({ id }) => id);
  }
}

interface Named {
  externalId: string;
  billingAccount: { eid: string; externalAccountNum: string } | null;
}

function toListView(record: ListedRecord, account: Named | undefined): BillingAccountListView {
  const there = account?.billingAccount ?? null;
  return {
    debt_account_id: record.id,
    debt_account_external_id: account?.externalId ?? '',
    state: record.state,
    reason: record.reason,
    attempts: record.attempts,
    next_attempt_at: momentOrNull(record.nextAttemptAt),
    settled_at: momentOrNull(record.settledAt),
    eid: there === null ? null : there.eid,
    external_account_num: there === null ? null : there.externalAccountNum,
  };
}

function toAttemptView(call: ShownCall, showsBodies: boolean): BillingAttemptView {
  return {
    id: call.id,
    attempt_id: call.attemptId,
    called_at: call.calledAt.toISOString(),
    operation: call.operation,
    method: call.method,
    path_pattern: call.pathPattern,
    status: call.status,
    duration_ms: Math.round(call.durationMs * 10) / 10,
    outcome: call.outcome,
    reason: call.reason,
    request_body: showsBodies ? call.requestBody : null,
    answer_body: showsBodies ? call.answerBody : null,
  };
}
