import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from './service.js';
import type { TestDatabase } from './test-database.js';
import type { Answer } from './http.js';
import {
  currentBalance,
  hasEntries,
  isParent,
  type ModelAccount,
  type ModelEntry,
  placedBalance,
  STATUSES,
  toldBalance,
} from './books-model.js';
import { Seeded } from './seeded.js';

const KINDS = ['payment', 'fee', 'interest', 'cost', 'adjustment'] as const;
/** What the service answers while its database is away; whoever sends again with the same reference gets one entry. */
const TRY_AGAIN = 503;
const TRY_AGAIN_MS = 50;
const MAX_TRIES = 200;

/** What happened, for a person to see that enough did. */
export interface Figures {
  operations: number;
  accounts: number;
  children: number;
  entries: number;
  reversals: number;
  repeats: number;
  refusals: number;
  triedAgain: number;
  asked: number;
}

type Operation =
  'account' | 'child' | 'entry' | 'reversal' | 'repeat' | 'twins' | 'bad' | 'ask' | 'pending' | 'status';

/** How often each is done, by weight. */
const WEIGHTS: [Operation, number][] = [
  ['account', 6],
  ['child', 6],
  ['entry', 40],
  ['reversal', 12],
  ['repeat', 8],
  ['twins', 4],
  ['bad', 12],
  ['ask', 8],
  ['pending', 3],
  ['status', 1],
];

/**
 * Does to the books, over real HTTP and by several writers at once, what anybody might, and keeps a model of
 * what they must then be. A seed gives the same decisions, as far as the writers' interleaving allows.
 */
export class RandomOperations {
  readonly accounts: ModelAccount[] = [];
  readonly figures: Figures = {
    operations: 0,
    accounts: 0,
    children: 0,
    entries: 0,
    reversals: 0,
    repeats: 0,
    refusals: 0,
    triedAgain: 0,
    asked: 0,
  };
  private readonly owners: { customer: string; location: string }[] = [];
  private readonly claims: { what: string; holds: () => boolean }[] = [];
  private names = 0;

  /** @param services replicas on one database; writers use them in turn */
  constructor(
    private readonly seed: number,
    private readonly services: readonly Service[],
    private readonly database: TestDatabase,
  ) {}

  /** Customers and locations for accounts to share. */
  async prepare(): Promise<void> {
    for (let index = 1; index <= 3; index += 1) {
      const [customer, location] = [this.newName('CUST'), this.newName('LOC')];
      await this.services[0]!.api().createCustomer({ external_id: customer, name: 'Robin Example' });
      await this.services[0]!.api().createLocation({ external_id: location, name: `Creditor ${location}` });
      this.owners.push({ customer, location });
    }
  }

  /** `writers` at once, each until `goOn` says no. */
  async run(writers: number, goOn: () => boolean): Promise<void> {
    await Promise.all(
      Array.from({ length: writers }, async (_, index) => {
        const writer = new Writer(
          this,
          new Seeded(this.seed * 1_000 + index + this.figures.operations),
          this.services[index % this.services.length]!,
        );
        while (goOn()) {
          this.figures.operations += 1;
          await writer.doSomething();
        }
      }),
    );
  }

  /** A name that no run on this database has given before. */
  newName(noun: string): string {
    this.names += 1;
    return `${noun}-${String(this.seed)}-${String(this.names).padStart(6, '0')}`;
  }

  owner(random: Seeded): { customer: string; location: string } {
    return random.pick(this.owners);
  }

