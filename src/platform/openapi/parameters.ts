import { ifMatchOf, isIdempotent } from './route-rules.js';
import type { Route } from './routes.js';
import type { Schema, SchemaRegistry } from './schema.js';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description: string;
  schema: Schema;
  example?: unknown;
}

/** What path parameters mean by their names. */
const BY_NAME: Record<string, { description: string; schema?: Schema; example?: string }> = {
  ref: {
    description:
      "The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is.",
    schema: { type: 'string', minLength: 1 },
  },
  id: {
    description: 'Our own id of the record, as its `id` has it.',
    schema: { type: 'string', format: 'uuid' },
  },
};

/** The parameters of path, query and headers. */
export function parametersOf(path: string, route: Route, registry: SchemaRegistry): Parameter[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return [
    ...names.map((name) => pathParameter(name, route)),
    ...queryOf(route, registry),
    ...headersOf(route),
  ];
}

function pathParameter(name: string, { description }: Route): Parameter {
  const { schema = { type: 'string' }, ...said } = description?.path?.[name] ??
    BY_NAME[name] ?? { description: '' };
  return { name, in: 'path', required: true, schema, ...said };
}

function queryOf({ query, description }: Route, registry: SchemaRegistry): Parameter[] {
  const fields = query === undefined ? [] : registry.fieldsOf(query, true);
  const ofClass = fields.map(
    ({ name, required, schema: { description: said = '', examples, ...schema } }) => ({
      name,
      in: 'query' as const,
      required,
      description: said,
      schema: withoutNull(schema),
      ...(examples === undefined ? {} : { example: examples[0] }),
    }),
  );
  const others = Object.entries(description?.query ?? {}).map(([name, said]) => ({
    name,
    in: 'query' as const,
    required: false,
    ...said,
  }));
  return [...ofClass, ...others];
}

/** A query has no null: what may be absent is left out. */
function withoutNull(schema: Schema): Schema {
  if (!Array.isArray(schema.type)) return schema;
  const types = schema.type.filter((type) => type !== 'null');
  const [only] = types;
  return {
    ...schema,
    type: types.length === 1 && only !== undefined ? only : types,
    ...(schema.enum === undefined ? {} : { enum: schema.enum.filter((value) => value !== null) }),
  };
}

function headersOf(route: Route): Parameter[] {
  const ifMatch = ifMatchOf(route);
  const header = (name: string, description: string, schema: Schema, required = false): Parameter => ({
    name,
    in: 'header',
    required,
    description,
    schema,
  });
  return [
    ...(ifMatch === 'ignored'
      ? []
      : [
          header(
            'If-Match',
            `The \`ETag\` of the record as it was read: the change is refused where somebody else has changed it since (412)${ifMatch === 'required' ? ', and without it (428)' : ''}.`,
            { type: 'string', examples: ['"3"'] },
            ifMatch === 'required',
          ),
        ]),
    ...(isIdempotent(route)
      ? [
          header(
            'Idempotency-Key',
            'Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer.',
            { type: 'string', minLength: 1, maxLength: 255 },
          ),
        ]
      : []),
    ...((route.description?.takesReason ?? isIdempotent(route))
      ? [
          header('X-Reason', "Why it is done, for the audit trail; the body's `reason` goes before it.", {
            type: 'string',
          }),
        ]
      : []),
  ];
}
