import { isUtf8 } from 'node:buffer';
import { DomainError } from '../errors/domain-error.js';

const NAME = 'X-Reason';
const MAX_CHARACTERS = 1000;
/** Control characters, and what XML cannot carry. */
const UNPRINTABLE = /[\p{Cc}\uFFFE\uFFFF]/u;

/**
 * Why the caller does what it does, from the header `X-Reason`.
 * @param header UTF-8, whose bytes Node hands over as characters of Latin-1
 * @returns null where there is none
 * @throws DomainError `invalid`
 */
export function reasonFrom(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const bytes = Buffer.from([header].flat().join(', '), 'latin1');
  if (!isUtf8(bytes)) throw DomainError.invalidField(NAME, 'must be UTF-8');
  const reason = bytes.toString('utf8').trim();
  if (Array.from(reason).length > MAX_CHARACTERS)
    throw DomainError.invalidField(NAME, `must have at most ${String(MAX_CHARACTERS)} characters`);
  if (UNPRINTABLE.test(reason)) throw DomainError.invalidField(NAME, 'must not have control characters');
  return reason === '' ? null : reason;
}
