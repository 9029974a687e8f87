import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../platform/audit/audit.js';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import { differing, fieldName } from '../platform/database/differences.js';
import type { DebtAccount } from '../platform/database/generated/client.js';
import type { Transaction } from '../platform/database/prisma.service.js';
import { Upserted } from '../platform/http/answers.js';
import { AccountReferences, type NamedRecords } from './account-references.js';
import type { StatusMove } from './debt-account-status.js';
import { toDebtAccountColumns, toWritten, withFixedItemization } from './debt-account.columns.js';
import type { DebtAccountBody, DebtAccountFields } from './debt-account.types.js';
import type { DebtAccountView } from './debt-account-view.types.js';
import { DEBT_ACCOUNT_INCLUDE, type DebtAccountRow, toDebtAccountView } from './debt-account.view.js';
import { type Amounts, LedgerService } from './ledger.service.js';

/** An account about to be made. */
interface NewAccount {
  id: string;
  body: DebtAccountBody;
  named: NamedRecords;
  reason: string | null;
}

/** Writes accounts: row, ledger and audit event, in the caller's transaction. */
@Injectable()
export class AccountWriter {
  constructor(
    private readonly clock: Clock,
    private readonly references: AccountReferences,
    private readonly ledger: LedgerService,
    private readonly reasons: Reasons,
  ) {}

  /** Makes accounts, whose names are held, with their opening entries. */
  async insert(
    transaction: Transaction,
    caller: Caller,
    bodies: readonly DebtAccountBody[],
  ): Promise<DebtAccountView[]> {
    if (bodies.length === 0) return [];
    await this.references.resolveAll(transaction, bodies);
    const made: NewAccount[] = [];
    for (const body of bodies) {
      const named = await this.references.resolve(transaction, body);
      made.push({ id: uuidv7(), body, named, reason: this.reasons.of(caller, body) });
    }
    await insertRows(transaction, made);
    const openings = made.map(({ id, body, reason }) => ({ id, amounts: amountsOf(body), reason }));
    await this.ledger.open(transaction, openings, this.clock.now());
    const rows = await transaction.debtAccount.findMany({
      where: { id: { in: made.map(({ id }) => id) } },
      include: DEBT_ACCOUNT_INCLUDE,
    });
    const entries = new Map(rows.map(({ id, lastSequence }) => [id, appended(0n, lastSequence)]));
    const events = made.map(({ id, body, reason }) => ({
      action: 'debt_account.created',
      recordKind: 'debt_account',
      recordId: id,
      debtAccountId: id,
      reason,
      changes: { external_id: body.external_id, status: body.status ?? 'active', ...entries.get(id) },
    }));
    await recordAudit(transaction, caller, ...events);
    return rows.map(toDebtAccountView);
  }

  /** Makes an account, read under its family's lock, what the body says; an absent parent is the present one. */
  async update(
    transaction: Transaction,
    caller: Caller,
    row: DebtAccountRow,
    body: DebtAccountFields,
    { status, warnings }: StatusMove,
  ): Promise<Upserted<DebtAccountView>> {
    const reason = this.reasons.of(caller, body);
    const named = await this.references.resolve(transaction, body, row);
    const { furtherLocationIds, ...keys } = named;
    const wanted = { ...keys, ...toDebtAccountColumns(withFixedItemization(body, row)) };
    const movesLocations = !sameOrder(row, furtherLocationIds);
    const fields = [
      ...differing(row, { ...wanted, status }),
      ...(movesLocations ? ['furtherLocations'] : []),
    ];
    if (status !== row.status) this.reasons.requireFor('a changed status', reason);
    if (fields.length > 0)
      await this.write(transaction, caller, row, wanted, named, { status, reason, movesLocations });
    const moved = await this.ledger.bringTo(transaction, row, amountsOf(body), this.clock.now(), reason);
    if (moved.length > 0) this.reasons.requireFor('changed balances', reason);
    if (fields.length + moved.length === 0)
      return new Upserted(toDebtAccountView(row), 'unchanged', warnings);
    const updated = await reread(transaction, row.id);
    await recordAudit(transaction, caller, {
      action: 'debt_account.changed',
      recordKind: 'debt_account',
      recordId: row.id,
      debtAccountId: row.id,
      reason,
      changes: toChanges(row, updated, [...fields, ...moved]),
    });
    return new Upserted(toDebtAccountView(updated), 'updated', warnings);
  }

  private async write(
    transaction: Transaction,
    caller: Caller,
    row: DebtAccountRow,
    wanted: NamedKeys & ReturnType<typeof toDebtAccountColumns>,
    { furtherLocationIds }: NamedRecords,
    {
      status,
      reason,
      movesLocations,
    }: { status: DebtAccount['status']; reason: string | null; movesLocations: boolean },
  ): Promise<void> {
    const { customerId, locationId, parentId, ...columns } = wanted;
    const movesFamily = row.customerId !== customerId || row.locationId !== locationId;
    if (movesLocations)
      await transaction.debtAccountLocation.deleteMany({ where: { debtAccountId: row.id } });
    await transaction.debtAccount.update({
      where: { id: row.id },
      data: {
        customerId,
        locationId,
        parentId,
        ...toWritten(columns),
        ...(status === row.status ? {} : { status, statusReason: reason }),
        ...(movesLocations ? { furtherLocations: { create: toPositions(furtherLocationIds) } } : {}),
      },
      select: { id: true },
    });
    if (movesFamily && row.childCount > 0)
      await this.moveChildren(transaction, caller, row, { customerId, locationId }, reason);
  }

