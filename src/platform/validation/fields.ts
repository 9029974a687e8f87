import { applyDecorators } from '@nestjs/common';
import {
  isEmail,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  type ValidationOptions,
} from 'class-validator';
import { MAX_CENTS } from '../money/cents.js';
import { says, type Schema } from '../openapi/schema.js';
import { carriedByXml } from './xml-characters.js';

/** Tratta's limit for keys and values of metadata, and ours for names and references. */
const MAX_CHARACTERS = 255;
/** Of one record's metadata. */
export const MAX_METADATA_PAIRS = 200;

/** A rule of a field, for requests and for the API's document; what a schema cannot say is in its message. */
function rule(
  name: string,
  message: string,
  accepts: (value: unknown) => boolean,
  schema: Schema,
  options?: ValidationOptions,
): PropertyDecorator {
  return applyDecorators(
    ValidateBy({ name, validator: { validate: accepts, defaultMessage: () => message } }, options),
    says({ schema }),
  );
}

/** Code points, as the database counts. */
function length(value: string): number {
  return Array.from(value).length;
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && length(value) <= max && carriedByXml(value);
}

/** Text that is not blank, of at most `max` characters, and that every vendor can carry. */
export function IsText(max = MAX_CHARACTERS, options?: ValidationOptions): PropertyDecorator {
  return rule(
    'text',
    `must be text of 1 to ${String(max)} characters, without control characters`,
    (value) => isText(value, max),
    { type: 'string', minLength: 1, maxLength: max },
    options,
  );
}

/** JavaScript's blanks, and the one (next line) that only PostgreSQL counts among them. */
const BLANK_AT_AN_END = /^[\s\u0085]|[\s\u0085]$/;

/** Whether the text may be a record's external id: what `is_external_id` of the database accepts. */
export function isExternalId(value: unknown): value is string {
  return isText(value, MAX_CHARACTERS) && !BLANK_AT_AN_END.test(value) && value !== '.' && value !== '..';
}

export const EXTERNAL_ID_RULE =
  'must be text of 1 to 255 characters without blanks at the ends, and neither "." nor ".."';

export const IsExternalId = (): PropertyDecorator =>
  rule('externalId', EXTERNAL_ID_RULE, isExternalId, {
    type: 'string',
    minLength: 1,
    maxLength: MAX_CHARACTERS,
  });

/** Integer cents that the books can keep. A float or a string is refused, never rounded or parsed. */
export const IsCents = (): PropertyDecorator => {
  const message = `must be a whole number of cents (such as 12345 for $123.45) from -${String(MAX_CENTS)} to ${String(MAX_CENTS)}`;
  return rule(
    'cents',
    message,
    (value) => Number.isInteger(value) && Math.abs(value as number) <= MAX_CENTS,
    { type: 'integer', minimum: -MAX_CENTS, maximum: MAX_CENTS },
  );
};

/** Cents that are not below 0. */
export const IsCentsFromZero = (): PropertyDecorator =>
  applyDecorators(
    IsInt({ message: 'must be a whole number of cents' }),
    Min(0, { message: 'must not be below 0' }),
    Max(MAX_CENTS, { message: `must be at most ${String(MAX_CENTS)}` }),
    says({ schema: { type: 'integer', minimum: 0, maximum: MAX_CENTS } }),
  );

/** A whole number within limits, both included. */
export const IsWholeNumber = (minimum: number, maximum: number): PropertyDecorator =>
  rule(
    'wholeNumber',
    `must be a whole number from ${String(minimum)} to ${String(maximum)}`,
    (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
    { type: 'integer', minimum, maximum },
  );

export const IsFlag = (): PropertyDecorator =>
  rule('flag', 'must be true or false', (value) => typeof value === 'boolean', { type: 'boolean' });

/** One of a few texts. */
export const IsOneOf = (values: readonly string[]): PropertyDecorator =>
  rule('oneOf', `must be one of ${values.join(', ')}`, (value) => values.includes(value as string), {
    type: 'string',
    enum: values,
  });

/** Text of a form that a regular expression can say. */
export const IsMatching = (pattern: RegExp, message: string): PropertyDecorator =>
  rule('matching', message, (value) => typeof value === 'string' && pattern.test(value), {
    type: 'string',
    pattern: pattern.source,
  });

export const IsUuid = (): PropertyDecorator =>
  rule('uuid', 'must be a UUID', (value) => typeof value === 'string' && UUID.test(value), {
    type: 'string',
    format: 'uuid',
  });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Text first: class-validator's own rule fails over half a surrogate pair. */
export const IsEmailAddress = (): PropertyDecorator =>
  rule(
    'emailAddress',
    'must be an e-mail address',
    (value) => isText(value, MAX_CHARACTERS) && isEmail(value),
    {
      type: 'string',
      format: 'email',
    },
  );

/** A day as `YYYY-MM-DD` that exists in the calendar. */
export const IsDay = (): PropertyDecorator =>
  rule('day', 'must be a day such as "2026-01-31"', (value) => typeof value === 'string' && isDay(value), {
    type: 'string',
    format: 'date',
  });

function isDay(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !value.startsWith('0000') &&
    toDay(value).toISOString().startsWith(value)
  );
}

