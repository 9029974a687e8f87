/** A person's name in the parts that Gotransverse wants: it takes no person without first and last name. */
export interface PersonName {
  firstName: string;
  middleName?: string;
  lastName: string;
  suffix?: string;
}

/** Without their points. Not `V`: it is more often an initial than a fifth of the name. */
const SUFFIXES = new Set('jr sr ii iii iv 2nd 3rd 4th phd md dds dvm jd esq cpa rn'.split(' '));

/** Courtesy titles that begin a text; Gotransverse has no attribute for them. */
const TITLES = /^(?:(?:the\s+)?(?:mr|mrs|ms|miss|dr|rev|hon)(?:\.\s*|\s+|$))+/i;

/** Several people, or somebody else's letter box. A stroke stands for one of them: `c/o`, `and/or`, `Mr/Mrs`. */
const SEVERAL = /[&/]|(?<![^\s,])(?:and|or)(?![^\s,])/i;

/** A dead person's property is no person. */
const ESTATE = /(?<![^\s,])estate\s+of(?![^\s,])/i;

/** Small words that belong to the last name that follows them. */
const PARTICLES = new Set(
  'da das de del della den der di do dos du la las le los ten ter van von zu zum zur'.split(' '),
);

/**
 * Splits a person's one string, by this rule:
 * - Courtesy titles at the beginning, or after a comma, are left out.
 * - `Last, First Middle`: what is before the comma is the last name, the next word the first name, all others are
 *   middle names. Suffixes stand at the end, or after a second comma, or after the last name.
 * - Otherwise the last word is the last name, with the particles right before it (`de la Cruz`, `van Dyke`); the
 *   first word is the first name, all between them are middle names. Suffixes stand at the end, with or without a
 *   comma.
 * - Suffixes are generations and degrees, Jr to 4th and PhD to RN, and stay as they are written. Blanks between words
 *   count as one.
 * @returns nothing where the rule finds no first or no last name, and where the string names no single person:
 *   `John & Jane Roe`, `Estate of Jane Roe`, `c/o Jane Roe`
 */
export function splitPersonName(name: string): PersonName | undefined {
  if (SEVERAL.test(name) || ESTATE.test(name)) return undefined;
  const parts = name
    .split(',')
    .map((part) => words(part.trim().replace(TITLES, '')))
    .filter((part) => part.length > 0);
  const suffix = takeSuffixes(parts);
  const [before, after, ...more] = parts;
  if (before === undefined || more.length > 0) return undefined;
  const found = after === undefined ? inOrder(before) : lastNameFirst(before, after);
  return found === undefined ? undefined : { ...found, ...(suffix === '' ? {} : { suffix }) };
}

function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/** Takes the suffixes that end the parts, in their order; never the first part's only name. */
function takeSuffixes(parts: string[][]): string {
  const taken: string[] = [];
  for (const [index, part] of [...parts.entries()].reverse()) {
    const least = index === 0 ? 1 : 0;
    let kept = part.length;
    while (kept > least && isSuffix(part[kept - 1] ?? '')) kept -= 1;
    taken.unshift(...part.splice(kept));
    if (part.length === 0) parts.splice(index, 1);
  }
  return taken.join(' ');
}

function isSuffix(word: string): boolean {
  return SUFFIXES.has(word.replaceAll('.', '').toLowerCase());
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
