import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OperatorError } from '../errors/operator-error.js';
import { onGotransverseSandbox, resolveSettings } from './resolved-settings.js';
import { readSettings } from './settings.js';

interface Refusal {
  message: string;
  mistakes: { name: string; reason: string; example: string }[];
}

/** All the mistakes of an environment, by name. */
function mistakes(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(refusal(environment).mistakes.map(({ name, reason }) => [name, reason]));
}

function refusal(environment: Record<string, string>): Refusal {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof OperatorError && 'mistakes' in error) return error as OperatorError & Refusal;
    throw error;
  }
  throw new Error('The settings were taken');
}

const KEY = Buffer.alloc(32, 1).toString('base64');
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://service@db/arrears',
  ENCRYPTION_KEYS: `k1:${KEY}`,
  JIT_TOKENS: 'a'.repeat(22),
  ADMIN_API_KEY: 'b'.repeat(32),
};

describe('without any setting', () => {
  test('the service runs on this machine, with an embedded database, demo data and sandboxes', () => {
    expect(readSettings({})).toMatchObject({
      nodeEnv: 'development',
      production: false,
      host: '127.0.0.1',
      port: 3000,
      trustedProxies: [],
      dataDir: '.data',
      processRole: 'all',
      generatedSecrets: true,
      requireReasons: false,
      demoData: true,
      sandboxes: true,
      logLevel: 'info',
      shutdownDrainMs: 0,
      jit: { deadlineMs: 8000, include: [], toldStatuses: ['active'] },
      tratta: { webhookSecrets: [], ratePerMinute: 240, push: false },
      gotransverse: {
        apiVersion: '1.28',
        billType: 'NONE',
        accountPrefix: '',
        concurrency: 8,
        timeoutMs: 30_000,
        settleSeconds: 60,
      },
      billing: {
        syncCron: '*/5 * * * *',
        reconcileCron: '0 3 * * *',
        timeZone: 'UTC',
        leaseSeconds: 60,
        maxChangePercent: 20,
      },
    });
  });

  test("no secret has a value: none is anybody's guess", () => {
    const settings = readSettings({});

    expect([
      settings.databaseUrl,
      settings.adminApiKey,
      settings.encryptionKeys,
      settings.jit.tokens,
    ]).toEqual([undefined, undefined, undefined, undefined]);
    expect([settings.tratta.apiToken, settings.gotransverse.password]).toEqual([undefined, undefined]);
  });

  test.each(['PORT', 'JIT_TOKENS', 'TRATTA_PUSH', 'ENCRYPTION_KEYS', 'BILLING_SYNC_CRON'])(
    'an empty %s is as if it were not set',
    (name) => {
      expect(readSettings({ [name]: '' })).toEqual(readSettings({}));
      expect(readSettings({ [name]: '  ' })).toEqual(readSettings({}));
    },
  );
});

describe('demo data and sandboxes', () => {
  test.each<[Record<string, string>, boolean, boolean]>([
    [{}, true, true],
    [{ DATABASE_URL: 'postgresql://db/x' }, false, true],
    [{ DATABASE_URL: 'postgresql://db/x', DEMO_DATA: 'on' }, true, true],
    [{ DEMO_DATA: 'off', SANDBOXES: 'off' }, false, false],
    [{ TRATTA_BASE_URL: 'https://org.tratta.io/api/v1', TRATTA_API_TOKEN: 't' }, false, false],
    [
      {
        GOTRANSVERSE_BASE_URL: 'https://my.tractbilling.com/t/s/r',
        GOTRANSVERSE_USERNAME: 'u',
        GOTRANSVERSE_PASSWORD: 'p',
      },
      false,
      false,
    ],
    [PRODUCTION, false, false],
    [{ ...PRODUCTION, DEMO_DATA: 'on', SANDBOXES: 'on' }, true, true],
  ])('%j', (environment, demoData, sandboxes) => {
    expect(readSettings(environment)).toMatchObject({ demoData, sandboxes });
  });
});

