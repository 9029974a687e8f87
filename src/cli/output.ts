/** What a verb found or did: for scripts as one JSON value, for people as lines. */
export interface Result {
  json: unknown;
  text: string;
}

/** A column of a table; `shrinks`: its cells may be cut with … where the table would be too wide. */
export interface Column {
  heading: string;
  right?: boolean;
  shrinks?: boolean;
}

const WIDTH = 120;
const GAP = '  ';
/** Less would tell nothing. */
const LEAST_WIDTH = 8;

export function print(result: Result, asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(result.json)}\n` : `${result.text}\n`);
}

/** Rows under their headings, columns padded to line up. */
export function table(headings: readonly (string | Column)[], rows: readonly (readonly string[])[]): string {
  const columns = headings.map((heading) => (typeof heading === 'string' ? { heading } : heading));
  const widths = fitted(columns, rows);
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ right }, column) => {
        const width = widths[column] ?? 0;
        const cell = cut(cells[column] ?? '', width);
        return right === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(GAP)
      .trimEnd();
  return [
    line(columns.map(({ heading }) => heading)),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
  ].join('\n');
}

/** What is known about one thing, each under its name; what is absent is left out. */
export function facts(pairs: readonly (readonly [name: string, value: string | null | undefined])[]): string {
  const known = pairs.flatMap(([name, value]) => (value == null || value === '' ? [] : [{ name, value }]));
  const width = Math.max(...known.map(({ name }) => name.length));
  return known.map(({ name, value }) => `${name.padEnd(width)}${GAP}${value}`).join('\n');
}

/** A moment as tables show it: to the minute, in UTC. */
export function minute(moment: string): string {
  return moment.slice(0, 16).replace('T', ' ');
}

function fitted(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  const widths = columns.map(({ heading }, column) =>
    rows.reduce((most, row) => Math.max(most, (row[column] ?? '').length), heading.length),
  );
  const room =
    Math.max(process.stdout.isTTY ? process.stdout.columns : 0, WIDTH) - GAP.length * (columns.length - 1);
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  for (; excess > 0; excess -= 1) {
    const widest = columns.reduce(
      (found, { shrinks }, column) =>
        shrinks === true && (widths[column] ?? 0) > (widths[found] ?? LEAST_WIDTH) ? column : found,
      -1,
    );
    const width = widths[widest];
    if (width === undefined) break;
    widths[widest] = width - 1;
  }
  return widths;
}

function cut(cell: string, width: number): string {
  return cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
}
