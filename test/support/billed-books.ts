import { expect } from '@jest/globals';
import {
  startGotransverseSandbox,
  type GotransverseSandbox,
  type GotransverseSandboxOptions,
} from '../../sandbox/gotransverse/gotransverse-sandbox.js';
import type { LoggedRequest } from '../../sandbox/gotransverse/request-log.js';
import type { AccountState } from '../../sandbox/gotransverse/state-view.js';
import type { BillingRunView } from '../../src/billing/billing-run.types.js';
import type { BillingAccountView } from '../../src/billing/billing-account.types.js';
import type { DifferenceView, ReconciliationView } from '../../src/billing/reconciliation.types.js';
import { Api, dataOf } from './api.js';
import { billingOn } from './billing-sandbox.js';
import { books, newRef } from './books.js';
import { eventually } from './eventually.js';
import type { Answer } from './http.js';
import { keepBody } from './kept-bodies.js';
import { ADMIN_KEY, ENCRYPTION_KEY, JIT_TOKEN, startService, type Service } from './service.js';
import { spawnService, type SpawnedService } from './spawn-service.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

type Env = Record<string, string>;

export interface BilledBooksOptions {
  env?: Env;
  sandbox?: GotransverseSandboxOptions;
  /** Another one than a test's own of the tests' server. */
  database?: TestDatabase;
}

/** States after which the same is to be sent again. */
const OPEN_STATES = ['pending', 'unknown', 'retrying', 'sending'];

/** A database, a service and the vendor's stand-in, and what the tests of billing do with them. */
export class BilledBooks {
  readonly api: Api;
  readonly make: ReturnType<typeof books>;
  /** The services that a test started besides. */
  private readonly others: { close(): Promise<unknown> }[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly sandbox: GotransverseSandbox,
    readonly service: Service,
  ) {
    this.api = service.api();
    this.make = books(this.api);
  }

  static async start({
    env = {},
    sandbox: options = {},
    database: given,
  }: BilledBooksOptions = {}): Promise<BilledBooks> {
    const sandbox = await startGotransverseSandbox({ requestsKept: 100_000, ...options });
    const database = given ?? (await createTestDatabase());
    const service = await startService({ database, env: { ...billingOn(sandbox), ...env } });
    return new BilledBooks(database, sandbox, service);
  }

  /** Another service of this process on the same books, with other settings. */
  async startAnother(env: Env): Promise<Api> {
    const { database, sandbox } = this;
    const service = await startService({ database, env: { ...billingOn(sandbox), ...env } });
    this.others.push(service);
    return service.api();
  }

  /** One in a process of its own, which a test may kill. */
  async spawn(env: Env): Promise<{ process: SpawnedService; api: Api; url: string }> {
    const process = await spawnService({
      DATABASE_URL: this.database.serviceUrl,
      MIGRATION_DATABASE_URL: this.database.ownerUrl,
      ADMIN_API_KEY: ADMIN_KEY,
      ENCRYPTION_KEYS: ENCRYPTION_KEY,
      JIT_TOKENS: JIT_TOKEN,
      ...billingOn(this.sandbox),
      ...env,
    });
    this.others.push({ close: () => process.stop() });
    const url = await process.ready();
    return { process, api: new Api(url, ADMIN_KEY), url };
  }

  async close(): Promise<void> {
    for (const { body } of this.sandbox.requests()) if (body !== undefined) keepBody(body);
    await Promise.all(this.others.map((other) => other.close()));
    await this.service.close();
    await this.sandbox.close();
    await this.database.drop();
  }

  /** One attempt, whatever it is answered. */
  attempt(ref: string, api = this.api): Promise<Answer> {
    return api.post(`/billing/accounts/${encodeURIComponent(ref)}/resend`, {});
  }

  /** One attempt, and how the account stands then. */
  async send(ref: string, api = this.api): Promise<BillingAccountView> {
    return dataOf(await this.attempt(ref, api), 200) as BillingAccountView;
  }

  /** Sends until the account's state is one that sending again does not change. */
  settled(ref: string, api = this.api): Promise<BillingAccountView> {
    return eventually(
      () => this.send(ref, api),
      ({ state }) => !OPEN_STATES.includes(state),
      50_000,
    );
  }

  /** Asks for a run, and waits for its end, or for it to wait for a person. */
  async run(body: Record<string, unknown> = {}, api = this.api): Promise<BillingRunView> {
    const asked = await api.post('/billing/runs', { mode: 'incremental', ...body });
    const { id } = dataOf(asked, 201) as BillingRunView;
    return this.runEnded(id, api);
  }

  runEnded(id: string, api = this.api, withinMs = 55_000): Promise<BillingRunView> {
    return eventually(
      async () => dataOf(await api.get(`/billing/runs/${id}`), 200) as BillingRunView,
      ({ state }) => ['finished', 'cancelled', 'failed', 'needs_confirmation'].includes(state),
      withinMs,
    );
  }