describe('what is wrong', () => {
  test('is said all at once, each with its name, its reason and an example', () => {
    const error = refusal({
      PORT: 'http',
      LOG_LEVEL: 'loud',
      JIT_DEADLINE_MS: '8s',
      JIT_TOKENS: 'short',
      ENCRYPTION_KEYS: 'k1:short',
      TRATTA_BASE_URL: 'tratta.io',
      BILLING_TIME_ZONE: 'Mars/Olympus',
      GOTRANSVERSE_PASSWROD: 'x',
    });

    expect(error.mistakes.map(({ name }) => name).sort()).toEqual([
      'BILLING_TIME_ZONE',
      'ENCRYPTION_KEYS',
      'GOTRANSVERSE_PASSWROD',
      'JIT_DEADLINE_MS',
      'JIT_TOKENS',
      'LOG_LEVEL',
      'PORT',
      'TRATTA_BASE_URL',
    ]);
    expect(error.message).toMatch(/^8 settings are wrong:\n/);
    for (const { name, reason, example } of error.mistakes) {
      expect(reason).not.toBe('');
      expect(error.message).toContain(`  ${name}: ${reason} (for example ${example})`);
      expect(example).toMatch(/^[A-Z_]+=\S/);
    }
  });

  test('one mistake is one', () => {
    expect(refusal({ PORT: '99999' }).message).toBe(
      '1 setting is wrong:\n  PORT: must be a whole number from 0 to 65535 (for example PORT=3000)',
    );
  });

  test('no message holds the value of a secret', () => {
    const secrets = {
      DATABASE_URL: 'mysql://u:geheim@h/d',
      MIGRATION_DATABASE_URL: 'geheim',
      ADMIN_API_KEY: 'geheim',
      ENCRYPTION_KEYS: 'geheim:geheim',
      JIT_TOKENS: 'geheim',
      TRATTA_WEBHOOK_SECRETS: 'geheim',
    };
    const error = refusal(secrets);

    expect(error.mistakes.map(({ name }) => name).sort()).toEqual(Object.keys(secrets).sort());
    expect(error.message).not.toContain('geheim');
  });

  test.each([
    'JIT_TOKEN',
    'JIT_',
    'TRATTA_BASEURL',
    'GOTRANSVERSE_USER',
    'BILLING_CRON',
    'IMPORT_FOLDER',
    'OIDC_ISSUER',
    'JIT_DEADLINE_MS_FILE',
  ])('%s is no setting, but begins like one', (name) => {
    expect(mistakes({ [name]: 'x' })).toEqual({ [name]: 'is not a setting' });
  });

  test('names what was most likely meant', () => {
    expect(refusal({ JIT_DEADLINE: '5' }).message).toContain(
      'JIT_DEADLINE: is not a setting (for example JIT_DEADLINE_MS=8000)',
    );
  });

  test.each(['PATH', 'HOME', 'npm_config_cache', 'PGHOST', 'JITTER', 'TRATTA', 'DATABASE', 'PORTS'])(
    "%s is somebody else's",
    (name) => {
      expect(() => readSettings({ [name]: 'x' })).not.toThrow();
    },
  );
});

