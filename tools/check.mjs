// Everything about the sources that can be checked without running the service: `npm run check`.
//
//   npm run check                       all of it
//   npm run check -- --only lint        one step; may be repeated
//   npm run check -- --help             the steps
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = dirname(import.meta.dirname);

const packaged = (name, ...args) => [join(ROOT, 'node_modules', '.bin', name), ...args];
const ours = (name, ...args) => [process.execPath, join('tools', name), ...args];

/** In the order in which they start: the long ones first, so that two cores end together. */
const STEPS = [
  { name: 'lint', about: 'eslint', command: packaged('eslint', '.', '--max-warnings', '0') },
  { name: 'types', about: 'the compiler, tests included', command: packaged('tsc', '--noEmit') },
  { name: 'format', about: 'prettier', command: packaged('prettier', '--check', '--log-level', 'warn', '.') },
  { name: 'dead-code', about: 'unused files, exports and packages', command: packaged('knip') },
  { name: 'schema', about: 'migrations against the schema', command: ours('schema-check.mjs') },
  {
    name: 'boundaries',
    about: 'who may know whom',
    command: packaged('depcruise', 'src', 'test', 'bench', 'sandbox', '--output-type', 'err-long'),
  },
  {
    name: 'boundaries-selftest',
    about: 'the rules about that find planted violations',
    command: ours('boundaries-selftest.mjs'),
  },
  {
    name: 'openapi',
    about: 'docs/openapi.json and the types made from it, against the code',
    command: ours('openapi.mjs', '--check'),
  },
  {
    name: 'openapi-breaking',
    about: 'what would break programs written for the last release',
    command: ours('openapi-breaking.mjs'),
  },
  {
    name: 'openapi-breaking-selftest',
    about: 'that comparison finds planted changes',
    command: ours('openapi-breaking-selftest.mjs'),
  },
  { name: 'container', about: 'Dockerfile and compose file', command: ours('container-check.mjs') },
  {
    name: 'tracked-files',
    about: "no machine's paths or hosts; the lock file",
    command: ours('tracked-files-check.mjs'),
  },
  {
    name: 'container-replay',
    about: "the Dockerfile's own steps, run here; only when asked for, a minute or two",
    command: ours('container-check.mjs', '--replay'),
    onlyWhenAsked: true,
  },
];

const HELP = `Usage: npm run check [-- --only STEP]...

${STEPS.map(({ name, about }) => `  ${name.padEnd(26)} ${about}`).join('\n')}

TEST_DATABASE_URL names a PostgreSQL server for the step schema; else it starts an embedded one.`;

async function main() {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean' } },
  });
  if (values.help) return say(HELP);
  const unknown = values.only.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown !== undefined) {
    say(`There is no step "${unknown}".\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  const chosen = STEPS.filter(({ name, onlyWhenAsked }) =>
    values.only.length > 0 ? values.only.includes(name) : !onlyWhenAsked,
  );
  await runAll(chosen);
}

async function runAll(steps) {
  const startedAt = performance.now();
  const failed = (await prepared()) ? [] : ['prepare'];
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift())
      if (!(await passes(step))) failed.push(step.name);
  };
  await Promise.all([worker(), worker()]);
  const time = seconds(startedAt);
  if (failed.length === 0) say(`\nAll is well: ${steps.map(({ name }) => name).join(', ')} in ${time}.`);
  else say(`\nFAILED after ${time}: ${failed.join(', ')}`);
  if (failed.length > 0) process.exitCode = 1;
}

/** What the checks look at besides the sources: packages, the generated client, the build. */
async function prepared() {
  const startedAt = performance.now();
  try {
    const { prepare } = await import('./prepare.mjs');
    await prepare();
    report('prepare', true, startedAt, '');
    return true;
  } catch (error) {
    // Most of the checks can still tell something; what the compiler says has been shown.
    report('prepare', false, startedAt, error instanceof Error ? error.message : String(error));
    return false;
  }
}

async function passes({ name, command }) {
  const startedAt = performance.now();
  const { code, output } = await run(command);
  report(name, code === 0, startedAt, output);
  return code === 0;
}

function run([program, ...args]) {
  return new Promise((resolve) => {
    const chunks = [];
    // Without a terminal no program draws progress bars into what we keep; some colour it all the same.
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

function report(name, passed, startedAt, output) {
  say(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(26)} ${seconds(startedAt).padStart(7)}`);
  if (!passed) say(`${output.trimEnd().replaceAll(/^/gm, '       ')}\n`);
  else if (output.includes(SKIPPED)) say(linesWith(SKIPPED, output).replaceAll(/^/gm, '       '));
}

/** How a step says that it could not look at a part of its matter; shown even when it passes. */
const SKIPPED = 'SKIPPED:';

function linesWith(word, output) {
  return output
    .split('\n')
    .filter((line) => line.includes(word))
    .join('\n');
}

function seconds(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

function say(line) {
  console.log(line);
}

await main();
