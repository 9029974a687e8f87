import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { books } from './support/books.js';
import { holdToDocument, NonconformityError, type ApiDocumentParts } from './support/conformance.js';
import { ask } from './support/http.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

interface Document extends ApiDocumentParts {
  openapi: string;
  servers: { url: string }[];
  components: { schemas: Record<string, Schema> };
}

interface Schema {
  properties?: Record<string, Schema>;
  required?: string[];
  examples?: unknown[];
}

let database: TestDatabase;
let service: Service;
let document: Document;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  document = (await ask(`${service.url}/openapi.json`)).body as Document;
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

describe('the document', () => {
  test('is there for everybody, and is the committed one', async () => {
    const committed: unknown = JSON.parse(await readFile('docs/openapi.json', 'utf8'));
    expect(document).toEqual(committed);
    expect(document.openapi).toBe('3.1.0');
  });

  test('has nothing of OpenAPI 3.0', () => {
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  test('says of each operation what it is, whom it lets in and how it refuses', () => {
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item)) as unknown as {
      summary: string;
      tags: string[];
      security: Record<string, string[]>[];
      responses: Record<string, unknown>;
    }[];
    expect(operations.length).toBeGreaterThan(10);
    for (const { summary, tags, security, responses } of operations) {
      expect(summary).toMatch(/^[A-Z]/);
      expect(tags).toHaveLength(1);
      const [scope] = security;
      if (scope === undefined) continue;
      expect(scope['apiKey']).toHaveLength(1);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '500', '503']));
    }
  });

  test('has the rules of fields, and refuses unknown ones', () => {
    expect(document.components.schemas['LocationBody']).toMatchObject({
      additionalProperties: false,
      required: ['external_id', 'name'],
      properties: {
        external_id: { type: 'string', minLength: 1, maxLength: 255 },
        type: { type: ['string', 'null'], enum: expect.arrayContaining(['product_type', null]) },
      },
    });
  });

  test('has examples that its own rules take', () => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    ajv.addSchema({ $id: 'api', components: document.components });
    const wrong = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties).flatMap(([field, { examples = [] }]) => {
        const validate = ajv.compile({ $ref: `api#/components/schemas/${name}/properties/${field}` });
        return examples.filter((example) => !validate(example)).map((example) => [name, field, example]);
      }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the page', () => {
  test('comes from the service alone, and lets in nothing else', async () => {
    const page = await fetch(`${service.url}/docs`);
    const html = await page.text();

    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    const files = [...html.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(3);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    for (const file of files) {
      const answer = await fetch(`${service.url}/${file}`);
      expect(answer.status).toBe(200);
      expect((await answer.text()).length).toBeGreaterThan(100);
    }
  });

  test('keeps no key', async () => {
    expect(await (await fetch(`${service.url}/docs/start.js`)).text()).toContain(
      'persistAuthorization: false',
    );
  });

  test.each(['package.json', '..%2Fpackage.json', '__proto__'])('has no file %s', async (name) => {
    expect((await fetch(`${service.url}/docs/${name}`)).status).toBe(404);
  });

  test('works below a path of the public address', async () => {
    const env = { PUBLIC_URL: 'https://agency.example/arrears' };
    const below = await startService({ database, env });
    try {
      expect(await (await fetch(`${below.url}/docs`)).text()).toContain('<base href="/arrears/">');
      const { servers } = (await ask(`${below.url}/openapi.json`)).body as Document;
      expect(servers).toEqual([{ url: '/arrears/' }]);
    } finally {
      await below.close();
    }
  });
});

describe('the tests hold each answer to the document, and notice', () => {
  /** The answers of the service, held to a document that something was done to. */
  function heldTo(change: (changed: Document) => void): void {
    const changed = structuredClone(document);
    change(changed);
    holdToDocument(service.url, () => changed);
  }

  const location = (): Promise<unknown> => books(service.api()).location();

  afterAll(() => {
    holdToDocument(service.url, () => document);
  });

  test('nothing where all is as it says', async () => {
    heldTo(() => undefined);
    await expect(location()).resolves.toBeDefined();
  });

  test.each<[string, (changed: Document) => void, RegExp]>([
    [
      'an undocumented member',
      ({ components }) => delete view(components).properties?.['name'],
      /additional/,
    ],
    [
      'a missing member',
      ({ components }) => {
        view(components).required?.push('more');
        Object.assign(view(components).properties ?? {}, { more: {} });
      },
      /required property 'more'/,
    ],
    [
      'a member of another type',
      ({ components }) => Object.assign(view(components).properties?.['name'] ?? {}, { type: 'integer' }),
      /\/data\/name must be integer/,
    ],
    [
      'an undocumented status',
      ({ paths }) => delete post(paths).responses['201'],
      /status is not documented/,
    ],
    [
      'an undocumented operation',
      ({ paths }) => delete paths['/api/v1/locations'],
      /operation is not documented/,
    ],
    [
      'another content type',
      ({ paths }) => Object.assign(post(paths).responses['201'] ?? {}, { content: { 'text/csv': {} } }),
      /content type application\/json is not documented/,
    ],
    [
      'a request that is taken, and should not be',
      ({ components }) =>
        Object.assign(components.schemas['LocationBody']?.properties?.['name'] ?? {}, { maxLength: 3 }),
      /its request: \/name must NOT have more than 3/,
    ],
    [
      'a missing header',
      ({ paths }) => Object.assign(post(paths).responses['201'] ?? {}, { headers: { 'Retry-After': {} } }),
      /header Retry-After is missing/,
    ],
  ])('%s', async (_what, change, reason) => {
    heldTo(change);
    const made = location();
    await expect(made).rejects.toThrow(NonconformityError);
    await expect(made).rejects.toThrow(reason);
  });
});

function view({ schemas }: Document['components']): Schema {
  return schemas['LocationView'] as Schema;
}

function post(paths: Document['paths']): { responses: Record<string, object> } {
  return paths['/api/v1/locations']?.['post'] as unknown as { responses: Record<string, object> };
}
