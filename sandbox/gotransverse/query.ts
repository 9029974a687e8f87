import { element, type XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import type { Entity } from './records.js';
import { badRequest, invalid, mismatched } from './refusal.js';
import { domainNamespace, restNamespace, type QueryKey, type Resource, type Scope } from './resource.js';
import { whereClause } from './where-clause.js';

/** "Max Number of API Entities Returned in Query Response" of a new tenant. */
const PAGE_SIZE = 50;

/** Accepted on every collection. */
const PAGING = ['pageNumber', 'pageSize', 'queryScope'];

/** One page of a collection, as its element. @throws Refusal for keys that the vendor does not have */
export function collection<Row extends Entity>(
  resource: Resource<Row>,
  query: URLSearchParams,
  version: string,
  nowMs: number,
): XmlElement {
  const scope = queryScope(query);
  const pageNumber = wholeNumber(query, 'pageNumber', 1);
  const pageSize = Math.min(wholeNumber(query, 'pageSize', PAGE_SIZE), PAGE_SIZE);
  const keys = givenKeys(resource, query);
  const rows = matching(resource, keys, version, query.get(`where${resource.entity}`)).filter(
    ({ visibleFromMs }) => visibleFromMs === undefined || visibleFromMs <= nowMs,
  );
  const page = rows.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
  const namespace = domainNamespace(version);
  const items = page.map((row) => ({ ...resource.view(row, scope, version), namespace }));
  for (const row of page) resource.wasRead?.(row);
  return {
    ...element(resource.name, pageAttributes(pageNumber, pageSize, rows.length, page.length), items),
    namespace: restNamespace(version),
  };
}

/** The five attributes of a page, as the vendor's collections have them; nested ones too. */
export function pageAttributes(
  pageNumber: number,
  pageSize: number,
  totalElements: number,
  elementCount: number,
): Record<string, string> {
  return {
    pageNumber: String(pageNumber),
    pageSize: String(pageSize),
    totalElements: String(totalElements),
    elementCount: String(elementCount),
    totalPages: String(Math.ceil(totalElements / pageSize)),
  };
}

export function queryScope(query: URLSearchParams): Scope {
  const scope = query.get('queryScope') ?? 'SHALLOW';
  if (scope === 'SHALLOW' || scope === 'DEEP' || scope === 'EID') return scope;
  throw mismatched(scope, 'EID, SHALLOW or DEEP');
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw mismatched(text, `a number from 1 for ${name}`);
  return Number(text);
}

interface GivenKey<Row> {
  readonly name: string;
  readonly key: QueryKey<Row>;
  readonly value: string;
}

function givenKeys<Row extends Entity>(resource: Resource<Row>, query: URLSearchParams): GivenKey<Row>[] {
  const given: GivenKey<Row>[] = [];
  for (const [name, value] of query) {
    if (PAGING.includes(name) || name === `where${resource.entity}`) continue;
    const key = Object.hasOwn(resource.keys, name) ? resource.keys[name] : undefined;
    if (key === undefined) throw badRequest(`${resource.name} have no query key ${name}`);
    given.push({ name, key, value: checked(key.type, value) });
  }
  const needed = resource.requiredKeys;
  if (needed && !given.some(({ name }) => needed.includes(name)))
    throw invalid(`${resource.name} need at least one of the query keys ${needed.join(', ')}`);
  return given;
}

const FORMS: Record<QueryKey<unknown>['type'], RegExp> = {
  eid: /^\d+$/,
  text: /^/,
  boolean: /^(true|false)$/,
  decimal: /^-?\d+(\.\d+)?$/,
  dateTime: /^\d{4}-\d\d-\d\d/,
};

function checked(type: QueryKey<unknown>['type'], value: string): string {
  if (!FORMS[type].test(value)) throw mismatched(value, type.toUpperCase());
  return value;
}

function matching<Row extends Entity>(
  resource: Resource<Row>,
  keys: readonly GivenKey<Row>[],
  version: string,
  clause: string | null,
): Row[] {
  const where = clause === null ? undefined : whereClause(clause);
  const holds = ({ key, value }: GivenKey<Row>, row: Row): boolean => key.values(row).includes(value);
  // The vendor's predicate for it ends in an `or` without parentheses: beside it the other keys do not bind.
  const loose = keys.find(({ name }) => name === 'customFieldValue' && resource.name === 'billingAccounts');
  const indexed = loose ? undefined : keys.find(({ key }) => key.find !== undefined);
  const candidates = indexed?.key.find?.(indexed.value) ?? resource.all();
  return [...candidates].filter((row) => {
    const found = keys.every((key) => holds(key, row)) || (loose !== undefined && holds(loose, row));
    return found && (where?.(resource.view(row, 'SHALLOW', version).attributes) ?? true);
  });
}
