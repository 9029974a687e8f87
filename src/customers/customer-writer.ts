import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../platform/audit/audit.js';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import type { Transaction } from '../platform/database/prisma.service.js';
import { Upserted } from '../platform/http/answers.js';
import {
  customerDifferences,
  type PersonalChange,
  toAddressRows,
  toCustomerColumns,
  toPersonalColumns,
} from './customer.columns.js';
import { checkCustomer } from './customer.rules.js';
import {
  type CustomerBody,
  type CustomerFields,
  type CustomerView,
  type CustomerWithAddresses,
  toCustomerView,
} from './customer.types.js';

export const WITH_ADDRESSES = { addresses: { orderBy: { position: 'asc' } } } as const;

/** Writes customers: row, addresses and audit event, in the caller's transaction. */
@Injectable()
export class CustomerWriter {
  constructor(
    private readonly vault: PersonalDataVault,
    private readonly clock: Clock,
    private readonly reasons: Reasons,
  ) {}

  /** Makes customers whose names are held. */
  async insert(
    transaction: Transaction,
    caller: Caller,
    bodies: readonly CustomerBody[],
  ): Promise<CustomerView[]> {
    if (bodies.length === 0) return [];
    const made = bodies.map((body) => ({ id: uuidv7(), body, reason: this.reasons.of(caller, body) }));
    for (const { body } of made) checkCustomer(body, body, this.clock.now());
    await transaction.customer.createMany({
      data: made.map(({ id, body }) => ({
        id,
        externalId: body.external_id,
        ...toCustomerColumns(body),
        ...toPersonalColumns(this.vault, id, null, body).columns,
      })),
    });
    await transaction.customerAddress.createMany({
      data: made.flatMap(({ id, body }) =>
        toAddressRows(body.addresses ?? []).map((address) => ({ customerId: id, ...address })),
      ),
    });
    const events = made.map(({ id, body, reason }) => ({
      action: 'customer.created',
      recordKind: 'customer',
      recordId: id,
      reason,
      changes: { external_id: body.external_id, kind: body.kind ?? 'person' },
    }));
    await recordAudit(transaction, caller, ...events);
    const rows = await transaction.customer.findMany({
      where: { id: { in: made.map(({ id }) => id) } },
      include: WITH_ADDRESSES,
    });
    return rows.map(toCustomerView);
  }

  /** Makes a customer, read under its lock, what the body says. */
  async update(
    transaction: Transaction,
    caller: Caller,
    row: CustomerWithAddresses,
    body: CustomerFields,
    personal: PersonalChange,
  ): Promise<Upserted<CustomerView>> {
    checkCustomer(body, personal, this.clock.now());
    const reason = this.reasons.of(caller, body);
    const { changed, columns, addresses } = customerDifferences(this.vault, row, body, personal);
    if (changed.length === 0) return new Upserted(toCustomerView(row), 'unchanged');
    if (changed.some((field) => field === 'date_of_birth' || field === 'ssn_last4'))
      this.reasons.requireFor('changed personal data', reason);
    if (addresses !== null) await transaction.customerAddress.deleteMany({ where: { customerId: row.id } });
    const updated = await transaction.customer.update({
      where: { id: row.id },
      data: {
        ...columns,
        ...(addresses === null ? {} : { addresses: { create: addresses } }),
      },
      include: WITH_ADDRESSES,
    });
    await recordAudit(transaction, caller, {
      action: 'customer.changed',
      recordKind: 'customer',
      recordId: row.id,
      reason,
      // Only which: the trail is kept longer than the person's data may be.
      changes: { fields: changed },
    });
    return new Upserted(toCustomerView(updated), 'updated');
  }
}
