// Does what the Dockerfile does, without a container engine: the COPY and RUN steps of the build in a folder
// of its own, the COPYs of the image in another, and there the image's own command, as the service's lesser
// role on an empty embedded PostgreSQL, until the image's own health check passes; then it is stopped.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { copyOf, ignoredBy } from './dockerfile.mjs';
import { builtModule, openScratchPostgres } from './scratch-postgres.mjs';

const ROOT = dirname(import.meta.dirname);
const WORKDIR = '/app';
const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 30_000;

/**
 * @param stages of the Dockerfile, the last of them the image
 * @param healthCommand the image's HEALTHCHECK
 * @throws where a step fails, with what it printed
 */
export async function replay(stages, healthCommand) {
  const folder = await mkdtemp(join(tmpdir(), 'arrears-image-'));
  try {
    const folders = new Map();
    for (const [at, stage] of stages.entries()) {
      const place = join(folder, stage.name ?? `stage-${at}`);
      await mkdir(place);
      folders.set(stage.name, place);
      await buildStage(stage, place, folders, at === stages.length - 1);
    }
    const image = join(folder, `stage-${stages.length - 1}`);
    await refuseDevPackages(image);
    await startsAndStops(image, join(folder, 'data'), stages.at(-1), healthCommand);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildStage(stage, place, folders, isImage) {
  for (const { word, text } of stage.steps) {
    if (word === 'COPY') await copy(copyOf(text), place, folders);
    // The image's RUN steps make its user and folders: the system's matter, not to be done to this one.
    if (word === 'RUN' && !isImage) run(text, place);
  }
}

async function copy({ from, sources, target }, place, folders) {
  const ignored = ignoredBy(readFileSync(join(ROOT, '.dockerignore'), 'utf8'));
  for (const source of sources) {
    const origin =
      from === undefined ? join(ROOT, source) : join(folders.get(from), source.slice(WORKDIR.length));
    const destination = join(place, target, target.endsWith('/') ? basename(source) : '');
    const wanted = (path) => from !== undefined || !ignored(path.slice(ROOT.length + 1));
    await cp(origin, destination, { recursive: true, filter: wanted, verbatimSymlinks: true });
  }
}

function run(command, cwd) {
  const startedAt = performance.now();
  try {
    execFileSync('/bin/sh', ['-c', command], { cwd, env: bareEnvironment(), stdio: 'pipe' });
  } catch (error) {
    const message = `Dockerfile: RUN ${command}\n${error.stdout}${error.stderr}`.trimEnd();
    throw new Error(message, { cause: error });
  }
  console.log(`RUN ${command} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
}

/** As empty as a container's, but for where npm gets its packages from. */
function bareEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(PATH|HOME|npm_config_(registry|cache|userconfig))$/i.test(name),
  );
  return Object.fromEntries(kept);
}

async function refuseDevPackages(image) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(image, 'package.json'), 'utf8'));
  const installed = (name) =>
    readdir(join(image, 'node_modules', name)).then(
      () => true,
      () => false,
    );
  for (const name of Object.keys(dependencies))
    if (!(await installed(name))) throw new Error(`the image lacks the package ${name}`);
  // Some package of ours may need one of them too; those that only build and test are surely not needed.
  for (const name of ['typescript', 'jest', 'eslint', 'prettier'].filter((tool) => tool in devDependencies))
    if (await installed(name))
      throw new Error(`the image has the package ${name}, which only builds or tests it`);
}

async function startsAndStops(image, dataDir, stage, healthCommand) {
  execFileSync('node', ['dist/src/cli/main.js', '--help'], {
    cwd: image,
    env: bareEnvironment(),
    stdio: 'pipe',
  });
  console.log('The command line of the image answers to --help.');
  const database = await openDatabase();
  try {
    const env = {
      ...bareEnvironment(),
      ...stage.env,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      DATA_DIR: dataDir,
      DATABASE_URL: database.serviceUrl,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      GENERATED_SECRETS: 'on',
    };
    await runImage(image, env, JSON.parse(stage.last('ENTRYPOINT').text), healthCommand);
  } finally {
    await database.close();
  }
}

/** The embedded server of the checkout's build, with both roles, as docker/postgres-init makes them. */
async function openDatabase() {
  const { ensureRolesAndDatabase } = await builtModule('roles-and-database.js');
  const server = await openScratchPostgres();
  const urls = await ensureRolesAndDatabase(server.url(), {
    database: 'arrears',
    ownerRole: 'arrears_owner',
    ownerPassword: randomUUID(),
    serviceRole: 'arrears_service',
    servicePassword: randomUUID(),
  });
  return { ...urls, close: () => server.close() };
}

async function runImage(cwd, env, [program, ...args], healthCommand) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
  const fail = (what) =>
    new Error(`${what}; it printed:\n${Buffer.concat(output).toString('utf8').trimEnd()}`);
  try {
    const health = () => execFileSync(healthCommand[0], healthCommand.slice(1), { cwd, env, stdio: 'pipe' });
    if (!(await becomes(health, ended, READY_WITHIN_MS))) throw fail('the image never got healthy');
    console.log('The image migrated an empty database as its owner, and its health check passes.');
    child.kill('SIGTERM');
    const code = await Promise.race([ended, delay(STOPPED_WITHIN_MS, 'still running', { ref: false })]);
    if (code !== 0) throw fail(`after SIGTERM the image ended with ${code}, not 0`);
    console.log('After SIGTERM it ended with 0.');
  } finally {
    child.kill('SIGKILL');
  }
}

/** Whether `attempt` succeeds before `ended` comes true and within the time. */
async function becomes(attempt, ended, withinMs) {
  let over = false;
  void ended.then(() => (over = true));
  for (const startedAt = performance.now(); !over && performance.now() - startedAt < withinMs;) {
    try {
      attempt();
      return true;
    } catch {
      await delay(500);
    }
  }
  return false;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
