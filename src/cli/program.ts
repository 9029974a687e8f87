import { Command } from 'commander';
import { addAccounts } from './accounts.js';
import { addActivity } from './activity.js';
import { addApi } from './api.js';
import { addBilling } from './billing.js';
import { addBulk } from './bulk.js';
import { addCustomers } from './customers.js';
import { addDoctor } from './doctor.js';
import { addKeys } from './keys.js';
import { addLocations } from './locations.js';
import { addMigrate } from './migrate.js';
import { addSeed } from './seed.js';
import { addStats } from './stats.js';

const GROUPS = [
  addMigrate,
  addSeed,
  addKeys,
  addDoctor,
  addAccounts,
  addCustomers,
  addLocations,
  addBulk,
  addBilling,
  addActivity,
  addStats,
  addApi,
];

/** All verbs. Wrong usage is thrown, as commander's error. */
export function makeProgram(): Command {
  const program = new Command('arrears')
    .description("Every step of Arrears' runbook")
    .showHelpAfterError('(--help tells more)');
  for (const add of GROUPS) add(program);
  for (const command of commandsOf(program)) command.exitOverride().option('--json', 'print one JSON value');
  return program;
}

/** A command and all below it. */
export function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}