  /** So many accounts of one customer with an entry of 100.00 each, on both sides. @returns their external ids */
  async manySettled(count: number): Promise<string[]> {
    const customer = await this.make.customer({ date_of_birth: '1980-02-03' });
    const location = await this.make.location();
    const refs = Array.from({ length: count }, () => newRef('MANY'));
    const shared = { customer_id: customer.external_id, location_id: location.external_id, balance: 10_000 };
    const debt_accounts = refs.map((external_id) => ({ external_id, ...shared }));
    dataOf(await this.api.post('/bulk', { debt_accounts }), 200);
    // The first makes the customer's party.
    const [first = '', ...others] = refs;
    await this.settled(first);
    const sender = async () => {
      for (let ref = others.pop(); ref !== undefined; ref = others.pop()) await this.settled(ref);
    };
    await Promise.all(Array.from({ length: 8 }, sender));
    return refs;
  }

  async standing(ref: string): Promise<BillingAccountView> {
    const answer = await this.api.get(`/billing/accounts/${encodeURIComponent(ref)}`);
    return dataOf(answer, 200) as BillingAccountView;
  }

  /** A whole reconciliation, and all that it found, the oldest first. */
  async reconcile(api = this.api): Promise<{ end: ReconciliationView; found: DifferenceView[] }> {
    const { id } = dataOf(await api.post('/billing/reconciliations', {}), 201) as ReconciliationView;
    const end = await this.reconciled(id, ({ ended_at }) => ended_at !== null, api);
    return { end, found: await this.differences(id, api) };
  }

  /** A reconciliation as soon as it is as wanted. */
  reconciled(
    id: string,
    passes: (one: ReconciliationView) => boolean,
    api = this.api,
  ): Promise<ReconciliationView> {
    const read = async () =>
      dataOf(await api.get(`/billing/reconciliations/${id}`), 200) as ReconciliationView;
    return eventually(read, passes, 30_000);
  }

  async differences(id: string, api = this.api): Promise<DifferenceView[]> {
    const answer = await api.get(`/billing/reconciliations/${id}/differences?limit=500`);
    return (dataOf(answer, 200) as DifferenceView[]).reverse();
  }

  async repair(id: string, body: object = {}): Promise<DifferenceView> {
    const answer = await this.api.post(`/billing/reconciliations/differences/${id}/repair`, body);
    return dataOf(answer, 200) as DifferenceView;
  }

  /** As much there as in the books, to the cent. */
  async expectBalanceOf(ref: string): Promise<void> {
    const { current_balance } = await this.api.account(ref);
    expect(this.there(ref).balanceCents).toBe(current_balance);
  }

  /** The one account of that number there. */
  there(externalAccountNum: string): AccountState {
    const accounts = this.sandbox.state.accounts(externalAccountNum);
    expect(accounts).toHaveLength(1);
    return accounts[0] as AccountState;
  }

  /** Calls that came in while something was done, but for those that ask for reference data. */
  async callsOf(work: () => Promise<unknown>): Promise<LoggedRequest[]> {
    const before = this.sandbox.requests().at(-1)?.id ?? 0;
    await work();
    return this.sandbox.requests().filter(({ id, path }) => id > before && !REFERENCE_DATA.test(path));
  }

  /** The only call of an operation among some. */
  only(calls: readonly LoggedRequest[], operation: string): LoggedRequest {
    const found = calls.filter((call) => call.operation === operation);
    expect(found).toHaveLength(1);
    return found[0] as LoggedRequest;
  }

  /**
   * That an account is there once, with each of its entries as one posted adjustment, or as one payment where it is
   * known as such, and as much as the books have, here, there, and in what we know of there.
   */
  async expectTrue(ref: string): Promise<void> {
    const standing = await this.standing(ref);
    const account = await this.api.account(ref);
    const there = this.there(ref);
    expect(standing).toMatchObject({
      state: 'synced',
      reason: null,
      next_attempt_at: null,
      eid: there.eid,
      account_num: there.accountNum,
      party_eid: there.party.eid,
      balance_there: account.current_balance,
      balance_posted: account.current_balance,
      posted_sequence: standing.last_sequence,
    });
    expect(there.balanceCents).toBe(account.current_balance);
    const payments = standing.adjustments.filter(({ form }) => form === 'payment');
    expect(there.payments.map(({ eid, status }) => [eid, status])).toEqual(
      payments.map(({ eid }) => [eid, 'COMPLETED']).reverse(),
    );
    const asPayments = new Set(payments.map(({ last_sequence }) => last_sequence));
    const sequences = Array.from({ length: standing.last_sequence }, (_, at) => at + 1).filter(
      (sequence) => !asPayments.has(sequence),
    );
    expect(there.adjustments.map(({ status }) => status)).toEqual(sequences.map(() => 'POSTED'));
    expect(there.adjustments.map(({ description }) => description)).toEqual(
      sequences.map((n) => `ARREARS ${account.id} ${String(n)}-${String(n)}`),
    );
  }
}

const REFERENCE_DATA =
  /\/(?:billCycles|billingAccountCategories|adjustmentReasons|reasons|customFields)(?:\/|$)/;

/** What calls were, in their order: `billingAccounts.create`. */
export function operationsOf(calls: readonly LoggedRequest[]): (string | undefined)[] {
  return calls.map(({ operation }) => operation);
}
