import { Injectable } from '@nestjs/common';
import { CustomersService } from '../customers/customers.service.js';
import { LocationsService } from '../locations/locations.service.js';
import type { DebtAccount } from '../platform/database/generated/client.js';
import type { Transaction } from '../platform/database/prisma.service.js';
import { findByRef } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { LocationRefBody } from './debt-account.types.js';

/** The records that an account names, by our ids. */
export interface NamedRecords {
  customerId: string;
  locationId: string;
  parentId: string | null;
  furtherLocationIds: string[];
}

/** How a body names them. */
export interface References {
  customer_id: string;
  location_id: string;
  parent_external_id?: string | null;
  locations?: readonly LocationRefBody[] | null;
}

/** An account that is there already, and whom it names now. */
type NamingAccount = Pick<DebtAccount, 'id' | 'childCount' | 'customerId' | 'locationId' | 'parentId'> & {
  parent: { externalId: string } | null;
};

type Parent = Pick<DebtAccount, 'id' | 'parentId' | 'lastSequence' | 'customerId' | 'locationId'>;

/** Finds what an account names, and holds the rules of families. */
@Injectable()
export class AccountReferences {
  constructor(
    private readonly customers: CustomersService,
    private readonly locations: LocationsService,
  ) {}

  /**
   * @param account the one that names them; undefined for a new one
   * @throws DomainError `invalid` where one does not exist or the family's rules are broken, `conflict` where
   *   the parent has entries of its own
   */
  async resolve(transaction: Transaction, body: References, account?: NamingAccount): Promise<NamedRecords> {
    const customerId = await this.customers.requireId(transaction, body.customer_id, 'customer_id');
    const locationId = await this.locations.requireId(transaction, body.location_id, 'location_id');
    const parentId =
      body.parent_external_id == null
        ? null
        : (sameParent(account, body.parent_external_id, { customerId, locationId }) ??
          (await this.requireParent(
            transaction,
            body.parent_external_id,
            { customerId, locationId },
            account,
          )));
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

  /** Looks many up at once, for {@link resolve} to know. */
  async resolveAll(transaction: Transaction, bodies: readonly References[]): Promise<void> {
    await this.customers.resolveAll(
      transaction,
      bodies.map(({ customer_id }) => customer_id),
    );
    await this.locations.resolveAll(
      transaction,
      bodies.flatMap(({ location_id, locations }) => [
        location_id,
        ...(locations ?? []).map(({ external_id }) => external_id),
      ]),
    );
  }

  private async requireParent(
    transaction: Transaction,
    ref: string,
    family: { customerId: string; locationId: string },
    account: NamingAccount | undefined,
  ): Promise<string> {
    const field = 'parent_external_id';
    const parent = await lockedParent(transaction, ref);
    if (parent === undefined)
      throw DomainError.invalidField(field, 'names no debt account; create the parent first');
    if (parent.id === account?.id) throw DomainError.invalidField(field, 'names the account itself');
    if (parent.parentId !== null)
      throw DomainError.invalidField(
        field,
        'names an account that has a parent itself; accounts nest one level deep',
      );
    if ((account?.childCount ?? 0) > 0)
      throw DomainError.invalidField(field, 'is for accounts without children; accounts nest one level deep');
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

/** What holds already needs no look: the parent is locked together with the account. */
function sameParent(
  account: NamingAccount | undefined,
  ref: string,
  family: { customerId: string; locationId: string },
): string | null {
  const holds =
    account?.parent?.externalId === ref &&
    account.customerId === family.customerId &&
    account.locationId === family.locationId;
  return holds ? account.parentId : null;
}

/** Under its lock nobody gives the parent entries, or a parent of its own, between the check and the commit. */
async function lockedParent(transaction: Transaction, ref: string): Promise<Parent | undefined> {
  const found = await findByRef(ref, (where) =>
    transaction.debtAccount.findUnique({ where, select: { id: true } }),
  );
  if (found === null) return undefined;
  const [parent] = await transaction.$queryRaw<Parent[]>`
    SELECT id, parent_id AS "parentId", last_sequence AS "lastSequence", customer_id AS "customerId", location_id AS "locationId"
      FROM debt_accounts WHERE id = ${found.id}::uuid FOR NO KEY UPDATE`;
  return parent;
}
