import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { DomainError } from '../platform/errors/domain-error.js';
import { parseStrictJson } from '../platform/validation/strict-json.js';
import { CommandError } from './context.js';

export type Members = Record<string, unknown>;

/** How the values of a noun's fields are written in `FIELD=VALUE`; all others are texts. */
export interface FieldForms {
  /** Whole cents. */
  cents: readonly string[];
  /** JSON. */
  json: readonly string[];
}

/**
 * A JSON object from a file, or from stdin for `-`. It is read as strictly as the service reads: what Node would
 * silently change is refused.
 */
export async function readObject(file: string): Promise<Members> {
  const value = parsed(file, await content(file));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommandError(`${named(file)} must hold one JSON object`);
  return value as Members;
}

/** What `external_id` a record has that is to be written under it. */
export function externalIdOf(record: Members, file: string): string {
  const { external_id } = record;
  if (typeof external_id !== 'string' || external_id === '')
    throw new CommandError(`${named(file)} must hold a record with its external_id`);
  return external_id;
}

/** `FIELD=VALUE` as a change: `FIELD=` takes a value away, `FIELD.KEY=VALUE` changes a key of an object. */
export function changesFrom(pairs: readonly string[], forms: FieldForms, command: Command): Members {
  const changes: Members = {};
  for (const [index, pair] of pairs.entries()) {
    const [, field, key, text] = /^([a-z]\w*)(?:\.([^=]+))?=(.*)$/s.exec(pair) ?? [];
    if (field === undefined || text === undefined)
      return command.error(
        `error: change ${String(index + 1)} is not written FIELD=VALUE; a value with blanks goes in quotes`,
      );
    if (key === undefined) changes[field] = valueOf(field, text, forms, command);
    else changes[field] = { ...(changes[field] as Members | undefined), [key]: text === '' ? null : text };
  }
  return changes;
}

/** Whole cents from `1234`. */
export function cents(value: string): number {
  const amount = /^[+-]?\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (Number.isNaN(amount)) throw new InvalidArgumentError('It must be whole cents, such as -1234.');
  return amount;
}

/** Whole cents from `12.34`, `$1,234.56` or `-12`, by their digits: a float could be a cent off. */
export function centsFromDollars(value: string): number {
  const [, sign, units, rest] = /^([+-]?)\$?(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{2}))?$/.exec(value) ?? [];
  if (units === undefined)
    throw new InvalidArgumentError('It must be dollars with two digits of cents or none, such as -12.34.');
  const amount = Number(`${units.replaceAll(',', '')}${rest ?? '00'}`);
  return sign === '-' && amount !== 0 ? -amount : amount;
}

function valueOf(
  field: string,
  text: string,
  { cents: inCents, json }: FieldForms,
  command: Command,
): unknown {
  if (text === '') return null;
  if (inCents.includes(field)) {
    if (/^-?\d{1,15}$/.test(text)) return Number(text);
    return command.error(`error: ${field} is in whole cents, such as ${field}=60000`);
  }
  if (!json.includes(field)) return text;
  try {
    return parseStrictJson(Buffer.from(text));
  } catch {
    return command.error(`error: ${field} is written as JSON, such as ${field}='{"key":"value"}'`);
  }
}

function parsed(file: string, bytes: Buffer): unknown {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new CommandError(`${named(file)} cannot be used: ${error.message.replace(/^The body/, 'it')}`);
  }
}

async function content(file: string): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${file} cannot be read (${error.code ?? error.message})`);
  });
}

function named(file: string): string {
  return file === '-' ? 'The standard input' : file;
}
