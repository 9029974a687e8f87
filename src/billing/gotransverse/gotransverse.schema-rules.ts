import type { VALUES } from './gotransverse.schema-values.js';

/** Of XML Schema itself, or one of the lists of values. */
export type Datatype =
  'string' | 'boolean' | 'int' | 'long' | 'decimal' | 'date' | 'dateTime' | keyof typeof VALUES;

/** A child, or a choice between some, in its place: the order counts. */
export type Particle = (
  | { readonly name: string; readonly type: string }
  | { readonly oneOf: readonly (readonly [name: string, type: string])[] }
) & { readonly atLeast: 0 | 1; readonly most: 1 | 'unbounded' };

/** What an element of a type holds. No attribute is required: see ENTITIES. */
export interface TypeRule {
  readonly attributes: Readonly<Record<string, Datatype>>;
  readonly content: readonly Particle[];
}

export const must = (name: string, type: string): Particle => ({ name, type, atLeast: 1, most: 1 });
export const may = (name: string, type: string): Particle => ({ name, type, atLeast: 0, most: 1 });
export const any = (name: string, type: string): Particle => ({ name, type, atLeast: 0, most: 'unbounded' });

type Choices = Readonly<Record<string, string>>;
export const mustBeOneOf = (choices: Choices): Particle => ({
  oneOf: Object.entries(choices),
  atLeast: 1,
  most: 1,
});
export const mayBeOneOf = (choices: Choices): Particle => ({
  oneOf: Object.entries(choices),
  atLeast: 0,
  most: 1,
});
export const anyOf = (choices: Choices): Particle => ({
  oneOf: Object.entries(choices),
  atLeast: 0,
  most: 'unbounded',
});

export type Attributes = TypeRule['attributes'];

/** An entity: its eid alone makes a reference to it. */
export const entity = (attributes: Attributes, content: readonly Particle[] = []): TypeRule => ({
  attributes: { eid: 'long', queryScope: 'QueryScope', ...attributes },
  content,
});
/** A list inside an entity. */
export const list = (content: readonly Particle[]): TypeRule => ({
  attributes: {
    pageNumber: 'int',
    pageSize: 'int',
    totalElements: 'long',
    elementCount: 'int',
    totalPages: 'int',
  },
  content,
});
