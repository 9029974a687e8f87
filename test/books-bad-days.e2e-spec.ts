import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dataOf } from './support/api.js';
import { books, newRef } from './support/books.js';
import { eventually } from './support/eventually.js';
import { FlakyProxy } from './support/flaky-proxy.js';
import type { Answer } from './support/http.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let proxy: FlakyProxy;
let service: Service;
let externalId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await FlakyProxy.before(database.serviceUrl);
  service = await startService({
    database: { serviceUrl: proxy.through(database.serviceUrl), ownerUrl: database.ownerUrl },
  });
  externalId = (await books(service.api()).account({ balance: 1_000 })).external_id;
});

afterAll(async () => {
  await service.close();
  await proxy.stop();
  await database.drop();
});

function expectComeAgain(answer: Answer): void {
  expect(answer).toMatchObject({ status: 503, body: { status: 503, request_id: expect.any(String) } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
}

/** How many of the service's statements are at that point. */
async function waiting(where: string): Promise<number> {
  const { rows } = await database.service.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'arrears' AND ${where}`,
  );
  return rows[0]!.count;
}

async function balance(): Promise<number> {
  const { rows } = await database.owner.query<{ current_balance: string }>(
    'SELECT current_balance FROM debt_accounts WHERE external_id = $1',
    [externalId],
  );
  return Number(rows[0]!.current_balance);
}

describe('while the database is away', () => {
  test('whoever reads or writes is told to come again, and nothing is written', async () => {
    const before = await balance();
    await proxy.stop();

    expectComeAgain(await service.api().get(`/debt-accounts/${externalId}`));
    expectComeAgain(await service.api().entries(externalId, { kind: 'fee', amount: 1 }));
    expectComeAgain(
      await service.api().post('/locations', { external_id: newRef('LOC'), name: newRef('Name') }),
    );
    expect(await balance()).toBe(before);

    await proxy.listen();
    await eventually(
      () => service.api().get(`/debt-accounts/${externalId}`),
      ({ status }) => status === 200,
      5_000,
    );
  });
});

describe('a connection that breaks', () => {
  test('while an entry waits for its turn leaves no trace of it', async () => {
    const before = await balance();
    const holder = await database.owner.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT id FROM debt_accounts WHERE external_id = $1 FOR UPDATE', [externalId]);
    try {
      const posted = service.api().entries(externalId, { kind: 'fee', amount: 1 });
      await eventually(
        () => waiting("wait_event_type = 'Lock'"),
        (count) => count === 1,
      );
      proxy.cut();
      expectComeAgain(await posted);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }

    expectComeAgainOrRead(await service.api().get(`/debt-accounts/${externalId}`));
    expect(await balance()).toBe(before);
  });

  test('while an entry is committed may have lost it or not: sent again by its reference, it is there once', async () => {
    const before = await balance();
    const body = { kind: 'fee', amount: 25, reference: newRef('REF') };
    await database.owner.query(`
      CREATE FUNCTION commit_slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER commit_slowly AFTER INSERT ON audit_events
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION commit_slowly()`);
    const posted = service.api().entries(externalId, body);
    await eventually(
      () => waiting("wait_event = 'PgSleep'"),
      (count) => count === 1,
    );
    proxy.cut();
    expectComeAgain(await posted);

    // The server knows nothing of the broken connection, and commits. Who comes again waits for that.
    const again = await eventually(
      () => service.api().entries(externalId, body),
      ({ status }) => status !== 503,
    );
    const third = await service.api().entries(externalId, body);
    await database.owner.query('DROP TRIGGER commit_slowly ON audit_events; DROP FUNCTION commit_slowly()');

    expect(dataOf(again, 200)).toEqual(dataOf(third, 200));
    expect(await balance()).toBe(before + 25);
  });

  /** An idle connection, too, was cut; the pool finds out with its next use. */
  function expectComeAgainOrRead(answer: Answer): void {
    if (answer.status !== 200) expectComeAgain(answer);
  }
});
