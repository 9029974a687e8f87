import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { Reasons } from '../platform/audit/reasons.js';
import { Clock } from '../platform/clock/clock.js';
import { DomainError, REFUSALS } from '../platform/errors/domain-error.js';
import { toDomainError } from '../platform/errors/problem.filter.js';
import { checked } from '../platform/validation/request.pipe.js';
import { BatchWriter, type Written } from './batch-writer.js';
import { type BulkAnswer, type BulkBody, type BulkResult, MAX_ITEMS } from './bulk.types.js';
import { type Noun, Nouns } from './nouns.js';

/** Records that are written in one transaction: few enough that other writers wait for them only briefly. */
const BATCH = 100;
/** After so many records checked without a pause others get their turn, JIT's callers above all. */
const CHECKED_AT_ONCE = 20;
/** What has not been begun by then is not begun, in milliseconds; the caller sends it again. */
const TIME_MS = 200_000;
/** When the answer must be there: what was begun is done by then. */
export const BULK_DEADLINE_MS = 240_000;

/** One record, read from its list. */
interface Item {
  index: number;
  body: { external_id: string; parent_external_id?: string | null };
}

type Results = (BulkResult | undefined)[];

/** Many records of all three kinds in one request. */
@Injectable()
export class BulkService {
  constructor(
    private readonly nouns: Nouns,
    private readonly writer: BatchWriter,
    private readonly reasons: Reasons,
    private readonly clock: Clock,
  ) {}

  /**
   * Brings each record to what its body says, locations first, then customers, accounts, and children after
   * their parents. Each stands for itself: it commits with its batch, whatever becomes of the others.
   * @throws DomainError `invalid` for more records than a request may have
   */
  async upsert(caller: Caller, body: BulkBody): Promise<BulkAnswer> {
    const lists = this.nouns.inOrder.map((noun) => ({ noun, values: body[noun.kind] ?? [] }));
    const count = lists.reduce((sum, { values }) => sum + values.length, 0);
    if (count === 0 || count > MAX_ITEMS)
      throw new DomainError(
        'invalid',
        `Send 1 to ${String(MAX_ITEMS)} records in locations, customers and debt_accounts together, not ${String(count)}`,
      );
    const writing = {
      caller: { ...caller, reason: this.reasons.of(caller, body) },
      endMs: this.clock.monotonicMs() + TIME_MS,
    };
    const data: Partial<BulkAnswer['data']> = {};
    for (const { noun, values } of lists) data[noun.kind] = await this.upsertList(noun, values, writing);
    return { data: data as BulkAnswer['data'], meta: counts(Object.values(data).flat()) };
  }

  private async upsertList(
    noun: Noun,
    values: readonly unknown[],
    writing: { caller: Caller; endMs: number },
  ): Promise<BulkResult[]> {
    const results: Results = Array.from({ length: values.length });
    const items = await read(noun, values, results);
    const isChild = ({ body }: Item): boolean => body.parent_external_id != null;
    for (const group of [items.filter((item) => !isChild(item)), items.filter(isChild)])
      for (let start = 0; start < group.length; start += BATCH) {
        const batch = group.slice(start, start + BATCH);
        const written = await this.writeBatch(noun, batch, writing);
        for (const [at, { index, body }] of batch.entries())
          results[index] = toResult(index, body.external_id, written[at] as Written);
      }
    return results as BulkResult[];
  }

  private async writeBatch(
    noun: Noun,
    batch: readonly Item[],
    { caller, endMs }: { caller: Caller; endMs: number },
  ): Promise<Written[]> {
    if (this.clock.monotonicMs() > endMs)
      return batch.map(
        () => new DomainError('unavailable', 'Not begun within the time of one request; send it again'),
      );
    try {
      return await this.writer.write(
        noun,
        caller,
        batch.map(({ body }) => body),
      );
    } catch (error) {
      const refused = toDomainError(error);
      return batch.map(() => refused);
    }
  }
}

/** The records that can be read; the others have their result already. */
async function read(noun: Noun, values: readonly unknown[], results: Results): Promise<Item[]> {
  const items: Item[] = [];
  for (const [index, value] of values.entries()) {
    if (index % CHECKED_AT_ONCE === 0) await nextTurn();
    try {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new DomainError('invalid', 'Each record must be an object');
      items.push({ index, body: await checked(noun.type, value) });
    } catch (error) {
      results[index] = toResult(index, nameIn(value), toDomainError(error));
    }
  }
  return items;
}

function nameIn(value: unknown): string | null {
  const name: unknown =
    typeof value === 'object' && value !== null && 'external_id' in value ? value.external_id : null;
  return typeof name === 'string' ? name : null;
}

function toResult(index: number, external_id: string | null, written: Written): BulkResult {
  if (written instanceof DomainError) {
    const { status, title } = REFUSALS[written.refusal];
    const errors = written.fields.length === 0 ? {} : { errors: written.fields };
    return {
      index,
      external_id,
      outcome: 'failed',
      error: { status, title, detail: written.message, ...errors },
    };
  }
  const { record, outcome, warnings } = written;
  const noted = warnings.length === 0 ? {} : { warnings };
  return { index, external_id, outcome, id: record.id, version: record.version, ...noted };
}

function counts(results: readonly BulkResult[]): BulkAnswer['meta'] {
  const meta = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  for (const { outcome } of results) meta[outcome] += 1;
  return meta;
}
