import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type GotransverseSandbox,
  startGotransverseSandbox,
} from '../sandbox/gotransverse/gotransverse-sandbox.js';
import { billingOn } from './support/billing-sandbox.js';
import { type Answer, ask } from './support/http.js';
import { ADMIN_KEY, type Service, startService } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  examples?: unknown[];
}

interface Parameter {
  name: string;
  in: string;
  example?: unknown;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

let database: TestDatabase;
let sandbox: GotransverseSandbox;
let service: Service;
let document: ApiDocument;

beforeAll(async () => {
  database = await createTestDatabase();
  sandbox = await startGotransverseSandbox();
  service = await startService({ database, env: billingOn(sandbox) });
  document = (await ask(`${service.url}/openapi.json`)).body as ApiDocument;
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
  await database.drop();
});

/** What a path names in the examples. */
const REFS: Record<string, string> = {
  '/api/v1/locations/{ref}': 'NORTHWIND',
  '/api/v1/customers/{ref}': 'C-1001',
  '/api/v1/debt-accounts/{ref}': 'D-1001',
  '/api/v1/billing/accounts/{ref}': 'D-1001',
};

/** The address of an operation; `{id}` is that of a record which the test has made. */
function targetOf(path: string, id = ''): string {
  const [prefix = '', rest] = path.split('{ref}');
  const named = rest === undefined ? path : `${prefix}${REFS[`${prefix}{ref}`] ?? ''}${rest}`;
  return named.replace('{id}', id);
}

function resolved(schema: Schema): Schema {
  const [first] = schema.anyOf ?? [];
  if (first !== undefined) return resolved(first);
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolved(document.components.schemas[name] ?? {});
}

/** The value that a reader of the document would send; undefined where it shows none. */
function example(schema: Schema): unknown {
  if (schema.examples !== undefined) return schema.examples[0];
  const { type, items, properties } = resolved(schema);
  if (items !== undefined && [type].flat().includes('array')) {
    const item = example(items);
    return item === undefined ? undefined : [item];
  }
  if (properties === undefined) return undefined;
  const members = Object.entries(properties)
    .map(([name, member]) => [name, example(member)] as const)
    .filter(([, value]) => value !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function operation(method: string, path: string): Operation {
  const found = document.paths[path]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`The document has no ${method} ${path}`);
  return found;
}

/** Sends an operation as the document shows it. */
async function send(
  method: string,
  path: string,
  { id, ...change }: Record<string, unknown> & { id?: string } = {},
): Promise<Answer> {
  const { requestBody } = operation(method, path);
  const schema = requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? undefined : { ...(example(schema) as object), ...change };
  return ask(`${service.url}${targetOf(path, id)}`, {
    method,
    headers: {
      authorization: `Bearer ${ADMIN_KEY}`,
      'content-type': 'application/json',
      'if-match': '*',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('every write of the document works as its example shows it', async () => {
  const api = service.api();
  const sent: string[] = [];
  const works = async (method: string, path: string, status: number, change = {}): Promise<unknown> => {
    const answer = await send(method, path, change);
    expect({ method, path, status: answer.status, text: answer.text }).toMatchObject({ status });
    sent.push(`${method} ${path}`);
    return (answer.body as { data?: unknown } | undefined)?.data;
  };

  await works('POST', '/api/v1/locations', 201);
  await works('POST', '/api/v1/customers', 201);
  await api.createLocation({ external_id: 'CARD-PRODUCTS', name: 'Card products', type: 'product_type' });
  // The example makes a child: its parent is there before it.
  await api.createAccount({ external_id: 'D-1000', customer_id: 'C-1001', location_id: 'NORTHWIND' });
  await works('POST', '/api/v1/debt-accounts', 201);
  await works('POST', '/api/v1/debt-accounts/{ref}/entries', 201);
  await works('POST', '/api/v1/billing/accounts/{ref}/resend', 200);
  await works('POST', '/api/v1/billing/accounts/{ref}/post', 200);
  await works('POST', '/api/v1/billing/reconciliations', 201);
  await works('POST', '/api/v1/billing/accounts/resend', 200);
  // A run that waits for its lane is there until it is cancelled.
  await works('POST', '/api/v1/billing/pause', 200);
  const { id } = (await works('POST', '/api/v1/billing/runs', 201)) as { id: string };
  await works('POST', '/api/v1/billing/runs/{id}/confirm', 409, { id });
  await works('POST', '/api/v1/billing/runs/{id}/cancel', 200, { id });
  await works('POST', '/api/v1/billing/resume', 200);
  await works('PUT', '/api/v1/locations/{ref}', 200);
  await works('PUT', '/api/v1/customers/{ref}', 200);
  // Used towards the debtor, the itemization is fixed: the same again changes nothing.
  await works('PUT', '/api/v1/debt-accounts/{ref}', 200);
  await works('PATCH', '/api/v1/locations/{ref}', 200);
  await works('PATCH', '/api/v1/customers/{ref}', 200);
  await works('PATCH', '/api/v1/debt-accounts/{ref}', 200);
  await works('POST', '/api/v1/searches/customers', 200);
  await works('POST', '/api/v1/searches/debt-accounts', 200);
  await works('POST', '/api/v1/bulk', 200);
  await works('POST', '/api/v1/api-keys', 201);
  await works('DELETE', '/api/v1/debt-accounts/{ref}', 200);
  await works('DELETE', '/api/v1/customers/{ref}', 409);
  await works('DELETE', '/api/v1/locations/{ref}', 409);

  // Their ids are in no example.
  const shown = Object.entries(document.paths)
    .filter(([path]) => path.startsWith('/api/'))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .filter((route) => !/^GET |(?:api-keys|reconciliations)\/.*\{id\}/.test(route));
  expect([...sent].sort()).toEqual(shown.sort());
});

test('every filter of the document takes its example', async () => {
  const asked = Object.entries(document.paths)
    .filter(([path, { get }]) => path.startsWith('/api/') && get !== undefined && !path.includes('{id}'))
    .flatMap(([path, { get }]) =>
      (get?.parameters ?? [])
        .filter((parameter) => parameter.in === 'query' && parameter.example !== undefined)
        .map((parameter) => ({ path, parameter })),
    );
  expect(asked.length).toBeGreaterThan(30);
  for (const { path, parameter } of asked) {
    const value = [parameter.example].flat().map(String).join(',');
    const target = `${targetOf(path)}?${parameter.name}=${encodeURIComponent(value)}`;
    const answer = await service.api().get(target.replace('/api/v1', ''));
    expect({ path, name: parameter.name, status: answer.status, text: answer.text }).toMatchObject({
      status: 200,
    });
  }
});
