import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { PersonalDataVault } from '../../src/platform/crypto/personal-data.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import type { Service } from './service.js';
import { ADMIN_KEY } from './service.js';
import type { TestDatabase } from './test-database.js';
import { dataOf } from './api.js';
import { books, newRef } from './books.js';
import { expectConformity } from './conformance.js';
import { DatabaseFingerprint } from './database-fingerprint.js';
import { type DocumentOperation, DocumentOperations } from './document-operations.js';
import { ATTACKS } from './fuzz-attacks.js';
import { bytesOf, type FuzzRequest, shown } from './fuzz-request.js';
import type { Answer, Problem } from './http.js';
import { sendRaw } from './raw-http.js';
import { personalValueIn, SchemaValues } from './schema-values.js';
import { Seeded } from './seeded.js';

const WITHIN_MS = 5_000;
/** Different bodies per operation and round; the attacks take them in turn. */
const SAMPLES = 60;
/** Seeds of rounds, and of further tries in one, keep apart. */
const ROUNDS = 1_000_000;
const MAX_TRIES = 4;
/** More than that of one operation say nothing new. */
const ENOUGH_FINDINGS = 8;

/** What was done to one operation, and what was wrong about it. */
export interface FuzzResult {
  requests: number;
  taken: number;
  refused: number;
  findings: string[];
}

/** Sends what the document allows, and what nobody should, to every operation of a service. */
export class Fuzzing {
  private taken = '';

  private constructor(
    private readonly service: Service,
    private readonly seed: number,
    private readonly document: DocumentOperations,
    private readonly values: SchemaValues,
    private readonly refs: Readonly<Record<string, readonly string[]>>,
    private readonly fingerprint: DatabaseFingerprint,
    private readonly database: TestDatabase,
  ) {}

  static async of(service: Service, database: TestDatabase, seed: number): Promise<Fuzzing> {
    const document = await DocumentOperations.of(service.url);
    const refs = await someBooks(service);
    const known = {
      external_id: Object.values(refs).flat(),
      customer_id: refs['customers']!.slice(0, 2),
      location_id: refs['locations']!.slice(0, 2),
      parent_external_id: refs['parents']!,
      reverses: refs['entries']!,
      account: refs['debt-accounts']!,
    };
    const fingerprint = await DatabaseFingerprint.of(database.owner);
    const values = new SchemaValues(document, known);
    return new Fuzzing(service, seed, document, values, refs, fingerprint, database);
  }

  /** In the order in which they can mean something: what is closed takes no entries. */
  operations(): DocumentOperation[] {
    const last = ({ method }: DocumentOperation): number => Number(method === 'DELETE');
    return this.document.all().sort((one, other) => last(one) - last(other));
  }

  /** Nobody works here: what there is to pause, cancel or confirm is so again for each operation. */
  private async setOut({ path }: DocumentOperation): Promise<void> {
    const { owner } = this.database;
    await owner.query(
      `UPDATE sync_lanes SET paused_at = NULL, paused_by = NULL, pause_reason = NULL WHERE name = 'gotransverse'`,
    );
    await owner.query(
      `UPDATE sync_runs SET state = 'cancelled', ended_at = clock_timestamp() WHERE ended_at IS NULL`,
    );
    if (path.startsWith('/api/v1/billing/runs/'))
      await owner.query(
        `UPDATE sync_runs SET state = 'needs_confirmation', started_at = created_at, ended_at = NULL WHERE id = ANY ($1)`,
        [this.refs['billing/runs']],
      );
  }

  /** Requests that the operation's schemas allow: the service may refuse them, but not fail over them. */
  async valid(operation: DocumentOperation, round: number, ms: number): Promise<FuzzResult> {
    for (let tries = 0; ; tries += 1) {
      const requests = this.requests(operation, round + tries * ROUNDS);
      await this.setOut(operation);
      const result = await this.every(requests, ms, ({ request }) => [[request, 'valid']]);
      // Chance may have made up nothing that means anything.
      if (result.taken > 0 || result.findings.length > 0 || tries === MAX_TRIES) return result;
    }
  }

  /** The same requests, each broken in other ways, until everything was done to the operation once. */
  async broken(operation: DocumentOperation, round: number, ms: number): Promise<FuzzResult> {
    const random = new Seeded(this.seed + round);
    const attacks = Object.entries(ATTACKS)
      .map((attack) => ({ attack, at: random.fraction() }))
      .sort((one, other) => one.at - other.at)
      .map(({ attack }) => attack);
    const requests = this.requests(operation, round);
    await this.setOut(operation);
    return this.every(requests, ms, (sample, index) =>
      attacks
        .filter((_, at) => at % requests.length === index)
        .flatMap(([what, attack]): [FuzzRequest, string][] => {
          const pick = random.integer(0, 10_000);
          const request = attack({ ...sample, path: operation.path, pick });
          return request === undefined ? [] : [[request, what]];
        }),
    );
  }

