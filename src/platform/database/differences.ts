import { isDeepStrictEqual } from 'node:util';

/** The names of the wanted values that a row does not have yet. The order of an object's members does not count. */
export function differing(row: object, wanted: object): string[] {
  const current = new Map<string, unknown>(Object.entries(row));
  return Object.entries(wanted)
    .filter(([name, value]) => !isDeepStrictEqual(current.get(name) ?? null, value ?? null))
    .map(([name]) => name);
}

/** What the API calls a column: `firstName` is `first_name`. */
export function fieldName(column: string): string {
  return column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The external ids of bodies. */
export function namesOf(bodies: readonly { external_id: string }[]): string[] {
  return bodies.map(({ external_id }) => external_id);
}

/**
 * What is already as its body says, by external id.
 * @param same the answer where the row is as the body says, else null
 */
export function unchangedAmong<Row extends { externalId: string }, Body extends { external_id: string }, T>(
  bodies: readonly Body[],
  rows: readonly Row[],
  same: (row: Row, body: Body) => T | null,
): Map<string, T> {
  const byName = new Map(rows.map((row) => [row.externalId, row]));
  const found = new Map<string, T>();
  for (const body of bodies) {
    const row = byName.get(body.external_id);
    const answer = row === undefined ? null : same(row, body);
    if (answer !== null) found.set(body.external_id, answer);
  }
  return found;
}

/** Those of the bodies whose names no row has. */
export function notTaken<Body extends { external_id: string }>(
  bodies: readonly Body[],
  rows: readonly { externalId: string }[],
): Body[] {
  const taken = new Set(rows.map(({ externalId }) => externalId));
  return bodies.filter(({ external_id }) => !taken.has(external_id));
}
