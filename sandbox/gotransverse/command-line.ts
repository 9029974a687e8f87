import { Command, InvalidArgumentError } from 'commander';

/** What `npm run sandbox:gotransverse` can be told. */
export interface SandboxArguments {
  port: number;
  host: string;
  username: string;
  password: string;
  seed: number;
  data?: string;
  keepBodies?: string;
  unique: boolean;
  settle: boolean;
}

const AFTERWORD = `
It speaks the XML REST API of Gotransverse (versions 1.27 to 1.33) at http://HOST:PORT/t/s/r, with HTTP Basic
authentication, and has bill cycles, categories, reasons and custom fields to begin with.

Faults are asked for over HTTP, from this machine:

  curl -X POST http://127.0.0.1:4010/_sandbox/faults \\
    -d '{"fault": "commit_then_drop", "match": {"operation": "billingAccounts.create"}}'

  GET    /_sandbox            all control routes and faults
  GET    /_sandbox/faults     those that are asked for; DELETE takes them back
  GET    /_sandbox/state      what it holds
  GET    /_sandbox/requests   what reached it
  POST   /_sandbox/accounts   makes accounts as if somebody else had
  POST   /_sandbox/reset      back to nothing

docs/gotransverse-sandbox.md has all of it.`;

/** @throws CommanderError after it has said what is wrong, or shown the help */
export function readArguments(args: readonly string[]): SandboxArguments {
  const program = new Command('npm run sandbox:gotransverse --')
    .description('A stand-in for Gotransverse, to try a billing integration without the vendor')
    .option('--port <number>', 'where it listens; 0 picks a free port', portNumber, 4010)
    .option('--host <address>', 'where it listens', '127.0.0.1')
    .option('--username <name>', 'for HTTP Basic', 'sandbox')
    .option('--password <text>', 'for HTTP Basic', 'sandbox')
    .option('--data <folder>', 'keep the state there over restarts (default: in memory)')
    .option('--keep-bodies <folder>', 'write each received body there, as a numbered XML file')
    .option('--seed <number>', 'what the chance of faults is drawn from', wholeNumber, 1)
    .option('--unique', 'refuse an external account number that is taken', false)
    .option('--no-settle', 'deactivated accounts stay DEACTIVATED')
    .addHelpText('after', AFTERWORD)
    .exitOverride();
  return program.parse([...args], { from: 'user' }).opts<SandboxArguments>();
}

function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('A number from 0 to 65535, please.');
  return port;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number, please.');
  return Number(text);
}
