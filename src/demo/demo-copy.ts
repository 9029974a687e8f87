import { finished } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** What one column of a row may hold. */
export type CopyValue =
  string | number | boolean | Date | Buffer | readonly string[] | Readonly<Record<string, unknown>> | null;

export type CopyRow<Row> = { [Field in keyof Row]: CopyValue };

/** A table as COPY fills it: the statement, and a row as one line of COPY's text format. */
export interface CopyTable<Row> {
  statement: string;
  lineOf: (row: Row) => string;
}

/** @param columns each field of a row with its column's name, in COPY's order */
export function copyTable<Row extends CopyRow<Row>>(
  name: string,
  columns: Readonly<Record<keyof Row & string, string>>,
): CopyTable<Row> {
  const fields = Object.keys(columns) as (keyof Row)[];
  return {
    statement: `COPY ${name} (${Object.values(columns).join(', ')}) FROM STDIN`,
    lineOf: (row) => `${fields.map((field) => copyText(row[field])).join('\t')}\n`,
  };
}

/** Sends whole lines; resolves when the database took them all. */
export async function copyLines(client: Client, statement: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  const stream = client.query(copyFrom(statement));
  stream.end(lines.join(''));
  await finished(stream);
}

/** One value in COPY's text format. */
export function copyText(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  if (isList(value)) return escape(arrayText(value));
  return escape(JSON.stringify(value));
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escape(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] as string)
    : text;
}
