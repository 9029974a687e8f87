import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  startGotransverseSandbox,
  type GotransverseSandbox,
} from '../sandbox/gotransverse/gotransverse-sandbox.js';
import {
  adjustmentBody,
  paymentBody,
  postAdjustmentBody,
  removeAdjustmentBody,
  reverseAdjustmentBody,
  reverseDebitAdjustmentBody,
} from '../src/billing/gotransverse/gotransverse.bodies.js';
import { GotransverseClient } from '../src/billing/gotransverse/gotransverse.client.js';
import type { Outcome } from '../src/billing/gotransverse/gotransverse.faults.js';
import { gotransverseSchema } from '../src/billing/gotransverse/gotransverse.schema.js';
import { GotransverseTransport } from '../src/billing/gotransverse/gotransverse.transport.js';
import { Clock } from '../src/platform/clock/clock.js';
import { keepBody } from './support/kept-bodies.js';

// What a push has no need of, and repairs and reconciliations have: each operation of the client once.
const VERSION = '1.29';
const DEBIT_REASON = { eid: '132', level: 'PRIMARY' } as const;
const CREDIT_REASON = { eid: '133', level: 'PRIMARY' } as const;

let sandbox: GotransverseSandbox;
let transport: GotransverseTransport;
let client: GotransverseClient;
let accountEid: string;

beforeAll(async () => {
  sandbox = await startGotransverseSandbox();
  const connection = { ...sandbox, version: VERSION, timeoutMs: 20_000, concurrency: 4 };
  transport = new GotransverseTransport(connection, new Clock());
  client = GotransverseClient.over(transport, gotransverseSchema(VERSION), VERSION, new Clock());
  accountEid = sandbox.state.plant({ externalAccountNum: 'D-1' })[0] ?? '';
});
afterAll(async () => {
  for (const { body } of sandbox.requests()) if (body !== undefined) keepBody(body);
  transport.close();
  await sandbox.close();
});

async function done<T>(asked: Promise<Outcome<T>>): Promise<T> {
  const outcome = await asked;
  if (outcome.kind !== 'done') throw new Error(`${outcome.kind}: ${outcome.reason}`);
  return outcome.value;
}

async function adjusted(credit: boolean, amountCents: bigint): Promise<string> {
  const body = adjustmentBody({
    accountEid,
    amountCents,
    credit,
    occurredOn: new Date('2026-01-31T00:00:00Z'),
    description: 'by hand',
    reason: credit ? CREDIT_REASON : DEBIT_REASON,
  });
  return (await done(client.createAdjustment(body))).eid;
}

async function posted(credit: boolean, amountCents: bigint): Promise<string> {
  const eid = await adjusted(credit, amountCents);
  await done(client.postAdjustment(eid, postAdjustmentBody(eid)));
  return eid;
}

async function balanceCents(): Promise<bigint | undefined> {
  return (await done(client.readAccount(accountEid))).balanceCents;
}

test('who we are, and what the tenant is set to', async () => {
  expect(await done(client.currentUser())).toMatchObject({ username: 'sandbox' });
  const settings = await done(client.systemSettings(['Mandatory Billing Address']));
  expect(settings).toEqual([expect.objectContaining({ name: 'Mandatory Billing Address' })]);
});

test('a posted debit and a posted credit are reversed, a pending one is removed', async () => {
  const debit = await posted(false, 2_000n);
  const credit = await posted(true, 500n);
  const pending = await adjusted(false, 99n);
  expect(await balanceCents()).toBe(1_500n);

  await done(client.reverseAdjustment(credit, reverseAdjustmentBody(credit)));
  await done(
    client.reverseDebitAdjustment(debit, reverseDebitAdjustmentBody(debit, DEBIT_REASON, 'posted twice')),
  );
  await done(client.removeAdjustment(pending, removeAdjustmentBody(pending)));

  expect(await balanceCents()).toBe(0n);
  expect(await done(client.listAdjustments({ accountEid, status: 'PENDING' }))).toEqual([]);
  expect((await client.readAdjustment(pending)).kind).toBe('not_found');
});

test('a payment lowers the balance, and is found by its reference', async () => {
  const before = (await balanceCents()) ?? 0n;
  const occurredOn = new Date('2026-02-01T00:00:00Z');
  const body = paymentBody({
    accountEid,
    amountCents: 1_234n,
    reference: 'tx-1',
    occurredOn,
    method: 'cashPayment',
  });
  const { eid } = await done(client.createPayment(body));

  expect(await balanceCents()).toBe(before - 1_234n);
  expect(await done(client.findPayments('tx-1'))).toEqual([expect.objectContaining({ eid, accountEid })]);
  expect(await done(client.findPayments('tx-2'))).toEqual([]);
});

test('parties, and accounts page by page', async () => {
  const account = await done(client.readAccount(accountEid, 'DEEP'));
  const party = account.party ?? { kind: 'person', eid: '' };
  expect(await done(client.readParty(party.kind, party.eid))).toMatchObject({
    attributes: { lastName: 'Person' },
  });
  sandbox.state.plant({ externalAccountNum: 'D-2', count: 60 });

  const categoryEid = account.categoryEid ?? '';
  const pages = [
    await done(client.listAccountsByCategory(categoryEid, 1)),
    await done(client.listAccountsByCategory(categoryEid, 2)),
  ];
  expect(pages.map(({ items }) => items.length)).toEqual([50, 11]);
  expect(await done(client.findAccounts('D-2'))).toHaveLength(60);
});
