import { DomainError } from '../errors/domain-error.js';
import { EXTERNAL_ID_RULE, isExternalId } from '../validation/fields.js';
import type { Transaction } from './prisma.service.js';

/** Whether a text has a uuid's form, so that the database can compare it with one. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/**
 * Finds a record by what a caller calls it: its external id, else our uuid. PostgreSQL's text holds no NUL,
 * so such a reference names nothing.
 */
export async function findByRef<T>(
  ref: string,
  find: (where: { externalId: string } | { id: string }) => Promise<T | null>,
): Promise<T | null> {
  if (ref.includes('\0')) return null;
  const named = await find({ externalId: ref });
  return named === null && isUuid(ref) ? find({ id: ref }) : named;
}

/**
 * The id that a list's filter stands for.
 * @returns undefined where there is no such filter, null where nothing can have that name
 */
export async function filteredId(
  ref: string | null | undefined,
  find: (where: { externalId: string }) => Promise<{ id: string } | null>,
): Promise<string | null | undefined> {
  if (ref == null) return undefined;
  const named = await find({ externalId: ref });
  return named?.id ?? (isUuid(ref) ? ref : null);
}

/** A path and a body that both name a record must name the same one. */
export function assertSameName(externalId: string, given: string | null | undefined): void {
  if (given != null && given !== externalId)
    throw DomainError.invalidField('external_id', 'must be that of the path; an external_id never changes');
}

/** The external id that a path gives to a record that is not there yet. @throws DomainError `invalid` */
export function newName(ref: string, given: string | null | undefined): string {
  if (!isExternalId(ref)) throw DomainError.invalidField('external_id', EXTERNAL_ID_RULE);
  assertSameName(ref, given);
  return ref;
}

/** The one of one. */
export function only<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('Nothing was made');
  return one;
}

/** Rows by their ids, in the order of the ids. */
export async function hydrated<Row extends { id: string }>(
  ids: readonly string[],
  read: (where: { id: { in: string[] } }) => Promise<Row[]>,
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const rows = new Map((await read({ id: { in: [...ids] } })).map((row) => [row.id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

/** Names resolved within each transaction: a feed names the same few creditors ten thousand times. */
const resolved = new WeakMap<Transaction, Map<string, string>>();

function namesIn(transaction: Transaction): Map<string, string> {
  const names = resolved.get(transaction) ?? new Map<string, string>();
  resolved.set(transaction, names);
  return names;
}

/** What `find` finds, asked once in a transaction: an external id never comes to mean another record. */
export async function resolvedOnce(
  transaction: Transaction,
  noun: string,
  ref: string,
  find: () => Promise<string>,
): Promise<string> {
  const names = namesIn(transaction);
  const name = `${noun} ${ref}`;
  const id = names.get(name) ?? (await find());
  names.set(name, id);
  return id;
}

/** Resolves many names at once, for {@link resolvedOnce} to know; one alone is not worth a statement more. */
export async function resolveAll(
  transaction: Transaction,
  noun: string,
  refs: readonly string[],
  find: (names: string[]) => Promise<{ id: string; externalId: string }[]>,
): Promise<void> {
  const names = namesIn(transaction);
  const unknown = [...new Set(refs)].filter((ref) => !names.has(`${noun} ${ref}`) && !ref.includes('\0'));
  if (unknown.length < 2) return;
  for (const { id, externalId } of await find(unknown)) names.set(`${noun} ${externalId}`, id);
}
