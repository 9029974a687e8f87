import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../platform/audit/audit.js';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import { differing, namesOf, notTaken, unchangedAmong } from '../platform/database/differences.js';
import { type Location, Prisma } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { lockNames, lockRecord } from '../platform/database/record-locks.js';
import {
  assertSameName,
  findByRef,
  newName,
  only,
  resolveAll,
  resolvedOnce,
} from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { type Page, Upserted } from '../platform/http/answers.js';
import { assertMayBeNew, assertVersion, type Precondition } from '../platform/http/precondition.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { listOf } from '../platform/pagination/list-query.js';
import { newestFirst, recordsOf, whereAll } from '../platform/pagination/newest-first.js';
import { changedMetadata } from '../platform/validation/metadata.js';
import {
  type LocationBody,
  type LocationChange,
  type LocationQuery,
  type LocationReplacement,
  type LocationView,
  toLocationView,
} from './location.types.js';

const NAME_TAKEN = new DomainError(
  'conflict',
  'A location with this name and type exists already; Tratta takes each pair once, so give it another name',
  [{ field: 'name', message: 'is taken by another location of the same type' }],
);

/** Creditors, current creditors and product types: where a debt comes from. */
@Injectable()
export class LocationsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly cursors: Cursors,
    private readonly reasons: Reasons,
  ) {}

  /** @throws DomainError `conflict` when the external id, or the name with its type, is taken */
  async create(caller: Caller, body: LocationBody): Promise<LocationView> {
    return onRefusal(
      {
        locations_external_id_key: new DomainError(
          'conflict',
          `A location with the external_id "${body.external_id}" exists already`,
        ),
        locations_name_type_key: NAME_TAKEN,
      },
      () =>
        this.prisma.inTransaction(async (transaction) => {
          await lockNames(transaction, 'locations', [body.external_id]);
          return only(await this.insert(transaction, caller, [body]));
        }),
    );
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, ref: string): Promise<LocationView> {
    return toLocationView(existing(await this.find(this.prisma, ref)));
  }

  /** Newest first. */
  async list(_caller: Caller, query: LocationQuery): Promise<Page<LocationView>> {
    const list = listOf('locations', query);
    const filters = whereAll([
      query.external_id != null && Prisma.sql`external_id = ${query.external_id}`,
      query.id != null && Prisma.sql`id = ${query.id}::uuid`,
      query.type != null && Prisma.sql`type = ${query.type}::location_type`,
      query.name != null && Prisma.sql`position(search_form(${query.name}) IN search_form(name)) > 0`,
      query.updated_since != null && Prisma.sql`updated_at >= ${new Date(query.updated_since)}`,
    ]);
    const table = { from: Prisma.sql`locations`, id: Prisma.sql`locations.id` };
    const ids = await newestFirst(this.prisma, this.cursors, table, filters, list);
    return recordsOf(ids, (where) => this.prisma.location.findMany({ where }), toLocationView);
  }

  /**
   * Makes the location what the body says, all of it.
   * @throws DomainError `conflict`, `precondition_failed`, `invalid` when path and body name different ones
   */
  async replace(
    caller: Caller,
    ref: string,
    body: LocationReplacement,
    precondition: Precondition,
  ): Promise<Upserted<LocationView>> {
    return this.onRefusal(() =>
      this.prisma.inTransaction((transaction) => this.upsert(transaction, caller, ref, body, precondition)),
    );
  }

  /** {@link replace}, as a part of a larger change. */
  async upsert(
    transaction: Transaction,
    caller: Caller,
    ref: string,
    body: LocationReplacement,
    precondition: Precondition = null,
  ): Promise<Upserted<LocationView>> {
    const row =
      (await this.findLocked(transaction, ref)) ??
      (await this.findNamed(transaction, newName(ref, body.external_id)));
    if (row === null) {
      assertMayBeNew(precondition);
      const made = await this.insert(transaction, caller, [{ ...body, external_id: ref }]);
      return new Upserted(only(made), 'created');
    }
    assertSameName(row.externalId, body.external_id);
    assertVersion(row.version, precondition);
    return this.update(transaction, caller, row, toColumns(body), this.reasons.of(caller, body));
  }

  /** Those of the bodies that say nothing new, by external id; read without a lock. */
  async unchanged(bodies: readonly LocationBody[]): Promise<Map<string, Upserted<LocationView>>> {
    const rows = await this.prisma.location.findMany({ where: { externalId: { in: namesOf(bodies) } } });
    return unchangedAmong(bodies, rows, (row, body) =>
      differing(row, toColumns(body)).length === 0 ? new Upserted(toLocationView(row), 'unchanged') : null,
    );
  }

  /** Makes those of the records whose names are free; what has its name already is left alone. */
  async insertNew(
    transaction: Transaction,
    caller: Caller,
    bodies: readonly LocationBody[],
  ): Promise<LocationView[]> {
    const names = namesOf(bodies);
    await lockNames(transaction, 'locations', names);
    const taken = await transaction.location.findMany({
      where: { externalId: { in: names } },
      select: { externalId: true },
    });
    return this.insert(transaction, caller, notTaken(bodies, taken));
  }

  /** @throws DomainError `not_found`, `conflict`, `precondition_failed` */
  async change(
    caller: Caller,
    ref: string,
    change: LocationChange,
    precondition: Precondition,
  ): Promise<LocationView> {
    return this.onRefusal(() =>
      this.prisma.inTransaction(async (transaction) => {
        const row = existing(await this.findLocked(transaction, ref));
        assertVersion(row.version, precondition);
        const wanted = {
          name: change.name ?? row.name,
          type: change.type ?? row.type,
          metadata: changedMetadata(row.metadata, change.metadata ?? {}),
        };
        const { record } = await this.update(
          transaction,
          caller,
          row,
          wanted,
          this.reasons.of(caller, change),
        );
        return record;
      }),
    );
  }

  /** @throws DomainError `not_found`, `precondition_failed`, `conflict` while accounts name it */
  async remove(
    caller: Caller,
    ref: string,
    reason: string | null,
    precondition: Precondition,
  ): Promise<void> {
    const inUse = new DomainError(
      'conflict',
      'Debt accounts name this location; a location can be removed when none does',
    );
    await onRefusal(
      { debt_accounts_location_id_fkey: inUse, debt_account_locations_location_id_fkey: inUse },
      () =>
        this.prisma.inTransaction(async (transaction) => {
          const row = existing(await this.findLocked(transaction, ref));
          assertVersion(row.version, precondition);
          this.reasons.requireFor('removing a location', reason);
          await transaction.location.delete({ where: { id: row.id }, select: { id: true } });
          await recordAudit(transaction, caller, {
            action: 'location.removed',
            recordKind: 'location',
            recordId: row.id,
            reason,
            changes: { external_id: row.externalId },
          });
        }),
    );
  }

  /**
   * The id of a location that another record names.
   * @param field of the request that names it
   * @throws DomainError `invalid` when there is none
   */
  async requireId(transaction: Transaction, ref: string, field: string): Promise<string> {
    return resolvedOnce(transaction, 'location', ref, async () => {
      const row = await findByRef(ref, (where) =>
        transaction.location.findUnique({ where, select: { id: true } }),
      );
      if (row === null) throw DomainError.invalidField(field, 'names no location; create the location first');
      return row.id;
    });
  }

  /** Runs `work` and says what the database's refusals mean. */
  onRefusal<T>(work: () => Promise<T>): Promise<T> {
    return onRefusal({ locations_name_type_key: NAME_TAKEN }, work);
  }

  /** Resolves many names at once, for {@link requireId} to know. */
  async resolveAll(transaction: Transaction, refs: readonly string[]): Promise<void> {
    await resolveAll(transaction, 'location', refs, (names) =>
      transaction.location.findMany({
        where: { externalId: { in: names } },
        select: { id: true, externalId: true },
      }),
    );
  }

  private find(reader: PrismaService | Transaction, ref: string): Promise<Location | null> {
    return findByRef(ref, (where) => reader.location.findUnique({ where }));
  }

  private async findLocked(transaction: Transaction, ref: string): Promise<Location | null> {
    const found = await this.find(transaction, ref);
    if (found === null) return null;
    await lockRecord(transaction, 'locations', found.id);
    return transaction.location.findUnique({ where: { id: found.id } });
  }

  /** Once more, when whoever was making it has finished. */
  private async findNamed(transaction: Transaction, name: string): Promise<Location | null> {
    await lockNames(transaction, 'locations', [name]);
    return this.findLocked(transaction, name);
  }

  /** Makes records whose names are held. @throws what the database refuses */
  private async insert(
    transaction: Transaction,
    caller: Caller,
    bodies: readonly LocationBody[],
  ): Promise<LocationView[]> {
    if (bodies.length === 0) return [];
    const rows = await transaction.location.createManyAndReturn({
      data: bodies.map((body) => ({ id: uuidv7(), externalId: body.external_id, ...toColumns(body) })),
    });
    const reasons = bodies.map((body) => this.reasons.of(caller, body));
    const events = rows.map((row, index) => ({
      action: 'location.created',
      recordKind: 'location',
      recordId: row.id,
      reason: reasons[index] ?? null,
      changes: { external_id: row.externalId, name: row.name, type: row.type },
    }));
    await recordAudit(transaction, caller, ...events);
    return rows.map(toLocationView);
  }

  private async update(
    transaction: Transaction,
    caller: Caller,
    row: Location,
    wanted: Pick<Location, 'name' | 'type'> & { metadata: Record<string, string> },
    reason: string | null,
  ): Promise<Upserted<LocationView>> {
    const changed = differing(row, wanted);
    if (changed.length === 0) return new Upserted(toLocationView(row), 'unchanged');
    const updated = await transaction.location.update({ where: { id: row.id }, data: wanted });
    await recordAudit(transaction, caller, {
      action: 'location.changed',
      recordKind: 'location',
      recordId: row.id,
      reason,
      changes: { fields: changed, name: updated.name, type: updated.type },
    });
    return new Upserted(toLocationView(updated), 'updated');
  }
}

function toColumns({ name, type, metadata }: LocationReplacement) {
  return { name, type: type ?? 'original_creditor', metadata: metadata ?? {} };
}

function existing(row: Location | null): Location {
  if (row === null) throw new DomainError('not_found', 'There is no location with this external_id or id');
  return row;
}