  /** Sends again what the service could not do just now; what it had done nevertheless, it must know again. */
  async persistently(send: () => Promise<Answer>): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await send();
      if (answer.status !== TRY_AGAIN || tries === MAX_TRIES) return answer;
      this.figures.triedAgain += 1;
      await delay(TRY_AGAIN_MS);
    }
  }

  sql(text: string, values: unknown[]): Promise<unknown> {
    return this.database.service.query(text, values);
  }

  /** A refusal that another writer's success must explain, whose answer may still be on its way. */
  mustTurnOut(what: string, holds: () => boolean): void {
    this.claims.push({ what, holds });
  }

  /** Everything that is wrong, when nobody writes any more; nothing where all is well. */
  async differences(): Promise<string[]> {
    const { rows: broken } = await this.database.owner.query<{ rule: string }>(
      'SELECT rule FROM broken_books()',
    );
    const found = broken.map(({ rule }) => `broken books: ${rule}`);
    found.push(
      ...this.claims.filter(({ holds }) => !holds()).map(({ what }) => `it did not turn out that ${what}`),
    );
    const inBooks = await this.entriesInBooks();
    for (const account of this.accounts) {
      found.push(...(await this.accountDifferences(account)));
      const entries = inBooks.get(account.id) ?? new Set();
      const expected = account.entries.map(({ id }) => id);
      if (entries.size !== account.opening + expected.length)
        found.push(
          `${account.externalId} has ${String(entries.size)} entries, not ${String(account.opening + expected.length)}`,
        );
      if (expected.some((id) => !entries.has(id)))
        found.push(`${account.externalId} lacks an entry that was confirmed`);
    }
    return found;
  }

  private async accountDifferences(account: ModelAccount): Promise<string[]> {
    const service = this.services[account.entries.length % this.services.length]!;
    const view = await service.api().account(account.externalId);
    const { body } = await service.jit(account.externalId);
    const told = (body as { data: { debt_account: { balance: number; current_balance: number } } }).data
      .debt_account;
    const pairs: [string, number, number][] = [
      ['balance', view.balance, placedBalance(account)],
      ['current_balance', view.current_balance, currentBalance(account)],
      ['children', view.child_count, account.children.length],
      ['balance at JIT', told.balance, placedBalance(account)],
      ['told balance', told.current_balance, toldBalance(account)],
    ];
    return pairs
      .filter(([, actual, expected]) => actual !== expected)
      .map(
        ([what, actual, expected]) =>
          `${account.externalId}: ${what} is ${String(actual)}, not ${String(expected)}`,
      );
  }

  private async entriesInBooks(): Promise<Map<string, Set<string>>> {
    const { rows } = await this.database.owner.query<{ debt_account_id: string; ids: string[] }>(
      'SELECT debt_account_id, array_agg(id::text) AS ids FROM ledger_entries GROUP BY debt_account_id',
    );
    return new Map(rows.map(({ debt_account_id, ids }) => [debt_account_id, new Set(ids)]));
  }
}

