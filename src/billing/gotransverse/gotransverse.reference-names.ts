import type { ReferenceEntry } from './gotransverse.reference-answers.js';

/** What a setting may mean. */
export interface EntryKind<T extends ReferenceEntry> {
  /** In words, e.g. `bill cycle`. */
  one: string;
  /** Others do not count: suspended and canceled ones, those of another level. */
  isUsable: (entry: T) => boolean;
  /** Why an entry that is the only one of its name will not do, and how to mend it. */
  refuse?: (entry: T) => string | undefined;
}

export type Choice<T> = { setting: string; entry: T } | { setting: string; problem: string };

/** A tenant may have hundreds; people look for theirs in the first ones. */
const MAX_SHOWN = 40;

/**
 * The one entry that a setting means: by its exact name, or by `eid:NNN`.
 * @param setting its name, for the problem
 */
export function chosen<T extends ReferenceEntry>(
  setting: string,
  wanted: string,
  entries: readonly T[],
  kind: EntryKind<T>,
): Choice<T> {
  const eid = /^eid:(\d+)$/.exec(wanted)?.[1];
  const meant = entries.filter((entry) => (eid === undefined ? entry.name === wanted : entry.eid === eid));
  const usable = meant.filter((entry) => kind.isUsable(entry));
  const [entry, second] = usable;
  if (entry === undefined)
    return { setting, problem: nothing(setting, wanted, { entries, kind, known: meant.length > 0 }) };
  if (second !== undefined) return { setting, problem: several(setting, wanted, usable, kind) };
  const refusal = kind.refuse?.(entry);
  return refusal === undefined
    ? { setting, entry }
    : { setting, problem: `${setting}: ${kind.one} "${wanted}" ${refusal}` };
}

function nothing<T extends ReferenceEntry>(
  setting: string,
  wanted: string,
  { entries, kind, known }: { entries: readonly T[]; kind: EntryKind<T>; known: boolean },
): string {
  const what = known ? `"${wanted}" cannot be used as ${kind.one}` : `there is no ${kind.one} "${wanted}"`;
  return `${setting}: ${what}. ${listed(entries, kind)}`;
}

function several<T extends ReferenceEntry>(
  setting: string,
  wanted: string,
  usable: readonly T[],
  kind: EntryKind<T>,
): string {
  const numbers = usable.map(({ eid }) => `eid:${eid}`).join(' or ');
  return `${setting}: there is more than one ${kind.one} "${wanted}": say ${numbers} instead of the name`;
}

/** Usable ones first. */
function listed<T extends ReferenceEntry>(entries: readonly T[], kind: EntryKind<T>): string {
  if (entries.length === 0) return 'Gotransverse has none at all: make one in its pages';
  const usable = entries.filter((entry) => kind.isUsable(entry));
  const ordered = [...usable, ...entries.filter((entry) => !usable.includes(entry))];
  const shown = ordered.slice(0, MAX_SHOWN).map((entry) => {
    const notes = [
      `eid:${entry.eid}`,
      ...(entry.status === undefined ? [] : [entry.status]),
      ...(kind.isUsable(entry) ? [] : ['not usable']),
    ];
    return `"${entry.name}" (${notes.join(', ')})`;
  });
  const rest = ordered.length - shown.length;
  return `There are: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
