import { DebtAccountStatus } from '../database/generated/enums.js';
import {
  addressRanges,
  atLeast,
  cronOrOff,
  encryptionKeys,
  integer,
  namedTexts,
  list,
  onOff,
  oneOf,
  pairs,
  pathTokens,
  someOf,
  text,
  timeZone,
  url,
} from './parsers.js';
import { OperatorError } from '../errors/operator-error.js';
import { SettingsReader, type SettingsMistake } from './settings-reader.js';

/** Everything that the environment decides, read once at boot and validated. */
export type Settings = ReturnType<typeof readAll>;

/** The personal fields that JIT answers may carry. */
export type JitIncluded = 'date_of_birth' | 'ssn_last4';

const STATUSES = Object.values(DebtAccountStatus);
/** What a custom field of a billing account can be filled from. */
const CUSTOM_FIELD_SOURCES = [
  'creditor_id',
  'creditor_name',
  'external_account_number',
  'customer_external_id',
] as const;

/** The prefixes under which an unknown name is a mistake, not somebody else's variable. */
const OUR_PREFIXES = ['JIT_', 'TRATTA_', 'GOTRANSVERSE_', 'BILLING_', 'IMPORT_', 'OIDC_'];

/** The settings are wrong; `mistakes` has all of them. */
class SettingsError extends OperatorError {
  constructor(readonly mistakes: readonly SettingsMistake[]) {
    super(
      [
        `${String(mistakes.length)} setting${mistakes.length === 1 ? ' is' : 's are'} wrong:`,
        ...mistakes.map(({ name, reason, example }) => `  ${name}: ${reason} (for example ${example})`),
      ].join('\n'),
    );
  }
}

/**
 * Reads the environment. An unset name and an empty one are the same; a secret `X` may stand in a file
 * named by `X_FILE`.
 * @throws SettingsError with every mistake at once
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const reader = new SettingsReader(environment);
  const settings = readAll(reader);
  checkTogether(settings, reader);
  reader.refuseUnknown(OUR_PREFIXES);
  if (reader.mistakes.length > 0) throw new SettingsError(reader.mistakes);
  return settings;
}

function readAll(read: SettingsReader) {
  const nodeEnv = read.value(
    'NODE_ENV',
    oneOf('development', 'test', 'production'),
    'production',
    'development',
  );
  const production = nodeEnv === 'production';
  const service = readService(read, production);
  const tratta = readTratta(read);
  const gotransverse = readGotransverse(read);
  const anyVendor = tratta.baseUrl !== undefined || gotransverse.baseUrl !== undefined;
  const embedded = service.databaseUrl === undefined;
  return {
    nodeEnv,
    production,
    ...service,
    demoData: read.value('DEMO_DATA', onOff, 'off', embedded && !anyVendor && !production),
    sandboxes: read.value('SANDBOXES', onOff, 'off', !anyVendor && !production),
    jit: readJit(read),
    tratta,
    gotransverse,
    billing: readBilling(read),
  };
}

function readService(read: SettingsReader, production: boolean) {
  const host = read.value('HOST', text, '0.0.0.0', '127.0.0.1');
  const port = read.value('PORT', integer(0, 65_535), '3000', 3000);
  return {
    host,
    port,
    /** Where the outside reaches the service; undefined: where it listens. */
    publicUrl: read.optional('PUBLIC_URL', url('http:', 'https:'), 'https://arrears.example.com'),
    trustedProxies: read.value('TRUSTED_PROXIES', addressRanges, '10.0.0.0/8', []),
    /** Undefined: the embedded server. */
    databaseUrl: read.secret(
      'DATABASE_URL',
      url('postgres:', 'postgresql:'),
      'postgresql://service:secret@db:5432/arrears',
    ),
    migrationDatabaseUrl: read.secret(
      'MIGRATION_DATABASE_URL',
      url('postgres:', 'postgresql:'),
      'postgresql://owner:secret@db:5432/arrears',
    ),
    databasePoolSize: read.value('DATABASE_POOL_SIZE', integer(2, 200), '10', 10),
    dataDir: read.value('DATA_DIR', text, '/var/lib/arrears', '.data'),
    processRole: read.value('PROCESS_ROLE', oneOf('all', 'web', 'worker'), 'web', 'all'),
    /** Secrets that nobody set are made once and kept in `DATA_DIR`. */
    generatedSecrets: read.value('GENERATED_SECRETS', onOff, 'on', !production),
    adminApiKey: read.secret('ADMIN_API_KEY', atLeast(32), 'the output of: openssl rand -base64 32'),
    encryptionKeys: read.secret(
      'ENCRYPTION_KEYS',
      encryptionKeys,
      'k1: and the output of: openssl rand -base64 32',
    ),
    /** Requests of one API key, counted by each process; 0: as many as it likes. */
    apiRatePerMinute: read.value('API_RATE_PER_MINUTE', integer(0, 10_000_000), '30000', 30_000),
    apiDeadlineMs: read.value('API_DEADLINE_MS', integer(100, 600_000), '30000', 30_000),
    requireReasons: read.value('REQUIRE_REASONS', onOff, 'on', false),
    /** Who is told of alarms. Such addresses often hold a secret. */
    alertUrl: read.secret('ALERT_URL', url('http:', 'https:'), 'https://alerts.example.com/arrears'),
    logLevel: read.value(
      'LOG_LEVEL',
      oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
      'info',
      'info',
    ),
    /** How long a stopping process still takes requests, so that a proxy can notice that it isn't ready. */
    shutdownDrainMs: read.value('SHUTDOWN_DRAIN_MS', integer(0, 120_000), '5000', production ? 5000 : 0),
  };
}

