import { dataOf, type Api } from './api.js';
import type { BilledBooks } from './billed-books.js';
import { newRef } from './books.js';
import type { Seeded } from './seeded.js';

type Body = Record<string, unknown>;

const HOLDS = ['disputed', 'bankruptcy', 'cease_contact'];
const LAST_NAMES = ['Example', 'Sample', 'Specimen', 'Placeholder'];
const CUSTOMERS_SHARE = 0.6;

/** Invented books as a feed brings them, and what changes in them while they are brought to Gotransverse. */
export class FedBilling {
  /** Those that take entries. */
  readonly refs: string[] = [];
  /** How many entries were posted by {@link FedBilling.change}. */
  entries = 0;
  private readonly customers: string[] = [];
  private readonly locations: string[] = [];
  private readonly held = new Set<string>();

  constructor(
    private readonly books: BilledBooks,
    private readonly seeded: Seeded,
  ) {}

  /** Accounts of several creditors: several to a customer, some in families, on hold, or paid in part. */
  async feed(count: number): Promise<void> {
    const locations = [1, 2, 3].map(() => newRef('LOC'));
    const customers = Array.from({ length: Math.ceil(count * CUSTOMERS_SHARE) }, () => newRef('CUST'));
    const accounts: Body[] = [];
    while (accounts.length < count) accounts.push(...this.someAccounts(customers, locations));
    const answer = await this.books.api.post('/bulk', {
      locations: locations.map((external_id) => ({ external_id, name: `Lakeside Clinic ${external_id}` })),
      customers: customers.map((external_id) => ({ external_id, name: `Robin ${this.lastName()}` })),
      debt_accounts: accounts,
    });
    if (answer.status !== 200 || !answer.text.includes('"failed":0'))
      throw new Error(answer.text.slice(0, 1000));
    this.customers.push(...customers);
    this.locations.push(...locations);
  }

  /** One change of what is there already. */
  async change(api: Api = this.books.api): Promise<void> {
    const { seeded } = this;
    const ref = seeded.pick(this.refs);
    const draw = seeded.fraction();
    if (draw < 0.5) {
      await api.postEntry(ref, { kind: 'fee', amount: seeded.integer(1, 9_999) });
      this.entries += 1;
    } else if (draw < 0.75) {
      const name = `Robin ${this.lastName()}`;
      dataOf(await api.patch(`/customers/${seeded.pick(this.customers)}`, { name }), 200);
    } else if (draw < 0.98) {
      const status = this.held.has(ref) ? 'active' : seeded.pick(HOLDS);
      dataOf(await api.patch(`/debt-accounts/${ref}`, { status, reason: 'the test says so' }), 200);
      if (status === 'active') this.held.delete(ref);
      else this.held.add(ref);
    } else {
      const name = newRef('Renamed Clinic');
      dataOf(await api.patch(`/locations/${seeded.pick(this.locations)}`, { name }), 200);
    }
  }

  private someAccounts(customers: string[], locations: string[]): Body[] {
    const { seeded } = this;
    const shared = { customer_id: seeded.pick(customers), location_id: seeded.pick(locations) };
    if (seeded.chance(0.1)) {
      const external_id = newRef('PARENT');
      const children = [1, 2].map(() => this.one({ ...shared, parent_external_id: external_id }));
      return [...children, { ...shared, external_id, status: seeded.chance(0.2) ? 'disputed' : 'active' }];
    }
    return [this.one(shared)];
  }

  private one(shared: Body): Body {
    const { seeded } = this;
    const external_id = newRef('ACCT');
    const balance = seeded.integer(100, 500_000);
    if (seeded.chance(0.05)) return { ...shared, external_id, balance, status: 'closed' };
    this.refs.push(external_id);
    const isHeld = seeded.chance(0.1);
    if (isHeld) this.held.add(external_id);
    const paid = seeded.chance(0.3) ? seeded.integer(1, balance) : 0;
    const status = isHeld ? seeded.pick(HOLDS) : 'active';
    return { ...shared, external_id, balance, current_balance: balance - paid, status };
  }

  private lastName(): string {
    return this.seeded.pick(LAST_NAMES);
  }
}
