import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { StatsView } from '../src/activity/stats.types.js';
import type { AlarmView } from '../src/platform/alarms/alarm.types.js';
import { AlarmsService } from '../src/platform/alarms/alarms.service.js';
import { Clock } from '../src/platform/clock/clock.js';
import type { DoctorReport } from '../src/platform/doctor/doctor.types.js';
import { dataOf } from './support/api.js';
import { books } from './support/books.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let service: Service;

beforeEach(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
});

afterEach(async () => {
  jest.restoreAllMocks();
  await service.close();
  await database.drop();
});

async function stats(): Promise<StatsView> {
  return dataOf(await service.api().get('/stats'), 200) as StatsView;
}

/** Without what the machine that runs the tests may lack. */
async function alarms(by = service): Promise<AlarmView[]> {
  const found = dataOf(await by.api().get('/alarms'), 200) as AlarmView[];
  return found.filter(({ id }) => id !== 'doctor.disk' && id !== 'doctor.clock');
}

async function addCalls(outcome: string, count: number, ago = '1 minute', ms = 5): Promise<void> {
  await database.owner.query(
    `INSERT INTO jit_requests (requested_at, id, request_id, outcome, http_status, total_ms)
     SELECT now() - $3::interval, gen_random_uuid(), 'r', $1, 200, $4 * g FROM generate_series(1, $2) g`,
    [outcome, count, ago, ms],
  );
}

describe('figures', () => {
  test('of a database without records are zeros', async () => {
    expect(await stats()).toEqual({
      as_of: expect.any(String),
      locations: 0,
      customers: 0,
      debt_accounts: { accounts: 0, parents: 0, children: 0, leaves: 0, statuses: [] },
      entries: {
        today: { since: expect.stringMatching(/T00:00:00\.000Z$/), kinds: [] },
        seven_days: { since: expect.any(String), kinds: [] },
      },
      jit: { since: expect.any(String), answers: 0, measured: 0, outcomes: [] },
      lanes: [
        { lane: 'gotransverse', behind: 0, more: false, behind_since: null },
        { lane: 'tratta', behind: 0, more: false, behind_since: null },
      ],
    });
  });

  test('count each debt once, by status', async () => {
    const make = books(service.api());
    await make.family([{ balance: 1_000 }, { balance: 500, current_balance: 200 }]);
    await make.account({ balance: 70, current_balance: -5 });
    await make.account({ balance: 30, status: 'disputed' });
    const { debt_accounts, locations, customers, lanes } = await stats();

    expect(debt_accounts).toEqual({
      accounts: 5,
      parents: 1,
      children: 2,
      leaves: 4,
      statuses: [
        {
          status: 'active',
          accounts: 4,
          parents: 1,
          children: 2,
          leaves: 3,
          balance: 1_570,
          current_balance: 1_195,
        },
        {
          status: 'disputed',
          accounts: 1,
          parents: 0,
          children: 0,
          leaves: 1,
          balance: 30,
          current_balance: 30,
        },
      ],
    });
    expect([locations, customers]).toEqual([3, 3]);
    expect(lanes).toMatchObject([
      { lane: 'gotransverse', behind: 11, more: false, behind_since: expect.any(String) },
      { lane: 'tratta', behind: 11 },
    ]);
  });

  test('tell the entries of today and of seven days', async () => {
    const account = await books(service.api()).account({ balance: 1_000 });
    await service.api().postEntry(account.external_id, { kind: 'payment', amount: -300 });
    const clock = jest.spyOn(service.app.get(Clock), 'now');
    const monotonic = jest.spyOn(service.app.get(Clock), 'monotonicMs');
    const now = new Date(account.created_at);
    clock.mockReturnValue(now);
    const { today, seven_days } = (await stats()).entries;
    const kinds = [
      { kind: 'placement', entries: 1, amount: 1_000 },
      { kind: 'payment', entries: 1, amount: -300 },
    ];

    expect([today.kinds, seven_days.kinds]).toEqual([kinds, kinds]);
    const after = async (days: number): Promise<StatsView['entries']> => {
      clock.mockReturnValue(new Date(now.getTime() + days * 86_400_000));
      monotonic.mockReturnValue(performance.now() + days * 86_400_000);
      return (await stats()).entries;
    };
    const [later, muchLater] = [await after(2), await after(8)];
    expect([later.today.kinds, later.seven_days.kinds]).toEqual([[], kinds]);
    expect(muchLater.seven_days.kinds).toEqual([]);
  });

  test('tell the JIT answers of a day, by outcome, and how long they took', async () => {
    await addCalls('found', 100, '23 hours', 1);
    await addCalls('found', 5, '25 hours');
    await addCalls('deadline', 1, '1 minute', 8_000);

    expect((await stats()).jit).toMatchObject({
      answers: 101,
      measured: 101,
      outcomes: [
        { outcome: 'deadline', answers: 1, p50_ms: 8_000, p95_ms: 8_000, p99_ms: 8_000 },
        { outcome: 'found', answers: 100, p50_ms: 50, p95_ms: 95, p99_ms: 99 },
      ],
    });
  });

  test('are read once in ten seconds, however many ask', async () => {
    const clock = jest.spyOn(service.app.get(Clock), 'monotonicMs');
    clock.mockReturnValue(1_000);
    const together = await Promise.all(Array.from({ length: 5 }, stats));
    await books(service.api()).location();
    clock.mockReturnValue(10_999);
    const kept = await stats();
    clock.mockReturnValue(11_000);
    const anew = await stats();

    expect(new Set([...together, kept].map(({ as_of }) => as_of)).size).toBe(1);
    expect(kept.locations).toBe(0);
    expect(anew.locations).toBe(1);
  });
});