describe('a secret in a file', () => {
  let folder: string;
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'arrears-settings-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('is read, without the line end that editors and orchestrators leave', () => {
    const settings = readSettings({
      DATABASE_URL_FILE: file('url', 'postgresql://db/x\n'),
      JIT_TOKENS_FILE: file('tokens', `${'a'.repeat(22)},${'b'.repeat(22)}\r\n`),
      ENCRYPTION_KEYS_FILE: file('keys', `k1:${KEY}\n`),
      ADMIN_API_KEY_FILE: file('admin', `${'c'.repeat(32)}\n`),
      TRATTA_WEBHOOK_SECRETS_FILE: file('webhooks', 'd'.repeat(16)),
    });

    expect(settings.databaseUrl).toBe('postgresql://db/x');
    expect(settings.jit.tokens).toEqual(['a'.repeat(22), 'b'.repeat(22)]);
    expect(settings.encryptionKeys).toEqual([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
    expect(settings.adminApiKey).toBe('c'.repeat(32));
    expect(settings.tratta.webhookSecrets).toEqual(['d'.repeat(16)]);
  });

  test('counts where a vendor asks for it', () => {
    expect(() =>
      readSettings({
        TRATTA_BASE_URL: 'https://org.tratta.io/api/v1',
        TRATTA_API_TOKEN_FILE: file('token', 't'),
      }),
    ).not.toThrow();
  });

  test('that is not there, or empty, is a mistake: an empty secret is none', () => {
    expect(mistakes({ JIT_TOKENS_FILE: join(folder, 'none') })).toEqual({
      JIT_TOKENS_FILE: 'names a file that cannot be read (ENOENT)',
    });
    expect(
      mistakes({
        TRATTA_BASE_URL: 'https://org.tratta.io/api/v1',
        TRATTA_API_TOKEN_FILE: file('empty', '\n'),
      }),
    ).toMatchObject({ TRATTA_API_TOKEN_FILE: 'names a file that is empty' });
  });

  test('that is wrong is named by the setting, and not read out', () => {
    const error = refusal({ JIT_TOKENS_FILE: file('short', 'geheim') });

    expect(error.mistakes.map(({ name }) => name)).toEqual(['JIT_TOKENS']);
    expect(error.message).not.toContain('geheim');
  });

  test('besides the setting itself leaves open which one counts', () => {
    const filed = file('both', 'a'.repeat(22));
    expect(mistakes({ JIT_TOKENS: 'b'.repeat(22), JIT_TOKENS_FILE: filed })).toEqual({
      JIT_TOKENS_FILE: 'is set besides JIT_TOKENS; set one of the two',
    });
  });
});

describe('in production', () => {
  test('what it needs is enough', () => {
    expect(readSettings(PRODUCTION)).toMatchObject({
      production: true,
      generatedSecrets: false,
      shutdownDrainMs: 5000,
    });
  });

  test('no secret is made by itself, unless that is asked for', () => {
    expect(Object.keys(mistakes({ NODE_ENV: 'production' })).sort()).toEqual([
      'ADMIN_API_KEY',
      'DATABASE_URL',
      'ENCRYPTION_KEYS',
      'JIT_TOKENS',
    ]);
    expect(() => readSettings({ NODE_ENV: 'production', GENERATED_SECRETS: 'on' })).not.toThrow();
  });

  test('the outside reaches it by https', () => {
    expect(mistakes({ ...PRODUCTION, PUBLIC_URL: 'http://arrears.example.com' })).toEqual({
      PUBLIC_URL: 'must begin with https:// in production',
    });
    expect(readSettings({ ...PRODUCTION, PUBLIC_URL: 'https://arrears.example.com/' }).publicUrl).toBe(
      'https://arrears.example.com',
    );
  });
});

