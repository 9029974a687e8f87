import { Command, CommanderError } from 'commander';
import { DomainError } from '../platform/errors/domain-error.js';
import { OperatorError } from '../platform/errors/operator-error.js';
import { addAccounts } from './accounts.js';
import { addActivity } from './activity.js';
import { addApi } from './api.js';
import { addBulk } from './bulk.js';
import { addCustomers } from './customers.js';
import { addDoctor } from './doctor.js';
import { addKeys } from './keys.js';
import { addLocations } from './locations.js';
import { addMigrate } from './migrate.js';
import { addSeed } from './seed.js';
import { addStats } from './stats.js';

const WRONG_USAGE = 2;

const program = new Command('arrears')
  .description("Every step of Arrears' runbook")
  .showHelpAfterError('(--help tells more)');
const GROUPS = [
  addMigrate,
  addSeed,
  addKeys,
  addDoctor,
  addAccounts,
  addCustomers,
  addLocations,
  addBulk,
  addActivity,
  addStats,
  addApi,
];
for (const add of GROUPS) add(program);
for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
  command.exitOverride().option('--json', 'print one JSON value');

// Whoever reads the answer may have read enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  else {
    const told =
      error instanceof OperatorError || error instanceof DomainError ? error.message : stackOf(error);
    if (told !== '') process.stderr.write(`${told}\n`);
    process.exitCode = 1;
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
