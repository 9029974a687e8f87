import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { REFUSALS, type Refusal } from '../errors/domain-error.js';
import { operationOf, refused } from './operation.js';
import { Problem } from './problem.view.js';
import { operationIdOf, routesOf } from './routes.js';
import { SchemaRegistry } from './schema.js';

export interface DocumentTexts {
  title: string;
  version: string;
  description: string;
}

/** The headers that answers have, each described once. */
const HEADERS = {
  'X-Request-Id': {
    description:
      "The caller's own `X-Request-Id`, where it has 1 to 128 letters, digits, `.`, `_`, `:`, `-`; else a new one.",
    schema: { type: 'string' },
  },
  ETag: {
    description: "The record's version in quotes; goes into `If-Match` of a change.",
    schema: { type: 'string', examples: ['"3"'] },
  },
  'Retry-After': { description: 'After how many seconds to try again.', schema: { type: 'string' } },
  'Idempotency-Replayed': {
    description:
      '`true` where the answer is the stored one of an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', enum: ['true'] },
  },
};

/**
 * The API's document (OpenAPI 3.1). Nest's package finds the routes and their paths; what it would make of
 * types and validation is OpenAPI 3.0 at heart, so the rest comes from our own decorators.
 * @throws Error that names the routes without `@Describe`
 */
export function buildDocument(app: INestApplication, texts: DocumentTexts): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(texts.title)
    .setVersion(texts.version)
    .setDescription(texts.description)
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key; see “Keys and scopes”.' },
      'apiKey',
    )
    .build();
  const found = SwaggerModule.createDocument(app, config, { operationIdFactory: operationIdOf });
  const registry = new SchemaRegistry();
  const paths = describedPaths(app, found, registry);
  registry.refTo(Problem);
  return {
    openapi: found.openapi,
    info: found.info,
    servers: found.servers ?? [],
    tags: chaptersOf(app),
    paths,
    components: {
      securitySchemes: found.components?.securitySchemes ?? {},
      headers: HEADERS,
      responses: Object.fromEntries(
        Object.keys(REFUSALS).map((refusal) => [refusal, refused(refusal as Refusal)]),
      ),
      schemas: sorted(registry.schemas),
    },
  } as OpenAPIObject;
}

function describedPaths(
  app: INestApplication,
  { paths }: OpenAPIObject,
  registry: SchemaRegistry,
): OpenAPIObject['paths'] {
  const routes = routesOf(app);
  const undescribed: string[] = [];
  const described = Object.entries(paths).map(([path, item]) => {
    const operations = Object.entries(item as Record<string, { operationId: string }>).map(
      ([method, { operationId }]) => {
        const route = routes.get(operationId);
        if (route?.description === undefined) undescribed.push(`${method.toUpperCase()} ${path}`);
        return [method, route === undefined ? {} : operationOf(path, route, registry)];
      },
    );
    return [path, Object.fromEntries(operations)] as const;
  });
  if (undescribed.length > 0) throw new Error(`These routes have no @Describe: ${undescribed.join(', ')}`);
  return sorted(Object.fromEntries(described)) as OpenAPIObject['paths'];
}

function chaptersOf(app: INestApplication): { name: string; description: string }[] {
  const chapters = [...routesOf(app).values()].flatMap(({ chapter }) => chapter ?? []);
  return [...new Map(chapters.map((chapter) => [chapter.name, chapter])).values()];
}

/** By name, so that the committed document changes only where the API does. */
function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
