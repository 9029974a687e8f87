import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { findByRef } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { type LocationBody, type LocationView, toLocationView } from './location.types.js';

/** Creditors, current creditors and product types: where a debt comes from. */
@Injectable()
export class LocationsService {
  constructor(private readonly prisma: PrismaService) {}

  /** @throws DomainError `conflict` when the external id, or the name with its type, is taken */
  async create(caller: Caller, body: LocationBody): Promise<LocationView> {
    return onRefusal(
      {
        locations_external_id_key: new DomainError(
          'conflict',
          `A location with the external_id "${body.external_id}" exists already`,
        ),
        locations_name_type_key: new DomainError(
          'conflict',
          'A location with this name and type exists already; Tratta takes each pair once, so give it another name',
          [{ field: 'name', message: 'is taken by another location of the same type' }],
        ),
      },
      () => this.prisma.inTransaction((transaction) => this.insert(transaction, caller, body)),
    );
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, ref: string): Promise<LocationView> {
    const row = await findByRef(ref, (where) => this.prisma.location.findUnique({ where }));
    if (row === null) throw new DomainError('not_found', 'There is no location with this external_id or id');
    return toLocationView(row);
  }

  /**
   * The id of a location that another record names.
   * @param field of the request that names it
   * @throws DomainError `invalid` when there is none
   */
  async requireId(transaction: Transaction, ref: string, field: string): Promise<string> {
    const row = await findByRef(ref, (where) =>
      transaction.location.findUnique({ where, select: { id: true } }),
    );
    if (row === null) throw DomainError.invalidField(field, 'names no location; create the location first');
    return row.id;
  }

  private async insert(transaction: Transaction, caller: Caller, body: LocationBody): Promise<LocationView> {
    const row = await transaction.location.create({
      data: {
        id: uuidv7(),
        externalId: body.external_id,
        name: body.name,
        type: body.type ?? 'original_creditor',
        metadata: body.metadata ?? {},
      },
    });
    await recordAudit(transaction, caller, {
      action: 'location.created',
      recordKind: 'location',
      recordId: row.id,
      changes: { external_id: row.externalId, name: row.name, type: row.type },
    });
    return toLocationView(row);
  }
}
