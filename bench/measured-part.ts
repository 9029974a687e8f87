import { readFile, writeFile } from 'node:fs/promises';

const END = '<!-- measured: end -->';

/** Replaces what stands between the marks of one benchmark on a page of results. */
export async function writeMeasuredPart(file: string, benchmark: string, measured: string): Promise<void> {
  const beginning = `<!-- measured by \`npm run bench -- ${benchmark} --markdown docs/performance.md\`: begin -->`;
  const page = await readFile(file, 'utf8');
  const start = page.indexOf(beginning);
  const end = page.indexOf(END, start);
  if (start < 0 || end < 0)
    throw new Error(`The page has no place for results. Put there:\n${beginning}\n${END}`);
  await writeFile(file, `${page.slice(0, start + beginning.length)}\n\n${measured}\n\n${page.slice(end)}`);
}
