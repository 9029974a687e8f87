import { isUtf8 } from 'node:buffer';
import { DomainError } from '../errors/domain-error.js';
import { findJsonMistake } from './json-scanner.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a body as JSON, and refuses what JSON.parse would silently change: it keeps the last of two members of one
 * name, rounds numbers, and reads replaced bytes. What it tells of a mistake is a place, never a value.
 * @returns undefined for an empty body: whether one is needed is for the route to say
 * @throws DomainError `malformed`
 */
export function parseStrictJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK))
    throw new DomainError('malformed', 'The body begins with a byte order mark; send UTF-8 without one');
  if (!isUtf8(body)) throw new DomainError('malformed', 'The body is not valid UTF-8');
  const text = body.toString('utf8');
  const value = parse(text);
  const mistake = findJsonMistake(text);
  if (mistake === undefined) return value;
  const { path, message } = mistake;
  if (path === '') throw new DomainError('malformed', `The body ${message}`);
  throw new DomainError('malformed', `${path} ${message}`, [{ field: path, message }]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError('malformed', `The body is not valid JSON${placeOf(error)}`);
  }
}

/** Where the parser says so: only at the end of its message, since what stands before may quote the body. */
function placeOf(error: unknown): string {
  const position = /in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(String(error))?.[1];
  return position === undefined ? '' : `, from character ${String(Number(position) + 1)} on`;
}
