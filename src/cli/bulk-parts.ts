import type { Members } from './input.js';

export const BULK_KINDS = ['locations', 'customers', 'debt_accounts'] as const;

type BulkKind = (typeof BULK_KINDS)[number];

/** A record, and where it stands in the file. */
export interface BulkItem {
  kind: BulkKind;
  index: number;
  record: unknown;
}

/** What one request holds. */
export interface BulkPart {
  body: Members;
  items: BulkItem[];
}

/** What the service takes in one request. */
const MOST_ITEMS = 10_000;
/** A little less than it takes, for what stands around the records. */
const MOST_BYTES = 31 * 1_048_576;

/**
 * A file as requests: its order is kept among records of a kind, but that parents come before children, which may
 * then be in a later request. What is no list goes along as it is, for the service to refuse by name.
 */
export function partsOf(file: Members): BulkPart[] {
  const items = BULK_KINDS.flatMap((kind) => itemsOf(file, kind));
  const others = Object.fromEntries(
    Object.entries(file).filter(([name, value]) => !isKind(name) || !Array.isArray(value)),
  );
  const groups: BulkItem[][] = [[]];
  let bytes = 0;
  for (const item of inSendingOrder(items)) {
    const size = Buffer.byteLength(JSON.stringify(item.record)) + 1;
    const last = groups.at(-1) ?? [];
    const isFull = last.length === MOST_ITEMS || (last.length > 0 && bytes + size > MOST_BYTES);
    if (isFull) groups.push([item]);
    else last.push(item);
    bytes = isFull ? size : bytes + size;
  }
  return groups.map((group) => ({ items: group, body: bodyWith(others, group) }));
}

function itemsOf(file: Members, kind: BulkKind): BulkItem[] {
  const list = file[kind];
  return Array.isArray(list) ? list.map((record: unknown, index) => ({ kind, index, record })) : [];
}

function inSendingOrder(items: readonly BulkItem[]): BulkItem[] {
  return [...items.filter((item) => !isChild(item)), ...items.filter(isChild)];
}

function isChild({ record }: BulkItem): boolean {
  return typeof (record as { parent_external_id?: unknown } | null)?.parent_external_id === 'string';
}

function isKind(name: string): boolean {
  return BULK_KINDS.some((kind) => kind === name);
}

function bodyWith(others: Members, items: readonly BulkItem[]): Members {
  const lists = BULK_KINDS.flatMap((kind) => {
    const records = items.filter((item) => item.kind === kind).map(({ record }) => record);
    return records.length === 0 ? [] : [[kind, records] as const];
  });
  return { ...others, ...Object.fromEntries(lists) };
}
