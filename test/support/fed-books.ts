import type { DebtAccountView } from '../../src/debt-accounts/debt-account-view.types.js';
import { books } from './books.js';
import type { Answer } from './http.js';
import type { Seeded } from './seeded.js';
import type { Service } from './service.js';
import type { TestDatabase } from './test-database.js';

/** What happened, for a person to see that enough did. */
export interface FeedFigures {
  operations: number;
  requests: number;
  entries: number;
  reversals: number;
  counted: number;
  closed: number;
  children: number;
  bulks: number;
  puts: number;
  /** 412, 409 (in all, and those of a request under way), 422, 503. */
  stale: number;
  conflicts: number;
  underWay: number;
  refused: number;
  unavailable: number;
  keys: number;
}

/** An account as what was answered about it has it. Amounts in cents. */
export interface FedAccount {
  externalId: string;
  id: string;
  /** In the feeds; one with `told` balances has them from there, so that only its ledger can say what they are. */
  isFed: boolean;
  isTold: boolean;
  placed: number;
  entries: Map<string, { amount: number; isReversal: boolean; isReversed: boolean }>;
  /** How often its counter was changed. */
  counted: number;
  parent: string | undefined;
}

interface NewChild {
  body: { external_id: string; parent_external_id: string; balance: number };
}

const FED = 24;
const UNFED = 8;
const PARENTS = 4;

/** The accounts that everybody works on, and what must be true of them at the end. */
export class FedBooks {
  readonly accounts: FedAccount[] = [];
  /** What no explanation can mend, as it happened. */
  readonly wrong: string[] = [];
  readonly jitMs: number[] = [];
  readonly figures: FeedFigures = {
    operations: 0,
    requests: 0,
    entries: 0,
    reversals: 0,
    counted: 0,
    closed: 0,
    children: 0,
    bulks: 0,
    puts: 0,
    stale: 0,
    conflicts: 0,
    underWay: 0,
    refused: 0,
    unavailable: 0,
    keys: 0,
  };
  private readonly parents: string[] = [];
  private owner = { customer_id: '', location_id: '' };
  private names = 0;

  constructor(
    private readonly service: Service,
    private readonly database: TestDatabase,
  ) {}

  async prepare(): Promise<void> {
    const made = books(this.service.api());
    this.owner = {
      customer_id: (await made.customer()).external_id,
      location_id: (await made.location()).external_id,
    };
    for (let at = 0; at < FED + UNFED; at += 1) {
      const placed = (at + 1) * 10_000;
      const view = await made.account({ ...this.owner, balance: placed });
      this.note(view, placed, { isFed: at < FED, isTold: at < FED && at % 2 === 0 });
    }
    while (this.parents.length < PARENTS)
      this.parents.push((await made.account({ ...this.owner })).external_id);
  }

  /** Those that bulk and nightly feed send. */
  get fed(): FedAccount[] {
    return this.accounts.filter(({ isFed }) => isFed);
  }

  newName(noun: string): string {
    this.names += 1;
    return `${noun}-${String(this.names).padStart(7, '0')}`;
  }

  /** What a feed says of an account; of some, also what is owed. */
  fedBody({ externalId, isTold }: FedAccount, random: Seeded): { external_id: string } {
    return {
      external_id: externalId,
      ...this.owner,
      external_account_number: random.pick(['4417-20', '4417-21', '4417-22']),
      ...(isTold && random.chance(0.3) ? { current_balance: random.integer(0, 1_000_000) } : {}),
      ...(random.chance(0.1) ? { status: 'active' } : {}),
    } as { external_id: string };
  }

  newChild(random: Seeded): NewChild {
    return {
      body: {
        external_id: this.newName('CHILD'),
        parent_external_id: random.pick(this.parents),
        ...this.owner,
        balance: random.integer(0, 100_000),
      },
    };
  }

  noteChild({ body }: NewChild, answer: Answer): void {
    const view = (answer.body as { data: DebtAccountView }).data;
    this.note(view, body.balance, { isFed: false, isTold: false });
    this.figures.children += 1;
  }

  noteEntry(account: FedAccount, answer: Answer, amount: number, isReversal = false): void {
    const { id } = (answer.body as { data: { id: string } }).data;
    if (account.entries.has(id)) this.wrong.push(`${id} was made twice`);
    account.entries.set(id, { amount, isReversal, isReversed: false });
    this.figures.entries += 1;
  }

