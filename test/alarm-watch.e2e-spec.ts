import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Alarm, AlarmView } from '../src/platform/alarms/alarm.types.js';
import { AlarmReceiver } from '../src/platform/alarms/alarm-receiver.js';
import { AlarmWatch } from '../src/platform/alarms/alarm-watch.js';
import { AlarmsService } from '../src/platform/alarms/alarms.service.js';
import { logger } from '../src/platform/logging/logger.js';
import { dataOf } from './support/api.js';
import { eventually } from './support/eventually.js';
import { ask } from './support/http.js';
import { MisbehavingServer } from './support/misbehaving-server.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const ALARM: Alarm = { id: 'test.broken', severity: 'warning', summary: 'It broke.', whatToDo: 'Mend it.' };

let database: TestDatabase;
let receiver: MisbehavingServer;
/** Of all tests. */
let service: Service;
/** Of one test. */
let others: Service[] = [];
/** What the test's source says in every process; undefined: it cannot be asked. */
let wrong: Alarm[] | undefined = [];

beforeAll(async () => {
  [database, receiver] = await Promise.all([createTestDatabase(), MisbehavingServer.start()]);
  service = await started();
  others = [];
});
afterAll(async () => {
  await service.close();
  await Promise.all([database.drop(), receiver.stop()]);
});
beforeEach(async () => {
  await database.owner.query('TRUNCATE alarms_on, alarm_notices');
  wrong = [];
  receiver.seen.length = 0;
  receiver.behaviour = (_request, response) => response.writeHead(204).end();
});
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.close()));
});

/** @param everyMs between its own checks; without: only when the test says so */
async function started(env: Record<string, string> = {}, everyMs = Infinity): Promise<Service> {
  const other = await startService({
    database,
    env: { ALERT_URL: `${receiver.url}/hook?token=SECRET`, ...env },
    prepare: (app) => {
      app.get(AlarmWatch).everyMs = everyMs;
      app.get(AlarmsService).register({
        name: 'the test',
        check: () => (wrong === undefined ? Promise.reject(new Error('broken')) : Promise.resolve(wrong)),
      });
    },
  });
  others.push(other);
  return other;
}

async function round(by: Service): Promise<void> {
  expect(await by.app.get(AlarmWatch).round()).toBe(true);
}

/** As if the next attempts' time had come. */
async function later(interval = '1 day'): Promise<void> {
  await database.owner.query('UPDATE alarm_notices SET next_attempt_at = next_attempt_at - $1::interval', [
    interval,
  ]);
}

interface Notice {
  notice_id: string;
  event: string;
  id: string;
  severity: string;
  at: string;
}

function told(): Notice[] {
  return receiver.seen.map(({ body }) => JSON.parse(body) as Notice);
}

function events(): string[] {
  return told().map(({ event, id, severity }) => `${event} ${id} ${severity}`);
}

async function metrics(by: Service): Promise<string[]> {
  const { text } = await ask(`${by.url}/metrics`);
  return text.split('\n').filter((line) => line.startsWith('arrears_alarm'));
}

describe('an alarm', () => {
  test('is told once over all processes and restarts, and so is its end', async () => {
    const [one, other] = [await started(), service];
    wrong = [ALARM];
    for (const by of [one, other, one]) await round(by);
    await one.close();
    const restarted = await started({ PUBLIC_URL: 'http://arrears.test' });
    await round(restarted);

    expect(told()).toEqual([
      {
        notice_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        event: 'raised',
        id: 'test.broken',
        severity: 'warning',
        summary: 'It broke.',
        what_to_do: 'Mend it.',
        since: expect.any(String),
        at: expect.any(String),
      },
    ]);

    wrong = [];
    await round(restarted);
    expect(receiver.seen).toHaveLength(1);
    for (let check = 0; check < 3; check += 1) await round(restarted);
    expect(told().slice(1)).toEqual([
      {
        ...told()[0],
        notice_id: expect.any(String),
        event: 'recovered',
        at: expect.any(String),
        instance: 'http://arrears.test',
      },
    ]);
    expect(new Set(told().map(({ notice_id: id }) => id)).size).toBe(2);
  });

  test('that flickers is one, and one that becomes graver is told again', async () => {
    for (const now of [[ALARM], [], [{ ...ALARM, summary: 'Otherwise.' }], [], [ALARM]]) {
      wrong = now;
      await round(service);
    }
    expect(events()).toEqual(['raised test.broken warning']);
    wrong = [{ ...ALARM, severity: 'critical' }];
    await round(service);
    expect(events().slice(1)).toEqual(['raised test.broken critical']);
  });

  test('is not over because its source cannot be asked', async () => {
    wrong = [ALARM];
    await round(service);
    wrong = undefined;
    for (let check = 0; check < 3; check += 1) await round(service);

    expect(events()).toEqual(['raised test.broken warning', 'raised alarms.the test warning']);
  });

  test('keeps its beginning over a restart, and shows in the metrics while it is on', async () => {
    const first = await started();
    wrong = [ALARM];
    await round(first);
    await database.owner.query(`UPDATE alarms_on SET since = '2026-01-31T17:45:00Z'`);
    expect(await metrics(first)).toEqual(
      expect.arrayContaining([
        'arrears_alarm{id="test.broken",severity="warning"} 1',
        'arrears_alarm_notices_total{result="delivered"} 1',
      ]),
    );
    await first.close();
    const next = await started();

    expect(dataOf(await next.api().get('/alarms'), 200) as AlarmView[]).toMatchObject([
      { id: 'test.broken', since: '2026-01-31T17:45:00.000Z' },
    ]);
    wrong = [];
    await round(next);
    await round(next);
    expect((await metrics(next)).join()).not.toContain('arrears_alarm{');
  });
});

