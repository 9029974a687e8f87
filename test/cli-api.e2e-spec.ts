import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runVerb } from '../src/cli/run.js';
import { books, newRef } from './support/books.js';
import { freePort } from './support/free-port.js';
import { ADMIN_KEY, startService, type Service } from './support/service.js';
import { newDataDir } from './support/spawn-service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const CLI = join(process.cwd(), 'dist', 'src', 'cli', 'main.js');

jest.setTimeout(60_000);

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

let database: TestDatabase;
let service: Service;
let make: ReturnType<typeof books>;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database });
  make = books(service.api());
  folder = await newDataDir();
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

/** With the settings of a machine that knows the service; `input` is what stands on stdin. */
async function runProgram(args: string[], env: Record<string, string>, input: string): Promise<Run> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: folder,
      PUBLIC_URL: service.url,
      ADMIN_API_KEY: ADMIN_KEY,
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

/**
 * The same verbs and exit codes without a program of its own, whose start is most of a run's time; one of its own
 * only where it has other settings, or something to read.
 */
async function run(args: string[], env: Record<string, string> = {}, input = ''): Promise<Run> {
  if (input !== '' || Object.keys(env).length > 0) return runProgram(args, env, input);
  let [stdout, stderr] = ['', ''];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  const before = process.env;
  process.env = { PATH: before['PATH'], DATA_DIR: folder, PUBLIC_URL: service.url, ADMIN_API_KEY: ADMIN_KEY };
  try {
    const code = await runVerb(args);
    return { code, stdout, stderr };
  } finally {
    process.env = before;
    out.mockRestore();
    err.mockRestore();
  }
}

const cli = (...args: string[]): Promise<Run> => run(args);