  private async every(
    samples: Sample[],
    ms: number,
    made: (sample: Sample, index: number) => [FuzzRequest, string][],
  ): Promise<FuzzResult> {
    const result: FuzzResult = { requests: 0, taken: 0, refused: 0, findings: [] };
    this.taken = await this.fingerprint.take();
    // Making bodies up takes its time, too: each operation has its share for the requests themselves.
    const untilMs = performance.now() + ms;
    for (const [index, sample] of samples.entries())
      for (const [request, what] of made(sample, index)) {
        if (performance.now() > untilMs || result.findings.length >= ENOUGH_FINDINGS) return result;
        const found = await this.try(request, result);
        if (found !== undefined) result.findings.push(`${what}: ${found}\n  ${shown(request)}`);
      }
    return result;
  }

  private requests(operation: DocumentOperation, round: number): Sample[] {
    const { body, parameters, path } = operation;
    const query = parameters.filter((parameter) => parameter.in === 'query');
    const refs = this.refs[/^\/api\/v1\/([\w/-]+)\/\{/.exec(path)?.[1] ?? ''] ?? ['unknown'];
    const samples = fc.record({
      body: body === undefined ? fc.constant(undefined) : this.values.of(body),
      ref: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...refs) }, fc.string({ unit: 'grapheme', minLength: 1 })),
      query: fc.record(
        Object.fromEntries(query.map(({ name, schema }) => [name, this.values.of(schema, name)])),
        { requiredKeys: [] },
      ),
      kept: fc.nat(7),
      key: fc.option(fc.uuid(), { freq: 2 }),
    }); // prettier-ignore
    return fc.sample(samples, { seed: this.seed + round, numRuns: SAMPLES }).map((sample) => {
      const few = Object.entries(sample.query).filter((_, at) => at % 8 === sample.kept || sample.kept === 0);
      return {
        body: sample.body as Sample['body'],
        request: requestOf(operation, sample.body, sample.ref, few, sample.key),
      };
    });
  }

  /** @returns what is wrong about the answer */
  private async try(request: FuzzRequest, result: FuzzResult): Promise<string | undefined> {
    result.requests += 1;
    const answer = await this.send(request).catch(String);
    if (typeof answer === 'string') return answer;
    const said = `${String(answer.status)} ${answer.text.slice(0, 300)}`;
    const before = this.taken;
    this.taken = await this.fingerprint.take();
    if (answer.status >= 500 || answer.status < 200) return said;
    const isRefused = answer.status >= 400;
    result[isRefused ? 'refused' : 'taken'] += 1;
    if (isRefused && this.taken !== before)
      return `was refused, and changed rows: ${said}\n  from ${before}\n  to   ${this.taken}`;
    const wrong = this.nonconformity(request, answer);
    if (wrong !== undefined) return `${wrong}: ${said}`;
    // What a bulk request says of its items is told beside what was done.
    const told =
      isRefused || request.target.startsWith('/api/v1/bulk') ? personalValueIn(answer.text) : undefined;
    return told === undefined ? undefined : `repeats ${told}: ${said}`;
  }

  private async send(request: FuzzRequest): Promise<Answer> {
    const startMs = performance.now();
    const { status = 0, headers, body } = await sendRaw(this.service.url, bytesOf(request), WITHIN_MS);
    return {
      status,
      headers: new Headers([...headers]),
      text: body,
      body: parsed(body),
      ms: performance.now() - startMs,
    };
  }

  private nonconformity(request: FuzzRequest, answer: Answer): string | undefined {
    const { pathname } = new URL(request.target, this.service.url);
    // What is no HTTP at all is told in the shapes of all our errors at once.
    const wasRead = !answer.text.includes('"errorCode"');
    const isSamePath = request.target.split(/[?#]/)[0] === pathname;
    try {
      if (request.beyondDocument === true || !isSamePath || !wasRead) expectProblem(answer);
      else
        expectConformity(
          `${this.service.url}${pathname}`,
          { method: request.method, ...textBody(request) },
          answer,
        );
      return undefined;
    } catch (error) {
      return String(error);
    }
  }
}

interface Sample {
  request: FuzzRequest;
  body: Record<string, unknown> | undefined;
}

function requestOf(
  { method, path, parameters }: DocumentOperation,
  body: unknown,
  ref: string,
  query: [string, unknown][],
  key: string | null,
): FuzzRequest {
  const search = query.flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent((value as string | number | string[]).toString())}`],
  );
  const headers: FuzzRequest['headers'] = [['Authorization', `Bearer ${ADMIN_KEY}`]];
  if (body !== undefined) headers.push(['Content-Type', 'application/json']);
  if (parameters.some(({ name, required }) => name === 'If-Match' && required === true))
    headers.push(['If-Match', '*']);
  if (key !== null && method !== 'GET') headers.push(['Idempotency-Key', key]);
  return {
    method,
    target: `${path.replace(/\{\w+\}/, () => encodeURIComponent(ref))}${search.length > 0 ? `?${search.join('&')}` : ''}`,
    headers,
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
  };
}

/** What is judged as the request's body: JSON that a program could have meant. */
function textBody({ body, headers }: FuzzRequest): { body?: string } {
  const isPlain = !headers.some(([name]) => /^(content-encoding|transfer-encoding)$/i.test(name));
  return body === undefined || body.length === 0 || !isPlain ? {} : { body: body.toString('utf8') };
}

/** @throws Error where a refusal has not the shape of one */
function expectProblem({ status, headers, body, text }: Answer): void {
  if (status < 400) return;
  const { title, detail, request_id, ...problem } = (body ?? {}) as Partial<Problem>;
  const isOne =
    headers.get('content-type')?.startsWith('application/problem+json') === true && problem.status === status;
  if (!isOne || !title || !detail || !request_id) throw new Error(`It is no problem: ${text.slice(0, 200)}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function several<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) made.push(await make());
  return made;
}

