import type { Scope } from '../../src/platform/auth/caller.js';
import { ask } from './http.js';

/** JSON Schema, as far as our document uses it. */
export interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  propertyNames?: Schema;
  additionalProperties?: boolean | Schema;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

/** One route of the admin API as the document describes it. */
export interface DocumentOperation {
  /** `POST /api/v1/locations`. */
  name: string;
  method: string;
  path: string;
  scope: Scope | undefined;
  parameters: Parameter[];
  body: Schema | undefined;
}

interface Described {
  security: Record<string, Scope[]>[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
}

/** What a running service says that it takes, so that a new route is tested with the others. */
export class DocumentOperations {
  private constructor(private readonly document: Document) {}

  static async of(url: string): Promise<DocumentOperations> {
    return new DocumentOperations((await ask(`${url}/openapi.json`)).body as Document);
  }

  /** All below `/api`. */
  all(): DocumentOperation[] {
    return Object.entries(this.document.paths)
      .filter(([path]) => path.startsWith('/api/'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, described]) => ({
          name: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          scope: described.security[0]?.['apiKey']?.[0],
          parameters: described.parameters ?? [],
          body: described.requestBody?.content['application/json']?.schema,
        })),
      );
  }

  /** The schema that a reference names. @throws Error where there is none */
  resolved(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const named = this.document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
    if (named === undefined) throw new Error(`There is no schema ${schema.$ref}`);
    return named;
  }
}
