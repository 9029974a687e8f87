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
import { books, newRef } from './support/books.js';
import { GotransverseCaller } from './support/gotransverse-caller.js';
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

afterEach(async () => {
  sandbox.faults.clear();
  await service.api().post('/billing/resume', {});
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
  await database.drop();
});

/** As people run it: a program of its own, that finds the service by its environment. */
function program(...args: string[]): Promise<Run> {
  return interrupted(undefined, ...args);
}

/** @param when what stands on stderr when Ctrl-C is pressed */
async function interrupted(when: string | undefined, ...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [CLI, 'billing', ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: folder, PUBLIC_URL: service.url, ADMIN_API_KEY: ADMIN_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.on('data', (part: Buffer) => {
    if (when !== undefined && part.toString().includes(when)) child.kill('SIGINT');
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

describe('billing run', () => {
  it('brings what is behind, follows that, and says what became of it and what to mend', async () => {
    const refs = [await placed(), await placed({ current_balance: 100_000 })];
    const cher = await make.customer({ name: 'Cher' });
    const refused = await placed({ customer_id: cher.external_id });
    await placed({ status: 'closed' });

    const { code, stdout, stderr } = await run(['run', '--reason', 'the first of all']);

    expect(code).toBe(0);
    const [, id = ''] = /^Run ([\w-]{36})$/m.exec(stderr) ?? [];
    expect(stdout).toMatch(/^state +finished$/m);
    expect(stdout).toMatch(/^accounts +4 of 4 accounts \(100 %\)$/m);
    expect(stdout).toMatch(/^ +2 +created +made there$/m);
    expect(stdout).toMatch(/^ +1 +not_needed +final before it was ever there/m);
    expect(stdout).toMatch(/^ +1 +quarantined +refused, or/m);
    expect(stdout).toContain(`What to mend:\n  billing run-accounts ${id} --outcome quarantined`);
    for (const ref of refs) expect(sandbox.state.accounts(ref)).toHaveLength(1);

    expect(await told('run-show')).toBe(stdout);
    expect(await told('run-show', id)).toBe(stdout);
    const mend = await told('run-accounts', id, '--outcome', 'quarantined');
    expect(mend).toMatch(new RegExp(`^${refused} +quarantined +\\d .* customer\\.name cannot`, 'm'));
    expect(mend).not.toContain(refs[0]);
    expect(await told('list', '--state', 'quarantined')).toMatch(
      new RegExp(`^${refused} +quarantined +customer\\.name cannot be split`, 'm'),
    );
    expect(await told('runs')).toMatch(new RegExp(`^${id} .* a person +incremental +finished +4 +1$`, 'm'));

    const again = await run(['run']);
    expect(again.stdout).toContain('It took up no account: nothing was due.');
    expect(again.stdout).toMatch(/^ +2 +unchanged +nothing is behind$/m);
    expect(again.stdout).toMatch(/^ +1 +quarantined +refused before.*billing list --state quarantined$/m);
    expect(JSON.parse((await run(['run', '--account', refused, '--full', '--json'])).stdout)).toMatchObject({
      data: { mode: 'full', state: 'finished', left_out: { quarantined: 1, unchanged: 0 } },
    });
    expect(await run(['run', '--account', 'nobody'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('account is not the external_id or id'),
    });
  });

  it('waits for its lane, is left by Ctrl-C, found again and cancelled', async () => {
    const paused = await told('pause', '--reason', 'their maintenance');
    expect(paused).toMatch(
      /^lane +paused\nreason +their maintenance\npaused by +a person[^]*billing resume$/m,
    );
    const asked = await told('run', '--no-wait');
    const [, id = ''] = /^run +([\w-]{36})$/m.exec(asked) ?? [];
    expect(asked).toContain(`Follow it with: billing follow ${id}`);

    expect(await run(['run'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        new RegExp(`^A run is \\w+ already.*\n  follow it: billing follow ${id}\n`),
      ),
    });
    const left = await interrupted('the lane is paused', 'follow');
    expect({ code: left.code, stdout: left.stdout }).toEqual({ code: 130, stdout: '' });
    expect(left.stderr).toMatch(/^queued: the lane is paused: their maintenance; nothing done yet$/m);
    expect(left.stderr).toContain(`the run itself goes on.\n  follow it again: billing follow ${id}`);
    expect(await run(['follow', id, '--wait', '0'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('It has not ended in the time of --wait'),
    });

    expect(await told('cancel', id, '--reason', 'not today')).toMatch(/^state +cancelled$/m);
    expect(await run(['follow', id])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^state +cancelled$/m),
      stderr: expect.stringMatching(/^The run is cancelled/),
    });
    expect(await run(['cancel', id])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has ended'),
    });
    expect(await told('resume')).toMatch(/^lane +open\n/);
  });

  it('ends with 3 where a person must confirm it, and says how', async () => {
    const ref = await placed();
    const { rows } = await database.owner.query<{ id: string }>(
      `INSERT INTO sync_runs (id, lane, mode, dry_run, state, reason, started_at, records_there, would_change)
       VALUES (gen_random_uuid(), 'gotransverse', 'incremental', false, 'needs_confirmation', 'too many', now(), 40000, 12000)
       RETURNING id`,
    );
    const id = rows[0]!.id;

    const { code, stdout, stderr } = await run(['follow', id]);

    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout).toContain('It would change 12,000 of the 40,000 accounts that are there: is that meant?');
    expect(stdout).toMatch(new RegExp(`^ +let it go on +billing confirm ${id}$`, 'm'));
    expect(await told('confirm', id)).toContain(`It goes on. Follow it with: billing follow ${id}`);
    expect((await run(['follow', id])).code).toBe(0);
    expect(sandbox.state.accounts(ref)).toHaveLength(1);
    expect(await run(['confirm', id])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not wait'),
    });
  });

  it('lists what a dry run would send, 50 of them and how to see all, and sends nothing', async () => {
    const [customer, location] = [await make.customer(), await make.location()];
    const debt_accounts = Array.from({ length: 51 }, (_, at) => ({
      external_id: newRef(`DRY-${String(at)}`),
      customer_id: customer.external_id,
      location_id: location.external_id,
      balance: 1_000,
    }));
    await service.api().post('/bulk', { debt_accounts });

    const { code, stdout } = await run(['run', '--dry-run']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^what +incremental, dry run$/m);
    expect(stdout).toMatch(/^ +51 +created +would be made there$/m);
    expect(stdout.match(/^DRY-\S+ +created +the account, 1 entry$/gm)).toHaveLength(50);
    expect(stdout).toMatch(/^These are 50 of 51; all of them: billing run-accounts [\w-]{36} --all/m);
    expect(sandbox.state.accounts(debt_accounts[0]!.external_id)).toEqual([]);
  });
});

describe('billing lane, requeue and attempts', () => {
  it('has a push wait as long as Gotransverse asks for, and no longer than it may', async () => {
    const ref = await placed();
    const match = { operation: 'billingAccounts.query' };
    sandbox.faults.add({ fault: '429', retryAfter: 2, match });

    const { code, stderr } = await run(['push', ref]);

    expect(code).toBe(0);
    expect(stderr).toMatch(/^pending: HTTP 429.*; trying again in 2 s$/);
    expect(sandbox.state.accounts(ref)).toHaveLength(1);

    sandbox.faults.add({ fault: '429', retryAfter: 600, match });
    expect(await run(['push', await placed(), '--wait', '5'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^pending: HTTP 429.*the same command goes on from there$/),
    });
    expect(await told('lane')).toMatch(/^lane +slowed\nreason +HTTP 429[^]*goes on by itself/);
  });

  it('has a push say that the lane is paused, and how it goes on', async () => {
    const ref = await placed();
    await told('pause', '--reason', 'their maintenance');

    expect(await run(['push', ref])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/paused: their maintenance; resume it first with: billing resume$/),
    });
    expect(sandbox.state.accounts(ref)).toEqual([]);
  });

  it('has accounts tried again, and shows each call', async () => {
    const ref = await placed();
    sandbox.faults.add({ fault: '400', match: { operation: 'billingAccounts.create' } });
    expect((await run(['push', ref])).stderr).toMatch(/^quarantined: /);
    const other = await placed();

    const requeued = await told('requeue', '--state', 'quarantined', ref, other, '--reason', 'mended there');
    expect(requeued).toMatch(
      /^1 account is tried again at the next run\. The other 1 are not quarantined\. .*billing run$/m,
    );
    expect(await run(['requeue', '--state', 'quarantined', ref, 'nobody'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^None of these was requeued:\n {2}nobody: there is no debt account/),
    });
    expect((await run(['run', '--account', ref])).code).toBe(0);
    expect(sandbox.state.accounts(ref)).toHaveLength(1);
    expect(await told('requeue', '--state', 'quarantined', ref)).toMatch(/^No account is requeued/);

    const calls = await told('attempts', ref, '--all');
    expect(calls).toMatch(/ POST \/billingAccounts +400 +[\d.]+ +rejected /);
    expect(calls).toMatch(/ POST \/adjustments +201 +[\d.]+ +done/);
    expect(JSON.parse(await told('attempts', ref, '--limit', '1', '--json'))).toMatchObject({
      data: [{ method: 'GET', outcome: 'done' }],
    });
  });
});

