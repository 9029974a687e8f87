import { statfs } from 'node:fs/promises';
import axios from 'axios';
import pg from 'pg';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { PersonalDataVault } from '../crypto/personal-data.js';
import { describeFault } from '../database/database-faults.js';
import { encryptionKeyFault } from '../database/encryption-key-check.js';
import { migrationStatus } from '../database/migrator.js';
import type { Finding } from './doctor.types.js';

const CONNECT_TIMEOUT_MS = 5_000;
const VENDOR_TIMEOUT_MS = 5_000;
const MAX_VENDOR_BYTES = 64 * 1024;
/** Below this much free space, in bytes, the embedded database may soon stop. */
const LOW_DISK_BYTES = 1_073_741_824;
/** Leases and schedules use the database's clock; logs use ours. */
const CLOCK_TOLERANCE_MS = 2_000;

/** Looks at everything that the service needs, and judges each by itself: one fault hides no other. */
export async function examine(settings: ResolvedSettings): Promise<Finding[]> {
  const groups = await Promise.all([
    examineCheaply(settings),
    checkVendor('Tratta', settings.tratta.baseUrl),
    checkVendor('Gotransverse', settings.gotransverse.connection?.baseUrl),
  ]);
  return groups.flat();
}

/** The same without asking the vendors: often enough for a page that watches. */
export async function examineCheaply(settings: ResolvedSettings): Promise<Finding[]> {
  const groups = await Promise.all([checkDatabase(settings), checkMigrations(settings), checkDisk(settings)]);
  return [...checkSettings(settings), ...groups.flat()];
}

function checkSettings(settings: ResolvedSettings): Finding[] {
  const { production, generatedSecrets, jit } = settings;
  const findings: Finding[] = [
    {
      check: 'settings',
      verdict: 'ok',
      detail: `${settings.nodeEnv}, role ${settings.processRole}, Node ${process.version}`,
    },
  ];
  if (production && generatedSecrets)
    findings.push({
      check: 'secrets',
      verdict: 'warning',
      detail: 'GENERATED_SECRETS=on in production: back up secrets.json, or set the secrets yourself',
    });
  if (jit.tokens.length === 0)
    findings.push({
      check: 'jit tokens',
      verdict: 'warning',
      detail: 'JIT_TOKENS is empty: every JIT call is answered 404',
    });
  if (production && jit.allowedCidrs === undefined)
    findings.push({
      check: 'jit callers',
      verdict: 'ok',
      detail: 'anyone with a token may call; JIT_ALLOWED_CIDRS can narrow that',
    });
  return findings;
}

async function checkDatabase(settings: ResolvedSettings): Promise<Finding[]> {
  return withClient('database', settings.databaseUrl, async (client) => {
    const startMs = performance.now();
    const { rows } = await client.query<{
      version: string;
      superuser: boolean;
      may_change_entries: boolean | null;
      now_ms: string;
    }>(
      `SELECT current_setting('server_version') AS version,
              (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
              CASE WHEN to_regclass('ledger_entries') IS NOT NULL
                   THEN has_table_privilege('ledger_entries', 'UPDATE, DELETE') END AS may_change_entries,
              extract(epoch FROM clock_timestamp()) * 1000 AS now_ms`,
    );
    const roundTripMs = performance.now() - startMs;
    const row = rows[0];
    if (row === undefined) return [{ check: 'database', verdict: 'fault', detail: 'gave no answer' }];
    return [
      {
        check: 'database',
        verdict: 'ok',
        detail: `PostgreSQL ${row.version}, answers in ${roundTripMs.toFixed(1)} ms`,
      },
      row.superuser || row.may_change_entries === true
        ? {
            check: 'database role',
            verdict: 'warning',
            detail:
              'the service uses a role that owns the tables; give DATABASE_URL a lesser role and MIGRATION_DATABASE_URL the owner',
          }
        : {
            check: 'database role',
            verdict: 'ok',
            detail: 'the service uses a lesser role, which cannot change or delete entries',
          },
      clockFinding(Number(row.now_ms) - Date.now()),
      ...(row.may_change_entries === null ? [] : [await keysFinding(client, settings)]),
    ];
  });
}

