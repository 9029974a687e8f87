import formats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** What is judged of an answer. */
interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

/** The parts of an OpenAPI document that answers are held to. */
export interface ApiDocumentParts {
  paths: Record<string, Record<string, Operation>>;
  components?: object;
}

interface Operation {
  requestBody?: { content: Content };
  responses: Record<string, Response>;
}

interface Response {
  $ref?: string;
  headers?: Record<string, unknown>;
  content?: Content;
}

type Content = Record<string, { schema: object }>;

/** An answer is another one than the document says. */
export class NonconformityError extends Error {}

/** Every answer from these services is held to their document. */
const documents = new Map<string, Conformance>();

/** From now on {@link expectConformity} judges what the service at the URL answers. */
export function holdToDocument(url: string, document: () => ApiDocumentParts): void {
  documents.set(new URL(url).origin, new Conformance(document));
}

/** @throws NonconformityError where the service has a document that says something else */
export function expectConformity(url: string, init: RequestInit, answer: Answer): void {
  documents.get(new URL(url).origin)?.judge(new URL(url).pathname, init, answer);
}

/** What the document does not describe, by design: the page that shows it. */
const UNDESCRIBED = /^\/docs(\/|$)/;
/** Below these a path that the document does not know is an error of the caller, told as such. */
const PROBLEM = '#/components/schemas/Problem';

class Conformance {
  private readonly compiled = new Map<string, ValidateFunction>();
  private ajv: Ajv2020 | undefined;
  private document: ApiDocumentParts | undefined;

  constructor(private readonly read: () => ApiDocumentParts) {}

  judge(path: string, init: RequestInit, answer: Answer): void {
    const method = (init.method ?? 'GET').toLowerCase();
    if (UNDESCRIBED.test(path) || !['get', 'put', 'post', 'delete', 'patch'].includes(method)) return;
    const [template, operation] = this.operationFor(path, method) ?? [];
    const where = `${method.toUpperCase()} ${template ?? path} ${String(answer.status)}`;
    if (operation === undefined) {
      this.judgeUnknown(where, path, answer);
      return;
    }
    const response = this.resolved(operation.responses[answer.status]);
    if (response === undefined) throw new NonconformityError(`${where}: the status is not documented`);
    this.judgeHeaders(where, response, answer);
    this.judgeContent(where, response.content, answer);
    this.judgeRequest(where, operation, init, answer);
  }

  private judgeUnknown(where: string, path: string, answer: Answer): void {
    if (answer.status < 400) throw new NonconformityError(`${where}: the operation is not documented`);
    if (path.startsWith('/api/'))
      this.judgeContent(where, { 'application/problem+json': { schema: { $ref: PROBLEM } } }, answer);
  }

  private judgeHeaders(where: string, response: Response, answer: Answer): void {
    for (const name of ['X-Request-Id', 'ETag', 'Retry-After'])
      if (response.headers?.[name] !== undefined && !answer.headers.has(name))
        throw new NonconformityError(`${where}: the documented header ${name} is missing`);
  }

  private judgeContent(where: string, content: Content | undefined, answer: Answer): void {
    if (content === undefined) {
      if (answer.text !== '') throw new NonconformityError(`${where}: no body is documented`);
      return;
    }
    const type = answer.headers.get('content-type')?.split(';')[0] ?? 'none';
    const schema = content[type]?.schema;
    if (schema === undefined)
      throw new NonconformityError(`${where}: the content type ${type} is not documented`);
    const body = type.endsWith('json') ? answer.body : answer.text;
    this.judgeValue(where, schema, body);
  }

  /** What was taken must be what the document says is taken: it must not be stricter than the service. */
  private judgeRequest(
    where: string,
    { requestBody }: Operation,
    { body }: RequestInit,
    answer: Answer,
  ): void {
    const schema = requestBody?.content['application/json']?.schema;
    if (schema === undefined || answer.status >= 300 || typeof body !== 'string') return;
    this.judgeValue(`${where}, its request`, schema, JSON.parse(body));
  }

  private judgeValue(where: string, schema: object, value: unknown): void {
    const validate = this.validatorOf(schema);
    if (validate(value)) return;
    const mistakes = (validate.errors ?? []).map(
      ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    throw new NonconformityError(`${where}: ${mistakes.join('; ')}`);
  }

  private validatorOf(schema: object): ValidateFunction {
    const text = JSON.stringify(schema);
    const known = this.compiled.get(text);
    if (known !== undefined) return known;
    this.ajv ??= ajvFor(this.parts());
    const validate = this.ajv.compile(
      strict(JSON.parse(text.replaceAll('"#/', '"api#/')) as object) as object,
    );
    this.compiled.set(text, validate);
    return validate;
  }

  private operationFor(path: string, method: string): [string, Operation | undefined] | undefined {
    const asked = path.replace(/\/+$/, '');
    const found = Object.entries(this.parts().paths)
      // A path without parameters goes before one with.
      .sort(([one], [other]) => one.split('{').length - other.split('{').length)
      .find(([template]) => patternOf(template).test(asked));
    return found === undefined ? undefined : [found[0], found[1][method]];
  }

  private resolved(response: Response | undefined): Response | undefined {
    if (response?.$ref === undefined) return response;
    const steps = response.$ref.slice(2).split('/');
    return steps.reduce<unknown>(
      (part, step) => (part as Record<string, unknown>)[step],
      this.parts(),
    ) as Response;
  }

  private parts(): ApiDocumentParts {
    this.document ??= this.read();
    return this.document;
  }
}

function patternOf(template: string): RegExp {
  const literal = template.replaceAll(/[.+*?^$()[\]|\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function ajvFor({ components }: ApiDocumentParts): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  ajv.addKeyword('components');
  ajv.addSchema({ $id: 'api', components: strict(components) });
  return ajv;
}

/** Objects have no other members than the documented ones. */
function strict(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(strict);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, strict(value)]));
  const isObject = inner['type'] === 'object' && 'properties' in inner && !('additionalProperties' in inner);
  return isObject ? { ...inner, additionalProperties: false } : inner;
}
