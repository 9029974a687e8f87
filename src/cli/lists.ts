import { once } from 'node:events';
import { type Command, InvalidArgumentError } from 'commander';
import { type Column, print, table } from './output.js';
import type { RunningService } from './service.js';

/** A page of a list, as the API answers it. */
export interface Page<Row> {
  data: Row[];
  meta: { next_cursor: string | null };
}

/** What a page is asked for; `cursor` is absent at the start. */
export interface PageQuery {
  limit: number;
  cursor?: string;
}

export interface ListColumn<Row> extends Column {
  cell: (row: Row) => string;
}

/** A filter of the API: `min_balance` is the option `--min-balance`. */
export type Filters = Record<string, readonly [value: string, meaning: string]>;

interface ListOptions {
  limit: number;
  all?: boolean;
  cursor?: string;
}

/** The most that the API answers at once. */
const PAGE = 500;

export function addListOptions(command: Command, filters: Filters = {}): Command {
  for (const [name, [value, meaning]] of Object.entries(filters))
    command.option(`--${name.replaceAll('_', '-')} <${value}>`, meaning);
  return command
    .option('--limit <number>', 'how many at most', wholeNumber, 50)
    .option('--all', 'all of them, in pages behind the scenes')
    .option('--cursor <cursor>', 'go on from where an earlier list ended');
}

/** The filters that were given, by the API's names. Their values are the service's to judge. */
export function givenFilters(command: Command, filters: Filters): Record<string, string> {
  const options = command.opts<Record<string, string | undefined>>();
  return Object.fromEntries(
    Object.keys(filters).flatMap((name) => {
      const value = options[name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** As JSON page by page, so that a list of any length fits; as a table at its end, when its widths are known. */
export async function printList<Row>(
  command: Command,
  { json }: Pick<RunningService, 'json'>,
  columns: readonly ListColumn<Row>[],
  ask: (query: PageQuery) => Promise<Page<Row>>,
): Promise<void> {
  const options = command.opts<ListOptions>();
  const rows: string[][] = [];
  let told = 0;
  let next: string | null = options.cursor ?? null;
  let opening = '{"data":[';
  do {
    const left: number = options.all === true ? PAGE : options.limit - told;
    const { data, meta }: Page<Row> = await ask({
      limit: Math.min(left, PAGE),
      ...(next === null ? {} : { cursor: next }),
    });
    if (json) await write(`${opening}${data.length > 0 && told > 0 ? ',' : ''}${data.map(toJson).join(',')}`);
    else rows.push(...data.map((row) => columns.map(({ cell }) => cell(row))));
    opening = '';
    told += data.length;
    next = meta.next_cursor;
  } while (next !== null && (options.all === true || told < options.limit));
  if (json) await write(`],"meta":{"next_cursor":${JSON.stringify(next)}}}\n`);
  else print({ json: null, text: listText(columns, rows, next) }, false);
}

/** A list that is there already as a table, or a word where it is empty. */
export function rowsText<Row>(columns: readonly ListColumn<Row>[], rows: readonly Row[]): string {
  return listText(
    columns,
    rows.map((row) => columns.map(({ cell }) => cell(row))),
    null,
  );
}

function listText(columns: readonly Column[], rows: string[][], next: string | null): string {
  if (rows.length === 0) return 'There are none.';
  const lines = table(columns, rows);
  return next === null
    ? lines
    : `${lines}\n\nThere are more: --all shows them, --limit more of them, or go on with --cursor ${next}`;
}

function toJson(row: unknown): string {
  return JSON.stringify(row);
}

/** Waits where the reader is slower. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(value);
}