async function keysFinding(client: pg.Client, settings: ResolvedSettings): Promise<Finding> {
  const fault = await encryptionKeyFault(client, new PersonalDataVault(settings.encryptionKeys));
  if (fault !== undefined) return { check: 'encryption keys', verdict: 'fault', detail: fault };
  return { check: 'encryption keys', verdict: 'ok', detail: 'those that sealed this database are at hand' };
}

function clockFinding(aheadMs: number): Finding {
  const verdict = Math.abs(aheadMs) <= CLOCK_TOLERANCE_MS ? 'ok' : 'warning';
  return {
    check: 'clock',
    verdict,
    detail: `the database's clock and this machine's differ by ${(Math.abs(aheadMs) / 1000).toFixed(1)} s`,
  };
}

async function checkMigrations(settings: ResolvedSettings): Promise<Finding[]> {
  try {
    const { applied, pending, unknown } = await migrationStatus(settings.databaseUrl);
    if (unknown.length > 0)
      return [
        {
          check: 'migrations',
          verdict: 'fault',
          detail: `the database is newer than this release: it has ${unknown.join(', ')}`,
        },
      ];
    if (pending.length > 0)
      return [
        {
          check: 'migrations',
          verdict: 'warning',
          detail: `${String(pending.length)} to apply; the next start, or the verb migrate, applies them`,
        },
      ];
    return [{ check: 'migrations', verdict: 'ok', detail: `all ${String(applied.length)} applied` }];
  } catch (error) {
    return [{ check: 'migrations', verdict: 'fault', detail: safeReason(error) }];
  }
}

async function checkDisk(settings: ResolvedSettings): Promise<Finding[]> {
  try {
    const { bavail, bsize } = await statfs(settings.dataDir);
    const free = bavail * bsize;
    return [
      {
        check: 'disk',
        verdict: free < LOW_DISK_BYTES ? 'warning' : 'ok',
        detail: `${(free / 1_073_741_824).toFixed(1)} GB free at DATA_DIR`,
      },
    ];
  } catch (error) {
    const missing = describeFault(error).code === 'ENOENT';
    return [
      {
        check: 'disk',
        verdict: 'ok',
        detail: missing ? 'DATA_DIR does not exist; nothing is kept there' : 'DATA_DIR cannot be examined',
      },
    ];
  }
}

/** Any HTTP answer proves that the vendor can be reached; credentials are not sent. */
async function checkVendor(vendor: string, baseUrl: string | undefined): Promise<Finding[]> {
  const check = `${vendor} reachability`;
  if (baseUrl === undefined) return [{ check, verdict: 'ok', detail: 'not configured' }];
  const { host } = new URL(baseUrl);
  try {
    const answer = await axios.get<string>(baseUrl, {
      timeout: VENDOR_TIMEOUT_MS,
      signal: AbortSignal.timeout(VENDOR_TIMEOUT_MS),
      maxRedirects: 0,
      maxContentLength: MAX_VENDOR_BYTES,
      responseType: 'text',
      validateStatus: () => true,
    });
    return [
      { check, verdict: 'ok', detail: `${host} answers (HTTP ${String(answer.status)} without credentials)` },
    ];
  } catch (error) {
    return [
      {
        check,
        verdict: 'fault',
        detail: `${host} cannot be reached: ${describeFault(error).code ?? 'no answer'}`,
      },
    ];
  }
}

async function withClient(
  check: string,
  url: string,
  work: (client: pg.Client) => Promise<Finding[]>,
): Promise<Finding[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    return [{ check, verdict: 'fault', detail: `${new URL(url).host}: ${safeReason(error)}` }];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL's texts name roles and databases, never passwords; URLs, which do, are cut out all the same. */
function safeReason(error: unknown): string {
  const { code, message } = describeFault(error);
  return `${code ?? 'error'} ${message.replace(/\w+:\/\/\S+/g, '…')}`.trim();
}
