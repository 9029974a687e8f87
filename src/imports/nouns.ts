import { Injectable } from '@nestjs/common';
import type { ClassConstructor } from 'class-transformer';
import { CustomerBody } from '../customers/customer.types.js';
import { CustomersService } from '../customers/customers.service.js';
import { DebtAccountBody } from '../debt-accounts/debt-account.types.js';
import { DebtAccountsService } from '../debt-accounts/debt-accounts.service.js';
import { LocationBody } from '../locations/location.types.js';
import { LocationsService } from '../locations/locations.service.js';
import type { Caller } from '../platform/auth/caller.js';
import type { Transaction } from '../platform/database/prisma.service.js';
import type { Upserted } from '../platform/http/answers.js';
import type { BulkKind } from './bulk.types.js';

interface Body {
  external_id: string;
}

/** What a batch tells of a record. */
interface Written {
  id: string;
  version: number;
}

type WrittenNew = Written & { external_id: string };

/** How records of one kind are brought to what their bodies say. */
export interface Noun {
  kind: BulkKind;
  type: ClassConstructor<Body>;
  /** Those that are so already, by external id; read without a lock. */
  unchanged(bodies: readonly Body[]): Promise<Map<string, Upserted<Written>>>;
  /** Makes those whose names are free. */
  insertNew(transaction: Transaction, caller: Caller, bodies: readonly Body[]): Promise<WrittenNew[]>;
  upsert(transaction: Transaction, caller: Caller, body: Body): Promise<Upserted<Written>>;
  /** Runs `work` and says what the database's refusals mean. */
  onRefusal<R>(work: () => Promise<R>): Promise<R>;
}

/** The three kinds of the books, in the order in which they name each other. */
@Injectable()
export class Nouns {
  readonly inOrder: readonly Noun[];

  constructor(locations: LocationsService, customers: CustomersService, debtAccounts: DebtAccountsService) {
    this.inOrder = [
      noun<LocationBody>('locations', LocationBody, locations),
      noun<CustomerBody>('customers', CustomerBody, customers),
      noun<DebtAccountBody>('debt_accounts', DebtAccountBody, debtAccounts),
    ];
  }
}

interface NounService<T> {
  unchanged(bodies: readonly T[]): Promise<Map<string, Upserted<Written>>>;
  insertNew(transaction: Transaction, caller: Caller, bodies: readonly T[]): Promise<WrittenNew[]>;
  upsert(transaction: Transaction, caller: Caller, ref: string, body: T): Promise<Upserted<Written>>;
  onRefusal<R>(work: () => Promise<R>): Promise<R>;
}

/** Its bodies are read by `type` and handed back to it, so that others need not know more than their names. */
function noun<T extends Body>(kind: BulkKind, type: ClassConstructor<T>, service: NounService<T>): Noun {
  return {
    kind,
    type,
    unchanged: (bodies) => service.unchanged(bodies as T[]),
    insertNew: (transaction, caller, bodies) => service.insertNew(transaction, caller, bodies as T[]),
    upsert: (transaction, caller, body) => service.upsert(transaction, caller, body.external_id, body as T),
    onRefusal: (work) => service.onRefusal(work),
  };
}
