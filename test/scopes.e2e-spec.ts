import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  type GotransverseSandbox,
  startGotransverseSandbox,
} from '../sandbox/gotransverse/gotransverse-sandbox.js';
import { ApiKeysService } from '../src/platform/auth/api-keys.service.js';
import { cliCaller, SCOPES, type Scope } from '../src/platform/auth/caller.js';
import { Clock } from '../src/platform/clock/clock.js';
import { billingOn } from './support/billing-sandbox.js';
import { type DocumentOperation, DocumentOperations } from './support/document-operations.js';
import { ask, problemOf, type Answer } from './support/http.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// Who may do what, asked of every route that the running service describes: a new one is in it by itself.

let database: TestDatabase;
let sandbox: GotransverseSandbox;
let service: Service;
let keys: ApiKeysService;
let operations: DocumentOperation[];
/** What the router really has, in the document's way of writing it. */
const routed = new Set<string>();

beforeAll(async () => {
  database = await createTestDatabase();
  sandbox = await startGotransverseSandbox();
  service = await startService({
    database,
    env: billingOn(sandbox),
    prepare: (app) => {
      app
        .getHttpAdapter()
        .getInstance()
        .addHook('onRoute', ({ method, url }) => {
          for (const one of [method].flat()) routed.add(`${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
        });
    },
  });
  keys = service.app.get(ApiKeysService);
  operations = (await DocumentOperations.of(service.url)).all();
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
  await database.drop();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const caller = cliCaller('the test');

async function keyWith(scopes: readonly Scope[], expiresAt: Date | null = null): Promise<string> {
  const { key } = await keys.create(caller, { name: scopes.join(' '), scopes: [...scopes], expiresAt });
  return key;
}

/** Names nothing and has no body: whoever may do it is told what is missing, and nothing is changed. */
function request({ method, path }: DocumentOperation, key?: string): Promise<Answer> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return ask(`${service.url}${path.replaceAll(/\{\w+\}/g, 'nothing')}`, { method, headers });
}

/** Those that don't answer so, named with what they answered. */
async function others(
  key: string | undefined,
  wanted: (answer: Answer, operation: DocumentOperation) => boolean,
): Promise<string[]> {
  const answers = await Promise.all(
    operations.map(async (operation) => ({ operation, answer: await request(operation, key) })),
  );
  return answers
    .filter(({ operation, answer }) => !wanted(answer, operation))
    .map(({ operation, answer }) => `${operation.name}: ${String(answer.status)} ${answer.text}`);
}

test('the document has every route below /api that the router has, and no other', () => {
  const below = [...routed].filter((route) => route.includes(' /api'));

  expect(below.length).toBeGreaterThan(20);
  expect(operations.map(({ name }) => name).sort()).toEqual(below.sort());
});

test('every route needs one scope that there is', () => {
  expect(operations.filter(({ scope }) => scope === undefined || !SCOPES.includes(scope))).toEqual([]);
});

describe.each(SCOPES)('a key with the scope %s alone', (scope) => {
  test('may do what needs it, and is told what it lacks for all else', async () => {
    const wrong = await others(await keyWith([scope]), (answer, operation) =>
      operation.scope === scope
        ? answer.status !== 401 && answer.status !== 403 && answer.status < 500
        : answer.status === 403 &&
          problemOf(answer).detail.includes(`needs the scope "${String(operation.scope)}"`),
    );

    expect(wrong).toEqual([]);
  });

  test('and one with all the others may do all but that', async () => {
    const key = await keyWith(SCOPES.filter((other) => other !== scope));
    const wrong = await others(
      key,
      ({ status }, operation) => (status === 403) === (operation.scope === scope) && status !== 401,
    );

    expect(wrong).toEqual([]);
  });
});

describe('every route denies', () => {
  const isDenied = ({ status, headers }: Answer): boolean =>
    status === 401 && headers.get('www-authenticate') === 'Bearer';

  test('whoever has no key', async () => {
    expect(await others(undefined, isDenied)).toEqual([]);
  });

  test('whoever has one that nobody made', async () => {
    expect(await others(`arrears_${'a'.repeat(16)}_${'A'.repeat(43)}`, isDenied)).toEqual([]);
  });

  test('whose key has expired', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const key = await keyWith(SCOPES, expiresAt);
    expect(await others(key, ({ status }) => status !== 401)).toEqual([]);

    jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(expiresAt);

    expect(await others(key, isDenied)).toEqual([]);
  });

  test('whose key is revoked', async () => {
    const key = await keyWith(SCOPES);
    expect(await others(key, ({ status }) => status !== 401)).toEqual([]);

    await keys.revoke(caller, key.split('_')[1]!);

    expect(await others(key, isDenied)).toEqual([]);
  });
});
