import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import pg from 'pg';
import { DEMO_SEED, LEAST_DEMO_ACCOUNTS, loadDemoData } from '../demo/demo.service.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { registerEncryptionKeys } from '../platform/database/encryption-key-check.js';
import { CommandError, withMigratedContext } from './context.js';
import { examples } from './examples.js';
import { print } from './output.js';

interface SeedOptions {
  accounts: number;
  seed: number;
  json?: boolean;
}

export function addSeed(program: Command): void {
  program
    .command('seed')
    .description(
      'load invented accounts, for demonstrations and benchmarks; never into a database with real ones',
    )
    .option(
      '--accounts <number>',
      'how many debt accounts, children included; at least 10',
      accountNumber,
      2_000,
    )
    .option(
      '--seed <number>',
      'other numbers give other accounts, added to what is there',
      wholeNumber,
      DEMO_SEED,
    )
    .addHelpText('after', examples('seed --accounts 50000 --seed 2'))
    .action(async (_options: unknown, command: Command) => {
      const { accounts, seed, json } = command.optsWithGlobals<SeedOptions>();
      await withMigratedContext(async ({ settings, caller, say }) => {
        const connectionString = settings.migrationDatabaseUrl ?? settings.databaseUrl;
        const vault = new PersonalDataVault(settings.encryptionKeys);
        await refuseRealData(connectionString, vault);
        const result = await loadDemoData({
          connectionString,
          vault,
          accounts,
          seed,
          actor: { kind: 'cli', name: caller.name },
          report: say,
        });
        const text = `Loaded ${String(result.debtAccounts)} accounts with ${String(result.entries)} ledger entries in ${result.seconds.toFixed(1)} s; ask for ${result.example.family}, for example`;
        print({ json: result, text }, json === true);
      });
    });
}

function accountNumber(value: string): number {
  if (wholeNumber(value) < LEAST_DEMO_ACCOUNTS)
    throw new InvalidArgumentError(`It must be at least ${String(LEAST_DEMO_ACCOUNTS)}.`);
  return wholeNumber(value);
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

/** Also refuses keys that are not this database's: what they seal could not be read by its service. */
async function refuseRealData(connectionString: string, vault: PersonalDataVault): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ real: boolean }>(
      'SELECT NOT demo AND (EXISTS (SELECT FROM customers) OR EXISTS (SELECT FROM locations)) AS real FROM installation',
    );
    if (rows[0]?.real === true)
      throw new CommandError(
        'This database holds accounts that are not demo data; seed loads into an empty or a demo database only',
      );
    await registerEncryptionKeys(client, vault);
  } finally {
    await client.end();
  }
}
