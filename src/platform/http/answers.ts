/** A part of a list: what to show, and where to go on; null at the end. */
export class Page<T> {
  constructor(
    readonly items: readonly T[],
    readonly nextCursor: string | null,
  ) {}
}

/** A record, and what is to be known about the answer itself. */
export class Annotated<T, Meta extends object> {
  constructor(
    readonly record: T,
    readonly meta: Meta,
  ) {}
}

export type UpsertOutcome = 'created' | 'updated' | 'unchanged';

/** A record that was to become what its caller says. */
export class Upserted<T> {
  constructor(
    readonly record: T,
    readonly outcome: UpsertOutcome,
    /** What was not done as asked, as sentences: "the status disputed is kept …". */
    readonly warnings: readonly string[] = [],
  ) {}
}