/** A day as the database's client takes it; an impossible one becomes the epoch. */
export function toDay(value: string): Date {
  const date = new Date(`${value}T00:00:00.000Z`);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

/** A moment by RFC 3339, with its offset from UTC. */
export const IsMoment = (): PropertyDecorator =>
  rule(
    'moment',
    'must be a time by RFC 3339 such as "2026-01-31T17:45:00Z"',
    (value) =>
      typeof value === 'string' &&
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i.test(value) &&
      isDay(value.slice(0, 10)) &&
      isWithinCalendar(new Date(value)),
    { type: 'string', format: 'date-time' },
  );

/** By UTC too: an offset can carry the first and the last day of the calendar out of it. */
function isWithinCalendar(moment: Date): boolean {
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999;
}

const METADATA_SCHEMA = {
  type: 'object',
  maxProperties: MAX_METADATA_PAIRS,
  propertyNames: { minLength: 1, maxLength: MAX_CHARACTERS },
} as const;

/** Tratta's metadata: keys and values are text of 1 to 255 characters; an empty value would delete the key there. */
export const IsMetadata = (): PropertyDecorator =>
  rule(
    'metadata',
    'must be an object whose keys and values are texts of 1 to 255 characters (leave a key out instead of giving it an empty value)',
    (value) => isMetadata(value, (content) => isText(content, MAX_CHARACTERS)),
    {
      ...METADATA_SCHEMA,
      additionalProperties: { type: 'string', minLength: 1, maxLength: MAX_CHARACTERS },
    },
  );

/** A change of metadata, key by key: null takes a key away. */
export const IsMetadataChange = (): PropertyDecorator =>
  rule(
    'metadataChange',
    'must be an object whose keys are texts and whose values are texts of 1 to 255 characters, or null to take the key away',
    (value) => isMetadata(value, (content) => content === null || isText(content, MAX_CHARACTERS)),
    {
      ...METADATA_SCHEMA,
      additionalProperties: { type: ['string', 'null'], minLength: 1, maxLength: MAX_CHARACTERS },
    },
  );

function isMetadata(value: unknown, accepts: (content: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const pairs = Object.entries(value);
  return (
    pairs.length <= MAX_METADATA_PAIRS &&
    pairs.every(([key, content]) => isText(key, MAX_CHARACTERS) && accepts(content))
  );
}

/** A field that may be left out; `null` says the same, and in a `PATCH` that the value goes. */
export const MayBeAbsent = (): PropertyDecorator =>
  applyDecorators(IsOptional(), says({ optional: true, nullable: true }));

/** A field that may be left out of a change, but has no value "none". */
export const MayBeLeftOut = (): PropertyDecorator =>
  applyDecorators(
    ValidateIf((_object: unknown, value: unknown) => value !== undefined),
    says({ optional: true }),
  );

const LOOSE_LISTS = 'arrears:loose-lists';

/** A list whose members are looked at one by one, later. */
export const IsLooseList = (most: number, of: string): PropertyDecorator =>
  applyDecorators(
    rule(
      'looseList',
      `must be a list of at most ${String(most)} ${of}`,
      (value) => Array.isArray(value) && value.length <= most,
      { type: 'array', items: {}, maxItems: most },
    ),
    (prototype: object, name: string | symbol) => {
      const before = (Reflect.getMetadata(LOOSE_LISTS, prototype) ?? []) as string[];
      Reflect.defineMetadata(LOOSE_LISTS, [...before, String(name)], prototype);
    },
  );

/** The names of a body's lists whose members are for later. */
export function looseListsOf(type: { prototype: object }): readonly string[] {
  return (Reflect.getMetadata(LOOSE_LISTS, type.prototype) ?? []) as string[];
}
