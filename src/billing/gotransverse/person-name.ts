/** A person's name in the parts that Gotransverse wants: it takes no person without first and last name. */
export interface PersonName {
  firstName: string;
  middleName?: string;
  lastName: string;
  suffix?: string;
}

/** Not `V`: it is more often an initial than a fifth of the name. */
const SUFFIX = /^(?:jr|sr|ii|iii|iv)\.?$/i;

/** Small words that belong to the last name that follows them. */
const PARTICLES = new Set(
  'da das de del della den der di do dos du la las le los ten ter van von zu zum zur'.split(' '),
);

/**
 * Splits a person's one string, by this rule:
 * - `Last, First Middle`: what is before the comma is the last name, the next word the first name, all others are
 *   middle names. A suffix stands at the end, or after a second comma, or after the last name.
 * - Otherwise the last word is the last name, with the particles right before it (`de la Cruz`, `van Dyke`); the
 *   first word is the first name, all between them are middle names. A suffix stands at the end, with or without a
 *   comma.
 * - A suffix is Jr, Sr, II, III or IV, and stays as it is written. Blanks between words count as one.
 * @returns nothing where the rule finds no first or no last name
 */
export function splitPersonName(name: string): PersonName | undefined {
  const parts = name
    .split(',')
    .map(words)
    .filter((part) => part.length > 0);
  const suffix = takeSuffix(parts);
  const [before, after, ...more] = parts;
  if (before === undefined || more.length > 0) return undefined;
  const found = after === undefined ? inOrder(before) : lastNameFirst(before, after);
  return found === undefined ? undefined : { ...found, ...(suffix === undefined ? {} : { suffix }) };
}

function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/** Takes the first suffix that ends one of the parts, from the last part to the first; never a part's only name. */
function takeSuffix(parts: string[][]): string | undefined {
  for (const [index, part] of [...parts.entries()].reverse()) {
    const last = part.at(-1);
    if (last === undefined || !SUFFIX.test(last)) continue;
    if (part.length === 1 && index === 0) continue;
    part.pop();
    if (part.length === 0) parts.splice(index, 1);
    return last;
  }
  return undefined;
}

function inOrder([first, ...others]: readonly string[]): PersonName | undefined {
  if (first === undefined || others.length === 0) return undefined;
  let start = others.length - 1;
  while (start > 0 && PARTICLES.has(others[start - 1]?.toLowerCase() ?? '')) start -= 1;
  return assembled(first, others.slice(0, start), others.slice(start));
}

function lastNameFirst(
  last: readonly string[],
  [first, ...middle]: readonly string[],
): PersonName | undefined {
  return first === undefined ? undefined : assembled(first, middle, last);
}

function assembled(first: string, middle: readonly string[], last: readonly string[]): PersonName {
  return {
    firstName: first,
    ...(middle.length === 0 ? {} : { middleName: middle.join(' ') }),
    lastName: last.join(' '),
  };
}
