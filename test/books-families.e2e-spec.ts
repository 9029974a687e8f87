import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { books, childOf, newRef } from './support/books.js';
import { type Answer, fieldsAtFault } from './support/http.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let service: Service;
let make: ReturnType<typeof books>;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  make = books(service.api());
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

const MAX = 9_999_999_999_999;

function create(body: Record<string, unknown>): Promise<Answer> {
  return service.api().post('/debt-accounts', { external_id: newRef('ACCT'), ...body });
}

function expectRefused(answer: Answer, status: number, fields: string[]): void {
  expect(answer).toMatchObject({ status });
  expect(fieldsAtFault(answer)).toEqual(fields);
}

describe('a parent', () => {
  test('has the sums over its children, as each of them comes and changes', async () => {
    const { parent, children } = await make.family([
      { balance: 1_000 },
      { balance: 500, current_balance: 200 },
    ]);
    expect(parent).toMatchObject({ balance: 1_500, current_balance: 1_200, child_count: 2, parent_id: null });
    expect(children[0]).toMatchObject({
      parent_id: parent.id,
      parent_external_id: parent.external_id,
      child_count: 0,
    });

    await service.api().postEntry(children[0]!.external_id, { kind: 'payment', amount: -400 });
    await service.api().postEntry(children[1]!.external_id, { kind: 'fee', amount: 25 });
    await make.account({ ...childOf(parent), balance: 10 });

    expect(await service.api().account(parent.external_id)).toMatchObject({
      balance: 1_510,
      current_balance: 835,
      child_count: 3,
    });
  });

  test('is named by its external id or by our uuid', async () => {
    const parent = await make.account();
    const child = await make.account({ ...childOf(parent), parent_external_id: parent.id });

    expect(child.parent_external_id).toBe(parent.external_id);
  });

  test('is behind again, with its new version, when a child changes', async () => {
    const { parent, children } = await make.family([{ balance: 1_000 }]);
    await service.api().postEntry(children[0]!.external_id, { kind: 'fee', amount: 1 });
    const { version } = await service.api().account(parent.external_id);
    const { rows } = await database.owner.query(
      'SELECT DISTINCT wanted_version::int FROM sync_records WHERE record_id = $1',
      [parent.id],
    );

    expect(version).toBeGreaterThan(parent.version);
    expect(rows).toEqual([{ wanted_version: version }]);
  });

  test('takes no entries: they belong to a child', async () => {
    const { parent } = await make.family([{ balance: 1_000 }]);
    const refused = await service.api().entries(parent.external_id, { kind: 'fee', amount: 1 });

    expect(refused.status).toBe(409);
    expect(await service.api().account(parent.external_id)).toEqual(parent);
  });

  test('has none of its own: an account with entries does not become one', async () => {
    const placed = await make.account({ balance: 1 });
    expectRefused(await create(childOf(placed)), 409, ['parent_external_id']);

    const settled = await make.account();
    const fee = await service.api().postEntry(settled.external_id, { kind: 'fee', amount: 1 });
    await service.api().postEntry(settled.external_id, { kind: 'reversal', reverses: fee.id });
    expectRefused(await create(childOf(settled)), 409, ['parent_external_id']);
  });

  test('may have placed nothing', async () => {
    const parent = await make.account({ balance: 0, current_balance: 0 });
    await make.account({ ...childOf(parent), balance: 7 });

    expect(await service.api().account(parent.external_id)).toMatchObject({ balance: 7, current_balance: 7 });
  });

  test('stays in range: a child that would take its sums out of it is refused', async () => {
    const { parent, children } = await make.family([{ balance: MAX - 5 }, { balance: 5 }]);

    expectRefused(await create({ ...childOf(parent), balance: 1 }), 422, ['balance']);
    expectRefused(await create({ ...childOf(parent), current_balance: 1 }), 422, ['current_balance']);
    const fee = await service.api().entries(children[1]!.external_id, { kind: 'fee', amount: 1 });

    expect(fee.status).toBe(422);
    expect(await service.api().account(parent.external_id)).toEqual(parent);
  });
});

describe('a child', () => {
  test('is nobody’s parent: families have one level', async () => {
    const { children } = await make.family([{}]);

    expectRefused(await create(childOf(children[0]!)), 422, ['parent_external_id']);
  });

  test('is not its own parent', async () => {
    const [customer, location] = [await make.customer(), await make.location()];
    const external_id = newRef('ACCT');
    const refused = await create({
      external_id,
      customer_id: customer.external_id,
      location_id: location.external_id,
      parent_external_id: external_id,
    });

    expectRefused(refused, 422, ['parent_external_id']);
    expect((await service.api().get(`/debt-accounts/${external_id}`)).status).toBe(404);
  });

  test('shares customer and main location with its parent', async () => {
    const parent = await make.account();
    const [customer, location] = [await make.customer(), await make.location()];

    expectRefused(await create({ ...childOf(parent), customer_id: customer.external_id }), 422, [
      'customer_id',
    ]);
    expectRefused(await create({ ...childOf(parent), location_id: location.external_id }), 422, [
      'location_id',
    ]);
    expect((await service.api().account(parent.external_id)).child_count).toBe(0);
  });

  test('may have further locations, and a status, of its own', async () => {
    const further = await make.location();
    const parent = await make.account();
    const child = await make.account({
      ...childOf(parent),
      locations: [{ external_id: further.external_id }],
      status: 'disputed',
    });

    expect(child.locations.map(({ external_id }) => external_id)).toEqual([further.external_id]);
    expect(await service.api().account(parent.external_id)).toMatchObject({
      locations: [],
      status: 'active',
    });
  });
});

test('a family is made by many at once, and none of them is in another’s way', async () => {
  const parent = await make.account();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => create({ ...childOf(parent), balance: index + 1 })),
  );

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect(await service.api().account(parent.external_id)).toMatchObject({ child_count: 20, balance: 210 });
});

test('an account becomes a parent or gets entries, not both, when both are asked for at once', async () => {
  for (let round = 0; round < 15; round += 1) {
    const account = await make.account();
    const [child, entry] = await Promise.all([
      create({ ...childOf(account), balance: 1 }),
      service.api().entries(account.external_id, { kind: 'fee', amount: 1 }),
    ]);
    expect([child.status, entry.status].sort()).toEqual([201, 409]);
    expect(await service.api().account(account.external_id)).toMatchObject({
      child_count: child.status === 201 ? 1 : 0,
      current_balance: 1,
    });
  }
});

test('accounts change places between two families without being in each other’s way', async () => {
  const first = await make.account();
  const second = await make.account({
    customer_id: first.customer_external_id,
    location_id: first.location_external_id,
  });
  const both = [first, second];
  const movers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => make.account({ ...childOf(both[index % 2]!), balance: 100 })),
  );
  const statuses: number[] = [];
  await Promise.all(
    movers.map(async ({ external_id }, index) => {
      for (let turn = 1; turn <= 5; turn += 1) {
        const parent_external_id = both[(index + turn) % 2]!.external_id;
        const answer = await service.api().patch(`/debt-accounts/${external_id}`, { parent_external_id });
        statuses.push(answer.status);
      }
    }),
  );

  expect(statuses).toEqual(Array(30).fill(200));
  const { rows } = await database.owner.query<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  expect(rows).toEqual([{ deadlocks: '0' }]);
});
