import type { Refusal } from '../errors/domain-error.js';
import type { Schema, SchemaClass } from './schema.js';

/** An answer that is no record in an envelope. */
export interface OtherAnswer {
  description: string;
  /** Absent: `application/json`. */
  contentType?: string;
  /** Absent: there is no body. */
  body?: Schema | (() => SchemaClass);
  /** Names of headers and what they tell. */
  headers?: Record<string, string>;
}

/** What the API's document says of a route; all that follows from the route itself is added to it. */
export interface Description {
  /** What it does, in a few words. */
  summary: string;
  /** What one must know to use it: what absence means, what follows, how a refusal is mended. */
  description?: string;
  /** The view that stands in `data`. Its status is the route's own: 201 for a POST, else 200. */
  answers?: SchemaClass;
  /** The view whose list stands in `data`, with `meta.next_cursor`; several: each item is one of them. */
  answersPage?: SchemaClass | readonly SchemaClass[];
  /** The view that stands in `meta` of one record's answer. */
  meta?: SchemaClass;
  /** What the route's own status means, and which others answer the same view: `{ 200: 'It was there.' }`. */
  statuses?: Record<number, string>;
  /** What the route refuses, and when. What follows from its scope, body and path is there already. */
  refuses?: Partial<Record<Refusal, string>>;
  /** Answers of another shape, by status. They go before all others. */
  others?: Record<number, OtherAnswer>;
  /** Bodies that are no JSON with a class of its own, by content type. */
  takes?: Record<string, Schema>;
  /** What the path's parameters are, where the name does not say it; `ref` and `id` do. */
  path?: Record<string, { description: string; schema?: Schema; example?: string }>;
  /** Query parameters that have no class. */
  query?: Record<string, { description: string; schema: Schema; required?: boolean; example?: string }>;
  /** Whether `If-Match` is needed. Absent: a PATCH requires it, a PUT honours it, nothing else takes it. */
  ifMatch?: 'required' | 'honoured' | 'ignored';
  /** Whether `Idempotency-Key` is taken. Absent: by whatever is no GET and needs another scope than `read`. */
  idempotent?: boolean;
  /** Whether a reason may stand in `X-Reason`. Absent: where `Idempotency-Key` is taken. */
  takesReason?: boolean;
}

const DESCRIPTION = 'arrears:description';
const CHAPTER = 'arrears:chapter';

/** Describes a route in the API's document; every route of a controller needs it. */
export const Describe =
  (description: Description): MethodDecorator =>
  (_prototype, _name, descriptor) => {
    Reflect.defineMetadata(DESCRIPTION, description, descriptor.value as object);
  };

export interface Chapter {
  name: string;
  /** A paragraph about what its routes are for. */
  description: string;
}

/** Names the chapter of the API's document that tells of a controller's routes. */
export const ChapterOf =
  (name: string, description: string): ClassDecorator =>
  (controller) => {
    Reflect.defineMetadata(CHAPTER, { name, description }, controller);
  };

export function descriptionOf(handler: object): Description | undefined {
  return Reflect.getMetadata(DESCRIPTION, handler) as Description | undefined;
}

export function chapterOf(controller: object): Chapter | undefined {
  return Reflect.getMetadata(CHAPTER, controller) as Chapter | undefined;
}