describe('alarms', () => {
  test('are none where all is well', async () => {
    await addCalls('found', 10);
    expect(await alarms()).toEqual([]);
  });

  test('ring when more than 1 % of the calls of five minutes got no answer, and end with it', async () => {
    await addCalls('found', 99);
    await addCalls('unknown_account', 20);
    await addCalls('deadline', 1);
    expect(await alarms()).toEqual([]);

    await addCalls('unavailable', 1, '2 minutes');
    await addCalls('failed', 50, '6 minutes');
    const [ringing, ...others] = await alarms();
    expect(others).toEqual([]);
    expect(ringing).toEqual({
      id: 'jit.failing',
      severity: 'critical',
      since: expect.any(String),
      summary: "2 of 121 JIT calls of the last 5 minutes got no answer: Tratta's callers heard no balance.",
      what_to_do: expect.stringContaining('runbook'),
    });
    expect(Date.now() - Date.parse(ringing!.since)).toBeGreaterThan(119_000);
    expect((await alarms())[0]).toEqual(ringing);

    await addCalls('found', 200);
    expect(await alarms()).toEqual([]);
  });

  test('ring for records outside of every month, and for a month without a place', async () => {
    await addCalls('found', 3, '40 years');
    const { rows } = await database.owner.query<{ name: string }>(
      `SELECT 'jit_requests_' || to_char(now() AT TIME ZONE 'UTC' + interval '1 month', 'YYYY_MM') AS name`,
    );
    await database.owner.query(`DROP TABLE partitions.${rows[0]!.name}`);
    const found = await alarms();

    expect(found.map(({ id, severity }) => [id, severity])).toEqual([
      ['jit.partitions.stray', 'warning'],
      ['jit.partitions.missing', 'warning'],
    ]);
    expect(found[0]!.summary).toMatch(/^3 records/);
    expect(found[1]!.summary).toContain(rows[0]!.name);

    await database.owner.query('SELECT ensure_jit_request_partitions(2)');
    await database.owner.query(`DELETE FROM partitions.jit_requests_other`);
    expect(await alarms()).toEqual([]);
  });

  test('tell what the doctor finds, with what to do about it', async () => {
    const owner = await startService({
      database: { ...database, serviceUrl: database.ownerUrl },
      env: { JIT_TOKENS: '' },
    });
    try {
      expect(await alarms(owner)).toMatchObject([
        {
          id: 'doctor.database_role',
          severity: 'warning',
          what_to_do: expect.stringContaining('DATABASE_URL'),
        },
        { id: 'doctor.jit_tokens', severity: 'warning', what_to_do: expect.stringContaining('JIT_TOKENS') },
      ]);
    } finally {
      await owner.close();
    }
  });

  test('of a source that cannot be asked are one more alarm, and hide no other', async () => {
    const registry = service.app.get(AlarmsService);
    const check = jest.fn<() => Promise<never>>().mockRejectedValue(new Error('broken'));
    registry.register({ name: 'the test', check });
    registry.register({
      name: 'another',
      check: () => Promise.resolve([{ id: 'x', severity: 'critical', summary: 'S', whatToDo: 'W' }]),
    });

    expect(await alarms()).toMatchObject([
      { id: 'x', severity: 'critical', summary: 'S', what_to_do: 'W' },
      { id: 'alarms.the test', severity: 'warning' },
    ]);
  });
});

describe('the doctor', () => {
  test('reports by HTTP what the command line shows', async () => {
    const report = dataOf(await service.api().get('/doctor'), 200) as DoctorReport;

    expect(report.healthy).toBe(true);
    expect(report.findings).toEqual(
      expect.arrayContaining([
        { check: 'database', verdict: 'ok', detail: expect.stringContaining('PostgreSQL') },
        { check: 'migrations', verdict: 'ok', detail: expect.stringContaining('applied') },
        { check: 'Tratta reachability', verdict: 'ok', detail: 'not configured' },
      ]),
    );
  });
});
