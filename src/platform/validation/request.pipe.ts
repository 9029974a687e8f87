import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { DomainError, type FieldError } from '../errors/domain-error.js';
import { ReasonBody } from './reason-body.js';

/** Far beyond any request's own depth, and far from where recursion ends. */
const MAX_DEPTH = 20;

/** Checks a request's body or query against its class: every field error at once, unknown fields refused by name. */
@Injectable()
export class RequestPipe implements PipeTransform {
  async transform(given: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || metatype === undefined) return given;
    // What only explains itself may be left out as a whole.
    const value = metatype === ReasonBody ? (given ?? {}) : given;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new DomainError('malformed', 'Send a JSON object with Content-Type: application/json');
    return checked(metatype as ClassConstructor<object>, value);
  }
}

/**
 * A value as an instance of its class.
 * @throws DomainError `invalid` with every field at fault
 */
export async function checked<T extends object>(type: ClassConstructor<T>, value: object): Promise<T> {
  const inherited = inheritedNames(value, '');
  if (inherited.length > 0) throw refusalOf(inherited);
  const body = plainToInstance(type, value);
  const errors = await validate(body, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
  });
  if (errors.length === 0) return body;
  throw refusalOf(errors.flatMap((error) => fieldErrors(error, '')));
}

function refusalOf(fields: FieldError[]): DomainError {
  const named = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new DomainError('invalid', named.length <= 500 ? named : `${named.slice(0, 500)}…`, fields);
}

/**
 * Members named like what every object inherits (`constructor`, `toString`): class-transformer would lose
 * them silently, or fail over them.
 * @throws DomainError `malformed` where the value is nested too deeply
 */
function inheritedNames(value: unknown, prefix: string, depth = 0): FieldError[] {
  if (typeof value !== 'object' || value === null) return [];
  if (depth > MAX_DEPTH) throw new DomainError('malformed', 'The JSON is nested too deeply');
  return Object.entries(value).flatMap(([name, member]) => {
    const field = `${prefix}${name}`;
    if (name in Object.prototype) return [{ field, message: 'is not a field of this request' }];
    return inheritedNames(member, `${field}.`, depth + 1);
  });
}

function fieldErrors({ property, constraints, children }: ValidationError, prefix: string): FieldError[] {
  const field = prefix === '' ? property : `${prefix}.${property}`;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    field,
    message: readable(rule, property, message),
  }));
  return [...own, ...(children ?? []).flatMap((child) => fieldErrors(child, field))];
}

/** class-validator's own messages repeat the property's name; ours go on from it. */
function readable(rule: string, property: string, message: string): string {
  if (rule === 'whitelistValidation') return 'is not a field of this request';
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
