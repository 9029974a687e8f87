import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { DomainError, type FieldError } from '../errors/domain-error.js';
import { looseListsOf } from './fields.js';
import { unknownParameter } from './personal-parameters.js';
import { ReasonBody } from './reason-body.js';

/** Far beyond any request's own depth, and far from where recursion ends. */
const MAX_DEPTH = 20;
/**
 * Far beyond any record's own members and lists. What looks at a body takes its time for each of them, while
 * everybody else waits.
 */
const MAX_MEMBERS = 500;
/** Of one body, or one record of a bulk, at all depths. */
const MAX_VALUES = 5_000;
/** Mistakes told of one request: a list of 100,000 wrong things is not answered with as many sentences. */
const MAX_FIELDS = 100;

/** Checks a request's body or query against its class: every field error at once, unknown fields refused by name. */
@Injectable()
export class RequestPipe implements PipeTransform {
  async transform(given: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || metatype === undefined) return given;
    // What only explains itself may be left out as a whole.
    const value = metatype === ReasonBody && given === undefined ? {} : given;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new DomainError('malformed', 'Send a JSON object with Content-Type: application/json');
    return checked(metatype as ClassConstructor<object>, value, type);
  }
}

const UNKNOWN_FIELD = (): string => 'is not a field of this request';

function unknownIn(query: object): (name: string) => string {
  return (name) => unknownParameter(query, name);
}

/**
 * A value as an instance of its class.
 * @param from in a query every value is a text, and is read as what it means; a body's is what it is
 * @throws DomainError `invalid` with every field at fault
 */
export async function checked<T extends object>(
  type: ClassConstructor<T>,
  value: object,
  from: 'body' | 'query' = 'body',
): Promise<T> {
  const loose = looseListsOf(type);
  const close = Object.fromEntries(Object.entries(value).filter(([name]) => !loose.includes(name)));
  const inherited = inheritedNames(close, '', { left: MAX_VALUES });
  if (inherited.length > 0) throw refusalOf(inherited);
  const body = plainToInstance(type, close, { groups: [from] });
  for (const name of loose) if (name in value) Reflect.set(body, name, Reflect.get(value, name));
  const errors = await validate(body, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
  });
  if (errors.length === 0) return body;
  const unknown = from === 'query' ? unknownIn(type) : UNKNOWN_FIELD;
  throw refusalOf(errors.flatMap((error) => fieldErrors(error, '', unknown)));
}

function refusalOf(all: FieldError[]): DomainError {
  const fields = all.slice(0, MAX_FIELDS);
  const named = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  const detail = named.length <= 500 ? named : `${named.slice(0, 500)}…`;
  const more = all.length - fields.length;
  return new DomainError(
    'invalid',
    more > 0 ? `${detail} (and ${String(more)} more mistakes)` : detail,
    fields,
  );
}

/**
 * Members named like what every object inherits (`constructor`, `toString`): class-transformer would lose
 * them silently, or fail over them.
 * @throws DomainError `malformed` where the value is nested too deeply, `invalid` where it has too many members
 */
function inheritedNames(value: unknown, prefix: string, values: { left: number }, depth = 0): FieldError[] {
  if (typeof value !== 'object' || value === null) return [];
  if (depth > MAX_DEPTH) throw new DomainError('malformed', 'The JSON is nested too deeply');
  const members = Object.entries(value);
  if (members.length > MAX_MEMBERS)
    throw new DomainError(
      'invalid',
      `${prefix === '' ? 'The request' : prefix.slice(0, -1)} has ${String(members.length)} members; none may have more than ${String(MAX_MEMBERS)}`,
    );
  values.left -= members.length;
  if (values.left < 0)
    throw new DomainError('invalid', `The request has more than ${String(MAX_VALUES)} values to look at`);
  return members.flatMap(([name, member]) => {
    const field = `${prefix}${name}`;
    if (name in Object.prototype) return [{ field, message: 'is not a field of this request' }];
    return inheritedNames(member, `${field}.`, values, depth + 1);
  });
}

function fieldErrors(
  { property, constraints, children }: ValidationError,
  prefix: string,
  unknown: (name: string) => string,
): FieldError[] {
  const field = prefix === '' ? property : `${prefix}.${property}`;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? unknown(property) : readable(property, message),
  }));
  return [...own, ...(children ?? []).flatMap((child) => fieldErrors(child, field, unknown))];
}

/** class-validator's own messages repeat the property's name; ours go on from it. */
function readable(property: string, message: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
