import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import type { Books } from './books.js';
import type { Entity } from './records.js';

export const VERSIONS = ['1.27', '1.28', '1.29', '1.30', '1.31', '1.32', '1.33'] as const;

/** Namespace of bodies and entities. */
export function domainNamespace(version: string): string {
  return `http://www.tractbilling.com/billing/${version.replace('.', '_')}/domain`;
}

/** Namespace of collections and of answers about what was done. */
export function restNamespace(version: string): string {
  return `${domainNamespace(version)}/rest`;
}

/** How much of an entity an answer shows (reference 4.5). */
export type Scope = 'EID' | 'SHALLOW' | 'DEEP';

/** What the handlers of one sandbox share. */
export interface Desk {
  readonly books: Books;
  /** An external account number is taken once. The vendor does not say; off by default. */
  readonly unique: boolean;
  /** Deactivated accounts with nothing left move on by being read (reference 7.6). */
  readonly settles: boolean;
  readonly now: () => Date;
}

/** One call of the vendor's, after its form has been checked. */
export interface Call {
  readonly version: string;
  /** Until when what it creates is hidden from queries, in milliseconds since 1970. */
  readonly visibleFromMs: number | undefined;
}

/** What a key of a collection compares: `eid` takes digits only, as the vendor's `xs:long`. */
export interface QueryKey<Row> {
  readonly type: 'eid' | 'text' | 'boolean' | 'decimal' | 'dateTime';
  /** The values of a row that the key is compared with; one that is equal will do. */
  values(row: Row): readonly (string | undefined)[];
  /** The same by an index. */
  find?(value: string): Iterable<Row>;
}

/** What a command made, where its answer names that instead of its target. */
export interface Outcome {
  readonly type: string;
  readonly eid: string;
}

export interface Command<Row> {
  /** The element of its body. */
  readonly root: string;
  /** What it answers: the WADL declares any media type (`nothing`) or XML (`update`, `add`). */
  readonly answers: 'nothing' | 'update' | 'add';
  run(row: Row, body: XmlElement, call: Call): Outcome | undefined;
}

/** One collection of the vendor's, and what can be done with it. Absent members are answered 405. */
export interface Resource<Row extends Entity = Entity> {
  /** Its path and the name of its collection's element. */
  readonly name: string;
  /** The element of a body that creates or changes one. */
  readonly root: string;
  /** The vendor's EntityType, for createResponse and where clauses. */
  readonly entity: string;
  readonly keys: Readonly<Record<string, QueryKey<Row>>>;
  /** At least one of these keys must be given. */
  readonly requiredKeys?: readonly string[];
  find(eid: string): Row | undefined;
  all(): Iterable<Row>;
  view(row: Row, scope: Scope, version: string): XmlElement;
  /** After an answer has shown it. */
  wasRead?(row: Row): void;
  create?(body: XmlElement, call: Call): string;
  update?(row: Row, body: XmlElement, call: Call): void;
  remove?(row: Row): void;
  readonly commands?: Readonly<Record<string, Command<Row>>>;
}

/** Documented keys about things that the sandbox has none of: they find nothing. */
export function keysOfNothing<Row>(...names: string[]): Record<string, QueryKey<Row>> {
  const nothing: QueryKey<Row> = { type: 'text', values: () => [] };
  return Object.fromEntries(names.map((name) => [name, nothing]));
}

/** A key that is an attribute of the row. */
export function textKey<Row>(
  value: (row: Row) => string | undefined,
  find?: (value: string) => Iterable<Row>,
): QueryKey<Row> {
  return { type: 'text', values: (row) => [value(row)], ...(find && { find }) };
}

export function eidKey<Row>(
  value: (row: Row) => string | undefined,
  find?: (value: string) => Iterable<Row>,
): QueryKey<Row> {
  return { type: 'eid', values: (row) => [value(row)], ...(find && { find }) };
}

/** The key `eid` of every collection. */
export function ownEid<Row extends Entity>(find: (eid: string) => Row | undefined): QueryKey<Row> {
  return eidKey(
    ({ eid }) => eid,
    (eid) => {
      const row = find(eid);
      return row === undefined ? [] : [row];
    },
  );
}