describe('settings that belong together', () => {
  test("a vendor's address goes with its credentials", () => {
    expect(mistakes({ TRATTA_BASE_URL: 'https://org.tratta.io/api/v1' })).toEqual({
      TRATTA_API_TOKEN: 'is required with TRATTA_BASE_URL',
    });
    expect(mistakes({ GOTRANSVERSE_BASE_URL: 'https://my.tractbilling.com/t/s/r' })).toEqual({
      GOTRANSVERSE_USERNAME: 'is required with GOTRANSVERSE_BASE_URL',
      GOTRANSVERSE_PASSWORD: 'is required with GOTRANSVERSE_BASE_URL',
    });
  });

  test('a call to Gotransverse ends within half of its lease', () => {
    expect(mistakes({ GOTRANSVERSE_TIMEOUT_MS: '30001' })).toEqual({
      GOTRANSVERSE_TIMEOUT_MS: 'must be at most half of BILLING_LEASE_SECONDS',
    });
    expect(() =>
      readSettings({ GOTRANSVERSE_TIMEOUT_MS: '60000', BILLING_LEASE_SECONDS: '120' }),
    ).not.toThrow();
  });

  test.each<[string, string[]]>([
    ['disputed=told', ['active', 'disputed']],
    ['active=zero', []],
    [' disputed = told , closed=zero , active = told ', ['active', 'disputed']],
    ['disputed=told,disputed=zero', ['active']],
  ])('JIT_STATUS_RULES=%s tells %j', (rules, toldStatuses) => {
    expect(readSettings({ JIT_STATUS_RULES: rules }).jit.toldStatuses).toEqual(toldStatuses);
  });
});

describe('resolving', () => {
  const substitutes = {
    databaseUrl: 'postgresql://embedded/service',
    migrationDatabaseUrl: 'postgresql://embedded/owner',
    adminApiKey: 'generated',
    encryptionKeys: [{ id: 'generated', key: Buffer.alloc(32) }],
    jitTokens: ['generated'],
  };

  test('puts what was made in the place of what nobody set', () => {
    expect(resolveSettings(readSettings({}), substitutes)).toMatchObject({
      databaseUrl: 'postgresql://embedded/service',
      migrationDatabaseUrl: 'postgresql://embedded/owner',
      adminApiKey: 'generated',
      encryptionKeys: [{ id: 'generated' }],
      jit: { tokens: ['generated'] },
    });
  });

  test('leaves what was set', () => {
    expect(resolveSettings(readSettings(PRODUCTION), substitutes)).toMatchObject({
      databaseUrl: PRODUCTION.DATABASE_URL,
      adminApiKey: PRODUCTION.ADMIN_API_KEY,
      encryptionKeys: [{ id: 'k1' }],
      jit: { tokens: [PRODUCTION.JIT_TOKENS] },
    });
  });

  test("never migrates a database of the user's with the embedded server's owner", () => {
    const settings = readSettings({ DATABASE_URL: 'postgresql://mine/service' });

    expect(resolveSettings(settings, substitutes).migrationDatabaseUrl).toBeUndefined();
  });

  test('reaches Gotransverse where it is set, else a sandbox where there is one', () => {
    const vendor = {
      GOTRANSVERSE_BASE_URL: 'https://my.tractbilling.com/t/s/r',
      GOTRANSVERSE_USERNAME: 'u',
      GOTRANSVERSE_PASSWORD: 'p',
    };
    expect(resolveSettings(readSettings(vendor), substitutes).gotransverse.connection).toEqual({
      baseUrl: 'https://my.tractbilling.com/t/s/r',
      username: 'u',
      password: 'p',
      sandbox: false,
    });
    const without = resolveSettings(readSettings({ GOTRANSVERSE_CREDIT_REASON: 'Mine' }), substitutes);
    expect(without.gotransverse).toMatchObject({ connection: undefined, debitReason: undefined });
    const address = { baseUrl: 'http://127.0.0.1:1/t/s/r', username: 's', password: 's' };
    expect(onGotransverseSandbox(without, address).gotransverse).toMatchObject({
      connection: { ...address, sandbox: true },
      billCycle: 'Monthly',
      accountCategory: 'Debt',
      creditReason: 'Mine',
      debitReason: 'Balance increase',
    });
  });

  test('does without a database or keys nowhere', () => {
    expect(() => resolveSettings(readSettings({}), {})).toThrow('DATABASE_URL');
    expect(() => resolveSettings(readSettings({ DATABASE_URL: 'postgresql://db/x' }), {})).toThrow(
      'ENCRYPTION_KEYS',
    );
  });
});
