import { Injectable } from '@nestjs/common';
import { CustomersService } from '../customers/customers.service.js';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import { namesOf, notTaken, unchangedAmong } from '../platform/database/differences.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { lockNames } from '../platform/database/record-locks.js';
import { assertSameName, findByRef, newName, only } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { type Page, Upserted } from '../platform/http/answers.js';
import { assertMayBeNew, assertVersion, type Precondition } from '../platform/http/precondition.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { listOf } from '../platform/pagination/list-query.js';
import { type ListedTable, newestFirst, recordsOf, whereAll } from '../platform/pagination/newest-first.js';
import { changedMetadata } from '../platform/validation/metadata.js';
import { accountConditions } from './account-criteria.js';
import { AccountWriter, saysNothingNew } from './account-writer.js';
import type { DebtAccountQuery, DebtAccountSearch } from './debt-account-queries.types.js';
import { moveByFeed, moveByPerson } from './debt-account-status.js';
import { toDetails } from './debt-account.columns.js';
import type { DebtAccountBody, DebtAccountChange, DebtAccountReplacement } from './debt-account.types.js';
import type { DebtAccountView } from './debt-account-view.types.js';
import { DEBT_ACCOUNT_INCLUDE, type DebtAccountRow, toDebtAccountView } from './debt-account.view.js';
import { lockFamilyOf } from './family-lock.js';

const ACCOUNTS: ListedTable = { from: Prisma.sql`debt_accounts`, id: Prisma.sql`debt_accounts.id` };
const ACCOUNTS_WITH_CUSTOMERS: ListedTable = {
  from: Prisma.sql`debt_accounts JOIN customers ON customers.id = debt_accounts.customer_id`,
  id: Prisma.sql`debt_accounts.id`,
};

/** What the database's own rules mean to whoever writes an account. */
const REFUSALS = {
  // Removed between being looked up and being named.
  debt_accounts_customer_id_fkey: DomainError.invalidField(
    'customer_id',
    'names no customer; create the customer first',
  ),
  debt_accounts_location_id_fkey: DomainError.invalidField(
    'location_id',
    'names no location; create the location first',
  ),
  debt_account_locations_location_id_fkey: DomainError.invalidField(
    'locations',
    'name a location that was removed',
  ),
  debt_accounts_parent_awaits_payment: new DomainError(
    'conflict',
    'The named parent has a pending payment of its own; it can become a parent when that is settled',
  ),
  debt_accounts_balance_range: DomainError.invalidField(
    'balance',
    'would take the balance, or the sum of the parent, out of range',
  ),
  debt_accounts_current_balance_range: DomainError.invalidField(
    'current_balance',
    'would take the balance, or the sum of the parent, out of range',
  ),
  debt_accounts_itemization_fixed: new DomainError(
    'conflict',
    'The itemization was used towards the debtor and cannot change; leave it out, or send it as it is',
    [{ field: 'itemization', message: 'was used towards the debtor and is fixed' }],
  ),
};