  /** A family shares both; its foreign key is looked at when the transaction commits. */
  private async moveChildren(
    transaction: Transaction,
    caller: Caller,
    row: DebtAccountRow,
    family: Pick<DebtAccount, 'customerId' | 'locationId'>,
    reason: string | null,
  ): Promise<void> {
    // What has become the main location is no further one.
    await transaction.debtAccountLocation.deleteMany({
      where: { locationId: family.locationId, debtAccount: { parentId: row.id } },
    });
    const children = await transaction.debtAccount.updateManyAndReturn({
      where: { parentId: row.id },
      data: family,
      select: { id: true },
    });
    const changes = toChanges(row, { ...row, ...family }, differing(row, family));
    const events = children.map(({ id }) => ({
      action: 'debt_account.changed',
      recordKind: 'debt_account',
      recordId: id,
      debtAccountId: id,
      reason,
      changes,
    }));
    await recordAudit(transaction, caller, ...events);
  }
}

/** Whether all of a feed's body but its status is so already. Records are compared by their external ids only. */
export function saysNothingNew(row: DebtAccountRow, body: DebtAccountFields): boolean {
  const { balance, currentBalance } = amountsOf(body);
  const names = {
    customer: body.customer_id,
    location: body.location_id,
    parent: body.parent_external_id ?? row.parent?.externalId,
    further: (body.locations ?? []).map(({ external_id }) => external_id),
  };
  const present = {
    customer: row.customer.externalId,
    location: row.location.externalId,
    parent: row.parent?.externalId,
    further: row.furtherLocations.map(({ location }) => location.externalId),
  };
  return (
    differing(present, names).length === 0 &&
    differing(row, toDebtAccountColumns(withFixedItemization(body, row))).length === 0 &&
    (balance ?? row.balance) === row.balance &&
    (currentBalance ?? row.currentBalance) === row.currentBalance
  );
}

async function insertRows(transaction: Transaction, made: readonly NewAccount[]): Promise<void> {
  await transaction.debtAccount.createMany({
    data: made.map(({ id, body, named: { customerId, locationId, parentId } }) => ({
      id,
      externalId: body.external_id,
      customerId,
      locationId,
      parentId,
      status: body.status ?? 'active',
      ...toWritten(toDebtAccountColumns(body)),
    })),
  });
  await transaction.debtAccountLocation.createMany({
    data: made.flatMap(({ id, named }) =>
      toPositions(named.furtherLocationIds).map((position) => ({ debtAccountId: id, ...position })),
    ),
  });
}

type NamedKeys = Omit<NamedRecords, 'furtherLocationIds'>;

/** What the trail tells by its value; the rest may hold what is not for ever, and is named only. */
const TOLD = [
  'status',
  'balance',
  'currentBalance',
  'settlementAmount',
  'customerId',
  'locationId',
  'parentId',
] as const;

function toChanges(before: DebtAccount, after: DebtAccount, fields: readonly string[]) {
  const told = TOLD.filter((name) => before[name] !== after[name]).map((name) => [
    fieldName(name),
    { from: plain(before[name]), to: plain(after[name]) },
  ]);
  return {
    fields: fields.map(fieldName),
    ...(Object.fromEntries(told) as object),
    ...appended(before.lastSequence, after.lastSequence),
  };
}

/** The sequences of the entries that a change appended: so the trail says who posted them. */
function appended(before: bigint, after: bigint): { entries?: number[] } {
  if (after === before) return {};
  return {
    entries: Array.from({ length: Number(after - before) }, (_, index) => Number(before) + 1 + index),
  };
}

function plain(value: bigint | string | null): number | string | null {
  return typeof value === 'bigint' ? Number(value) : value;
}

function amountsOf({ balance, current_balance }: DebtAccountFields): Amounts {
  return {
    balance: balance == null ? null : BigInt(balance),
    currentBalance: current_balance == null ? null : BigInt(current_balance),
  };
}

function toPositions(locationIds: readonly string[]): { locationId: string; position: number }[] {
  return locationIds.map((locationId, index) => ({ locationId, position: index + 1 }));
}

function sameOrder(row: DebtAccountRow, locationIds: readonly string[]): boolean {
  const current = row.furtherLocations.map(({ location }) => location.id);
  return current.length === locationIds.length && current.every((id, index) => id === locationIds[index]);
}

function reread(transaction: Transaction, id: string): Promise<DebtAccountRow> {
  return transaction.debtAccount.findUniqueOrThrow({ where: { id }, include: DEBT_ACCOUNT_INCLUDE });
}
