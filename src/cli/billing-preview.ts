import type { components } from '../api-client/generated/schema.js';
import { type ListColumn, rowsText } from './lists.js';

export type BillingPreview = components['schemas']['BillingPreviewView'];
type Difference = components['schemas']['BillingDifferenceView'];
type Remark = components['schemas']['RemarkView'];

const DIFFERENCE_COLUMNS: ListColumn<Difference>[] = [
  { heading: 'PART', cell: ({ part }) => part },
  { heading: 'FIELD', shrinks: true, cell: ({ field }) => field },
  { heading: 'LAST SENT', shrinks: true, cell: ({ last_sent }) => valueText(last_sent) },
  { heading: '→ NOW', shrinks: true, cell: ({ now }) => valueText(now) },
  { heading: 'NO CALL MAKES IT', shrinks: true, cell: ({ remark }) => remark ?? '' },
];

const POSTING = ['createAccount', 'createAdjustment', 'postAdjustment'];

/**
 * Of the calls only those that bring the balance, and the account's making where it is not there; what else differs
 * is not told.
 */
export function balanceOnly(preview: BillingPreview): BillingPreview {
  const calls = preview.calls.filter(({ operation }) => POSTING.includes(operation));
  const isMade = calls.some(({ operation }) => operation === 'createAccount');
  return { ...preview, calls, differences: [], left_out: isMade ? preview.left_out : [] };
}

/** What would be sent now, for people: calls with their XML, differences, and what cannot be sent. */
export function previewText(
  { calls, differences, left_out, refusals }: BillingPreview,
  omitted: readonly string[],
): string {
  if (refusals.length > 0) return `Nothing can be sent:\n${remarks(refusals)}`;
  const parts = calls.map(
    ({ operation, xml }, index) =>
      `${String(index + 1)}. ${operation}\n${xml === null ? '   (what is sent depends on what is read just before)' : indented(xml)}`,
  );
  if (calls.length === 0) parts.push('There is nothing to send.');
  if (differences.length > 0)
    parts.push(`Other than it was last sent:\n${rowsText(DIFFERENCE_COLUMNS, differences)}`);
  if (left_out.length > 0) parts.push(`Left out:\n${remarks(left_out)}`);
  if (omitted.length > 0)
    parts.push(`Sent, and not shown to a key without the scope pii: ${omitted.join(', ')}.`);
  return parts.join('\n\n');
}

function remarks(all: readonly Remark[]): string {
  return all.map(({ field, message }) => `  ${field} ${message}`).join('\n');
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An element a line: between two tags there is never text, and in text a `>` is written `&gt;`. */
function indented(xml: string): string {
  let depth = 0;
  return xml
    .trim()
    .split(/(?<=>)\s*(?=<)/)
    .map((line) => {
      if (line.startsWith('</')) depth -= 1;
      const told = `   ${'  '.repeat(Math.max(depth, 0))}${line}`;
      if (/^<[^?!/]/.test(line) && !line.endsWith('/>') && !line.includes('</')) depth += 1;
      return told;
    })
    .join('\n');
}
