import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { findByRef } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Annotated } from '../platform/http/answers.js';
import { heldPersonalFields, toTrattaAnswer } from './jit-answer.js';
import { explain, type ToldAccount, type ToldFacts } from './jit-explanation.js';
import type { JitPreviewMeta, JitPreviewView } from './jit-preview.types.js';
import { jitStatement, toJitRow, type JitRow } from './jit.statement.js';

/** What decides the balances of an account and of its children; the told ones are in the answer itself. */
const FACTS = `
  SELECT account.id = $1 AS "isAsked", account.external_id AS "externalId", account.status,
         parent.status AS "parentStatus", account.current_balance AS "bookBalance",
         account.settlement_amount AS "settlementAmount", pending.due, pending.later
    FROM debt_accounts account
    LEFT JOIN debt_accounts parent ON parent.id = account.parent_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(amount) FILTER (WHERE scheduled_at IS NULL OR scheduled_at <= now()), 0)::bigint AS due,
             coalesce(sum(amount) FILTER (WHERE scheduled_at > now()), 0)::bigint AS later
        FROM pending_payments WHERE debt_account_id = account.id AND state = 'pending') pending
   WHERE account.id = $1 OR account.parent_id = $1
   ORDER BY account.external_id`;
const PHONE = `SELECT phone IS NOT NULL AS "hasPhone", phone_country AS "phoneCountry" FROM customers WHERE id = $1`;

interface FactsRow {
  isAsked: boolean;
  externalId: string;
  status: string;
  parentStatus: string | null;
  bookBalance: string;
  settlementAmount: string | null;
  due: string;
  later: string;
}

/** Shows what Tratta would be told now, by JIT's own statement and code, but on none of its connections. */
@Injectable()
export class JitPreviewService {
  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly prisma: PrismaService,
    private readonly vault: PersonalDataVault,
  ) {}

  /**
   * Not a JIT call, and not recorded as one. Personal data is for callers with the scope `pii`, and audited.
   * @throws DomainError `not_found`
   */
  async preview(caller: Caller, ref: string): Promise<Annotated<JitPreviewView, JitPreviewMeta>> {
    const { toldStatuses, include } = this.settings.jit;
    const found = await findByRef(ref, (where) =>
      this.prisma.debtAccount.findUnique({ where, select: { externalId: true } }),
    );
    const { row, facts } = await this.read(found?.externalId ?? '');
    const personal = heldPersonalFields(row, include);
    const shown = caller.scopes.has('pii') ? personal : [];
    const answer = JSON.parse(toTrattaAnswer(row, shown, this.vault)) as { data: JitPreviewView };
    if (shown.length > 0)
      await this.prisma.inTransaction((transaction) =>
        recordAudit(transaction, caller, {
          action: 'customer.revealed',
          recordKind: 'customer',
          recordId: row.customerId,
          debtAccountId: row.accountId,
          changes: { fields: shown, by: 'jit_preview' },
        }),
      );
    return new Annotated(answer.data, {
      explanation: explain(facts, toldStatuses),
      omitted: personal.filter((field) => !shown.includes(field)),
    });
  }

  /** The answer and its reasons, in one snapshot. */
  private async read(externalId: string): Promise<{ row: JitRow; facts: ToldFacts }> {
    const client = await this.prisma.pool.connect();
    let broken = true;
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const read = await this.readIn(client, externalId);
      await client.query('COMMIT');
      broken = false;
      if (read === null)
        throw new DomainError('not_found', 'There is no debt account with this external_id or id');
      return read;
    } finally {
      client.release(broken);
    }
  }

  private async readIn(
    client: PoolClient,
    externalId: string,
  ): Promise<{ row: JitRow; facts: ToldFacts } | null> {
    const { rows } = await client.query<unknown[]>(jitStatement(externalId, this.settings.jit.toldStatuses));
    if (rows[0] === undefined) return null;
    const row = toJitRow(rows[0]);
    const { rows: accounts } = await client.query<FactsRow>(FACTS, [row.accountId]);
    const { rows: phones } = await client.query<Pick<ToldFacts, 'hasPhone' | 'phoneCountry'>>(PHONE, [
      row.customerId,
    ]);
    const told = toldBalances(row);
    const facts = accounts.map((account) => toToldAccount(account, told));
    const asked = facts[accounts.findIndex(({ isAsked }) => isAsked)];
    if (asked === undefined) throw new Error('A snapshot lost the account that it had');
    return {
      row,
      facts: {
        account: asked,
        children: facts.filter((account) => account !== asked),
        ...(phones[0] ?? { hasPhone: false, phoneCountry: null }),
      },
    };
  }
}

/** By external id, as the answer tells them. */
function toldBalances({ debtAccount, children }: JitRow): Map<string, bigint> {
  const accounts = [debtAccount, ...(children === null ? [] : [children])].flatMap(
    (text) => JSON.parse(text) as { external_id: string; current_balance: number }[],
  );
  return new Map(accounts.map((account) => [account.external_id, BigInt(account.current_balance)]));
}

function toToldAccount(row: FactsRow, told: Map<string, bigint>): ToldAccount {
  return {
    externalId: row.externalId,
    status: row.status,
    parentStatus: row.parentStatus,
    bookBalance: BigInt(row.bookBalance),
    pending: BigInt(row.due),
    pendingLater: BigInt(row.later),
    settlementAmount: row.settlementAmount === null ? null : BigInt(row.settlementAmount),
    told: told.get(row.externalId) ?? 0n,
  };
}
