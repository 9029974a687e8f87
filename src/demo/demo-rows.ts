import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Client } from 'pg';
import type { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { copyLines } from './demo-copy.js';
import type { Debtor } from './demo.types.js';
import { makeDebtors } from './demo-generator.js';
import * as tables from './demo-tables.js';
import { type DemoWorld, makeWorld } from './demo-world.js';

export interface DemoCounts {
  locations: number;
  customers: number;
  debtAccounts: number;
  entries: number;
}

interface RowOptions {
  vault: PersonalDataVault;
  accounts: number;
  seed: number;
  report: (line: string) => void;
  signal?: AbortSignal;
}

/** Debtors sent at once: some 7,000 accounts, 8 MB of text. */
const BATCH_DEBTORS = 5000;
/** Debtors made before the socket gets its turn, so that the database works while we draw the next. */
const SLICE_DEBTORS = 50;
const REPORT_EVERY = 100_000;

/** Makes the rows and copies them, in the caller's transaction; one batch is drawn while another is stored. */
export async function loadDemoRows(client: Client, options: RowOptions): Promise<DemoCounts> {
  const world = makeWorld(options.seed);
  const counts: DemoCounts = { locations: world.locations.length, customers: 0, debtAccounts: 0, entries: 0 };
  await copyLines(client, tables.locations.statement, world.locations.map(tables.locations.lineOf));
  let storing = Promise.resolve();
  try {
    for await (const batch of drawBatches(world, options, counts)) {
      await storing;
      storing = batch.store(client);
      // Its failure is met at the next await; until then it must not count as unhandled.
      storing.catch(() => undefined);
    }
  } catch (error) {
    // What is still being sent must not arrive after the caller's rollback.
    await storing.catch(() => undefined);
    throw error;
  }
  await storing;
  return counts;
}

async function* drawBatches(
  world: DemoWorld,
  options: RowOptions,
  counts: DemoCounts,
): AsyncGenerator<Batch, void, undefined> {
  let batch = new Batch(options.vault);
  for (const debtor of makeDebtors(world, options.accounts)) {
    batch.add(debtor);
    reportProgress(options, counts.debtAccounts, debtor.debtAccounts.length);
    counts.customers += 1;
    counts.debtAccounts += debtor.debtAccounts.length;
    counts.entries += debtor.entries.length;
    if (counts.customers % SLICE_DEBTORS === 0) await letOthersRun(undefined, { signal: options.signal });
    if (counts.customers % BATCH_DEBTORS === 0) {
      yield batch;
      batch = new Batch(options.vault);
    }
  }
  yield batch;
}

function reportProgress({ accounts, report }: RowOptions, before: number, more: number): void {
  const reached = Math.floor((before + more) / REPORT_EVERY);
  if (reached === Math.floor(before / REPORT_EVERY)) return;
  report(
    `${(reached * REPORT_EVERY).toLocaleString('en-US')} of ${accounts.toLocaleString('en-US')} demo accounts made`,
  );
}

/** Rows of many debtors as COPY takes them. */
class Batch {
  private readonly customers: string[] = [];
  private readonly addresses: string[] = [];
  private readonly debtAccounts: string[] = [];
  private readonly debtAccountLocations: string[] = [];
  private readonly entries: string[] = [];
  private readonly pendingPayments: string[] = [];

  constructor(private readonly vault: PersonalDataVault) {}

  add(debtor: Debtor): void {
    this.customers.push(tables.customers.lineOf(tables.sealCustomer(this.vault, debtor.customer)));
    this.addresses.push(...debtor.addresses.map(tables.addresses.lineOf));
    this.debtAccounts.push(...debtor.debtAccounts.map(tables.debtAccounts.lineOf));
    this.debtAccountLocations.push(...debtor.debtAccountLocations.map(tables.debtAccountLocations.lineOf));
    this.entries.push(...debtor.entries.map(tables.entries.lineOf));
    this.pendingPayments.push(...debtor.pendingPayments.map(tables.pendingPayments.lineOf));
  }

  /** Each table after those it refers to. */
  async store(client: Client): Promise<void> {
    await copyLines(client, tables.customers.statement, this.customers);
    await copyLines(client, tables.addresses.statement, this.addresses);
    await copyLines(client, tables.debtAccounts.statement, this.debtAccounts);
    await copyLines(client, tables.debtAccountLocations.statement, this.debtAccountLocations);
    await copyLines(client, tables.entries.statement, this.entries);
    await copyLines(client, tables.pendingPayments.statement, this.pendingPayments);
  }
}