@Injectable()
export class DebtAccountsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly writer: AccountWriter,
    private readonly customers: CustomersService,
    private readonly cursors: Cursors,
    private readonly reasons: Reasons,
  ) {}

  /**
   * Creates an account with its opening entries.
   * @throws DomainError `conflict` when the external id is taken or the parent has entries of its own,
   *   `invalid` when a named record does not exist or the family's rules are broken
   */
  async create(caller: Caller, body: DebtAccountBody): Promise<DebtAccountView> {
    const taken = new DomainError(
      'conflict',
      `A debt account with the external_id "${body.external_id}" exists already`,
    );
    return onRefusal({ ...REFUSALS, debt_accounts_external_id_key: taken }, () =>
      this.prisma.inTransaction(async (transaction) => {
        await lockNames(transaction, 'debt_accounts', [body.external_id]);
        return only(await this.writer.insert(transaction, caller, [body]));
      }),
    );
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, ref: string): Promise<DebtAccountView> {
    const row = await findByRef(ref, (where) =>
      this.prisma.debtAccount.findUnique({ where, include: DEBT_ACCOUNT_INCLUDE }),
    );
    return toDebtAccountView(existing(row));
  }

  /** Newest first. */
  async list(_caller: Caller, query: DebtAccountQuery): Promise<Page<DebtAccountView>> {
    return this.found('debt accounts', query, ACCOUNTS, []);
  }

  /** Newest first; by what is personal about their customers too. */
  async search(caller: Caller, search: DebtAccountSearch): Promise<Page<DebtAccountView>> {
    const { customer_name: name, customer_phone: phone, customer_email: email } = search;
    const person = Object.fromEntries(
      Object.entries({ name, phone, email }).filter(([, value]) => value != null),
    );
    const conditions = this.customers.conditions(caller, person);
    return this.found('debt account search', search, ACCOUNTS_WITH_CUSTOMERS, conditions);
  }

  /**
   * Makes the account what the body says: absent amounts, status and parent stay as they are, and what only a
   * person may change stays with a warning.
   * @throws DomainError as {@link create}, and `precondition_failed`
   */
  async replace(
    caller: Caller,
    ref: string,
    body: DebtAccountReplacement,
    precondition: Precondition,
  ): Promise<Upserted<DebtAccountView>> {
    return this.onRefusal(() =>
      this.prisma.inTransaction((transaction) => this.upsert(transaction, caller, ref, body, precondition)),
    );
  }

  /** {@link replace}, as a part of a larger change. */
  async upsert(
    transaction: Transaction,
    caller: Caller,
    ref: string,
    body: DebtAccountReplacement,
    precondition: Precondition = null,
  ): Promise<Upserted<DebtAccountView>> {
    const row =
      (await this.findLocked(transaction, ref, body.parent_external_id)) ??
      (await this.findNamed(transaction, newName(ref, body.external_id)));
    if (row === null) {
      assertMayBeNew(precondition);
      const made = await this.writer.insert(transaction, caller, [{ ...body, external_id: ref }]);
      return new Upserted(only(made), 'created');
    }
    assertSameName(row.externalId, body.external_id);
    assertVersion(row.version, precondition);
    const parent = body.parent_external_id ?? row.parent?.externalId ?? null;
    const whole = { ...body, parent_external_id: parent };
    return this.writer.update(transaction, caller, row, whole, moveByFeed(row.status, body.status));
  }

  /** Those of the bodies that say nothing new, by external id; read without a lock. */
  async unchanged(bodies: readonly DebtAccountBody[]): Promise<Map<string, Upserted<DebtAccountView>>> {
    const rows = await this.prisma.debtAccount.findMany({
      where: { externalId: { in: namesOf(bodies) } },
      include: DEBT_ACCOUNT_INCLUDE,
    });
    return unchangedAmong(bodies, rows, (row, body) => {
      const { status, warnings } = moveByFeed(row.status, body.status);
      return status === row.status && saysNothingNew(row, body)
        ? new Upserted(toDebtAccountView(row), 'unchanged', warnings)
        : null;
    });
  }

  /** Makes those of the records whose names are free; what has its name already is left alone. */
  async insertNew(
    transaction: Transaction,
    caller: Caller,
    bodies: readonly DebtAccountBody[],
  ): Promise<DebtAccountView[]> {
    const names = namesOf(bodies);
    await lockNames(transaction, 'debt_accounts', names);
    const taken = await transaction.debtAccount.findMany({
      where: { externalId: { in: names } },
      select: { externalId: true },
    });
    return this.writer.insert(transaction, caller, notTaken(bodies, taken));
  }

  /** @throws DomainError as {@link replace}, and `not_found` */
  async change(
    caller: Caller,
    ref: string,
    change: DebtAccountChange,
    precondition: Precondition,
  ): Promise<DebtAccountView> {
    return this.onRefusal(() =>
      this.prisma.inTransaction(async (transaction) => {
        const row = existing(await this.findLocked(transaction, ref, change.parent_external_id));
        assertVersion(row.version, precondition);
        if (change.itemization === null && row.itemizationUsedAt !== null)
          throw REFUSALS.debt_accounts_itemization_fixed;
        const move = moveByPerson(row.status, change.status, this.reasons.of(caller, change));
        const body = {
          ...toDetails(row),
          customer_id: row.customer.externalId,
          location_id: row.location.externalId,
          parent_external_id: row.parent?.externalId ?? null,
          locations: row.furtherLocations.map(({ location }) => ({ external_id: location.externalId })),
          ...change,
          metadata: changedMetadata(row.metadata, change.metadata ?? {}),
        };
        const { record } = await this.writer.update(transaction, caller, row, body, move);
        return record;
      }),
    );
  }

  /**
   * Closes an account, which is never deleted.
   * @throws DomainError `not_found`, `precondition_failed`, `invalid` out of another final status without a reason
   */
  async close(
    caller: Caller,
    ref: string,
    reason: string | null,
    precondition: Precondition,
  ): Promise<DebtAccountView> {
    return this.change(caller, ref, { status: 'closed', reason }, precondition);
  }

  /** Runs `work` and says what the database's refusals mean. */
  onRefusal<T>(work: () => Promise<T>): Promise<T> {
    return onRefusal(REFUSALS, work);
  }

  private async found(
    name: string,
    query: DebtAccountQuery,
    table: ListedTable,
    conditions: readonly Prisma.Sql[],
  ): Promise<Page<DebtAccountView>> {
    const list = listOf(name, query);
    const filters = whereAll([...accountConditions(query), ...conditions]);
    const ids = await newestFirst(this.prisma, this.cursors, table, filters, list);
    return recordsOf(
      ids,
      (where) => this.prisma.debtAccount.findMany({ where, include: DEBT_ACCOUNT_INCLUDE }),
      toDebtAccountView,
    );
  }

  private async findLocked(
    transaction: Transaction,
    ref: string,
    newParent?: string | null,
  ): Promise<DebtAccountRow | null> {
    return findByRef(ref, async (where) => {
      await lockFamilyOf(transaction, where, newParent);
      return transaction.debtAccount.findUnique({ where, include: DEBT_ACCOUNT_INCLUDE });
    });
  }

  /** Once more, when whoever was making it has finished. */
  private async findNamed(transaction: Transaction, name: string): Promise<DebtAccountRow | null> {
    await lockNames(transaction, 'debt_accounts', [name]);
    return this.findLocked(transaction, name);
  }
}

function existing(row: DebtAccountRow | null): DebtAccountRow {
  if (row === null)
    throw new DomainError('not_found', 'There is no debt account with this external_id or id');
  return row;
}
