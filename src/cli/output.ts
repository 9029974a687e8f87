/** What a verb found or did: for scripts as one JSON value, for people as lines. */
export interface Result {
  json: unknown;
  text: string;
}

export function print(result: Result, asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(result.json)}\n` : `${result.text}\n`);
}

/** Rows under their headings, columns padded to line up. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(headings), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