/** One of several that work at once. What is asked is noted in the model when it is answered. */
class Writer {
  private readonly total = WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0);

  constructor(
    private readonly all: RandomOperations,
    private readonly random: Seeded,
    private readonly service: Service,
  ) {}

  async doSomething(): Promise<void> {
    const operation = this.all.accounts.length < 4 ? 'account' : this.choose();
    switch (operation) {
      case 'account':
        return this.createAccount();
      case 'child':
        return this.createChild();
      case 'entry':
        return this.postEntry(this.random.pick(this.all.accounts));
      case 'reversal':
        return this.reverse();
      case 'repeat':
        return this.repeat();
      case 'twins':
        return this.postTwins();
      case 'bad':
        return this.tryWhatIsWrong();
      case 'ask':
        return this.askAboutFamily();
      case 'pending':
        return this.changePending();
      case 'status':
        return this.changeStatus();
    }
  }

  private choose(): Operation {
    let left = this.random.fraction() * this.total;
    return (WEIGHTS.find(([, weight]) => (left -= weight) < 0) ?? WEIGHTS[0]!)[0];
  }

  // ── accounts and families ──

  private async createAccount(): Promise<void> {
    const owner = this.all.owner(this.random);
    const founds = this.random.chance(0.35);
    const parent = await this.create({ ...owner, parent: undefined }, founds);
    // Others may post to it before its children come; then they are refused.
    if (founds && parent !== undefined)
      await Promise.all([1, 2].map(() => this.create({ ...owner, parent }, false)));
  }

  private async createChild(): Promise<void> {
    const parents = this.all.accounts.filter(isParent);
    const parent = this.random.pick(
      parents.length > 0 && this.random.chance(0.7) ? parents : this.all.accounts,
    );
    await this.create({ customer: parent.customer, location: parent.location, parent }, false);
  }

  private async create(
    { customer, location, parent }: Pick<ModelAccount, 'customer' | 'location' | 'parent'>,
    empty: boolean,
  ): Promise<ModelAccount | undefined> {
    const externalId = this.all.newName('ACCT');
    const placed = empty ? 0 : this.random.integer(-1_000, 1_000_000);
    const current = empty || this.random.chance(0.5) ? placed : this.random.integer(-1_000, 1_000_000);
    const mayHave = parent === undefined || (parent.parent === undefined && !hasEntries(parent));
    const answer = await this.send('/debt-accounts', {
      external_id: externalId,
      customer_id: customer,
      location_id: location,
      ...(parent === undefined ? {} : { parent_external_id: parent.externalId }),
      balance: placed,
      current_balance: current,
    });
    if (answer.status !== 201 && !(await this.wasCreatedBefore(answer, externalId))) {
      this.refusedAsChild(answer, parent, mayHave);
      return undefined;
    }
    this.require(mayHave, `${externalId} became a child of an account that cannot have any`);
    const account: ModelAccount = {
      id: idOf(await this.read(externalId)),
      externalId,
      customer,
      location,
      parent,
      children: [],
      status: 'active',
      placed,
      current,
      entries: [],
      opening: Number(placed !== 0) + Number(current !== placed),
      pending: [],
      hadPending: false,
    };
    parent?.children.push(account);
    this.all.accounts.push(account);
    this.all.figures[parent === undefined ? 'accounts' : 'children'] += 1;
    return account;
  }

  private refusedAsChild(answer: Answer, parent: ModelAccount | undefined, mayHave: boolean): void {
    this.expect(answer, parent === undefined ? [201] : [409, 422]);
    if (parent !== undefined && mayHave)
      this.all.mustTurnOut(
        `${parent.externalId} has entries, or had a pending payment`,
        () => hasEntries(parent) || parent.hadPending,
      );
    this.all.figures.refusals += 1;
  }

  /** The answer to a request that had done its work was lost, and the next one met it. */
  private async wasCreatedBefore(answer: Answer, externalId: string): Promise<boolean> {
    return answer.status === 409 && (await this.read(externalId)).status === 200;
  }

  private read(externalId: string): Promise<Answer> {
    return this.all.persistently(() => this.service.api().get(`/debt-accounts/${externalId}`));
  }

  // ── entries ──

  private newEntry(): { kind: string; amount: number; reference: string; occurred_at: string } {
    const kind = this.random.pick(KINDS);
    const size = this.random.integer(1, 50_000);
    const amount = kind === 'payment' || (kind === 'adjustment' && this.random.chance(0.5)) ? -size : size;
    const second = String(this.random.integer(0, 59)).padStart(2, '0');
    return {
      kind,
      amount,
      reference: this.all.newName('REF'),
      occurred_at: `2026-01-31T10:00:${second}.000Z`,
    };
  }

  private async postEntry(account: ModelAccount): Promise<void> {
    const body = this.newEntry();
    const wasParent = isParent(account);
    const answer = await this.entries(account, body);
    if (answer.status === 409) {
      this.refusedAsParent(account);
      return;
    }
    this.expect(answer, [200, 201]);
    this.require(!wasParent, `${account.externalId} took an entry, though it has children`);
    this.note(account, body, answer);
  }

  /** The same reference twice at the same time: one entry. */
  private async postTwins(): Promise<void> {
    const account = this.random.pick(this.all.accounts);
    if (isParent(account)) return;
    const body = this.newEntry();
    const [one, other] = await Promise.all([this.entries(account, body), this.entries(account, body)]);
    if (one.status === 409 || other.status === 409) {
      this.require(
        one.status === other.status,
        `${account.externalId}: twins got ${String(one.status)} and ${String(other.status)}`,
      );
      this.refusedAsParent(account);
      return;
    }
    this.expect(one, [200, 201]);
    this.expect(other, [200, 201]);
    this.require(idOf(one) === idOf(other), `${account.externalId}: one reference, two entries`);
    this.note(account, body, one);
    this.all.figures.repeats += 1;
  }

  private refusedAsParent(account: ModelAccount): void {
    this.all.mustTurnOut(`${account.externalId} has children`, () => isParent(account));
    this.all.figures.refusals += 1;
  }

  private async repeat(): Promise<void> {
    const found = this.anEntry();
    if (found === undefined) return;
    const { account, entry } = found;
    const body = {
      kind: entry.kind,
      amount: entry.amount,
      reference: entry.reference,
      occurred_at: entry.occurredAt,
    };
    if (entry.kind === 'reversal') return;
    const same = await this.entries(account, body);
    this.expect(same, [200]);
    this.require(idOf(same) === entry.id, `${entry.reference} sent again gave another entry`);
    this.expect(await this.entries(account, { ...body, amount: entry.amount * 2 }), [409]);
    this.all.figures.repeats += 1;
  }

  private async reverse(): Promise<void> {
    const found = this.anEntry();
    if (found === undefined) return;
    const { account, entry } = found;
    const reference = this.all.newName('REF');
    const occurred_at = '2026-02-01T10:00:00.000Z';
    const wasReversed = entry.reversed;
    const answer = await this.entries(account, {
      kind: 'reversal',
      reverses: entry.id,
      reference,
      occurred_at,
    });
    if (entry.kind === 'reversal') {
      this.expect(answer, [422]);
      this.all.figures.refusals += 1;
    } else if (answer.status === 409) {
      this.all.mustTurnOut(`${entry.reference} was reversed`, () => entry.reversed);
      this.all.figures.refusals += 1;
    } else {
      this.expect(answer, [200, 201]);
      this.require(!wasReversed && !entry.reversed, `${entry.reference} was reversed twice`);
      entry.reversed = true;
      this.note(account, { kind: 'reversal', amount: -entry.amount, reference, occurred_at }, answer);
      this.all.figures.reversals += 1;
    }
  }

  private note(
    account: ModelAccount,
    { kind, amount, reference, occurred_at }: ReturnType<Writer['newEntry']>,
    answer: Answer,
  ): void {
    account.current += amount;
    account.entries.push({
      id: idOf(answer),
      kind,
      amount,
      reference,
      occurredAt: occurred_at,
      reversed: false,
    });
    this.all.figures.entries += 1;
  }

  private anEntry(): { account: ModelAccount; entry: ModelEntry } | undefined {
    const account = this.random.pick(this.all.accounts);
    return account.entries.length === 0 ? undefined : { account, entry: this.random.pick(account.entries) };
  }

  // ── what must be refused, and change nothing ──

  private async tryWhatIsWrong(): Promise<void> {
    const account = this.random.pick(this.all.accounts);
    const other = this.random.pick(this.all.accounts);
    const entry = { ...this.newEntry(), kind: 'payment', amount: -5 };
    const wrong: [unknown, number[]][] = [
      [{ ...entry, amount: 5 }, [422]],
      [{ ...entry, kind: 'fee' }, [422]],
      [{ ...entry, amount: 0 }, [422]],
      [{ ...entry, amount: 0.5 }, [422]],
      [{ ...entry, amount: '-5' }, [422]],
      [{ ...entry, amount: -10_000_000_000_000 }, [422]],
      [{ ...entry, kind: 'placement' }, [422]],
      [{ ...entry, surprise: 1 }, [422]],
      [{ ...entry, occurred_at: '2026-02-30T00:00:00Z' }, [422]],
      [{ ...entry, kind: 'adjustment', amount: -9_999_999_999_999, reverses: 'x' }, [422]],
      [{ kind: 'reversal', reverses: account.id }, [422]],
      [{ kind: 'reversal' }, [422]],
    ];
    if (other !== account && other.entries.length > 0)
      wrong.push([{ kind: 'reversal', reverses: this.random.pick(other.entries).id }, [422]]);
    const [body, statuses] = this.random.pick(wrong);
    this.expect(await this.entries(account, body), statuses);
    this.expect(
      await this.send('/debt-accounts', {
        external_id: account.externalId,
        customer_id: account.customer,
        location_id: account.location,
      }),
      [409],
    );
    this.all.figures.refusals += 2;
  }

  // ── what is told ──

  /** While others write: a family's answer is one moment's. */
  private async askAboutFamily(): Promise<void> {
    const { externalId } = this.random.pick(this.all.accounts);
    const answer = await this.service.jit(externalId);
    if (answer.status === TRY_AGAIN) return;
    this.expect(answer, [200]);
    const { data } = answer.body as {
      data: { debt_account: Told; child_debt_accounts?: Told[] };
    };
    this.require(
      data.debt_account.external_id === externalId,
      `asked for ${externalId}, told ${data.debt_account.external_id}`,
    );
    const children = data.child_debt_accounts;
    if (children !== undefined)
      for (const field of ['balance', 'current_balance'] as const) {
        const total = children.reduce((sum, child) => sum + child[field], 0);
        this.require(
          total === data.debt_account[field],
          `${externalId}: ${field} is ${String(data.debt_account[field])}, its children's ${String(total)}`,
        );
      }
    this.all.figures.asked += 1;
  }

  private async changePending(): Promise<void> {
    // One with a placement never becomes a parent, on which no payment may be pending.
    const account = this.random.pick(this.all.accounts);
    if (account.placed === 0) return;
    const known = account.pending.pop();
    if (known !== undefined) {
      await this.all.sql("UPDATE pending_payments SET state = 'released', settled_at = now() WHERE id = $1", [
        known.id,
      ]);
      return;
    }
    const [id, amount] = [crypto.randomUUID(), this.random.integer(1, 20_000)];
    const wasParent = isParent(account);
    account.hadPending = true;
    try {
      await this.all.sql(
        `INSERT INTO pending_payments (debt_account_id, id, amount, reference, submitted_at) VALUES ($1, $2, $3, $4, now())`,
        [account.id, id, amount, this.all.newName('PAY')],
      );
    } catch (error) {
      if ((error as { constraint?: string }).constraint !== 'pending_payments_on_leaves') throw error;
      this.refusedAsParent(account);
      return;
    }
    this.require(!wasParent, `${account.externalId} has a pending payment, though it has children`);
    account.pending.push({ id, amount });
  }

  private async changeStatus(): Promise<void> {
    const account = this.random.pick(this.all.accounts);
    const status = this.random.chance(0.5) ? 'active' : this.random.pick(STATUSES);
    account.status = status;
    await this.all.sql("UPDATE debt_accounts SET status = $2, status_reason = 'random' WHERE id = $1", [
      account.id,
      status,
    ]);
  }

  // ── asking ──

  private entries(account: ModelAccount, body: unknown): Promise<Answer> {
    return this.send(`/debt-accounts/${account.externalId}/entries`, body);
  }

  private send(path: string, body: unknown): Promise<Answer> {
    return this.all.persistently(() => this.service.api().post(path, body));
  }

  private expect(answer: Answer, statuses: number[]): void {
    this.require(
      statuses.includes(answer.status),
      `not ${statuses.join(' or ')} but ${String(answer.status)}: ${answer.text}`,
    );
  }

  private require(holds: boolean, otherwise: string): void {
    if (!holds) throw new Error(otherwise);
  }
}

interface Told {
  external_id: string;
  balance: number;
  current_balance: number;
}

function idOf(answer: Answer): string {
  return (answer.body as { data: { id: string } }).data.id;
}
