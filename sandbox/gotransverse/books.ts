import type {
  Account,
  Adjustment,
  Counter,
  CustomFieldValue,
  Entity,
  Party,
  PartyKind,
  Payment,
  ReferenceItem,
} from './records.js';
import { referenceData } from './reference-data.js';
import { Table } from './table.js';

/** What one request changed: table, eid, and the row as it is now; `null`: it is gone. */
export type Change = readonly [table: string, eid: string, row: Entity | null];

/** Keeps changes; when `append` has returned, the death of the process loses them no more. */
export interface ChangeStore {
  append(changes: readonly Change[]): void;
  clear(): void;
}

/** A table of whatever kind; its own type says which rows fit. */
interface AnyTable {
  readonly name: string;
  get(eid: string): Entity | undefined;
  values(): Iterable<Entity>;
  replace(eid: string, row: Entity | undefined): void;
}

/** Kinds count from far apart, so that an eid that is used for another kind is found out. */
const FIRST_NUMBERS = {
  account: 5_000_001,
  accountNum: 1_000_001,
  person: 21_000_001,
  organization: 31_000_001,
  adjustment: 400_000_001,
  creditNumber: 7_001,
  payment: 600_000_001,
  customFieldValue: 800_000_001,
} as const;

/** All that the sandbox knows. Changes are made inside {@link transact} only. */
export class Books {
  private readonly before = new Map<string, { table: string; eid: string; row: Entity | undefined }>();
  private readonly note = (table: string, eid: string, row: Entity | undefined): void => {
    const key = `${table} ${eid}`;
    if (!this.before.has(key)) this.before.set(key, { table, eid, row });
  };

  readonly accounts = new Table<Account>(
    'accounts',
    {
      externalAccountNum: ({ attributes }) => attributes['externalAccountNum'],
      accountNum: ({ accountNum }) => accountNum,
      partyEid: ({ partyEid }) => partyEid,
      parentEid: ({ parentEid }) => parentEid,
    },
    this.note,
  );
  readonly people = new Table<Party>('people', {}, this.note);
  readonly organizations = new Table<Party>('organizations', {}, this.note);
  readonly adjustments = new Table<Adjustment>(
    'adjustments',
    { accountEid: ({ accountEid }) => accountEid },
    this.note,
  );
  readonly payments = new Table<Payment>(
    'payments',
    { accountEid: ({ accountEid }) => accountEid, reference: ({ attributes }) => attributes['reference'] },
    this.note,
  );
  readonly customFieldValues = new Table<CustomFieldValue>(
    'customFieldValues',
    { accountEid: ({ accountEid }) => accountEid },
    this.note,
  );
  private readonly counters = new Table<Counter>('counters', {}, this.note);
  private readonly tables: ReadonlyMap<string, AnyTable> = new Map(
    [
      this.accounts,
      this.people,
      this.organizations,
      this.adjustments,
      this.payments,
      this.customFieldValues,
      this.counters,
    ].map((table): [string, AnyTable] => [table.name, table]),
  );

  readonly reference = referenceData();

  /** @param store where changes are kept; without one they live as long as this object */
  constructor(private readonly store?: ChangeStore) {}

  /** Does the work as a whole: kept when it returns, undone when it throws. */
  transact<Result>(work: () => Result): Result {
    this.before.clear();
    try {
      const result = work();
      const changes = [...this.before.values()].map(({ table, eid }): Change => [
        table,
        eid,
        this.tables.get(table)?.get(eid) ?? null,
      ]);
      if (changes.length > 0) this.store?.append(changes);
      return result;
    } catch (error) {
      for (const { table, eid, row } of [...this.before.values()]) this.tables.get(table)?.replace(eid, row);
      throw error;
    } finally {
      this.before.clear();
    }
  }

  /** Puts changes that were kept before in place, without keeping them again. */
  replay(changes: readonly Change[]): void {
    for (const [table, eid, row] of changes) this.tables.get(table)?.replace(eid, row ?? undefined);
    this.before.clear();
  }

  /** Every row, as the changes that would make it. */
  *everything(): Iterable<Change> {
    for (const table of this.tables.values())
      for (const row of table.values()) yield [table.name, row.eid, row];
  }

  /** Back to nothing but the reference data. */
  reset(): void {
    this.store?.clear();
    for (const table of this.tables.values())
      for (const { eid } of [...table.values()]) table.replace(eid, undefined);
    Object.assign(this.reference, referenceData());
    this.before.clear();
  }

  /**
   * As if an item had been taken away in the vendor's pages and one of the same name made: the eid is another one.
   * Not kept beyond the process.
   * @returns the new eid; `undefined` where there is no such item
   */
  renewReferenceItem(kind: keyof typeof this.reference, eid: string): string | undefined {
    const items = this.reference[kind];
    if (!items.some((item) => item.eid === eid)) return undefined;
    const renewed = String(Math.max(...items.map((item) => Number(item.eid))) + 1);
    this.reference[kind] = items.map((item) => (item.eid === eid ? { ...item, eid: renewed } : item));
    return renewed;
  }

  nextNumber(of: keyof typeof FIRST_NUMBERS): string {
    const last = this.counters.get(of)?.last ?? FIRST_NUMBERS[of] - 1;
    this.counters.put({ eid: of, last: last + 1 });
    return String(last + 1);
  }

  parties(kind: PartyKind): Table<Party> {
    return kind === 'person' ? this.people : this.organizations;
  }

  /** What the account owes, in cents: posted debits, less posted credits, less payments that hold. */
  balanceCents(accountEid: string): bigint {
    let balance = 0n;
    for (const { status, credit, amountCents } of this.adjustments.by('accountEid', accountEid))
      if (status === 'POSTED') balance += credit ? -BigInt(amountCents) : BigInt(amountCents);
    for (const { status, amountCents } of this.payments.by('accountEid', accountEid))
      if (status === 'COMPLETED') balance -= BigInt(amountCents);
    return balance;
  }

  /** Whether an adjustment of the account is yet to be posted. */
  hasPending(accountEid: string): boolean {
    return this.adjustments.by('accountEid', accountEid).some(({ status }) => status === 'PENDING');
  }

  referenceItem(kind: keyof typeof this.reference, eid: string | undefined): ReferenceItem | undefined {
    return this.reference[kind].find((item) => item.eid === eid);
  }
}
