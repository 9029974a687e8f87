import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { books } from './support/books.js';
import { ask, type Answer } from './support/http.js';
import { rawRequest, sendRaw } from './support/raw-http.js';
import { JIT_TOKEN, startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

// How Tratta writes the id into the query is not documented: every spelling of an id must find its account,
// and what names no account must be told so, never answered with another account.

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

/** @param query as it stands after the question mark; without it no question mark either */
function asked(query?: string): Promise<Answer> {
  return ask(`${service.url}/jit/${JIT_TOKEN}${query === undefined ? '' : `?${query}`}`);
}

function toldId(answer: Answer): unknown {
  return (answer.body as { data?: { debt_account: { external_id: string } } }).data?.debt_account.external_id;
}

const NOT_FOUND = { error: 'There is no such debt account', errorCode: 'NOT_FOUND' };

describe('an id in any spelling finds its account', () => {
  test.each([
    'A B',
    'A/B',
    'A+B',
    'A%2FB',
    '100%',
    '?&=#;,',
    'ÄÖÜ ß',
    '口座-42',
    '😀',
    `quo'te"`,
    '\\back\\slash',
    '...',
    '..A',
    '__proto__',
    'null',
    '0098',
    '00000000-0000-4000-8000-000000000000',
  ])('%s', async (external_id) => {
    await books(service.api()).account({ external_id, balance: 100 });

    const answer = await asked(`debt_account_external_id=${encodeURIComponent(external_id)}`);

    expect(answer.status).toBe(200);
    expect(toldId(answer)).toBe(external_id);
  });

  test('a blank as + and as %20, a plus as %2B', async () => {
    const make = books(service.api());
    await make.account({ external_id: 'two words' });
    await make.account({ external_id: 'one+two' });

    expect(toldId(await asked('debt_account_external_id=two+words'))).toBe('two words');
    expect(toldId(await asked('debt_account_external_id=two%20words'))).toBe('two words');
    expect(toldId(await asked('debt_account_external_id=one%2Btwo'))).toBe('one+two');
  });

  test('decoded once, not twice', async () => {
    const make = books(service.api());
    await make.account({ external_id: 'once%41' });
    await make.account({ external_id: 'onceA' });

    expect(toldId(await asked('debt_account_external_id=once%2541'))).toBe('once%41');
    expect(toldId(await asked('debt_account_external_id=once%41'))).toBe('onceA');
  });

  test('with other parameters around it, whatever they are', async () => {
    await books(service.api()).account({ external_id: 'ALONE' });

    const answer = await asked(
      'a=1&a=2&&=&%ff=%zz&id=X&debt_account_external_id=ALONE&DEBT_ACCOUNT_EXTERNAL_ID=X&x[]=%00',
    );

    expect(toldId(answer)).toBe('ALONE');
  });

  test('with the parameter name itself percent-encoded', async () => {
    await books(service.api()).account({ external_id: 'NAMED' });

    expect(toldId(await asked('debt%5Faccount_external%5fid=NAMED'))).toBe('NAMED');
  });

  test('with a slash after the token', async () => {
    await books(service.api()).account({ external_id: 'SLASH' });

    const answer = await ask(`${service.url}/jit/${JIT_TOKEN}/?debt_account_external_id=SLASH`);

    expect(toldId(answer)).toBe('SLASH');
  });

  test.each([
    ['letters', 'x'.repeat(255)],
    ['characters beyond the basic plane', '😀'.repeat(255)],
  ])('255 %s', async (_what, external_id) => {
    await books(service.api()).account({ external_id });

    expect(toldId(await asked(`debt_account_external_id=${encodeURIComponent(external_id)}`))).toBe(
      external_id,
    );
  });
});

describe('an id is compared exactly', () => {
  test.each(['exact', 'EXACT', ' Exact', 'Exact ', 'Exac', 'Exact%', 'Exac_', 'E\u0301xact'])(
    '"%s" is not "Exact"',
    async (other) => {
      const { status } = await service.api().get('/debt-accounts/Exact');
      if (status === 404) await books(service.api()).account({ external_id: 'Exact' });

      const answer = await asked(`debt_account_external_id=${encodeURIComponent(other)}`);

      expect(answer).toMatchObject({ status: 404, body: NOT_FOUND });
    },
  );

  test('our own uuid of an account is not its external id', async () => {
    const account = await books(service.api()).account();

    expect(await asked(`debt_account_external_id=${account.id}`)).toMatchObject({
      status: 404,
      body: NOT_FOUND,
    });
  });

  test.each(["' OR '1'='1", "x'; DROP TABLE debt_accounts; --", '$1', '{"$ne":null}', '*'])(
    '%s is just an unknown account',
    async (injection) => {
      const answer = await asked(`debt_account_external_id=${encodeURIComponent(injection)}`);

      expect(answer).toMatchObject({ status: 404, body: NOT_FOUND });
    },
  );

  test('an id with a NUL is unknown, for no account can have it', async () => {
    await books(service.api()).account({ external_id: 'NUL' });

    expect(await asked('debt_account_external_id=NUL%00')).toMatchObject({ status: 404, body: NOT_FOUND });
    expect(await asked('debt_account_external_id=%00')).toMatchObject({ status: 404, body: NOT_FOUND });
  });
});

describe('what names no account is a bad request', () => {
  const bad = (error: string) => ({ error, errorCode: 'BAD_REQUEST' });

  test.each([
    ['no query at all', undefined],
    ['an empty query', ''],
    ['other parameters only', 'account=X&external_id=X'],
    ['another spelling of the name', 'Debt_Account_External_Id=X'],
    ['a list', 'debt_account_external_id[]=X'],
  ])('missing: %s', async (_what, query) => {
    const answer = await asked(query);

    expect(answer).toMatchObject({ status: 400, body: bad('debt_account_external_id is missing') });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
  });

  test.each(['debt_account_external_id=', 'debt_account_external_id'])('empty: %s', async (query) => {
    expect(await asked(query)).toMatchObject({ status: 400, body: bad('debt_account_external_id is empty') });
  });

  test.each([
    'debt_account_external_id=A&debt_account_external_id=B',
    'debt_account_external_id=A&debt_account_external_id=A',
    'debt_account_external_id=A&debt_account_external_id=',
    'debt_account_external_id=A&debt%5Faccount_external_id=A',
  ])('repeated: %s', async (query) => {
    expect(await asked(query)).toMatchObject({
      status: 400,
      body: bad('debt_account_external_id is given more than once'),
    });
  });

  test.each([
    ['256 letters', 'x'.repeat(256)],
    ['256 characters beyond the basic plane', '😀'.repeat(256)],
    ['12,000 letters', 'x'.repeat(12_000)],
  ])('too long: %s', async (_what, id) => {
    expect(await asked(`debt_account_external_id=${encodeURIComponent(id)}`)).toMatchObject({
      status: 400,
      body: bad('debt_account_external_id has more than 255 characters'),
    });
  });

  test.each([
    ['a byte that begins nothing', '%ff'],
    ['a slash in two bytes, where one is right', '%c0%af'],
    ['half a surrogate pair', '%ed%a0%80'],
    ['a character cut short', 'A%e2%82'],
    ['a percent sign alone', '100%'],
    ['a percent sign and one digit', '%4'],
    ['a percent sign and no digits', '%zz'],
  ])('not UTF-8: %s', async (_what, spelling) => {
    // By hand, for a client would mend it.
    const { status, body } = await sendRaw(
      service.url,
      rawRequest('GET', `/jit/${JIT_TOKEN}?debt_account_external_id=${spelling}`),
    );

    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual(bad('debt_account_external_id is not valid percent-encoded UTF-8'));
  });
});
