import { writeFile } from 'node:fs/promises';
import pg from 'pg';
import { BenchDatabases } from '../jit/bench-databases.js';
import { ContenderSettings, startContender } from '../jit/contenders.js';
import { describeMachine } from '../jit/machine.js';
import { table } from '../markdown-table.js';
import { writeMeasuredPart } from '../measured-part.js';
import { type Samples, takeSamples } from './samples.js';

export interface ListsBenchOptions {
  accounts?: number;
  times?: number;
  json?: string;
  markdown?: string;
}

/** One thing that staff ask, and how long it may take, in milliseconds; Infinity: nobody said. */
interface Question {
  name: string;
  targetMs: number;
  ask: (turn: number) => Promise<number>;
}

interface Figures {
  name: string;
  targetMs: number;
  records: number;
  p50: number;
  p95: number;
  worst: number;
}

/** 10,000 pages of 50, walked in pages of 500. */
const FAR_WALK = { pages: 1_000, limit: 500 };
const IDENTIFIER_MS = 20;
const NAME_MS = 200;

/**
 * Asks the running service, one question at a time over HTTP, and a bare prepared statement of the same
 * database beside it, in turns.
 */
export async function runListsBenchmark(options: ListsBenchOptions, signal: AbortSignal): Promise<void> {
  const say = (line: string): void => console.error(line);
  const databases = await BenchDatabases.open(process.env, say);
  try {
    const database = await databases.withAccounts(options.accounts ?? 1_000_000, signal);
    const settings = new ContenderSettings();
    const service = await startContender('Arrears', database, settings, undefined);
    const bare = new pg.Pool({ connectionString: database.serviceUrl, max: 1 });
    try {
      const api = new BenchApi(`http://127.0.0.1:${String(service.port)}/api/v1`, settings.adminApiKey);
      const samples = await takeSamples(database.ownerUrl);
      say(`Walking to page 10,000 of the list ...`);
      const questions = [bareRead(bare, samples), ...questionsOf(api, samples, await farCursor(api))];
      const figures = await measure(questions, options.times ?? 200, signal);
      const machine = await describeMachine(databases);
      const heading = `Measured ${new Date().toISOString().slice(0, 10)} on ${String(machine.cores)} cores of ${machine.cpu}, ${String(machine.memoryGiB)} GiB, Node ${machine.node}, PostgreSQL ${machine.postgres}; ${database.accounts.toLocaleString('en-US')} accounts, each asked ${String(options.times ?? 200)} times, one after the other, over HTTP.`;
      const text = `${heading}\n\n${asTable(figures)}`;
      console.log(`\n${text}\n`);
      if (options.json !== undefined)
        await writeFile(options.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
      if (options.markdown !== undefined) await writeMeasuredPart(options.markdown, 'lists', text);
    } finally {
      await bare.end();
      await service.stop();
    }
  } finally {
    await databases.close();
  }
}

/** The API as the benchmark asks it; each answer tells how many records it has. */
class BenchApi {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async ask(path: string, body?: object): Promise<{ records: number; cursor: string | null }> {
    const response = await fetch(`${this.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { data?: unknown; meta?: { next_cursor?: string | null } };
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${JSON.stringify(answer)}`);
    return {
      records: Array.isArray(answer.data) ? answer.data.length : 1,
      cursor: answer.meta?.next_cursor ?? null,
    };
  }
}

/** What nothing can be faster than by much: the account's row, by a prepared statement, without HTTP. */
function bareRead(pool: pg.Pool, { accounts }: Samples): Question {
  return {
    name: 'bare: one row by external_id, prepared, no HTTP',
    targetMs: Infinity,
    ask: async (turn) => {
      const { rows } = await pool.query({
        name: 'bare',
        text: 'SELECT * FROM debt_accounts WHERE external_id = $1',
        values: [accounts[turn % accounts.length]?.external_id],
      });
      return rows.length;
    },
  };
}

function questionsOf(api: BenchApi, samples: Samples, far: string): Question[] {
  const { accounts, commonName, rareName, phone, email, parent, location } = samples;
  const account = (turn: number) => accounts[turn % accounts.length] as Samples['accounts'][number];
  const get = (name: string, targetMs: number, path: (turn: number) => string): Question => ({
    name,
    targetMs,
    ask: async (turn) => (await api.ask(path(turn))).records,
  });
  const search = (name: string, targetMs: number, path: string, body: object): Question => ({
    name,
    targetMs,
    ask: async () => (await api.ask(path, body)).records,
  });
  const quoted = encodeURIComponent;
  const list = (query: string): string => `/debt-accounts?${query}`;
  const [dayAgo] = new Date(Date.now() - 86_400_000).toISOString().split('.');
  return [
    get(
      'account by external_id',
      IDENTIFIER_MS,
      (turn) => `/debt-accounts/${quoted(account(turn).external_id)}`,
    ),
    get('account by our id', IDENTIFIER_MS, (turn) => `/debt-accounts/${account(turn).id}`),
    get("accounts by any_id (creditor's number)", IDENTIFIER_MS, (turn) =>
      list(`any_id=${quoted(account(turn).external_account_number ?? '')}`),
    ),
    get('accounts of a customer', IDENTIFIER_MS, (turn) =>
      list(`customer_id=${quoted(account(turn).customer)}`),
    ),
    get('accounts of a family', IDENTIFIER_MS, () => list(`family=${quoted(parent)}`)),
    search('customers by phone', IDENTIFIER_MS, '/searches/customers', { phone }),
    search('customers by e-mail', IDENTIFIER_MS, '/searches/customers', { email }),
    search('customers by last four digits', IDENTIFIER_MS, '/searches/customers', { ssn_last4: '0098' }),
    search('customers by a common name', NAME_MS, '/searches/customers', { name: commonName }),
    search('customers by a rare name', NAME_MS, '/searches/customers', { name: rareName }),
    search('customers by part of a name', NAME_MS, '/searches/customers', { name: commonName.slice(0, 3) }),
    search('customers by two words, nobody', NAME_MS, '/searches/customers', { name: 'zzyzx quux' }),
    search("accounts by the customer's common name", NAME_MS, '/searches/debt-accounts', {
      customer_name: commonName,
    }),
    search("accounts by the customer's name and status", NAME_MS, '/searches/debt-accounts', {
      customer_name: commonName,
      status: ['disputed'],
    }),
    get('accounts, first page', Infinity, () => list('limit=50')),
    get('accounts, page 10,000', Infinity, () => list(`limit=50&cursor=${far}`)),
    get('accounts by status', Infinity, () => list('status=disputed,bankruptcy')),
    get('accounts of a location', Infinity, () => list(`location_id=${quoted(location)}`)),
    get('accounts by a range of balances', Infinity, () =>
      list('min_current_balance=500000&max_current_balance=510000'),
    ),
    get('accounts owing more than any does', Infinity, () => list('min_current_balance=9999999999999')),
    get('accounts changed within a day', Infinity, () => list(`updated_since=${quoted(`${dayAgo ?? ''}Z`)}`)),
  ];
}

async function farCursor(api: BenchApi): Promise<string> {
  let cursor: string | null = null;
  for (let page = 0; page < FAR_WALK.pages; page += 1) {
    const from: string = cursor === null ? '' : `&cursor=${cursor}`;
    const next = await api.ask(`/debt-accounts?limit=${String(FAR_WALK.limit)}${from}`);
    if (next.cursor === null) break;
    cursor = next.cursor;
  }
  return cursor ?? '';
}

/** Question by question in turns, so that what else the machine does falls on all alike. */
async function measure(
  questions: readonly Question[],
  times: number,
  signal: AbortSignal,
): Promise<Figures[]> {
  const durations = questions.map((): number[] => []);
  const records = questions.map(() => 0);
  for (let turn = -5; turn < times; turn += 1)
    for (const [index, { ask }] of questions.entries()) {
      signal.throwIfAborted();
      const startMs = performance.now();
      records[index] = await ask(turn + 5);
      // The first few fill caches and prepare statements.
      if (turn >= 0) durations[index]?.push(performance.now() - startMs);
    }
  return questions.map(({ name, targetMs }, index) => {
    const sorted = (durations[index] ?? []).sort((a, b) => a - b);
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { name, targetMs, records: records[index] ?? 0, p50: at(0.5), p95: at(0.95), worst: at(1) };
  });
}

function asTable(figures: readonly Figures[]): string {
  const bare = figures[0]?.p50 ?? 1;
  const rows = figures.map(({ name, targetMs, records, p50, p95, worst }) => [
    name,
    String(records),
    p50.toFixed(1),
    p95.toFixed(1),
    worst.toFixed(1),
    (p50 / bare).toFixed(1),
    targetMs === Infinity ? '' : `${String(targetMs)} ms: ${p95 <= targetMs ? 'reached' : '**missed**'}`,
  ]);
  return table(
    ['question', 'records', 'p50 ms', 'p95 ms', 'worst ms', 'p50 to bare', 'target, at p95'],
    rows,
  );
}
