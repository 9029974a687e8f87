import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Clock } from '../src/platform/clock/clock.js';
import { SchedulesService, type Schedule } from '../src/platform/schedules/schedules.service.js';
import { eventually } from './support/eventually.js';
import { FlakyProxy } from './support/flaky-proxy.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
/** Without a loop of their own: rounds come when a test says so. */
let services: Service[];
let names = 0;
let name: string;
let begun: Date[];

beforeAll(async () => {
  database = await createTestDatabase();
  services = await Promise.all([1, 2].map(() => startService({ database, env: { PROCESS_ROLE: 'web' } })));
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.close()));
  await database.drop();
});
beforeEach(() => {
  names += 1;
  name = `test-${String(names)}`;
  begun = [];
});

function register(by: Service, cron: string, due: Schedule['due'] = begin): void {
  by.app.get(SchedulesService).register({ name, cron, timeZone: 'UTC', due });
}

function begin(_transaction: unknown, dueAt: Date): Promise<void> {
  begun.push(dueAt);
  return Promise.resolve();
}

function rounds(of = services): Promise<number[]> {
  return Promise.all(of.map(({ app }) => app.get(SchedulesService).round()));
}

/** As if all times that were taken were taken so much earlier. */
async function longAgo(interval: string): Promise<void> {
  await database.owner.query('UPDATE schedule_ticks SET due_at = due_at - $1::interval WHERE name = $2', [
    interval,
    name,
  ]);
}

/** Full hours, by the database's clock. */
async function hour(ago = 0): Promise<Date> {
  const { rows } = await database.owner.query<{ at: Date }>(
    `SELECT date_trunc('hour', clock_timestamp() - $1 * interval '1 hour', 'UTC') AS at`,
    [ago],
  );
  return rows[0]!.at;
}

async function ticks(): Promise<number> {
  const { rows } = await database.owner.query<{ count: string }>(
    'SELECT count(*) FROM schedule_ticks WHERE name = $1',
    [name],
  );
  return Number(rows[0]?.count);
}

describe('a time that has come', () => {
  test('is begun once over all replicas, however often they look', async () => {
    for (const service of services) register(service, '0 * * * *');
    await rounds();
    expect(begun).toEqual([]);

    await longAgo('1 hour');
    for (let round = 0; round < 3; round += 1) await rounds();
    expect(begun).toEqual([await hour()]);
  });

  test('is, of several that nobody was there for, the latest one', async () => {
    register(services[0]!, '0 * * * *');
    await rounds();
    await longAgo('30 hours');
    await rounds();
    await rounds();

    expect(begun).toEqual([await hour()]);
    expect(await ticks()).toBe(2);
  });

  test('is not before the schedule was first seen', async () => {
    register(services[0]!, '0 * * * *');
    await rounds();
    await rounds();

    expect(begun).toEqual([]);
  });

  test('is tried again where it could not be begun, with nothing left of the first attempt', async () => {
    let broken = true;
    register(services[0]!, '0 * * * *', async (transaction, dueAt) => {
      await transaction.$executeRaw`INSERT INTO leases (name) VALUES (${`${name}-mark`})`;
      if (broken) throw new Error('broken');
      await begin(transaction, dueAt);
    });
    await rounds();
    await longAgo('1 hour');
    await rounds();
    broken = false;
    await rounds();

    expect(begun).toEqual([await hour()]);
  });

  test('takes the oldest of more than a thousand with it', async () => {
    register(services[0]!, '0 * * * *');
    await database.owner.query(
      `INSERT INTO schedule_ticks (name, due_at)
       SELECT $1, clock_timestamp() - n * interval '1 day' FROM generate_series(1, 1200) n`,
      [name],
    );
    await rounds();

    expect(begun).toHaveLength(1);
    expect(await ticks()).toBe(1000);
  });
});

test("a machine's clock that is an hour wrong changes nothing", async () => {
  const wrong = await Promise.all(
    [-3_600_000, 3_600_000].map((byMs) =>
      startService({
        database,
        env: { PROCESS_ROLE: 'web' },
        prepare: (app) => {
          app.get(Clock).now = () => new Date(Date.now() + byMs);
        },
      }),
    ),
  );
  try {
    for (const service of wrong) register(service, '0 * * * *');
    await rounds(wrong);
    await rounds(wrong);
    expect(begun).toEqual([]);
    await longAgo('1 hour');
    const waits = await rounds(wrong);

    expect(begun).toEqual([await hour()]);
    for (const waitMs of waits) expect(waitMs).toBeLessThanOrEqual(5_000);
  } finally {
    await Promise.all(wrong.map((service) => service.close()));
  }
});

test('a name is given once, and no mistake waits for its first time', () => {
  const schedules = services[0]!.app.get(SchedulesService);
  register(services[0]!, '0 * * * *');

  expect(() => register(services[0]!, '0 * * * *')).toThrow(name);
  expect(() => schedules.register({ name: 'wrong', cron: 'now', timeZone: 'UTC', due: begin })).toThrow(
    Error,
  );
});

test('by itself a worker begins what is due, on through a time without a database, and a web process nothing', async () => {
  const proxy = await FlakyProxy.before(database.serviceUrl);
  let roundsOfWeb = 0;
  const web = await startService({
    database,
    env: { PROCESS_ROLE: 'web' },
    prepare: (app) => {
      const schedules = app.get(SchedulesService);
      schedules.register({ name, cron: '* * * * * *', timeZone: 'UTC', due: begin });
      schedules.round = () => {
        roundsOfWeb += 1;
        return Promise.resolve(1);
      };
    },
  });
  const worker = await startService({
    database: { ...database, serviceUrl: proxy.through(database.serviceUrl) },
    env: { PROCESS_ROLE: 'worker' },
    prepare: (app) => {
      app.get(SchedulesService).register({ name, cron: '* * * * * *', timeZone: 'UTC', due: begin });
    },
  });
  const count = () => begun.length;
  try {
    await eventually(count, (times) => times >= 1);
    proxy.refuse();
    proxy.cut();
    const { rows } = await database.owner.query<{ at: Date }>(
      `SELECT clock_timestamp() + interval '2.5 seconds' AS at`,
    );
    await eventually(
      () => database.owner.query('SELECT WHERE clock_timestamp() > $1', [rows[0]?.at]),
      ({ rowCount }) => rowCount === 1,
    );
    const during = begun.at(-1)!;
    proxy.pass();
    await eventually(count, () => begun.at(-1)! > during);
    // Of the times missed meanwhile the latest was begun, and the others were not.
    expect(begun.at(-1)!.getTime() - during.getTime()).toBeGreaterThanOrEqual(2_000);
    expect(roundsOfWeb).toBe(0);
  } finally {
    await Promise.all([worker.close(), web.close()]);
    await proxy.stop();
  }
});
