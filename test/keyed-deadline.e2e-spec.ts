import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newRef } from './support/books.js';
import { eventually } from './support/eventually.js';
import { type Service, startService } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database, env: { API_DEADLINE_MS: '500' } });
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

test('work that came about after its deadline is told under its key as what it was', async () => {
  const external_id = newRef('LOC');
  const send = () =>
    service
      .api()
      .post('/locations', { external_id, name: `Late ${external_id}` }, { 'idempotency-key': external_id });
  const holder = await database.owner.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE locations IN EXCLUSIVE MODE');
    expect(await send()).toMatchObject({ status: 503 });
  } finally {
    await holder.query('COMMIT');
    holder.release();
  }

  // Until it has ended it is told to be under way.
  const again = await eventually(send, ({ status }) => status !== 409);
  expect(again).toMatchObject({ status: 201, body: { data: { external_id } } });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});
