import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import type { components } from '../api-client/generated/schema.js';
import { ApiError, ApiUnreachableError } from '../api-client/api-error.js';
import { type BulkPart, BULK_KINDS, type BulkItem, partsOf } from './bulk-parts.js';
import { CommandError } from './context.js';
import { readObject } from './input.js';
import { print, table } from './output.js';
import { withReason } from './records.js';
import { withService, written, writingVerb } from './service.js';

type BulkCounts = components['schemas']['BulkCounts'];
type BulkResults = components['schemas']['BulkResults'];

/** One record and what became of it. */
interface Outcome extends BulkItem {
  result: BulkResults['locations'][number];
}

/** The service may work on ten thousand records for four minutes. */
const DEADLINE_MS = 270_000;
/** More are in --json and --errors. */
const MOST_SHOWN = 50;

export function addBulk(program: Command): void {
  writingVerb(program, 'bulk', 'make or replace many records of all three kinds, each told its own outcome', [
    'bulk placements.json --errors failed.json',
    'bulk - --json < placements.json',
  ])
    .argument('<file>', '{"locations":[…],"customers":[…],"debt_accounts":[…]}; - reads the standard input')
    .option('--errors <file>', 'write the failed records there, each with why')
    .option('--reason <text>', 'why, for the audit trail')
    .action(async (file: string, { errors }: { errors?: string }, command: Command) => {
      const body = withReason(await readObject(file), command);
      await withService(
        command,
        async ({ client, json, idempotencyKey }) => {
          const outcomes = await sendAll(client, partsOf(body), idempotencyKey, json);
          const failed = outcomes.filter(({ result }) => result.outcome === 'failed');
          if (errors !== undefined) await writeFailed(errors, failed);
          const answer = merged(outcomes);
          print({ json: answer, text: summary(outcomes, failed, errors) }, json);
          if (failed.length > 0) throw new CommandError('');
        },
        DEADLINE_MS,
      );
    });
}

/** In requests of what one may hold. A lost connection is mended; what else goes wrong ends it, and says how far it came. */
async function sendAll(
  client: ApiClient,
  parts: BulkPart[],
  idempotencyKey: string,
  quiet: boolean,
): Promise<Outcome[]> {
  const total = parts.reduce((sum, { items }) => sum + items.length, 0);
  const outcomes: Outcome[] = [];
  for (const [number, part] of parts.entries()) {
    const key = parts.length === 1 ? idempotencyKey : `${idempotencyKey}-${String(number + 1)}`;
    try {
      const { data } = await written(idempotencyKey, () =>
        bodyOf(
          client.POST('/api/v1/bulk', {
            params: { header: { 'Idempotency-Key': key } },
            body: part.body,
          }),
        ),
      );
      outcomes.push(...outcomesOf(part, data));
    } catch (error) {
      if (outcomes.length > 0 && (error instanceof ApiError || error instanceof ApiUnreachableError))
        process.stderr.write(
          `${String(outcomes.length)} of ${String(total)} records were sent before this; send the same file again, what is done is then unchanged\n`,
        );
      throw error;
    }
    if (!quiet) process.stderr.write(`${String(outcomes.length)} of ${String(total)} records sent\n`);
  }
  return outcomes;
}

/** An answer's results, each with the record that it is about and its place in the whole file. */
function outcomesOf({ items }: BulkPart, data: BulkResults): Outcome[] {
  return BULK_KINDS.flatMap((kind) => {
    const sent = items.filter((item) => item.kind === kind);
    return data[kind].flatMap((result) => {
      const item = sent[result.index];
      return item === undefined ? [] : [{ ...item, result: { ...result, index: item.index } }];
    });
  });
}

function merged(outcomes: readonly Outcome[]): { data: BulkResults; meta: BulkCounts } {
  const resultsOf = (kind: BulkItem['kind']) =>
    outcomes
      .filter((outcome) => outcome.kind === kind)
      .map(({ result }) => result)
      .sort((a, b) => a.index - b.index);
  return {
    data: {
      locations: resultsOf('locations'),
      customers: resultsOf('customers'),
      debt_accounts: resultsOf('debt_accounts'),
    },
    meta: countsOf(outcomes),
  };
}

function countsOf(outcomes: readonly Outcome[]): BulkCounts {
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  for (const { result } of outcomes) counts[result.outcome] += 1;
  return counts;
}

function summary(outcomes: readonly Outcome[], failed: readonly Outcome[], file: string | undefined): string {
  const rows = BULK_KINDS.map((kind) => {
    const {
      created,
      updated,
      unchanged,
      failed: not,
    } = countsOf(outcomes.filter((one) => one.kind === kind));
    return [kind, ...[created, updated, unchanged, not].map(String)];
  });
  const headings = ['CREATED', 'UPDATED', 'UNCHANGED', 'FAILED'].map((heading) => ({ heading, right: true }));
  const parts = [table(['', ...headings], rows)];
  const warned = outcomes.filter(({ result }) => (result.warnings ?? []).length > 0);
  if (warned.length > 0)
    parts.push(`Warnings:\n${shown(warned, ({ warnings }) => (warnings ?? []).join('; '))}`);
  if (failed.length > 0) parts.push(`Failed:\n${shown(failed, ({ error }) => error?.detail ?? '')}`);
  if (failed.length > 0 && file !== undefined) parts.push(`All that failed, and why, is in ${file}.`);
  return parts.join('\n\n');
}

function shown(outcomes: readonly Outcome[], why: (result: Outcome['result']) => string): string {
  const rows = outcomes
    .slice(0, MOST_SHOWN)
    .map(({ kind, result }) => [kind, String(result.index), result.external_id ?? '', why(result)]);
  const columns = [
    'KIND',
    { heading: 'INDEX', right: true },
    { heading: 'EXTERNAL ID', shrinks: true },
    { heading: 'WHY', shrinks: true },
  ];
  const rest = outcomes.length - rows.length;
  return `${table(columns, rows)}${rest > 0 ? `\n… and ${String(rest)} more` : ''}`;
}

/** Only for its owner: records are personal. */
async function writeFailed(file: string, failed: readonly Outcome[]): Promise<void> {
  const lines = failed.map(({ kind, index, record, result }) =>
    JSON.stringify({ kind, index, external_id: result.external_id, error: result.error, record }),
  );
  await writeFile(file, `[${lines.join(',\n')}]\n`, { mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      `The failed records cannot be written to ${file} (${error.code ?? error.message})`,
    );
  });
}
