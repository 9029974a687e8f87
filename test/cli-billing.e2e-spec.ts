import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type GotransverseSandbox,
  startGotransverseSandbox,
} from '../sandbox/gotransverse/gotransverse-sandbox.js';
import { runVerb } from '../src/cli/run.js';
import { billingOn } from './support/billing-sandbox.js';
import { books } from './support/books.js';
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
let sandbox: GotransverseSandbox;
let service: Service;
let make: ReturnType<typeof books>;
let folder: string;

beforeAll(async () => {
  sandbox = await startGotransverseSandbox();
  database = await createTestDatabase();
  service = await startService({ database, env: billingOn(sandbox) });
  make = books(service.api());
  folder = await newDataDir();
});

afterEach(() => {
  sandbox.faults.clear();
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
  await database.drop();
});

/** As people run it: a program of its own, that finds the service by its environment. */
async function program(...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [CLI, 'billing', ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: folder, PUBLIC_URL: service.url, ADMIN_API_KEY: ADMIN_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, stdout, stderr: stderr.trimEnd() };
}

/**
 * The same verbs and exit codes without a program of its own, whose start is most of a run's time.
 * @param onStderr told each text as it comes
 */
async function run(args: string[], onStderr: (text: string) => void = () => undefined): Promise<Run> {
  let [stdout, stderr] = ['', ''];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    onStderr(String(text));
    return true;
  });
  try {
    const url = args.includes('--url') ? [] : ['--url', service.url];
    const code = await runVerb(['billing', ...args, ...url, '--key', ADMIN_KEY]);
    return { code, stdout, stderr: stderr.trimEnd() };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

/** What people see of a verb that does its work. */
async function told(...args: string[]): Promise<string> {
  return clean(await run(args));
}

function clean({ code, stdout, stderr }: Run): string {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

async function placed(account: Record<string, unknown> = {}): Promise<string> {
  const customer = await make.customer({ name: 'Åsa Example-Ruiz', email: 'asa@example.com' });
  const location = await make.location();
  const { external_id } = await make.account({
    customer_id: customer.external_id,
    location_id: location.external_id,
    balance: 125_000,
    ...account,
  });
  return external_id;
}

describe('billing push', () => {
  it('brings an account there, once, and shows how it stands then', async () => {
    const ref = await placed({ current_balance: 100_000 });

    const shown = clean(await program('push', ref, '--reason', 'the first one'));

    expect(shown).toMatch(/^state +synced$/m);
    expect(shown).toMatch(/^posted +\$1,000\.00, by entry 2 of 2$/m);
    expect(shown).toMatch(/ 2 +-\$250\.00 +\d+ /);
    expect(await told('show', ref)).toBe(shown);
    const [there, ...others] = sandbox.state.accounts(ref);
    expect(others).toEqual([]);
    expect(there).toMatchObject({ status: 'ACTIVE', balance: '1000.00' });

    const again = JSON.parse(await told('push', ref, '--json')) as unknown;
    expect(again).toMatchObject({ data: { state: 'synced', posted_sequence: 2, eid: there?.eid } });
    expect(sandbox.state.accounts(ref)).toHaveLength(1);
    const { body } = await service.api().get(`/audit-events?debt_account=${ref}&action=billing_account.sent`);
    expect((body as { data: { reason: string | null }[] }).data.map(({ reason }) => reason)).toEqual([
      null,
      'the first one',
    ]);
  });

  it('waits for what is not known yet, and says so: one account, though the answer was lost', async () => {
    const ref = await placed();
    sandbox.faults.add({ fault: 'commit_then_drop', match: { operation: 'billingAccounts.create' } });

    const { code, stdout, stderr } = await program('push', ref, '--json');

    expect(stderr).toMatch(/^unknown: the connection broke .*; trying again in \d+ s$/m);
    expect({ code, answer: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      answer: { data: { state: 'synced' } },
    });
    expect(sandbox.state.accounts(ref)).toHaveLength(1);
  });

  it('ends with 1 and the reason where the time is over before the account is there', async () => {
    const ref = await placed();
    sandbox.faults.add({
      fault: '429',
      retryAfter: 600,
      seconds: 60,
      match: { operation: 'billingAccounts.query' },
    });

    const { code, stdout, stderr } = await program('push', ref, '--wait', '5');

    expect(code).toBe(1);
    expect(stdout).toMatch(/^state +retrying$/m);
    expect(stderr).toMatch(/^retrying: HTTP 429.*; the next attempt is due at .*Z\. .* goes on from there$/);
  });

  it('ends with 1 and what to mend where the account cannot be represented there', async () => {
    const customer = await make.customer({ name: 'Cher' });
    const ref = await placed({ customer_id: customer.external_id });

    const dry = await run(['push', ref, '--dry-run']);
    expect(dry).toMatchObject({ code: 1, stderr: 'The account cannot be sent as it is.' });
    expect(dry.stdout).toMatch(/^Nothing can be sent:\n {2}customer\.name cannot be split/);
    const { code, stdout, stderr } = await run(['push', ref, '--json']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^quarantined: customer\.name cannot be split.*Give first_name/),
    });
    expect(JSON.parse(stdout)).toMatchObject({ data: { state: 'quarantined' } });
  });

  it('ends with 1 where a person must decide', async () => {
    const ref = await placed();
    sandbox.state.plant({ externalAccountNum: ref, count: 2 });

    const { code, stderr } = await run(['push', ref]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^conflict: Gotransverse has 2 accounts of this externalAccountNum/);
    const looked = await told('lookup', ref);
    expect(looked).toContain('There are 2 accounts of this number, and there may be one.');
    expect(looked.match(/not known as ours/g)).toHaveLength(2);
  });

  it('is content with an account that was final before it was ever sent', async () => {
    const ref = await placed({ status: 'recalled' });

    expect(await told('push', ref, '--dry-run')).toMatch(
      /^There is nothing to send\.[^]*debt_account\.status is final, and the account was never sent/,
    );
    expect(await told('push', ref)).toMatch(/^state +not_needed$/m);
    const { code, stderr } = await run(['post', ref]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'It was final before it was ever sent, so nothing is posted.',
    });
    expect(sandbox.state.accounts(ref)).toEqual([]);
  });

  it('goes on when another attempt at the account is over', async () => {
    const ref = await placed();
    await leased(ref, true);
    let released: Promise<void> | undefined;

    const { code, stderr } = await run(['push', ref], () => {
      released ??= leased(ref, false);
    });

    expect(code).toBe(0);
    expect(stderr).toMatch(/^Another attempt at this account is under way; trying again in 1 s/);
    expect(sandbox.state.accounts(ref)).toHaveLength(1);
    await released;

    await leased(ref, true);
    expect(await run(['push', ref, '--wait', '0'])).toMatchObject({
      code: 1,
      stderr: `Another attempt at this account is under way; look again with: billing show ${ref}`,
    });
  });

  it('tells in words what is wrong with the question', async () => {
    expect(await run(['push', 'nobody'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'There is no debt account with this external_id or id',
    });
    expect(await run(['push', 'D', '--wait', 'soon'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('whole seconds'),
    });
  });
});

describe('billing push --dry-run', () => {
  it('shows the XML of every call, and after a change what was sent last and what is now', async () => {
    const customer = await make.customer({ name: 'Jane Roe', email: 'old@example.com' });
    const ref = await placed({ customer_id: customer.external_id });
    const first = await told('push', ref, '--dry-run');
    expect(first).toContain('1. createAccount\n   <?xml');
    expect(first).toContain(`\n   <billingAccount `);
    expect(first).toContain('\n     <monthlyBillCycle eid="1681"/>\n');
    expect(first).toMatch(/2\. createAdjustment[^]*amount="1250\.00"[^]*3\. postAdjustment/);
    expect(sandbox.state.accounts(ref)).toEqual([]);
    await told('push', ref);

    await service.api().patch(`/customers/${customer.external_id}`, { email: 'new@example.com' });
    await service.api().patch(`/debt-accounts/${ref}`, { status: 'disputed' });

    const changed = await told('push', ref, '--dry-run');
    expect(changed).toMatch(/1\. addAddress[^]*new@example\.com[^]*2\. suspendAccount/);
    expect(changed).toMatch(/address +emailAddress PRIMARY email +old@example\.com +new@example\.com/);
    expect(changed).toMatch(/status +status +ACTIVE +SUSPENDED/);
    await told('push', ref);
    expect(await told('push', ref, '--dry-run')).toBe('There is nothing to send.\n');
    expect(sandbox.state.accounts(ref)).toMatchObject([{ status: 'SUSPENDED' }]);
  });
});

describe('billing post', () => {
  it('makes an account that is not there, and its dry run shows that', async () => {
    const ref = await placed({ current_balance: 100_000, status: 'disputed' });

    const dry = await told('post', ref, '--dry-run');
    expect(dry.match(/^\d+\. \w+$/gm)).toEqual([
      '1. createAccount',
      '2. createAdjustment',
      '3. postAdjustment',
      '4. createAdjustment',
      '5. postAdjustment',
    ]);
    expect(dry).toContain(`externalAccountNum="${ref}"`);
    expect(sandbox.state.accounts(ref)).toEqual([]);

    expect(await told('post', ref)).toMatch(/^posted +\$1,000\.00, by entry 2 of 2$/m);
    expect(sandbox.state.accounts(ref)).toMatchObject([{ balance: '1000.00', status: 'ACTIVE' }]);
  });

  it('tells what is left out of an account that it makes', async () => {
    const customer = await make.customer({ name: 'Jane Roe', phone: '+44 20 7946 0958' });
    const ref = await placed({ customer_id: customer.external_id });

    expect(await told('post', ref, '--dry-run')).toMatch(/Left out:\n {2}customer\.phone /);
    await told('push', ref);
    expect(await told('post', ref, '--dry-run')).toBe('There is nothing to send.\n');
  });

  it('brings the balance and nothing else', async () => {
    const ref = await placed();
    await told('push', ref);
    await service.api().postEntry(ref, { kind: 'payment', amount: -25_000 });

    const dry = await told('post', ref, '--dry-run');
    expect(dry).toMatch(/^1\. createAdjustment[^]*amount="250\.00" credit="true"[^]*2\. postAdjustment/);
    const data = JSON.parse(await told('post', ref, '--dry-run', '--json')) as { data: { calls: unknown[] } };
    expect(data.data.calls).toHaveLength(2);

    expect(await told('post', ref)).toMatch(/^posted +\$1,000\.00, by entry 2 of 2$/m);
    expect(sandbox.state.accounts(ref)).toMatchObject([{ balance: '1000.00' }]);
  });
});

describe('billing lookup and reference-data', () => {
  it('shows what is there now, with adjustments', async () => {
    const ref = await placed();
    expect(await told('lookup', ref)).toBe('Gotransverse has no account of this number.\n');
    await told('push', ref);
    expect(await told('lookup', ref)).toMatch(/^EID +\d+, ours$[^]*POSTED +\$1,250\.00 +1$/m);
  });

  it('shows which setting means which', async () => {
    expect(await told('reference-data')).toMatch(
      /^1681 +Monthly +ACTIVE +monthlyBillCycle +GOTRANSVERSE_BILL_CYCLE$/m,
    );
    expect(JSON.parse(await told('reference-data', '--json'))).toMatchObject({ meta: { problems: [] } });
  });

  it('ends with 1 and what there is where a setting leads nowhere', async () => {
    const env = { ...billingOn(sandbox), GOTRANSVERSE_BILL_CYCLE: 'Weekly' };
    const misled = await startService({ database, env });
    try {
      const { code, stdout, stderr } = await run(['reference-data', '--url', misled.url]);
      expect(code).toBe(1);
      expect(stdout).toContain('Bill cycles:');
      expect(stderr).toMatch(
        /^Nothing is sent until this is mended:\n {2}GOTRANSVERSE_BILL_CYCLE: there is no/,
      );
      const ref = await placed();
      const pushed = await run(['push', ref, '--url', misled.url]);
      expect(pushed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('"Weekly"') });
    } finally {
      await misled.close();
    }
  });
});

/** As if somebody else were just sending the account. */
async function leased(ref: string, isHeld: boolean): Promise<void> {
  const { id } = await service.api().account(ref);
  await database.owner.query(
    `UPDATE sync_records
        SET lease_owner = CASE WHEN $2 THEN gen_random_uuid() END,
            leased_until = CASE WHEN $2 THEN clock_timestamp() + interval '1 hour' END
      WHERE lane = 'gotransverse' AND record_kind = 'debt_account' AND record_id = $1`,
    [id, isHeld],
  );
}