  /** Two answers under one key: one did it, the other repeats it; or both were refused. */
  noteTwins(key: string, answers: readonly Answer[]): void {
    const done = answers.filter(({ status }) => status < 300);
    if (done.length === 0) return;
    this.figures.keys += 1;
    const repeated = done.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
    const isOne = done.length === 2 && repeated.length === 1 && done[0]!.text === done[1]!.text;
    // The first may have been refused for something that was over when the second came.
    if (!isOne && !(done.length === 1 && repeated.length === 0))
      this.wrong.push(
        `${key}: ${answers.map(({ status, text }) => `${String(status)} ${text}`).join(' / ')}`,
      );
  }

  /** The JIT answers' times, in milliseconds. */
  jitFigures(): { answers: number; p50: number; p99: number; max: number } {
    const sorted = [...this.jitMs].sort((one, other) => one - other);
    const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
    return { answers: sorted.length, p50: at(0.5), p99: at(0.99), max: Math.round(sorted.at(-1) ?? 0) };
  }

  /** Everything that is wrong, when nobody works any more; nothing where all is well. */
  async differences(): Promise<string[]> {
    const { rows: broken } = await this.database.owner.query<{ rule: string }>(
      'SELECT rule FROM broken_books()',
    );
    const { rows: keys } = await this.database.owner.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM idempotency_keys',
    );
    const found = [...this.wrong, ...broken.map(({ rule }) => `broken books: ${rule}`)];
    if (keys[0]?.count !== this.figures.keys)
      found.push(`${String(keys[0]?.count)} Idempotency-Keys are known, not ${String(this.figures.keys)}`);
    const views = new Map<string, DebtAccountView>();
    for (const { externalId } of this.accounts)
      views.set(externalId, await this.service.api().account(externalId));
    for (const account of this.accounts)
      found.push(...(await this.accountDifferences(account, views.get(account.externalId)!)));
    for (const parent of this.parents) found.push(...(await this.familyDifferences(parent, views)));
    return found;
  }

  private note(view: DebtAccountView, placed: number, kind: Pick<FedAccount, 'isFed' | 'isTold'>): void {
    this.accounts.push({
      externalId: view.external_id,
      id: view.id,
      ...kind,
      placed,
      entries: new Map(),
      counted: 0,
      parent: view.parent_external_id ?? undefined,
    });
  }

  private async accountDifferences(account: FedAccount, view: DebtAccountView): Promise<string[]> {
    const { externalId, isFed, isTold, placed, entries, counted } = account;
    const { rows } = await this.database.owner.query<{ id: string; kind: string; amount: string }>(
      'SELECT id, kind, amount FROM ledger_entries WHERE debt_account_id = $1',
      [account.id],
    );
    const ledger = new Map(rows.map((row) => [row.id, Number(row.amount)]));
    const wrong = [...entries].filter(([id, { amount }]) => ledger.get(id) !== amount);
    // What a feed tells of a balance becomes an adjustment of the service's own.
    const own = rows.filter(({ id }) => !entries.has(id));
    const openings = own.filter(({ kind }) => kind === 'placement').length;
    const expected = isTold
      ? sum([...ledger.values()])
      : placed + sum([...entries.values()].map(({ amount }) => amount));
    const pairs: [string, unknown, unknown][] = [
      ['confirmed entries that are not so', wrong.length, 0],
      ['openings', openings, placed === 0 ? 0 : 1],
      ['entries that nobody asked for', isTold ? own.filter(({ kind }) => !['placement', 'adjustment'].includes(kind)).length : own.length - openings, 0],
      ['current_balance', view.current_balance, expected],
      ['balance', view.balance, placed],
      // A feed replaces what it does not say.
      ...(isFed ? [] : [['count', Number((view.metadata as { count?: string } | null)?.count ?? 0), counted] as [string, unknown, unknown]]),
    ]; // prettier-ignore
    this.figures.counted += counted;
    return differing(externalId, pairs);
  }

  private async familyDifferences(parent: string, views: Map<string, DebtAccountView>): Promise<string[]> {
    const view = await this.service.api().account(parent);
    const children = this.accounts.filter((account) => account.parent === parent);
    const of = (balance: (child: DebtAccountView) => number): number =>
      sum(children.map(({ externalId }) => balance(views.get(externalId)!)));
    return differing(parent, [
      ['children', view.child_count, children.length],
      ['balance', view.balance, of(({ balance }) => balance)],
      ['current_balance', view.current_balance, of(({ current_balance }) => current_balance)],
    ]);
  }
}

function differing(externalId: string, pairs: readonly [string, unknown, unknown][]): string[] {
  return pairs
    .filter(([, actual, expected]) => actual !== expected)
    .map(([what, actual, expected]) => `${externalId}: ${what}: ${String(actual)}, not ${String(expected)}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
