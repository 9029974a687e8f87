import { CommanderError } from 'commander';
import { DomainError } from '../platform/errors/domain-error.js';
import { OperatorError } from '../platform/errors/operator-error.js';
import { CommandError } from './context.js';
import { makeProgram } from './program.js';

const WRONG_USAGE = 2;

/**
 * Runs one verb; what went wrong is told on stderr.
 * @param args what stands on the command line after the program
 * @returns the exit code: 0, 1 where the verb could not do its work, 2 for wrong usage, others where its help says so
 */
export async function runVerb(args: readonly string[]): Promise<number> {
  try {
    await makeProgram().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    const told =
      error instanceof OperatorError || error instanceof DomainError ? error.message : stackOf(error);
    if (told !== '') process.stderr.write(`${told}\n`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
