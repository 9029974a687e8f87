import type { Entity } from './records.js';

/** What an index finds a row by; `undefined`: it is not in that index. */
type IndexKey<Row> = (row: Row) => string | undefined;

/** The rows of one kind, in the order of their eids, with indexes for what is asked often. */
export class Table<Row extends Entity> {
  private readonly rows = new Map<string, Row>();
  private readonly indexes: ReadonlyMap<string, { key: IndexKey<Row>; eids: Map<string, Set<string>> }>;

  /** @param changed is told of every change, with the row as it was before */
  constructor(
    readonly name: string,
    indexes: Record<string, IndexKey<Row>>,
    private readonly changed: (table: string, eid: string, before: Entity | undefined) => void,
  ) {
    this.indexes = new Map(
      Object.entries(indexes).map(([index, key]) => [index, { key, eids: new Map<string, Set<string>>() }]),
    );
  }

  get size(): number {
    return this.rows.size;
  }

  get(eid: string | undefined): Row | undefined {
    return eid === undefined ? undefined : this.rows.get(eid);
  }

  values(): Iterable<Row> {
    return this.rows.values();
  }

  /** The rows that the index has under that key, by ascending eid. */
  by(index: string, key: string): Row[] {
    const eids = [...(this.indexes.get(index)?.eids.get(key) ?? [])];
    return eids
      .sort((left, right) => Number(left) - Number(right))
      .flatMap((eid) => this.rows.get(eid) ?? []);
  }

  put(row: Row): Row {
    this.replace(row.eid, row);
    return row;
  }

  delete(eid: string): void {
    this.replace(eid, undefined);
  }

  /** @param row `undefined` takes it away */
  replace(eid: string, row: Row | undefined): void {
    const before = this.rows.get(eid);
    this.changed(this.name, eid, before);
    for (const { key, eids } of this.indexes.values()) {
      const old = before && key(before);
      if (old !== undefined) eids.get(old)?.delete(eid);
      const now = row && key(row);
      if (now !== undefined) eids.set(now, (eids.get(now) ?? new Set()).add(eid));
    }
    if (row === undefined) this.rows.delete(eid);
    else this.rows.set(eid, row);
  }
}
