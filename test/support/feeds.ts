import { setTimeout as delay } from 'node:timers/promises';
import type { DebtAccountView } from '../../src/debt-accounts/debt-account-view.types.js';
import { DebtAccountStatus } from '../../src/platform/database/generated/enums.js';
import { FedBooks, type FedAccount, type FeedFigures } from './fed-books.js';
import { type Answer, ask, problemOf } from './http.js';
import { Seeded } from './seeded.js';
import { ADMIN_KEY, type Service } from './service.js';
import type { TestDatabase } from './test-database.js';

const WRITERS = 8;
const JIT_CALLERS = 2;
const JIT_PAUSE_MS = 10;
const TRY_AGAIN_MS = 20;
const MAX_TRIES = 500;
/** A caller that met somebody else's change reads again, so often. */
const MAX_READS = 5;
const STATUSES = Object.values(DebtAccountStatus);
const KINDS = ['payment', 'fee', 'interest', 'cost', 'adjustment'] as const;

interface Sending {
  body?: unknown;
  headers?: Record<string, string>;
}

/**
 * Writers, a bulk, a nightly feed and Tratta's questions on the same accounts at the same time, over HTTP; what was
 * answered is noted in {@link FedBooks}. A seed gives the same decisions, as far as the interleaving allows.
 */
export class Feeds {
  readonly books: FedBooks;

  private constructor(
    private readonly seed: number,
    private readonly services: readonly Service[],
    database: TestDatabase,
  ) {
    this.books = new FedBooks(services[0]!, database);
  }

  static async of(seed: number, services: readonly Service[], database: TestDatabase): Promise<Feeds> {
    const feeds = new Feeds(seed, services, database);
    await feeds.books.prepare();
    return feeds;
  }

  get figures(): FeedFigures {
    return this.books.figures;
  }

  /** All of them at once, each until `goOn` says no. */
  async run(goOn: () => boolean): Promise<void> {
    const once = [
      ...Array.from({ length: WRITERS }, (_, at) => this.writer(at)),
      this.bulkSender(),
      this.nightlyFeed(),
      ...Array.from({ length: JIT_CALLERS }, (_, at) => this.jitCaller(at)),
    ];
    await Promise.all(
      once.map(async (work) => {
        while (goOn()) await work();
      }),
    );
  }

  private writer(at: number): () => Promise<void> {
    const random = new Seeded(this.seed * 1_000 + at);
    const api = this.service(at);
    const operations: [number, (account: FedAccount) => Promise<void>][] = [
      [40, (account) => this.postEntry(api, random, account)],
      [12, (account) => this.postKeyedEntry(api, random, account)],
      [10, (account) => this.reverse(api, random, account)],
      [20, (account) => this.count(api, account)],
      [10, (account) => this.changeStatus(api, random, account)],
      [2, (account) => this.close(api, account)],
      [3, () => this.createChild(api, random)],
    ];
    const total = operations.reduce((sum, [weight]) => sum + weight, 0);
    return async () => {
      this.figures.operations += 1;
      let left = random.fraction() * total;
      const [, operation] = operations.find(([weight]) => (left -= weight) < 0) ?? operations[0]!;
      await operation(random.pick(this.books.accounts));
    };
  }

  private async postEntry(service: Service, random: Seeded, account: FedAccount): Promise<void> {
    const body = { ...newEntry(random), reference: this.books.newName('REF') };
    const answer = await this.send(service, 'POST', `/debt-accounts/${account.externalId}/entries`, { body });
    if (this.isDone(answer)) this.books.noteEntry(account, answer, body.amount);
  }

  /** An entry without a name of its own, sent twice: only its key makes it one. */
  private async postKeyedEntry(service: Service, random: Seeded, account: FedAccount): Promise<void> {
    const body = newEntry(random);
    const path = `/debt-accounts/${account.externalId}/entries`;
    const answer = await this.sendTwice(random, service, 'POST', path, body);
    if (this.isDone(answer)) this.books.noteEntry(account, answer, body.amount);
  }

  private async reverse(service: Service, random: Seeded, account: FedAccount): Promise<void> {
    const entries = [...account.entries].filter(([, { isReversal }]) => !isReversal);
    if (entries.length === 0) return;
    const [reverses, entry] = random.pick(entries);
    const body = { kind: 'reversal', reverses, reference: this.books.newName('REF') };
    const answer = await this.send(service, 'POST', `/debt-accounts/${account.externalId}/entries`, { body });
    if (!this.isDone(answer)) return;
    if (entry.isReversed) this.books.wrong.push(`${reverses} was reversed twice`);
    entry.isReversed = true;
    this.books.noteEntry(account, answer, -entry.amount, true);
    this.figures.reversals += 1;
  }

  /** Reads a number and writes the next one, as a person at a form does: no step may be lost. */
  private async count(service: Service, account: FedAccount): Promise<void> {
    const changed = await this.change(service, account, ({ metadata }) => ({
      metadata: { count: String(Number((metadata as { count?: string } | null)?.count ?? 0) + 1) },
    }));
    if (changed) account.counted += 1;
  }

  private async changeStatus(service: Service, random: Seeded, account: FedAccount): Promise<void> {
    const status = random.chance(0.6) ? 'active' : random.pick(STATUSES);
    await this.change(service, account, () => ({ status, reason: 'Decided at random' }));
  }