/** What people see of a verb that does its work. */
async function told(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

/** The one JSON value on stdout. */
async function json(...args: string[]): Promise<unknown> {
  return JSON.parse(await told(...args, '--json'));
}

async function file(content: unknown): Promise<string> {
  const path = join(folder, `${newRef('file')}.json`);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('accounts', () => {
  it('shows whose it is, what is owed, and the last entries', async () => {
    const customer = await make.customer({ name: 'Åsa Example-Ruiz' });
    const location = await make.location();
    const { external_id } = await make.account({
      customer_id: customer.external_id,
      location_id: location.external_id,
      balance: 123_456_789,
      settlement_amount: 5,
    });

    const shown = await told('accounts', 'show', external_id);
    expect(shown).toMatch(new RegExp(`^account +${external_id}$`, 'm'));
    expect(shown).toContain(`${customer.external_id}  Åsa Example-Ruiz`);
    expect(shown).toContain(`${location.external_id}  ${location.name}`);
    expect(shown).toMatch(/^owed +\$1,234,567\.89$/m);
    expect(shown).toMatch(/^settlement +\$0\.05$/m);
    expect(shown).toMatch(/placement +\$1,234,567\.89/);
    expect(await json('accounts', 'show', external_id)).toMatchObject({
      account: { external_id },
      customer: { name: 'Åsa Example-Ruiz' },
      location: { name: location.name },
      family: [],
      entries: [{ kind: 'placement', amount: 123_456_789 }],
    });
  });

  it('shows a family from either side', async () => {
    const { parent, children } = await make.family([{ balance: 100 }, { balance: 250 }]);
    const fromParent = await told('accounts', 'show', parent.external_id);
    expect(fromParent).toContain('parent of 2');
    for (const child of children) expect(fromParent).toContain(child.external_id);
    expect(await told('accounts', 'show', children[0]!.external_id)).toContain(children[1]!.external_id);
  });

  it('lists by filters, so many or all, and goes on from where it ended', async () => {
    const location = await make.location();
    const customer_id = (await make.customer()).external_id;
    for (const balance of [100, 200, 300])
      await make.account({ customer_id, location_id: location.external_id, balance });
    const filter = ['--location-id', location.external_id];

    const first = (await json('accounts', 'list', ...filter, '--limit', '2')) as {
      data: { balance: number }[];
      meta: { next_cursor: string };
    };
    expect(first.data.map(({ balance }) => balance)).toEqual([300, 200]);
    const rest = ['--cursor', first.meta.next_cursor];
    expect(await json('accounts', 'list', ...filter, ...rest)).toMatchObject({
      data: [{ balance: 100 }],
      meta: { next_cursor: null },
    });
    expect(await told('accounts', 'list', ...filter, '--limit', '2')).toContain('There are more: --all');
    const all = await told('accounts', 'list', ...filter, '--all');
    expect(all.trimEnd().split('\n')).toHaveLength(5);
    const few = await told('accounts', 'list', ...filter, '--min-balance', '150', '--max-balance', '250');
    expect(few).toContain('$2.00');
    expect(few).not.toContain('$3.00');
  });

  it('walks through more than a page holds', async () => {
    const location = await make.location();
    const customer = await make.customer();
    const debt_accounts = Array.from({ length: 501 }, (_, index) => ({
      external_id: `${location.external_id}-${String(index)}`,
      customer_id: customer.external_id,
      location_id: location.external_id,
    }));
    await service.api().post('/bulk', { debt_accounts });
    const list = ['accounts', 'list', '--location-id', location.external_id];
    for (const many of [['--all'], ['--limit', '501']]) {
      const { data } = (await json(...list, ...many)) as { data: { id: string }[] };
      expect(new Set(data.map(({ id }) => id)).size).toBe(501);
    }
  });

  it('keeps its tables within 120 columns', async () => {
    const location = await make.location();
    const external_id = `${newRef('ACCT')}-${'x'.repeat(150)}`;
    await make.account({ external_id, location_id: location.external_id, balance: 9_999_999_999_999 });
    const lines = (await told('accounts', 'list', '--location-id', location.external_id)).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines[2]).toMatch(/^ACCT-.*….*\$99,999,999,999\.99$/);
  });

  it("finds by any id, and by the customer's name, phone and e-mail address", async () => {
    const customer = await make.customer({
      name: 'Quirina Findable',
      phone: '(512) 555-0147',
      email: 'quirina@example.org',
    });
    const account = await make.account({
      customer_id: customer.external_id,
      external_account_number: 'ORIG 77-1',
    });
    const texts = [account.external_id, account.id, 'ORIG 77-1', 'findable quir'];
    for (const text of [...texts, '512-555-0147', 'Quirina@example.org'])
      expect(await json('accounts', 'find', text)).toMatchObject({ data: [{ id: account.id }] });
    for (const text of ['findable quir', customer.external_id, customer.id])
      expect(await json('customers', 'find', text)).toMatchObject({ data: [{ id: customer.id }] });
    expect(await told('accounts', 'find', 'nobody of that name')).toBe('There are none.\n');
  });

  it('puts from a file and from stdin, and tells what was not done as asked', async () => {
    const account = {
      external_id: newRef('ACCT'),
      customer_id: (await make.customer()).external_id,
      location_id: (await make.location()).external_id,
      balance: 5_000,
    };
    expect(await told('accounts', 'put', await file(account))).toContain(`${account.external_id} is written`);
    await told('accounts', 'set', account.external_id, 'status=disputed');
    const again = await run(['accounts', 'put', '-'], {}, JSON.stringify({ ...account, status: 'active' }));
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Warning: status: disputed is kept'),
    });
  });

  it('sets, takes away, and gives the reason', async () => {
    const { external_id } = await make.account({
      external_account_number: '7',
      metadata: { a: '1', b: '2' },
    });
    const changes = ['external_account_number=', 'metadata.a=', 'metadata.c=x=y', 'settlement_amount=600'];
    const plan = 'payment_plan={"frequency":"weekly","amount":100}';
    expect(
      await json(
        'accounts',
        'set',
        external_id,
        ...changes,
        plan,
        'status=attorney',
        '--reason',
        'letter of 5 May',
      ),
    ).toMatchObject({
      data: {
        external_account_number: null,
        metadata: { b: '2', c: 'x=y' },
        settlement_amount: 600,
        payment_plan: { frequency: 'weekly', amount: 100 },
        status: 'attorney',
        status_reason: 'letter of 5 May',
      },
    });
    expect(await cli('accounts', 'set', external_id, 'status=active')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('reason'),
    });
  });

  it('posts in dollars and in cents, takes back, and lists the ledger', async () => {
    const { external_id } = await make.account({ balance: 100_000 });
    const post = ['accounts', 'post', external_id];
    const paid = (await json(
      ...post,
      '--kind',
      'payment',
      '--dollars',
      '-$1,000.10',
      '--reference',
      'c 1',
    )) as {
      data: { id: string };
    };
    expect(paid).toMatchObject({ data: { amount: -100_010, balance_after: -10, reference: 'c 1' } });
    expect(await told(...post, '--kind', 'fee', '--cents', '15')).toContain('fee of $0.15; $0.05 are owed');
    await told(...post, '--kind', 'reversal', '--reverses', paid.data.id, '--reason', 'returned');
    const entries = await told('accounts', 'entries', external_id);
    expect(entries).toMatch(/4 +reversal +\$1,000\.10 +\$1,000\.15 .*returned/);
    expect(await json('accounts', 'entries', external_id, '--kind', 'payment')).toMatchObject({
      data: [{ amount: -100_010 }],
    });
  });

  it('closes', async () => {
    const { external_id } = await make.account({ balance: 700 });
    expect(await told('accounts', 'close', external_id, '--reason', 'placed twice')).toBe(
      `${external_id} is closed; $7.00 stay owed by the books.\n`,
    );
  });
});