describe('billing reconcile, differences and repair', () => {
  it('finds what was changed there, says what it means, and mends it', async () => {
    const ref = await placed();
    await told('push', ref);
    const { eid } = sandbox.state.accounts(ref)[0]!;
    await suspendThere(eid);

    const { code, stdout } = await run(['reconcile']);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^state +finished$/m);
    const listed = await told('differences', '--debt-account', ref);
    const [, id = ''] = new RegExp(`^([\\w-]{36}) +${ref} +status +open +resend`, 'm').exec(listed) ?? [];
    expect(await told('repair', id, '--reason', 'suspended by mistake')).toMatch(/^state +repaired$/m);
    expect(sandbox.state.accounts(ref)).toMatchObject([{ status: 'ACTIVE' }]);
    expect(await told('differences', '--debt-account', ref, '--state', 'open')).toBe('There are none.\n');
    expect(await run(['repair', 'nothing'])).toMatchObject({ code: 1, stdout: '' });
  });
});

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
    sandbox.faults.add({ fault: '502', seconds: 60, match: { operation: 'billingAccounts.query' } });

    const { code, stdout, stderr } = await run(['push', ref, '--wait', '0']);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^state +retrying$/m);
    expect(stderr).toMatch(/^retrying: HTTP 502.*; the next attempt is due at .*Z\. .* goes on from there$/);
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
      expect(pushed).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/"Weekly".*then: billing resume$/),
      });
    } finally {
      await misled.close();
    }
  });
});

/** By hand, as in Gotransverse's own pages. */
async function suspendThere(eid: string): Promise<void> {
  const caller = new GotransverseCaller(sandbox);
  const rest = '<startDate>2026-01-31T00:00:00.000Z</startDate><reason eid="211"/>';
  const body = caller.command('suspendBillingAccount', 'billingAccount', eid, rest);
  expect(await caller.post(`billingAccounts/${eid}/suspend`, body)).toMatchObject({ status: 200 });
}

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