function readJit(read: SettingsReader) {
  const rules = new Map(
    read.value('JIT_STATUS_RULES', pairs(STATUSES, ['told', 'zero']), 'disputed=told', []),
  );
  return {
    tokens: read.secret('JIT_TOKENS', pathTokens, 'the output of: openssl rand -hex 16'),
    allowedCidrs: read.optional('JIT_ALLOWED_CIDRS', addressRanges, '192.0.2.0/24'),
    // Tratta gives up after 10 s; 8 leaves room for the network and the caller's patience.
    deadlineMs: read.value('JIT_DEADLINE_MS', integer(100, 60_000), '8000', 8000),
    include: read.value(
      'JIT_INCLUDE',
      someOf<JitIncluded>('date_of_birth', 'ssn_last4'),
      'date_of_birth',
      [],
    ),
    /** The statuses whose balance is told; every other one is told as 0. */
    toldStatuses: STATUSES.filter(
      (status) => (rules.get(status) ?? (status === 'active' ? 'told' : 'zero')) === 'told',
    ),
    poolSize: read.value('JIT_POOL_SIZE', integer(1, 200), '8', 8),
  };
}

function readTratta(read: SettingsReader) {
  return {
    baseUrl: read.optional('TRATTA_BASE_URL', url('http:', 'https:'), 'https://ORG.sandbox.tratta.io/api/v1'),
    apiToken: read.secret('TRATTA_API_TOKEN', text, 'the access token that Tratta issued'),
    webhookSecrets:
      read.secret('TRATTA_WEBHOOK_SECRETS', list(16), 'the output of: openssl rand -hex 16') ?? [],
    ratePerMinute: read.value('TRATTA_RATE_PER_MINUTE', integer(1, 100_000), '240', 240),
    push: read.value('TRATTA_PUSH', onOff, 'on', false),
  };
}

