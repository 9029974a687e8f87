import { isDeepStrictEqual } from 'node:util';

/** The names of the wanted values that a row does not have yet. The order of an object's members does not count. */
export function differing(row: object, wanted: object): string[] {
  const current = new Map<string, unknown>(Object.entries(row));
  return Object.entries(wanted)
    .filter(([name, value]) => !isDeepStrictEqual(current.get(name) ?? null, value ?? null))
    .map(([name]) => name);
}