test('the log tells of each change once, and of the receiver its host alone', async () => {
  const [warn, info] = [jest.spyOn(logger, 'warn'), jest.spyOn(logger, 'info')];
  receiver.behaviour = (_request, response) => response.writeHead(500).end();
  wrong = [ALARM];
  for (let check = 0; check < 3; check += 1) {
    await round(service);
    await later();
  }
  wrong = [];
  for (let check = 0; check < 3; check += 1) await round(service);

  const said = [...warn.mock.calls, ...info.mock.calls].map((call) => JSON.stringify(call));
  expect(said.filter((text) => text.includes('"Alarm: It broke."'))).toHaveLength(1);
  expect(said.filter((text) => text.includes('"Alarm over: It broke."'))).toHaveLength(1);
  expect(said.filter((text) => text.includes(new URL(receiver.url).host))).toHaveLength(1);
  expect(said.join()).not.toMatch(/SECRET|hook/);
});

describe('a receiver', () => {
  const refuses: [string, MisbehavingServer['behaviour']][] = [
    ['that is broken', (_request, response) => response.writeHead(500).end('no')],
    ['that sends elsewhere', (_request, response) => response.writeHead(307, { Location: '/other' }).end()],
    ['that breaks off', (request) => request.socket.destroy()],
  ];
  test.each(refuses)('%s is asked again later, and hears all of an alarm in order', async (_name, refuse) => {
    receiver.behaviour = refuse;
    wrong = [ALARM];
    await round(service);
    wrong = [];
    for (let check = 0; check < 3; check += 1) await round(service);
    expect(events()).toEqual(['raised test.broken warning']);

    await later();
    await round(service);
    expect(events()).toHaveLength(2);
    receiver.behaviour = (_request, response) => response.writeHead(204).end();
    await later();
    await round(service);
    await round(service);

    expect(events()).toEqual([
      ...Array.from({ length: 3 }, () => 'raised test.broken warning'),
      'recovered test.broken warning',
    ]);
    // The same notice each time: a receiver can drop what it has.
    expect(new Set(told().map(({ notice_id: id }) => id)).size).toBe(2);
    expect(receiver.seen.every(({ url }) => url === '/hook?token=SECRET')).toBe(true);
  });

  test('that hangs is not waited for beyond the deadline, nor beyond the end of the process', async () => {
    receiver.behaviour = () => undefined;
    const stop = new AbortController();
    expect(await new AlarmReceiver(receiver.url, 100).post({}, stop.signal)).toBe('no answer in time');

    const hanging = new AlarmReceiver(receiver.url).post({}, stop.signal);
    await receiver.nextRequest();
    stop.abort();
    expect(await hanging).toBe('ERR_CANCELED');
  });

  test('that takes a notice and answers without end has taken it', async () => {
    receiver.behaviour = (_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write(Buffer.alloc(65_536))) if (response.destroyed) return;
      };
      response.on('drain', more);
      more();
    };
    wrong = [ALARM];
    await round(service);
    await round(service);

    expect(events()).toEqual(['raised test.broken warning']);
    const { rows } = await database.owner.query(
      'SELECT id FROM alarm_notices WHERE delivered_at IS NOT NULL',
    );
    expect(rows).toHaveLength(1);
  });

  test('is asked less and less often, and not beyond a day', async () => {
    receiver.behaviour = (_request, response) => response.writeHead(503).end();
    wrong = [ALARM];
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await round(service);
      const { rows } = await database.owner.query<{ seconds: string }>(
        'SELECT round(extract(epoch FROM next_attempt_at - clock_timestamp())) AS seconds FROM alarm_notices',
      );
      waits.push(Number(rows[0]?.seconds));
      await later();
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);

    await database.owner.query(`UPDATE alarm_notices SET created_at = created_at - interval '1 day'`);
    receiver.behaviour = (_request, response) => response.writeHead(200).end();
    await round(service);
    expect(receiver.seen).toHaveLength(10);
    expect(await metrics(service)).toContain('arrears_alarm_notices_total{result="given_up"} 1');
  });
});

test('without ALERT_URL nothing waits to be told', async () => {
  const untold = await started({ ALERT_URL: '' });
  wrong = [ALARM];
  await round(untold);

  const { rows } = await database.owner.query(
    'SELECT (SELECT count(*) FROM alarm_notices)::int AS notices, id FROM alarms_on',
  );
  expect(rows).toEqual([{ notices: 0, id: 'test.broken' }]);
});

test('by itself a worker watches and tells, a web process does not, and who comes next goes on', async () => {
  const web = await started({ PROCESS_ROLE: 'web' }, 20);
  const watching = await started({ PROCESS_ROLE: 'worker' }, 20);
  wrong = [ALARM];
  await eventually(
    () => receiver.seen.length,
    (count) => count === 1,
  );
  expect(await web.app.get(AlarmWatch).round()).toBe(false);
  expect((await metrics(watching)).join()).toContain('arrears_alarm{id="test.broken"');

  await watching.close();
  // Its lease came free with its end.
  wrong = [];
  await round(web);
  await round(web);
  expect(events()).toEqual(['raised test.broken warning', 'recovered test.broken warning']);
});