describe('customers and locations', () => {
  it('puts, shows, lists, sets and removes a customer', async () => {
    const external_id = newRef('CUST');
    const customer = { external_id, name: 'Roe & Sons', kind: 'organization', phone: '512-555-0100' };
    await told('customers', 'put', await file(customer));
    await told('customers', 'set', external_id, 'name=Roe & Daughters', 'addresses=[{"city":"Austin"}]');
    const shown = await told('customers', 'show', external_id);
    expect(shown).toMatch(/^name +Roe & Daughters$/m);
    expect(shown).toMatch(/^address +Austin \(primary\)$/m);
    expect(await told('customers', 'list', '--kind', 'organization')).toContain('Roe & Daughters');
    expect(await told('customers', 'remove', external_id)).toBe(`The customer ${external_id} is removed.\n`);
    expect((await cli('customers', 'show', external_id)).code).toBe(1);
  });

  it('puts, shows, lists, sets and removes a location; not one that is used', async () => {
    const external_id = newRef('LOC');
    await told('locations', 'put', await file({ external_id, name: `Old ${external_id}` }));
    await told('locations', 'set', external_id, `name=New ${external_id}`, 'metadata.desk=12');
    expect(await told('locations', 'show', external_id)).toMatch(/^metadata +desk=12$/m);
    expect(await json('locations', 'list', '--name', `New ${external_id}`)).toMatchObject({
      data: [{ external_id }],
    });
    expect(await json('locations', 'remove', external_id)).toEqual({ removed: external_id });
    const used = await make.account();
    expect(await cli('locations', 'remove', used.location_external_id)).toMatchObject({
      code: 1,
      stdout: '',
    });
  });
});

describe('bulk', () => {
  it('tells each outcome, and writes the failed ones to a file', async () => {
    const [location, customer, account] = [newRef('LOC'), newRef('CUST'), newRef('ACCT')];
    const bad = { external_id: `${account}-bad`, customer_id: 'NOBODY', location_id: location };
    const body = {
      locations: [{ external_id: location, name: location }],
      customers: [{ external_id: customer, name: 'Robin Example' }],
      debt_accounts: [{ ...bad, customer_id: customer, external_id: account, balance: 100 }, bad],
    };
    const failures = join(folder, 'failed.json');
    const first = await cli('bulk', await file(body), '--errors', failures);
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/debt_accounts +1 +0 +0 +1/);
    expect(first.stdout).toMatch(/debt_accounts +1 +ACCT-\d+-bad +customer_id/);
    expect(JSON.parse(await readFile(failures, 'utf8'))).toMatchObject([
      { kind: 'debt_accounts', index: 1, error: { status: 422 }, record: bad },
    ]);
    body.debt_accounts.pop();
    const again = await run(['bulk', '-', '--json'], {}, JSON.stringify(body));
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(again.stdout)).toMatchObject({ meta: { created: 0, unchanged: 3, failed: 0 } });
  });

  it('sends more than one request holds, children after their parents wherever they stand', async () => {
    const [location, customer, family] = [newRef('LOC'), newRef('CUST'), newRef('FAM')];
    const of = { customer_id: customer, location_id: location };
    // What counts is how many there are, and what is refused costs least.
    const customers = Array<object>(9_999).fill({ external_id: ' ' });
    const body = {
      locations: [{ external_id: location, name: location }],
      customers: [...customers, { external_id: customer, name: 'Robin Example' }],
      debt_accounts: [
        { ...of, external_id: `${family}-1`, parent_external_id: family, balance: 100 },
        { ...of, external_id: family },
      ],
    };
    const { code, stdout, stderr } = await cli('bulk', await file(body));
    expect(code).toBe(1);
    expect(stderr).toContain('10000 of 10003 records sent\n10003 of 10003 records sent\n');
    expect(stdout).toMatch(/customers +1 +0 +0 +9999/);
    expect(stdout).toMatch(/debt_accounts +2 +0 +0 +0/);
  });
});

describe('what is told about the service', () => {
  it('tells trail, calls, timeline, preview, figures and alarms of an account', async () => {
    const account = await make.account({ balance: 12_345 });
    await told('accounts', 'set', account.external_id, 'status=disputed', '--reason', 'says it is paid');
    await service.jit(account.external_id);
    expect(await told('audit', '--debt-account', account.external_id)).toMatch(/changed .*says it is paid/);
    expect(await told('timeline', account.external_id)).toContain('$123.45');
    expect(await told('jit-preview', account.external_id)).toContain('"current_balance": 0');
    expect(await json('jit-requests', '--limit', '1')).toMatchObject({ data: expect.any(Array) });
    expect(await told('stats')).toMatch(/^disputed +\d/m);
    expect(await json('alarms')).toMatchObject({ data: expect.any(Array) });
  });
});

