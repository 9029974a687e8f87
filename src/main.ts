import { OperatorError } from './platform/errors/operator-error.js';
import { runService } from './service-process.js';

try {
  await runService();
} catch (error) {
  const told =
    error instanceof OperatorError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`\nArrears did not start, or had to stop.\n${told}\n`);
  process.exitCode = 1;
}
