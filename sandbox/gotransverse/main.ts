import { CommanderError } from 'commander';
import { OperatorError } from '../../src/platform/errors/operator-error.js';
import { readArguments } from './command-line.js';
import { runSandbox } from './sandbox-process.js';

// `npm run sandbox:gotransverse`, and what the service starts for itself where it has no vendor.

try {
  await runSandbox(readArguments(process.argv.slice(2)));
} catch (error) {
  // Commander has said what is wrong, and asks for 0 after --help.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error instanceof OperatorError ? error.message : error);
    process.exitCode = 1;
  }
}
