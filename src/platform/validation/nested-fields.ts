import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import { says, type SchemaClass } from '../openapi/schema.js';
import { IsText } from './fields.js';

type BodyClass = SchemaClass & (new () => object);

interface Limits {
  /** How many the list may have. */
  most: number;
  /** How many it must have. */
  least?: number;
  /** What they are, for messages: `addresses`. */
  of: string;
}

/** An object that is a body of its own, with a class that has its fields. */
export const IsNested = (body: () => BodyClass): PropertyDecorator =>
  applyDecorators(
    IsObject({ message: 'must be an object' }),
    ValidateNested({ message: 'must be an object' }),
    Type(body),
    says({ of: body }),
  );

/** A list of such objects. */
export const IsListOf = (body: () => BodyClass, limits: Limits): PropertyDecorator =>
  applyDecorators(
    isList(limits),
    IsObject({ each: true, message: 'must hold objects' }),
    ValidateNested({ each: true, message: 'must be an object' }),
    Type(body),
    says({ of: body }),
  );

/** A list of texts. */
export const IsTextList = (characters: number, limits: Limits): PropertyDecorator =>
  applyDecorators(isList(limits), IsText(characters, { each: true }));

/** A list of some of a few texts. */
export const IsSomeOf = (values: readonly string[], limits: Omit<Limits, 'most'>): PropertyDecorator =>
  applyDecorators(
    isList({ most: values.length, ...limits }),
    IsIn(values, { each: true, message: `must hold only ${values.join(', ')}` }),
    says({ schema: { type: 'string', enum: values } }),
  );

function isList({ most, least = 0, of }: Limits): PropertyDecorator {
  return applyDecorators(
    IsArray({ message: `must be a list of ${of}` }),
    ArrayMaxSize(most, { message: `must have at most ${String(most)} ${of}` }),
    ArrayMinSize(least, { message: `must have at least ${String(least)} ${of}` }),
    says({ list: { maxItems: most, ...(least > 0 ? { minItems: least } : {}) } }),
  );
}
