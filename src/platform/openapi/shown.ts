import { MAX_CENTS } from '../money/cents.js';
import { says, type FieldPart, type Schema, type SchemaClass } from './schema.js';

/**
 * What a view's field holds: one decorator per field, with the sentence that the API's document says about it
 * and an example. `@OrNull()` and `@OrAbsent()` stand beside it where they hold.
 */
function shows(schema: Schema, description: string, example?: unknown): PropertyDecorator {
  return says({ schema, description, ...exampleOf(example) });
}

function exampleOf(example: unknown): Pick<FieldPart, 'example'> {
  return example === undefined ? {} : { example };
}

/** A sentence about a field of a request, and an example that the field's rules take. */
export const Means = (description: string, example?: unknown): PropertyDecorator =>
  says({ description, ...exampleOf(example) });

/** The view tells the field with `null` where there is nothing to tell. */
export const OrNull = (): PropertyDecorator => says({ nullable: true });

/** The view leaves the field out where there is nothing to tell. */
export const OrAbsent = (): PropertyDecorator => says({ optional: true });

export const ShowsText = (description: string, example?: string): PropertyDecorator =>
  shows({ type: 'string' }, description, example);

export const ShowsUuid = (description: string, example?: string): PropertyDecorator =>
  shows({ type: 'string', format: 'uuid' }, description, example);

export const ShowsCents = (description: string, example?: number): PropertyDecorator =>
  shows({ type: 'integer', minimum: -MAX_CENTS, maximum: MAX_CENTS }, `${description} In cents.`, example);

/** A sum of amounts, which may be beyond what one amount may be. */
export const ShowsAmount = (description: string, example?: number): PropertyDecorator =>
  shows({ type: 'integer' }, `${description} In cents.`, example);

/** A whole number, from 0 unless told. */
export const ShowsNumber = (description: string, example?: number, minimum = 0): PropertyDecorator =>
  shows({ type: 'integer', minimum }, description, example);

/** Any number, such as a ratio or a duration with decimals. */
export const ShowsDecimal = (description: string, example?: number): PropertyDecorator =>
  shows({ type: 'number' }, description, example);

export const ShowsFlag = (description: string, example?: boolean): PropertyDecorator =>
  shows({ type: 'boolean' }, description, example);

export const ShowsDay = (description: string, example?: string): PropertyDecorator =>
  shows({ type: 'string', format: 'date' }, description, example);

export const ShowsMoment = (description: string, example?: string): PropertyDecorator =>
  shows({ type: 'string', format: 'date-time' }, description, example);

export const ShowsOneOf = (
  values: readonly string[],
  description: string,
  example?: string,
): PropertyDecorator => shows({ type: 'string', enum: values }, description, example);

/** An object whose members are texts, as of `metadata`. */
export const ShowsTexts = (description: string, example?: Record<string, string>): PropertyDecorator =>
  shows({ type: 'object', additionalProperties: { type: 'string' } }, description, example);

/** An object or a list whose members the document does not name. */
export const ShowsAnything = (description: string, example?: unknown): PropertyDecorator =>
  shows({}, description, example);

/** Another view. */
export const ShowsOne = (view: () => SchemaClass, description: string): PropertyDecorator =>
  says({ of: view, description });

/** A list of other views. */
export const ShowsList = (view: () => SchemaClass, description: string): PropertyDecorator =>
  says({ of: view, list: {}, description });

/** A list of texts; of some texts only, where `values` names them. */
export const ShowsTextList = (
  description: string,
  example?: string[],
  values?: readonly string[],
): PropertyDecorator =>
  says({
    schema: { type: 'string', ...(values === undefined ? {} : { enum: values }) },
    list: {},
    description,
    ...exampleOf(example),
  });

/** For whatever the others do not say. */
export const ShowsSchema = shows;

/** What every record has: our id, its version and its times. Place it first in a view by extending it. */
export abstract class RecordView {
  @ShowsUuid('Our own id of the record; it never changes.', '019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e')
  id!: string;

  @ShowsNumber('Counts the changes of the record; the `ETag` holds it.', 1, 1)
  version!: number;

  @ShowsMoment('When the record was made.', '2026-01-31T17:45:00.000Z')
  created_at!: string;

  @ShowsMoment('When it was last changed.', '2026-01-31T17:45:00.000Z')
  updated_at!: string;
}
