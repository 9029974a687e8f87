// `npm test` and `npm run test:soak`: makes the tree runnable, then runs Jest on it.
//   --soak     the long forms, of jest.soak.config.mjs
//   --seed N   what random tests start from, to replay one
// All other arguments are Jest's.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { prepareOrExit } from './prepare.mjs';
import { root } from './preparing/root.mjs';

const { environment, jestArgs } = readArguments(process.argv.slice(2));
await prepareOrExit();
await runJest(jestArgs, environment);

function readArguments(args) {
  const options = { soak: { type: 'boolean' }, seed: { type: 'string' } };
  const { tokens, values } = parseArgs({ args, options, strict: false, tokens: true });
  const ours = new Set(
    tokens.filter(({ kind, name }) => kind === 'option' && name in options).flatMap(indexes),
  );
  const jestArgs = args.filter((_, index) => !ours.has(index));
  if (values.soak) jestArgs.unshift('--config', 'jest.soak.config.mjs');
  return { jestArgs, environment: values.seed === undefined ? {} : { SOAK_SEED: String(values.seed) } };
}

/** `--seed 5` takes up two of the arguments, `--seed=5` one. */
function indexes({ index, value, inlineValue }) {
  return value !== undefined && !inlineValue ? [index, index + 1] : [index];
}

function runJest(args, environment) {
  // Jest runs ES modules through node:vm, which Node calls experimental, and says so in every process.
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
    // A group of its own: it gets each signal once, from us, and not a Ctrl-C from the terminal besides.
    detached: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => jest.kill(signal));
  jest.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
