import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { CustomersService } from '../customers/customers.service.js';
import { LocationsService } from '../locations/locations.service.js';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import type { DebtAccount } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { findByRef } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { toDebtAccountColumns } from './debt-account.columns.js';
import type { DebtAccountBody } from './debt-account.types.js';
import type { DebtAccountView } from './debt-account-view.types.js';
import { DEBT_ACCOUNT_INCLUDE, toDebtAccountView } from './debt-account.view.js';
import { LedgerService } from './ledger.service.js';

/** The records that a new account names, by our ids. */
interface NamedRecords {
  customerId: string;
  locationId: string;
  parentId: string | null;
  furtherLocationIds: string[];
}

@Injectable()
export class DebtAccountsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly customers: CustomersService,
    private readonly locations: LocationsService,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * Creates an account with its opening entries.
   * @throws DomainError `conflict` when the external id is taken or the parent has entries of its own,
   *   `invalid` when a named record does not exist or the family's rules are broken
   */
  async create(caller: Caller, body: DebtAccountBody): Promise<DebtAccountView> {
    return onRefusal(
      {
        debt_accounts_external_id_key: new DomainError(
          'conflict',
          `A debt account with the external_id "${body.external_id}" exists already`,
        ),
        debt_accounts_parent_awaits_payment: new DomainError(
          'conflict',
          'The named parent has a pending payment of its own; it can become a parent when that is settled',
        ),
        debt_accounts_balance_range: DomainError.invalidField(
          'balance',
          'would take the sum of the parent out of range',
        ),
        debt_accounts_current_balance_range: DomainError.invalidField(
          'current_balance',
          'would take the sum of the parent out of range',
        ),
      },
      () => this.prisma.inTransaction((transaction) => this.insert(transaction, caller, body)),
    );
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, ref: string): Promise<DebtAccountView> {
    const row = await findByRef(ref, (where) =>
      this.prisma.debtAccount.findUnique({ where, include: DEBT_ACCOUNT_INCLUDE }),
    );
    if (row === null)
      throw new DomainError('not_found', 'There is no debt account with this external_id or id');
    return toDebtAccountView(row);
  }

  private async insert(
    transaction: Transaction,
    caller: Caller,
    body: DebtAccountBody,
  ): Promise<DebtAccountView> {
    const named = await this.namedRecords(transaction, body);
    const { furtherLocationIds, ...keys } = named;
    const id = uuidv7();
    await transaction.debtAccount.create({
      data: {
        id,
        ...keys,
        ...toDebtAccountColumns(body),
        furtherLocations: {
          create: furtherLocationIds.map((locationId, index) => ({ locationId, position: index + 1 })),
        },
      },
      select: { id: true },
    });
    await this.openBooks(transaction, id, body);
    await recordAudit(transaction, caller, {
      action: 'debt_account.created',
      recordKind: 'debt_account',
      recordId: id,
      debtAccountId: id,
      changes: { external_id: body.external_id, status: body.status ?? 'active' },
    });
    const row = await transaction.debtAccount.findUniqueOrThrow({
      where: { id },
      include: DEBT_ACCOUNT_INCLUDE,
    });
    return toDebtAccountView(row);
  }

  private async openBooks(transaction: Transaction, id: string, body: DebtAccountBody): Promise<void> {
    const placed = BigInt(body.balance ?? 0);
    const current = body.current_balance == null ? placed : BigInt(body.current_balance);
    const account = { id, parentId: null, childCount: 0, currentBalance: 0n };
    await this.ledger.open(transaction, account, placed, current, this.clock.now());
  }

  private async namedRecords(transaction: Transaction, body: DebtAccountBody): Promise<NamedRecords> {
    const customerId = await this.customers.requireId(transaction, body.customer_id, 'customer_id');
    const locationId = await this.locations.requireId(transaction, body.location_id, 'location_id');
    const parentId =
      body.parent_external_id == null
        ? null
        : await this.requireParent(transaction, body.parent_external_id, { customerId, locationId });
    const furtherLocationIds: string[] = [];
    for (const [index, { external_id }] of (body.locations ?? []).entries()) {
      const field = `locations.${String(index)}.external_id`;
      const furtherId = await this.locations.requireId(transaction, external_id, field);
      if (furtherId === locationId || furtherLocationIds.includes(furtherId))
        throw DomainError.invalidField(
          field,
          'is named already; each location once, the main one in location_id only',
        );
      furtherLocationIds.push(furtherId);
    }
    return { customerId, locationId, parentId, furtherLocationIds };
  }

  private async requireParent(
    transaction: Transaction,
    ref: string,
    family: { customerId: string; locationId: string },
  ): Promise<string> {
    const field = 'parent_external_id';
    const found = await findByRef(ref, (where) =>
      transaction.debtAccount.findUnique({ where, select: { id: true } }),
    );
    if (found === null)
      throw DomainError.invalidField(field, 'names no debt account; create the parent first');
    // Under its lock nobody gives the parent entries, or a parent of its own, between this check and the commit.
    const [parent] = await transaction.$queryRaw<
      Pick<DebtAccount, 'id' | 'parentId' | 'lastSequence' | 'customerId' | 'locationId'>[]
    >`
      SELECT id, parent_id AS "parentId", last_sequence AS "lastSequence", customer_id AS "customerId", location_id AS "locationId"
        FROM debt_accounts WHERE id = ${found.id}::uuid FOR NO KEY UPDATE`;
    if (parent === undefined)
      throw DomainError.invalidField(field, 'names no debt account; create the parent first');
    if (parent.parentId !== null)
      throw DomainError.invalidField(
        field,
        'names an account that has a parent itself; accounts nest one level deep',
      );
    if (parent.lastSequence > 0n)
      throw new DomainError(
        'conflict',
        'The named parent has ledger entries of its own, so it cannot become the sum of children',
        [{ field, message: 'names an account with entries' }],
      );
    if (parent.customerId !== family.customerId)
      throw DomainError.invalidField('customer_id', "must be the parent's customer");
    if (parent.locationId !== family.locationId)
      throw DomainError.invalidField('location_id', "must be the parent's main location");
    return parent.id;
  }
}
