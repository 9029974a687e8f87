import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { GOTRANSVERSE_SANDBOX_NAMES as NAMES } from '../../src/platform/config/gotransverse-sandbox-names.js';
import { packageRoot } from '../../src/platform/package-root.js';
import type { BenchDatabase } from '../jit/bench-databases.js';
import { BillingSandbox } from './billing-sandbox.js';
import { StartedProcess } from './started-process.js';

const MAIN = join(packageRoot(), 'dist', 'src', 'main.js');
const READY = /ready at (http:\/\/[^\s"]+)/;
const LOADED_AT_ONCE = 2_000;
const LOOK_EVERY_MS = 100;

/** What a worker is started with. */
export interface WorkerOptions {
  concurrency: number;
  /** Where its CPU profile is written to. */
  profileFolder?: string | undefined;
}

export interface RunView {
  id: string;
  state: string;
  reason: string | null;
  counts: Record<string, number>;
}

/** A sandbox, a service that serves and one that works, each a process of its own, on one database. */
export class BillingWorld {
  private worker: StartedProcess | undefined;

  private constructor(
    readonly sandbox: BillingSandbox,
    /** As the owner of the tables. */
    readonly sql: pg.Pool,
    readonly secrets: WorldSecrets,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly web: StartedProcess,
  ) {}

  static async open({ ownerUrl, serviceUrl }: BenchDatabase, encryptionKey: Buffer): Promise<BillingWorld> {
    const sandbox = await BillingSandbox.start();
    const secrets = {
      adminApiKey: randomBytes(32).toString('base64url'),
      jitToken: randomBytes(24).toString('base64url'),
    };
    const environment = {
      ...billingSettings(sandbox),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: serviceUrl,
      MIGRATION_DATABASE_URL: ownerUrl,
      ADMIN_API_KEY: secrets.adminApiKey,
      ENCRYPTION_KEYS: `bench:${encryptionKey.toString('base64')}`,
      JIT_TOKENS: secrets.jitToken,
      DEMO_DATA: 'off',
      SANDBOXES: 'off',
      SHUTDOWN_DRAIN_MS: '0',
      BILLING_SYNC_CRON: 'off',
      BILLING_RECONCILE_CRON: 'off',
    };
    const web = await StartedProcess.start([MAIN], { ...environment, PROCESS_ROLE: 'web' }, READY).catch(
      async (error: unknown) => {
        await sandbox.stop();
        throw error;
      },
    );
    const sql = new pg.Pool({ connectionString: ownerUrl, max: 2 });
    return new BillingWorld(sandbox, sql, secrets, environment, web);
  }

  /** The one that works; a former one is stopped first. */
  async startWorker({ concurrency, profileFolder }: WorkerOptions): Promise<number> {
    await this.worker?.stop();
    const profile =
      profileFolder === undefined
        ? []
        : ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${profileFolder}`];
    this.worker = await StartedProcess.start(
      ['--enable-source-maps', ...profile, MAIN],
      { ...this.environment, PROCESS_ROLE: 'worker', GOTRANSVERSE_CONCURRENCY: String(concurrency) },
      READY,
    );
    return this.worker.pid;
  }

  async stopWorker(): Promise<void> {
    await this.worker?.stop();
    this.worker = undefined;
  }

  get serviceUrl(): string {
    return this.environment['DATABASE_URL'] ?? '';
  }

  get webUrl(): string {
    return this.web.url;
  }

  /** Accounts of a customer and one placement each, by bulk requests. @returns their external ids */
  async load(prefix: string, count: number): Promise<string[]> {
    const numbers = Array.from({ length: count }, (_none, index) => `${prefix}-${String(index + 1)}`);
    await this.ask('POST', '/bulk', { locations: [{ external_id: 'BENCH', name: 'Bench Clinic' }] });
    for (let first = 0; first < count; first += LOADED_AT_ONCE) {
      const some = numbers.slice(first, first + LOADED_AT_ONCE);
      const { meta } = await this.ask<{ meta: { failed: number } }>('POST', '/bulk', {
        customers: some.map(inventedCustomer),
        debt_accounts: some.map((external_id, index) => ({
          external_id,
          customer_id: `C-${external_id}`,
          location_id: 'BENCH',
          external_account_number: `N-${external_id}`,
          balance: 10_000 + index,
        })),
      });
      if (meta.failed > 0) throw new Error(`${String(meta.failed)} records were not taken`);
    }
    return numbers;
  }

  /** Asks for a run, and waits for its end. @throws Error where it does not finish */
  async run(signal: AbortSignal, mode = 'incremental'): Promise<RunView> {
    const asked = await this.ask<{ data: RunView }>('POST', '/billing/runs', { mode });
    return this.runEnd(asked.data.id, signal);
  }

  async runEnd(id: string, signal: AbortSignal): Promise<RunView> {
    for (;;) {
      signal.throwIfAborted();
      const { data } = await this.ask<{ data: RunView }>('GET', `/billing/runs/${id}`);
      if (data.state === 'finished') return data;
      if (!['queued', 'running'].includes(data.state))
        throw new Error(`The run is ${data.state}: ${data.reason ?? ''}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.web.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.secrets.adminApiKey}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T;
    if (!response.ok)
      throw new Error(`${method} ${path}: ${String(response.status)} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** The database's processes that serve the service and its worker. */
  async backends(): Promise<number[]> {
    const { rows } = await this.sql.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'arrears'",
    );
    return rows.map(({ pid }) => pid);
  }

  async close(): Promise<void> {
    await this.stopWorker();
    await this.web.stop();
    await this.sandbox.stop();
    await this.sql.end();
  }
}

export interface WorldSecrets {
  adminApiKey: string;
  jitToken: string;
}

function inventedCustomer(external_id: string, index: number): object {
  return {
    external_id: `C-${external_id}`,
    name: `Robin Example ${String(index)}`,
    first_name: 'Robin',
    last_name: `Example ${String(index)}`,
    email: `robin.${String(index)}@example.com`,
    phone: '+15125550100',
    addresses: [
      {
        line1: `${String(index + 1)} Main Street`,
        city: 'Austin',
        state: 'TX',
        postal_code: '78701',
        country: 'US',
        is_primary: true,
      },
    ],
  };
}

function billingSettings({ connection }: BillingSandbox): NodeJS.ProcessEnv {
  return {
    GOTRANSVERSE_BASE_URL: connection.baseUrl,
    GOTRANSVERSE_USERNAME: connection.username,
    GOTRANSVERSE_PASSWORD: connection.password,
    GOTRANSVERSE_BILL_CYCLE: NAMES.billCycle,
    GOTRANSVERSE_ACCOUNT_CATEGORY: NAMES.accountCategory,
    GOTRANSVERSE_PLACEMENT_REASON: NAMES.placementReason,
    GOTRANSVERSE_DEBIT_REASON: NAMES.debitReason,
    GOTRANSVERSE_CREDIT_REASON: NAMES.creditReason,
    GOTRANSVERSE_SUSPENSION_REASON: NAMES.suspensionReason,
    GOTRANSVERSE_DEACTIVATION_REASON: NAMES.deactivationReason,
    GOTRANSVERSE_CUSTOM_FIELDS: NAMES.customFields.map((pair) => pair.join('=')).join(','),
  };
}