function readGotransverse(read: SettingsReader) {
  const named = (name: string, example: string) => read.optional(name, text, example);
  return {
    baseUrl: read.optional(
      'GOTRANSVERSE_BASE_URL',
      url('http:', 'https:'),
      'https://my.tractbilling.com/t/s/r',
    ),
    username: read.optional('GOTRANSVERSE_USERNAME', text, 'arrears@agency.example'),
    password: read.secret('GOTRANSVERSE_PASSWORD', text, 'the password of that user'),
    apiVersion: read.value(
      'GOTRANSVERSE_API_VERSION',
      oneOf('1.27', '1.28', '1.29', '1.30', '1.31', '1.32', '1.33'),
      '1.28',
      '1.28',
    ),
    billType: read.value('GOTRANSVERSE_BILL_TYPE', oneOf('NONE', 'EMAIL', 'PAPER'), 'NONE', 'NONE'),
    billCycle: named('GOTRANSVERSE_BILL_CYCLE', 'Monthly'),
    accountCategory: named('GOTRANSVERSE_ACCOUNT_CATEGORY', 'Debt'),
    placementReason: named('GOTRANSVERSE_PLACEMENT_REASON', 'Placement'),
    debitReason: named('GOTRANSVERSE_DEBIT_REASON', 'Balance increase'),
    creditReason: named('GOTRANSVERSE_CREDIT_REASON', 'Balance decrease'),
    suspensionReason: named('GOTRANSVERSE_SUSPENSION_REASON', 'Hold'),
    deactivationReason: named('GOTRANSVERSE_DEACTIVATION_REASON', 'Closed'),
    customFields: read.optional(
      'GOTRANSVERSE_CUSTOM_FIELDS',
      namedTexts(CUSTOM_FIELD_SOURCES),
      'creditor_id=Creditor ID,external_account_number=Creditor account number',
    ),
    /** How what Tratta took is brought there. */
    trattaPayments: read.value(
      'GOTRANSVERSE_TRATTA_PAYMENTS',
      oneOf('adjustment', 'payment'),
      'payment',
      'adjustment',
    ),
    /** Whether what is left of a final account's balance is taken off there. */
    closeWriteOff: read.value('GOTRANSVERSE_CLOSE_WRITE_OFF', onOff, 'on', false),
    /** Needs the tenant's setting "Enable Account Hierarchy Management". */
    linkParents: read.optional('GOTRANSVERSE_LINK_PARENTS', onOff, 'on'),
    accountPrefix: read.value('GOTRANSVERSE_ACCOUNT_PREFIX', text, 'prod-', ''),
    concurrency: read.value('GOTRANSVERSE_CONCURRENCY', integer(1, 256), '8', 8),
    timeoutMs: read.value('GOTRANSVERSE_TIMEOUT_MS', integer(100, 600_000), '30000', 30_000),
    settleSeconds: read.value('GOTRANSVERSE_SETTLE_SECONDS', integer(1, 86_400), '60', 60),
  };
}

function readBilling(read: SettingsReader) {
  return {
    /** Undefined: never by itself. */
    syncCron: unlessOff(read.value('BILLING_SYNC_CRON', cronOrOff, '*/5 * * * *', '*/5 * * * *')),
    reconcileCron: unlessOff(read.value('BILLING_RECONCILE_CRON', cronOrOff, '0 3 * * *', '0 3 * * *')),
    timeZone: read.value('BILLING_TIME_ZONE', timeZone, 'America/Chicago', 'UTC'),
    leaseSeconds: read.value('BILLING_LEASE_SECONDS', integer(5, 3600), '60', 60),
    maxChangePercent: read.value('BILLING_MAX_CHANGE_PERCENT', integer(0, 100), '20', 20),
    silenceMinutes: read.value('BILLING_SILENCE_MINUTES', integer(1, 100_000), '60', 60),
  };
}

function unlessOff(value: string): string | undefined {
  return value === 'off' ? undefined : value;
}

/** What no setting can decide by itself. */
function checkTogether(settings: Settings, reader: SettingsReader): void {
  const { tratta, gotransverse, billing } = settings;
  if (tratta.baseUrl !== undefined && tratta.apiToken === undefined)
    reader.missing('TRATTA_API_TOKEN', 'is required with TRATTA_BASE_URL');
  if (gotransverse.baseUrl !== undefined && gotransverse.username === undefined)
    reader.missing('GOTRANSVERSE_USERNAME', 'is required with GOTRANSVERSE_BASE_URL');
  if (gotransverse.baseUrl !== undefined && gotransverse.password === undefined)
    reader.missing('GOTRANSVERSE_PASSWORD', 'is required with GOTRANSVERSE_BASE_URL');
  // A worker must be able to see a call's end before its lease runs out.
  if (gotransverse.timeoutMs > billing.leaseSeconds * 500)
    reader.missing('GOTRANSVERSE_TIMEOUT_MS', 'must be at most half of BILLING_LEASE_SECONDS');
  if (settings.production && settings.publicUrl?.startsWith('http:') === true)
    reader.missing('PUBLIC_URL', 'must begin with https:// in production');
  if (!settings.generatedSecrets) requireSecrets(settings, reader);
}

/** Without generated secrets there is no embedded database either: its passwords are generated. */
function requireSecrets(settings: Settings, reader: SettingsReader): void {
  const required = {
    DATABASE_URL: settings.databaseUrl,
    ENCRYPTION_KEYS: settings.encryptionKeys,
    JIT_TOKENS: settings.jit.tokens,
    ADMIN_API_KEY: settings.adminApiKey,
  };
  for (const [name, value] of Object.entries(required))
    if (value === undefined)
      reader.missing(
        name,
        settings.production
          ? 'is required in production, which generates no secrets unless GENERATED_SECRETS=on'
          : 'is required with GENERATED_SECRETS=off',
      );
}
