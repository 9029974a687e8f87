/**
 * What texts of a custom field, a payment or an adjustment may have at most (reference 7.8). Gotransverse is
 * written in Java, so characters are counted as Java and JavaScript do: one beyond the BMP counts twice.
 */
export const MOST_CHARACTERS = 255;

/** A text without blanks at its ends; nothing where nothing remains. */
export function textOf(value: string | null | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed;
}

/** Those of the texts that there are. */
export function present(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