/** A few records of every kind, by the names of the paths that they are below. */
async function someBooks(service: Service): Promise<Record<string, string[]>> {
  const made = books(service.api());
  // More than accounts will ever name, so that some can be removed.
  const locations = await several(8, () => made.location());
  const customers = await several(8, () => made.customer());
  const shared = { customer_id: customers[0]!.external_id, location_id: locations[0]!.external_id };
  const accounts = [];
  for (let index = 0; index < 4; index += 1)
    accounts.push(await made.account({ ...shared, balance: 50_000 }));
  const { parent, children } = await made.family([{ balance: 1_000 }, { balance: 2_000 }], shared);
  const entries = [];
  for (const { external_id } of accounts)
    entries.push(await service.api().postEntry(external_id, { kind: 'payment', amount: -100 }));
  const keys = await several(8, async () => {
    const body = { name: newRef('key'), scopes: ['read'] };
    return dataOf(await service.api().post('/api-keys', body), 201) as { id: string };
  });
  const { reconciliationId, differenceId } = await someDifference(service, accounts[0]!.id);
  const asked = await service.api().post('/billing/runs', { mode: 'full', dry_run: true });
  const run = dataOf(asked, 201) as { id: string };
  await service.api().post(`/billing/runs/${run.id}/cancel`, {});
  const accountRefs = [...accounts, parent, ...children].map(({ external_id }) => external_id);
  return {
    'api-keys': keys.map(({ id }) => id),
    locations: locations.map(({ external_id }) => external_id),
    customers: customers.map(({ external_id }) => external_id),
    'debt-accounts': accountRefs,
    'billing/accounts': accountRefs,
    'billing/reconciliations': [reconciliationId],
    'billing/reconciliations/differences': [differenceId],
    'billing/runs': [run.id],
    parents: [parent.external_id],
    entries: entries.map(({ id }) => id),
  };
}

/** A comparison that was cancelled, with a difference that nothing is to be done about any more. */
async function someDifference(
  service: Service,
  debtAccountId: string,
): Promise<{ reconciliationId: string; differenceId: string }> {
  const api = service.api();
  const begun = await api.post('/billing/reconciliations', {});
  const open =
    begun.status === 201
      ? (dataOf(begun, 201) as { id: string })
      : (dataOf(await api.get('/billing/reconciliations'), 200) as { id: string }[])[0]!;
  dataOf(await api.post(`/billing/reconciliations/${open.id}/cancel`, {}), 200);
  const id = randomUUID();
  const sides = JSON.stringify({ here: { status: 'active' }, there: { status: 'SUSPENDED' } });
  await service.app.get(PrismaService).billingDifference.create({
    data: {
      id,
      reconciliationId: open.id,
      type: 'status',
      subject: id,
      debtAccountId,
      accountEid: '1',
      externalAccountNum: 'D-1',
      sidesCipher: Uint8Array.from(
        service.app.get(PersonalDataVault).sealText('billing_difference', id, sides),
      ),
      explanation: 'It was suspended there.',
      state: 'gone',
      settledAt: new Date(),
    },
  });
  return { reconciliationId: open.id, differenceId: id };
}
