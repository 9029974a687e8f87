import { Injectable } from '@nestjs/common';
import { recordAudit } from '../platform/audit/audit.js';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { onRefusal } from '../platform/database/database-refusals.js';
import { namesOf, notTaken, unchangedAmong } from '../platform/database/differences.js';
import { Prisma } from '../platform/database/generated/client.js';
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
import { customerConditions } from './customer-criteria.js';
import type { CustomerQuery, PersonCriteria } from './customer-queries.types.js';
import { CustomerWriter, WITH_ADDRESSES } from './customer-writer.js';
import { customerDifferences, type PersonalChange, toCustomerFields } from './customer.columns.js';
import {
  type CustomerBody,
  type CustomerChange,
  type CustomerReplacement,
  type CustomerView,
  type CustomerWithAddresses,
  toCustomerView,
} from './customer.types.js';

/** Debtors: persons and organizations. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly vault: PersonalDataVault,
    private readonly writer: CustomerWriter,
    private readonly cursors: Cursors,
    private readonly reasons: Reasons,
  ) {}

  /** @throws DomainError `conflict` when the external id is taken, `invalid` when fields contradict each other */
  async create(caller: Caller, body: CustomerBody): Promise<CustomerView> {
    return onRefusal(
      {
        customers_external_id_key: new DomainError(
          'conflict',
          `A customer with the external_id "${body.external_id}" exists already`,
        ),
      },
      () =>
        this.prisma.inTransaction(async (transaction) => {
          await lockNames(transaction, 'customers', [body.external_id]);
          return only(await this.writer.insert(transaction, caller, [body]));
        }),
    );
  }

  /** @throws DomainError `not_found` */
  async read(_caller: Caller, ref: string): Promise<CustomerView> {
    return toCustomerView(existing(await this.find(this.prisma, ref)));
  }

  /** Newest first. */
  async list(caller: Caller, query: CustomerQuery): Promise<Page<CustomerView>> {
    return this.found(caller, 'customers', query);
  }

  /**
   * Newest first.
   * @throws DomainError `invalid` without any criterion, `forbidden` by what is encrypted without the scope `pii`
   */
  async search(caller: Caller, criteria: PersonCriteria): Promise<Page<CustomerView>> {
    if (this.conditions(caller, criteria).length === 0)
      throw new DomainError(
        'invalid',
        'Say whom to look for: give at least one of name, phone, email, date_of_birth, ssn_last4, external_id',
      );
    return this.found(caller, 'customer search', criteria);
  }

  /**
   * What rows of `customers` must fulfil, for lists that join them.
   * @throws DomainError `forbidden`
   */
  conditions(caller: Caller, criteria: PersonCriteria): Prisma.Sql[] {
    // Ten thousand questions would tell anyone's last four digits.
    if ((criteria.ssn_last4 != null || criteria.date_of_birth != null) && !caller.scopes.has('pii'))
      throw new DomainError(
        'forbidden',
        'Searching by ssn_last4 or date_of_birth needs the scope "pii", which the API key has not',
      );
    return customerConditions(this.vault, criteria);
  }

  /**
   * Makes the customer what the body says; what is encrypted stays where the body does not say it.
   * @throws DomainError `precondition_failed`, `invalid`
   */
  async replace(
    caller: Caller,
    ref: string,
    body: CustomerReplacement,
    precondition: Precondition,
  ): Promise<Upserted<CustomerView>> {
    return this.onRefusal(() =>
      this.prisma.inTransaction((transaction) => this.upsert(transaction, caller, ref, body, precondition)),
    );
  }

  /** {@link replace}, as a part of a larger change. */
  async upsert(
    transaction: Transaction,
    caller: Caller,
    ref: string,
    body: CustomerReplacement,
    precondition: Precondition = null,
  ): Promise<Upserted<CustomerView>> {
    const row =
      (await this.findLocked(transaction, ref)) ??
      (await this.findNamed(transaction, newName(ref, body.external_id)));
    if (row === null) {
      assertMayBeNew(precondition);
      const made = await this.writer.insert(transaction, caller, [{ ...body, external_id: ref }]);
      return new Upserted(only(made), 'created');
    }
    assertSameName(row.externalId, body.external_id);
    assertVersion(row.version, precondition);
    return this.writer.update(transaction, caller, row, body, toldOnly(body));
  }

  /** Those of the bodies that say nothing new, by external id; read without a lock. */
  async unchanged(bodies: readonly CustomerBody[]): Promise<Map<string, Upserted<CustomerView>>> {
    const rows = await this.prisma.customer.findMany({
      where: { externalId: { in: namesOf(bodies) } },
      include: WITH_ADDRESSES,
    });
    return unchangedAmong(bodies, rows, (row, body) =>
      customerDifferences(this.vault, row, body, toldOnly(body)).changed.length === 0
        ? new Upserted(toCustomerView(row), 'unchanged')
        : null,
    );
  }

  /** Makes those of the records whose names are free; what has its name already is left alone. */
  async insertNew(
    transaction: Transaction,
    caller: Caller,
    bodies: readonly CustomerBody[],
  ): Promise<CustomerView[]> {
    const names = namesOf(bodies);
    await lockNames(transaction, 'customers', names);
    const taken = await transaction.customer.findMany({
      where: { externalId: { in: names } },
      select: { externalId: true },
    });
    return this.writer.insert(transaction, caller, notTaken(bodies, taken));
  }

  /** @throws DomainError `not_found`, `precondition_failed`, `invalid` */
  async change(
    caller: Caller,
    ref: string,
    change: CustomerChange,
    precondition: Precondition,
  ): Promise<CustomerView> {
    return this.onRefusal(() =>
      this.prisma.inTransaction(async (transaction) => {
        const row = existing(await this.findLocked(transaction, ref));
        assertVersion(row.version, precondition);
        const { date_of_birth, ssn_last4, metadata, ...fields } = change;
        const body = {
          ...toCustomerFields(row),
          ...fields,
          metadata: changedMetadata(row.metadata, metadata ?? {}),
        };
        const { record } = await this.writer.update(transaction, caller, row, body, {
          date_of_birth,
          ssn_last4,
        });
        return record;
      }),
    );
  }

  /** @throws DomainError `not_found`, `precondition_failed`, `conflict` while the customer owes anything */
  async remove(
    caller: Caller,
    ref: string,
    reason: string | null,
    precondition: Precondition,
  ): Promise<void> {
    const refusals = {
      debt_accounts_customer_id_fkey: new DomainError(
        'conflict',
        'This customer has debt accounts; a customer can be removed when there are none',
      ),
      billing_parties_customer_id_fkey: new DomainError(
        'conflict',
        'This customer is known at Gotransverse, where nobody is removed; what was sent there must keep its customer here',
      ),
    };
    await onRefusal(refusals, () =>
      this.prisma.inTransaction(async (transaction) => {
        const row = existing(await this.findLocked(transaction, ref));
        assertVersion(row.version, precondition);
        this.reasons.requireFor('removing a customer', reason);
        await transaction.customer.delete({ where: { id: row.id }, select: { id: true } });
        await recordAudit(transaction, caller, {
          action: 'customer.removed',
          recordKind: 'customer',
          recordId: row.id,
          reason,
          changes: { external_id: row.externalId },
        });
      }),
    );
  }

  /**
   * The id of a customer that another record names.
   * @param field of the request that names it
   * @throws DomainError `invalid` when there is none
   */
  async requireId(transaction: Transaction, ref: string, field: string): Promise<string> {
    return resolvedOnce(transaction, 'customer', ref, async () => {
      const row = await findByRef(ref, (where) =>
        transaction.customer.findUnique({ where, select: { id: true } }),
      );
      if (row === null) throw DomainError.invalidField(field, 'names no customer; create the customer first');
      return row.id;
    });
  }

  /** Resolves many names at once, for {@link requireId} to know. */
  async resolveAll(transaction: Transaction, refs: readonly string[]): Promise<void> {
    await resolveAll(transaction, 'customer', refs, (names) =>
      transaction.customer.findMany({
        where: { externalId: { in: names } },
        select: { id: true, externalId: true },
      }),
    );
  }

  /** Runs `work` and says what the database's refusals mean. */
  onRefusal<T>(work: () => Promise<T>): Promise<T> {
    return onRefusal({}, work);
  }

  private async found(caller: Caller, name: string, criteria: PersonCriteria): Promise<Page<CustomerView>> {
    const list = listOf(name, criteria);
    const table = { from: Prisma.sql`customers`, id: Prisma.sql`customers.id` };
    const filters = whereAll(this.conditions(caller, criteria));
    const ids = await newestFirst(this.prisma, this.cursors, table, filters, list);
    return recordsOf(
      ids,
      (where) => this.prisma.customer.findMany({ where, include: WITH_ADDRESSES }),
      toCustomerView,
    );
  }

  private find(reader: PrismaService | Transaction, ref: string): Promise<CustomerWithAddresses | null> {
    return findByRef(ref, (where) => reader.customer.findUnique({ where, include: WITH_ADDRESSES }));
  }

  private async findLocked(transaction: Transaction, ref: string): Promise<CustomerWithAddresses | null> {
    const found = await findByRef(ref, (where) =>
      transaction.customer.findUnique({ where, select: { id: true } }),
    );
    if (found === null) return null;
    await lockRecord(transaction, 'customers', found.id);
    return transaction.customer.findUnique({ where: { id: found.id }, include: WITH_ADDRESSES });
  }

  /** Once more, when whoever was making it has finished. */
  private async findNamed(transaction: Transaction, name: string): Promise<CustomerWithAddresses | null> {
    await lockNames(transaction, 'customers', [name]);
    return this.findLocked(transaction, name);
  }
}

/** What a feed says of encrypted fields; what it leaves out it says nothing of. */
function toldOnly({ date_of_birth, ssn_last4 }: CustomerReplacement): PersonalChange {
  return { date_of_birth: date_of_birth ?? undefined, ssn_last4: ssn_last4 ?? undefined };
}

function existing(row: CustomerWithAddresses | null): CustomerWithAddresses {
  if (row === null) throw new DomainError('not_found', 'There is no customer with this external_id or id');
  return row;
}