  private async change(
    service: Service,
    { externalId }: FedAccount,
    bodyFor: (account: DebtAccountView) => object,
  ): Promise<boolean> {
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      const read = await this.send(service, 'GET', `/debt-accounts/${externalId}`);
      const answer = await this.send(service, 'PATCH', `/debt-accounts/${externalId}`, {
        body: bodyFor((read.body as { data: DebtAccountView }).data),
        headers: { 'if-match': read.headers.get('etag') ?? '' },
      });
      if (answer.status !== 412) return this.isDone(answer);
      this.figures.stale += 1;
    }
    return false;
  }

  private async close(service: Service, { externalId }: FedAccount): Promise<void> {
    const answer = await this.send(service, 'DELETE', `/debt-accounts/${externalId}`, {
      headers: { 'x-reason': 'Decided at random' },
    });
    if (this.isDone(answer)) this.figures.closed += 1;
  }

  private async createChild(service: Service, random: Seeded): Promise<void> {
    const child = this.books.newChild(random);
    const answer = await this.send(service, 'POST', '/debt-accounts', { body: child.body });
    if (this.isDone(answer)) this.books.noteChild(child, answer);
  }

  /** The same accounts again and again, most of them as they are already. */
  private bulkSender(): () => Promise<void> {
    const random = new Seeded(this.seed * 1_000 + 500);
    return async () => {
      const debt_accounts = this.books.fed.map((account) => this.books.fedBody(account, random));
      const service = random.pick(this.services);
      const answer = await this.send(service, 'POST', '/bulk', { body: { debt_accounts } });
      this.figures.bulks += 1;
      if (!this.isDone(answer)) return;
      const { data } = answer.body as { data: { debt_accounts: { outcome: string; error?: object }[] } };
      for (const { outcome, error } of data.debt_accounts)
        if (outcome === 'failed') this.books.wrong.push(`bulk: ${JSON.stringify(error)}`);
    };
  }

  private nightlyFeed(): () => Promise<void> {
    const random = new Seeded(this.seed * 1_000 + 501);
    let next = 0;
    return async () => {
      const { fed } = this.books;
      const account = fed[next++ % fed.length]!;
      const { external_id, ...body } = this.books.fedBody(account, random);
      const answer = await this.sendTwice(
        random,
        random.pick(this.services),
        'PUT',
        `/debt-accounts/${external_id}`,
        body,
      );
      this.figures.puts += 1;
      if (!this.isDone(answer)) this.books.wrong.push(`nightly feed: ${answer.text}`);
    };
  }

  private jitCaller(at: number): () => Promise<void> {
    const random = new Seeded(this.seed * 1_000 + 600 + at);
    return async () => {
      const account = random.pick(this.books.accounts);
      const { status, ms, text } = await this.service(at).jit(account.externalId);
      this.books.jitMs.push(ms);
      if (status !== 200) this.books.wrong.push(`JIT: ${String(status)} ${text}`);
      await delay(JIT_PAUSE_MS);
    };
  }

  private service(at: number): Service {
    return this.services[at % this.services.length]!;
  }

  /** The same twice under one key, at the same time or one after the other, each to another replica. */
  private async sendTwice(
    random: Seeded,
    service: Service,
    method: string,
    path: string,
    body: object,
  ): Promise<Answer> {
    const headers = { 'idempotency-key': this.books.newName('KEY') };
    const one = (): Promise<Answer> => this.send(service, method, path, { body, headers });
    const other = (): Promise<Answer> =>
      this.send(random.pick(this.services), method, path, { body, headers });
    const answers = random.chance(0.5) ? await Promise.all([one(), other()]) : [await one(), await other()];
    this.books.noteTwins(headers['idempotency-key'], answers);
    return answers.find(({ status }) => status < 300) ?? answers[0]!;
  }

  /** Sends again what could not be done just now, or is under way. */
  private async send(
    service: Service,
    method: string,
    path: string,
    { body, headers }: Sending = {},
  ): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await ask(`${service.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${ADMIN_KEY}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      this.figures.requests += 1;
      if (!this.mustBeSentAgain(answer) || tries === MAX_TRIES) return answer;
      await delay(TRY_AGAIN_MS);
    }
  }

  private mustBeSentAgain(answer: Answer): boolean {
    if (answer.status === 503) this.figures.unavailable += 1;
    const isUnderWay = answer.status === 409 && problemOf(answer).detail.includes('still under way');
    if (isUnderWay) this.figures.underWay += 1;
    return answer.status === 503 || isUnderWay;
  }

  /** @returns whether it was done; a refusal is counted, and one that nobody can explain is noted */
  private isDone(answer: Answer): boolean {
    if (answer.status < 300) return true;
    if (answer.status === 409) this.figures.conflicts += 1;
    else if (answer.status === 422) this.figures.refused += 1;
    else this.books.wrong.push(`${String(answer.status)} ${answer.text}`);
    return false;
  }
}

function newEntry(random: Seeded): { kind: string; amount: number } {
  const kind = random.pick(KINDS);
  const size = random.integer(1, 50_000);
  const lowers = kind === 'payment' || (kind === 'adjustment' && random.chance(0.5));
  return { kind, amount: lowers ? -size : size };
}
