import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import { PersonalDataVault, type PersonalField } from '../platform/crypto/personal-data.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import type { Prisma } from '../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { findByRef } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { toDay } from '../platform/validation/fields.js';
import { type AddressBody, type CustomerBody, type CustomerView, toCustomerView } from './customer.types.js';
import { phoneFacts } from './phone.js';

const WITH_ADDRESSES = { addresses: { orderBy: { position: 'asc' } } } as const;

/** Debtors: persons and organizations. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly vault: PersonalDataVault,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `conflict` when the external id is taken, `invalid` when fields contradict each other */
  async create(caller: Caller, body: CustomerBody): Promise<CustomerView> {
    this.checkTogether(body);
    return onRefusal(
      {
        customers_external_id_key: new DomainError(
          'conflict',
          `A customer with the external_id "${body.external_id}" exists already`,
        ),
      },
      () => this.prisma.inTransaction((transaction) => this.insert(transaction, caller, body)),
    );
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, ref: string): Promise<CustomerView> {
    const row = await findByRef(ref, (where) =>
      this.prisma.customer.findUnique({ where, include: WITH_ADDRESSES }),
    );
    if (row === null) throw new DomainError('not_found', 'There is no customer with this external_id or id');
    return toCustomerView(row);
  }

  /**
   * The id of a customer that another record names.
   * @param field of the request that names it
   * @throws DomainError `invalid` when there is none
   */
  async requireId(transaction: Transaction, ref: string, field: string): Promise<string> {
    const row = await findByRef(ref, (where) =>
      transaction.customer.findUnique({ where, select: { id: true } }),
    );
    if (row === null) throw DomainError.invalidField(field, 'names no customer; create the customer first');
    return row.id;
  }

  private async insert(transaction: Transaction, caller: Caller, body: CustomerBody): Promise<CustomerView> {
    const id = uuidv7();
    const row = await transaction.customer.create({
      data: { ...this.columns(id, body), addresses: { create: toAddressRows(body.addresses ?? []) } },
      include: WITH_ADDRESSES,
    });
    await recordAudit(transaction, caller, {
      action: 'customer.created',
      recordKind: 'customer',
      recordId: id,
      changes: { external_id: row.externalId, kind: row.kind },
    });
    return toCustomerView(row);
  }

  private columns(id: string, body: CustomerBody): Omit<Prisma.CustomerCreateInput, 'addresses'> {
    const dateOfBirth = this.sealed('date_of_birth', id, body.date_of_birth);
    const ssnLast4 = this.sealed('ssn_last4', id, body.ssn_last4);
    return {
      id,
      externalId: body.external_id,
      kind: body.kind ?? 'person',
      name: body.name,
      firstName: body.first_name ?? null,
      middleName: body.middle_name ?? null,
      lastName: body.last_name ?? null,
      suffix: body.suffix ?? null,
      email: body.email ?? null,
      phone: body.phone ?? null,
      ...phoneFacts(body.phone),
      dateOfBirthCipher: dateOfBirth.cipher,
      dateOfBirthDigest: dateOfBirth.digest,
      ssnLast4Cipher: ssnLast4.cipher,
      ssnLast4Digest: ssnLast4.digest,
      metadata: body.metadata ?? {},
    };
  }

  private sealed(field: PersonalField, id: string, value: string | null | undefined) {
    if (value == null) return { cipher: null, digest: null };
    const { cipher, digest } = this.vault.seal(field, id, value);
    return { cipher: new Uint8Array(cipher), digest: new Uint8Array(digest) };
  }

  private checkTogether(body: CustomerBody): void {
    const parts = ['first_name', 'middle_name', 'last_name', 'suffix'] as const;
    const part = body.kind === 'organization' ? parts.find((name) => body[name] != null) : undefined;
    if (part !== undefined)
      throw DomainError.invalidField(part, 'is for persons only; an organization has its name');
    if (body.date_of_birth != null && toDay(body.date_of_birth) > this.clock.now())
      throw DomainError.invalidField('date_of_birth', 'must not be in the future');
    checkAddresses(body.addresses ?? []);
  }
}

function checkAddresses(addresses: readonly AddressBody[]): void {
  if (addresses.filter(({ is_primary }) => is_primary === true).length > 1)
    throw DomainError.invalidField('addresses', 'must have one primary address, not several');
  addresses.forEach(({ line1, line2, city, postal_code, state, country }, index) => {
    if ([line1, line2, city, postal_code, state, country].every((part) => part == null))
      throw DomainError.invalidField(
        `addresses.${String(index)}`,
        'must say where: give at least one of line1, line2, city, postal_code, state, country',
      );
  });
}

function toAddressRows(
  addresses: readonly AddressBody[],
): Prisma.CustomerAddressCreateWithoutCustomerInput[] {
  const chosen = addresses.findIndex(({ is_primary }) => is_primary === true);
  return addresses.map((address, index) => ({
    position: index + 1,
    name: address.name ?? null,
    line1: address.line1 ?? null,
    line2: address.line2 ?? null,
    city: address.city ?? null,
    postalCode: address.postal_code ?? null,
    state: address.state ?? null,
    country: address.country ?? null,
    isPrimary: index === Math.max(chosen, 0),
  }));
}