describe('api', () => {
  it('asks anything, and prints the answer', async () => {
    const { external_id, name } = await make.location();
    expect(await told('api', 'GET', `locations/${external_id}`)).toContain(`"name": "${name}"`);
    const headers = ['--header', 'If-Match: "1"', '--header', 'X-Reason: merged'];
    const change = await file({ name: `${name} NA` });
    expect(
      await json('api', 'patch', `/api/v1/locations/${external_id}`, '--data', `@${change}`, ...headers),
    ).toMatchObject({ data: { version: 2 } });
    expect(await json('api', 'DELETE', `locations/${external_id}`)).toBeNull();
    expect(await told('api', 'GET', '/metrics')).toContain('arrears_http_request_seconds');
    expect(await cli('api', 'POST', 'locations', '--data', '{"nam":1}')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/Several fields are at fault:\n( {2}.*\n)* {2}name: must be/),
    });
  });
});

describe('whatever goes wrong', () => {
  it('tells in one line that there is no service', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    for (const args of [
      ['accounts', 'list'],
      ['accounts', 'post', 'D', '--kind', 'fee', '--cents', '1'],
    ]) {
      const { code, stdout, stderr } = await cli(...args, '--url', url, '--json');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^The service cannot be reached: .*ECONNREFUSED.*\n$/);
    }
  });

  it('tells what the service says of a key, and never repeats the key', async () => {
    const secret = await file('not-a-key-of-this-service');
    expect(await cli('stats', '--key', `@${secret}`)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The API key is unknown, expired or revoked\n',
    });
    const { code, stderr } = await cli('stats', '--key', 'with a blank');
    expect({ code, repeated: stderr.includes('with a blank') }).toEqual({ code: 1, repeated: false });
  });

  it('takes the key that the service on this machine made, and gives it to no other', async () => {
    const dataDir = await newDataDir();
    await writeFile(join(dataDir, 'secrets.json'), JSON.stringify({ adminApiKey: ADMIN_KEY }));
    const own = { DATA_DIR: dataDir, ADMIN_API_KEY: '' };
    expect(await run(['alarms'], own)).toMatchObject({ code: 0 });
    expect(await run(['alarms', '--url', 'http://arrears.example.com'], own)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no API key'),
    });
  });

  it('sends a write again under its key when the connection is lost before the answer', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const losing = createServer((request, response) => {
      seen.push(request.headers);
      if (seen.length === 1) return void request.socket.destroy();
      const problem = { detail: 'The first request with this Idempotency-Key is still under way' };
      if (seen.length === 2) return response.writeHead(409).end(JSON.stringify(problem));
      return response
        .writeHead(201, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data: { kind: 'fee', amount: 5, sequence: 2, id: 'x', balance_after: 5 } }));
    }).listen(0, '127.0.0.1');
    await once(losing, 'listening');
    const url = `http://127.0.0.1:${String((losing.address() as AddressInfo).port)}`;
    try {
      const args = ['accounts', 'post', 'D-1', '--kind', 'fee', '--cents', '5', '--url', url];
      expect(await told(...args)).toContain('fee of $0.05');
    } finally {
      losing.closeAllConnections();
      losing.close();
    }
    const keys = seen.map((headers) => headers['idempotency-key']);
    expect(keys).toEqual([expect.stringMatching(/^[\w-]{36}$/), keys[0], keys[0]]);
  });

  it('does nothing twice under the key of an earlier run', async () => {
    const { external_id } = await make.account();
    const args = [
      'accounts',
      'post',
      external_id,
      '--kind',
      'fee',
      '--cents',
      '5',
      '--idempotency-key',
      external_id,
    ];
    expect(await json(...args)).toEqual(await json(...args));
    expect(await json('accounts', 'show', external_id)).toMatchObject({ account: { current_balance: 5 } });
  });

  it('tells what is wrong with a file, without its values', async () => {
    const secretive = await file('{"external_id":"C-1","ssn_last4":"0098","ssn_last4":"0099"}');
    for (const bad of [secretive, await file('[1]'), await file('{"name":"x"}'), '/nowhere.json']) {
      const { code, stdout, stderr } = await cli('customers', 'put', bad);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).not.toContain('009');
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  it('ends with 2 on wrong usage', async () => {
    const { code, stdout, stderr } = await cli('accounts', 'post', 'D', '--kind', 'fee');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--cents');
  });
});
