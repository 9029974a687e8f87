import { domainNamespace, restNamespace } from './gotransverse.namespaces.js';
import type { XmlElement } from './gotransverse.xml.js';

/** An answer that came and cannot be used. Its message repeats nothing of the answer but names of its elements. */
export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
}

/** A number that Gotransverse gives: digits, since its paths take nothing else. */
export type Eid = string;

export interface Created {
  eid: Eid;
}

/** A list, and what it holds. Elements of other names are ignored: later versions have more. */
export interface ListShape<T> {
  /** The root: the plural. */
  list: string;
  /** By the names that its items have: some lists are mixed. */
  items: Readonly<Record<string, (item: XmlElement) => T>>;
}

export interface Page<T> {
  pageNumber: number;
  totalPages: number;
  totalElements: number;
  /** How many elements came, those that were ignored too. */
  elementCount: number;
  items: T[];
}

/** As many digits as the longest xs:long has. */
const EID = /^\d{1,19}$/;

export function isEid(text: string): boolean {
  return EID.test(text);
}

/** The EID of an element. @throws UnreadableAnswerError */
export function eidOf({ name, attributes }: XmlElement): Eid {
  const { eid } = attributes;
  if (eid === undefined || !isEid(eid)) throw new UnreadableAnswerError(`${name} has no eid of digits`);
  return eid;
}

/** The EID of a reference to another record, where it is given. */
export function referenceIn(parent: XmlElement, name: string): Eid | undefined {
  const child = childIn(parent, name);
  return child === undefined ? undefined : eidOf(child);
}

export function childIn(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find((child) => child.name === name && child.namespace === parent.namespace);
}

/** An xs:decimal in dollars as exact cents. @throws UnreadableAnswerError for parts of a cent too */
export function centsIn({ name, attributes }: XmlElement, attribute: string): bigint | undefined {
  const text = attributes[attribute]?.trim();
  if (text === undefined || text === '') return undefined;
  const [, sign = '', whole = '', part = ''] = /^([+-]?)(\d{0,30})(?:\.(\d{0,30}))?$/.exec(text) ?? [];
  if (whole + part === '' || /[1-9]/.test(part.slice(2)))
    throw new UnreadableAnswerError(`${name}/@${attribute} is no amount of whole cents`);
  const cents = BigInt(whole) * 100n + BigInt(part.slice(0, 2).padEnd(2, '0'));
  return sign === '-' ? -cents : cents;
}

/** An xs:boolean. @throws UnreadableAnswerError */
export function booleanIn({ name, attributes }: XmlElement, attribute: string): boolean | undefined {
  const text = attributes[attribute]?.trim();
  if (text === undefined || text === '') return undefined;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new UnreadableAnswerError(`${name}/@${attribute} is neither true nor false`);
}

/** Reads `createResponse`. @throws UnreadableAnswerError */
export function readCreated(root: XmlElement, version: string): Created {
  mustBe(root, 'createResponse', restNamespace(version));
  return { eid: eidOf(root) };
}

/** Refuses a root that is not the entity that was asked for. @throws UnreadableAnswerError */
export function mustBeEntity(root: XmlElement, name: string, version: string): void {
  mustBe(root, name, domainNamespace(version));
}

/** Reads one page: of one item as of many. @throws UnreadableAnswerError */
export function readPage<T>(root: XmlElement, shape: ListShape<T>, version: string): Page<T> {
  mustBe(root, shape.list, restNamespace(version));
  const namespace = domainNamespace(version);
  const items: T[] = [];
  for (const child of root.children) {
    const read = Object.hasOwn(shape.items, child.name) ? shape.items[child.name] : undefined;
    if (read === undefined) continue;
    mustBe(child, child.name, namespace);
    items.push(read(child));
  }
  const page = {
    pageNumber: countIn(root, 'pageNumber'),
    totalPages: countIn(root, 'totalPages'),
    totalElements: countIn(root, 'totalElements'),
    elementCount: root.children.length,
    items,
  };
  // An answer cut short by someone on the way must not read as "there is none".
  if (countIn(root, 'elementCount') > page.elementCount)
    throw new UnreadableAnswerError(`${root.name} holds fewer elements than it says`);
  return page;
}

function countIn({ name, attributes }: XmlElement, attribute: string): number {
  const text = attributes[attribute] ?? '';
  if (!/^\d{1,9}$/.test(text)) throw new UnreadableAnswerError(`${name}/@${attribute} is no count`);
  return Number(text);
}

function mustBe(found: XmlElement, name: string, namespace: string): void {
  if (found.name !== name) throw new UnreadableAnswerError(`its root is not ${name}`);
  if (found.namespace === namespace) return;
  throw new UnreadableAnswerError(
    `${name} is of ${namespaceFound(found.namespace)}, not of ${namespace}: check GOTRANSVERSE_API_VERSION`,
  );
}

/** Only what looks like the vendor's own is repeated. */
function namespaceFound(namespace = ''): string {
  if (namespace === '') return 'no namespace';
  return /^http:\/\/www\.tractbilling\.com\/billing\/\d{1,3}_\d{1,3}\/domain(\/rest)?$/.test(namespace)
    ? namespace
    : 'another namespace';
}
