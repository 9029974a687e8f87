import { REFUSALS, type Refusal } from '../errors/domain-error.js';
import type { Description, OtherAnswer } from './describe.decorator.js';
import { parametersOf } from './parameters.js';
import { whenRefused } from './problem.view.js';
import { ifMatchOf, isIdempotent } from './route-rules.js';
import type { Route } from './routes.js';
import type { Schema, SchemaClass, SchemaRegistry } from './schema.js';

interface Response {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: Schema }>;
}

const REQUEST_ID = { $ref: '#/components/headers/X-Request-Id' };

/** Everything that the document says of one route. */
export function operationOf(path: string, route: Route, registry: SchemaRegistry): object {
  const { description = { summary: route.operationId }, scope, chapter } = route;
  return {
    operationId: route.operationId,
    ...(chapter === undefined ? {} : { tags: [chapter.name] }),
    summary: description.summary,
    description: [description.description ?? '', scopeSentence(route)]
      .filter((text) => text !== '')
      .join('\n\n'),
    security: scope === undefined ? [] : [{ apiKey: [scope] }],
    parameters: parametersOf(path, route, registry),
    ...bodyOf(route, registry),
    responses: {
      ...refusalsOf(path, route),
      ...answersOf(route, registry),
      ...othersOf(description, registry),
    },
  };
}

function scopeSentence({ scope }: Route): string {
  return scope === undefined ? 'Needs no API key.' : `Needs a key with the scope \`${scope}\`.`;
}

function bodyOf({ body, description, method }: Route, registry: SchemaRegistry): object {
  if (description?.takes !== undefined)
    return { requestBody: { required: true, content: contentOf(description.takes) } };
  if (body === undefined) return {};
  const content = contentOf({ 'application/json': registry.refTo(body, true) });
  // A DELETE says at most why.
  return { requestBody: { required: method !== 'DELETE', content } };
}

function contentOf(schemas: Record<string, Schema>): Record<string, { schema: Schema }> {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]));
}

function answersOf(route: Route, registry: SchemaRegistry): Record<string, Response> {
  const { answers, answersPage, meta, statuses, others } = route.description ?? {};
  const own = Object.values(others ?? {}).length > 0 && answers === undefined && answersPage === undefined;
  if (own && statuses === undefined) return {};
  const view = answers ?? answersPage;
  const content =
    view === undefined ? {} : { content: contentOf({ 'application/json': envelope(route, registry, meta) }) };
  const all = statuses ?? { [route.status]: usualWords(route) };
  return Object.fromEntries(
    Object.entries(all).map(([status, description]) => [
      status,
      { description, headers: headersOf(route, answers, registry), ...content },
    ]),
  );
}

function usualWords({ method, status, description }: Route): string {
  if (description?.answersPage !== undefined) return 'One page of them.';
  if (method === 'GET') return 'The record as it is now.';
  return status === 201 ? 'It was made.' : 'It was done.';
}

function envelope({ description }: Route, registry: SchemaRegistry, meta: SchemaClass | undefined): Schema {
  if (description?.answersPage !== undefined)
    return object({
      data: { type: 'array', items: itemsOf(description.answersPage, registry) },
      meta: object({
        next_cursor: {
          type: ['string', 'null'],
          description: 'Goes into `cursor` to read on; `null` at the end.',
        },
      }),
    });
  const data = registry.refTo(description?.answers as SchemaClass);
  return object({ data, ...(meta === undefined ? {} : { meta: registry.refTo(meta) }) });
}

function itemsOf(views: SchemaClass | readonly SchemaClass[], registry: SchemaRegistry): Schema {
  return isList(views) ? { anyOf: views.map((view) => registry.refTo(view)) } : registry.refTo(views);
}

function isList(views: SchemaClass | readonly SchemaClass[]): views is readonly SchemaClass[] {
  return Array.isArray(views);
}

function object(properties: Record<string, Schema>): Schema {
  return { type: 'object', properties, required: Object.keys(properties) };
}

function headersOf(
  route: Route,
  view: SchemaClass | undefined,
  registry: SchemaRegistry,
): Record<string, unknown> {
  const versioned = view !== undefined && registry.fieldsOf(view).some(({ name }) => name === 'version');
  return {
    'X-Request-Id': REQUEST_ID,
    ...(versioned ? { ETag: { $ref: '#/components/headers/ETag' } } : {}),
    ...(isIdempotent(route)
      ? { 'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' } }
      : {}),
  };
}

/** The refusals that the route's scope, body, path and headers bring along, and those that it names. */
function refusalsOf(path: string, route: Route): Record<string, unknown> {
  const { refuses = {}, takes } = route.description ?? {};
  const hasBody = route.body !== undefined || takes !== undefined;
  const usual: [boolean, string[]][] = [
    [true, ['internal']],
    // Whoever is let in may say why, and can do so wrongly: even where nothing is changed.
    [
      route.scope !== undefined,
      ['unauthenticated', 'forbidden', 'invalid', 'too_many_requests', 'unavailable'],
    ],
    [hasBody, ['malformed', 'too_large', 'unsupported_media_type', 'invalid']],
    [route.query !== undefined, ['invalid']],
    [path.includes('{'), ['malformed', 'not_found']],
    [isIdempotent(route), ['malformed', 'conflict', 'invalid']],
    [ifMatchOf(route) !== 'ignored', ['precondition_failed']],
    [ifMatchOf(route) === 'required', ['precondition_required']],
  ];
  const names = new Set([
    ...usual.flatMap(([holds, those]) => (holds ? those : [])),
    ...Object.keys(refuses),
  ]);
  return Object.fromEntries(
    Object.entries(REFUSALS)
      .filter(([refusal]) => names.has(refusal))
      .map(([refusal, { status }]) => {
        const said = refuses[refusal as Refusal];
        return [
          status,
          said === undefined
            ? { $ref: `#/components/responses/${refusal}` }
            : refused(refusal as Refusal, said),
        ];
      }),
  );
}

/** A refusal as the document tells it; `said` is what the route says of it beside the usual. */
export function refused(refusal: Refusal, said?: string): Response {
  return {
    description: said ?? whenRefused(refusal),
    headers: {
      'X-Request-Id': REQUEST_ID,
      ...(['unavailable', 'too_many_requests'].includes(refusal)
        ? { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }
        : {}),
    },
    content: contentOf({ 'application/problem+json': { $ref: '#/components/schemas/Problem' } }),
  };
}

function othersOf({ others = {} }: Description, registry: SchemaRegistry): Record<string, Response> {
  return Object.fromEntries(
    Object.entries(others).map(([status, other]) => [status, otherAnswer(other, registry)]),
  );
}

function otherAnswer(
  { description, contentType = 'application/json', body, headers = {} }: OtherAnswer,
  registry: SchemaRegistry,
): Response {
  const schema = typeof body === 'function' ? registry.refTo(body()) : body;
  const told = Object.entries(headers).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  return {
    description,
    headers: { 'X-Request-Id': REQUEST_ID, ...(Object.fromEntries(told) as object) },
    ...(schema === undefined ? {} : { content: contentOf({ [contentType]: schema }) }),
  };
}
