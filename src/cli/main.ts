import { Command, CommanderError } from 'commander';
import { DomainError } from '../platform/errors/domain-error.js';
import { OperatorError } from '../platform/errors/operator-error.js';
import { addDoctor } from './doctor.js';
import { addKeys } from './keys.js';
import { addMigrate } from './migrate.js';
import { addSeed } from './seed.js';

const WRONG_USAGE = 2;

const program = new Command('arrears')
  .description("Every step of Arrears' runbook")
  .showHelpAfterError('(--help tells more)');
for (const add of [addMigrate, addSeed, addKeys, addDoctor]) add(program);
for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
  command.exitOverride().option('--json', 'print one JSON value');

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
