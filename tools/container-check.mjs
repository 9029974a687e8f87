// What can be known of the Dockerfile and the compose file without a container engine.
//
//   node tools/container-check.mjs            reads them, and holds them against the sources
//   node tools/container-check.mjs --replay   also runs the build's own steps in a copy, and starts the result
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ignoredBy, readDockerfile } from './dockerfile.mjs';

const ROOT = dirname(import.meta.dirname);
const SETTINGS = 'src/platform/config/settings.ts';

const read = (file) => readFileSync(join(ROOT, file), 'utf8');

/** @returns {Generator<string>} each a mistake, in words */
function* mistakesInDockerfile(stages) {
  const image = stages.at(-1);
  yield* mistakesInCopies(stages);
  yield* unknownSettings('Dockerfile', Object.keys(image.env));

  const user = image.last('USER')?.text;
  if (user === undefined || /^(root|0)\b/.test(user)) yield 'Dockerfile: the image runs as root';
  const program = jsonOf(image.last('ENTRYPOINT')?.text);
  if (!Array.isArray(program))
    yield 'Dockerfile: ENTRYPOINT must be a JSON list, else a shell swallows SIGTERM';
  else if (!existsSync(join(ROOT, sourceOf(program.at(-1)))))
    yield `Dockerfile: ENTRYPOINT starts ${program.at(-1)}, and there is no ${sourceOf(program.at(-1))}`;
  yield* mistakesInPorts(image);

  const node = /^node:(\d+)-/.exec(image.from)?.[1];
  if (node !== read('.nvmrc').trim())
    yield `Dockerfile: it has Node ${node}, .nvmrc says ${read('.nvmrc').trim()}`;
}

function* mistakesInCopies(stages) {
  const ignored = ignoredBy(read('.dockerignore'));
  for (const stage of stages)
    for (const { sources, from } of stage.copies) {
      if (from !== undefined) {
        if (!stages.some(({ name }) => name === from))
          yield `Dockerfile: there is no stage "${from}" to copy from`;
        continue;
      }
      for (const source of sources)
        if (!existsSync(join(ROOT, source))) yield `Dockerfile: COPY ${source}: it is not there`;
        else if (ignored(source)) yield `Dockerfile: COPY ${source}: .dockerignore leaves it out`;
    }
}

function* mistakesInPorts(image) {
  const exposed = image.last('EXPOSE')?.text;
  if (exposed !== image.env.PORT) yield `Dockerfile: EXPOSE ${exposed}, but PORT=${image.env.PORT}`;
  const command = healthCommand(image);
  if (command === undefined) yield 'Dockerfile: HEALTHCHECK must have a CMD that is a JSON list';
  else if (
    !command.some((part) => part.includes(`:${exposed}/health/ready`) || part.includes(PORT_OF_ENVIRONMENT))
  )
    yield `Dockerfile: HEALTHCHECK does not ask for /health/ready on port ${exposed}`;
}

const PORT_OF_ENVIRONMENT = ':${process.env.PORT}/health/ready';

function healthCommand(image) {
  const list = jsonOf(/\bCMD\s+(\[.*\])$/s.exec(image.last('HEALTHCHECK')?.text ?? '')?.[1]);
  return Array.isArray(list) ? list : undefined;
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const sourceOf = (built) => built.replace(/^dist\//, '').replace(/\.js$/, '.ts');

function* unknownSettings(where, names) {
  if (!existsSync(join(ROOT, SETTINGS))) {
    yield `${SETTINGS} is not there, so no setting can be known`;
    return;
  }
  const source = read(SETTINGS);
  for (const name of names) {
    const inFile = name.endsWith('_FILE');
    const known = inFile ? `secret('${name.slice(0, -5)}'` : `'${name}'`;
    // A call that is too long for one line has its first argument on the next.
    if (!source.replaceAll(/\(\s+/g, '(').includes(known))
      yield `${where}: ${name} is not a setting (see ${SETTINGS})`;
  }
}

function* mistakesInCompose(compose, image) {
  const ours = Object.entries(compose.services).filter(([, service]) => service.build !== undefined);
  if (ours.length === 0) yield 'docker-compose.yml: no service is built from the Dockerfile';
  for (const [name, service] of ours) {
    yield* unknownSettings(`docker-compose.yml: ${name}`, Object.keys(service.environment ?? {}));
    for (const port of service.ports ?? [])
      if (!String(port).startsWith('127.0.0.1:') || !String(port).endsWith(`:${image.env.PORT}`))
        yield `docker-compose.yml: ${name}: port ${port} must be 127.0.0.1:…:${image.env.PORT}`;
    if (service.read_only !== true)
      yield `docker-compose.yml: ${name}: its root file system can be written to`;
    if (service.stop_grace_period === undefined) yield `docker-compose.yml: ${name}: no stop_grace_period`;
  }
  for (const [name, service] of Object.entries(compose.services))
    yield* mistakesInService(compose, name, service);
}

function* mistakesInService(compose, name, service) {
  const where = `docker-compose.yml: ${name}`;
  if (!service.security_opt?.includes('no-new-privileges:true'))
    yield `${where}: no-new-privileges is missing`;
  if (service.build === undefined && service.ports !== undefined)
    yield `${where}: only the service itself is published`;
  for (const other of Object.keys(service.depends_on ?? {}))
    if (!(other in compose.services)) yield `${where}: depends on ${other}, which is not there`;
  for (const volume of service.volumes ?? []) yield* mistakesInVolume(compose, where, volume.split(':')[0]);
}

function* mistakesInVolume(compose, where, source) {
  const isPath = source.startsWith('.');
  if (isPath && !existsSync(join(ROOT, source))) yield `${where}: ${source} is not there`;
  if (!isPath && !(source in compose.volumes)) yield `${where}: no volume ${source}`;
}

/** The passwords' files belong to the image's user, whose number stands in both places. */
function* mistakesInUser() {
  const made = /--uid (\d+)/.exec(read('Dockerfile'))?.[1];
  const given = /service_uid=(\d+)/.exec(read('docker/make-secrets.sh'))?.[1];
  if (made === undefined || made !== given)
    yield `docker/make-secrets.sh: service_uid=${given}, but the Dockerfile's user has --uid ${made}`;
}

/** @returns {Promise<object | undefined>} the compose file, or nothing where nobody here can read it */
async function readCompose() {
  const file = join(ROOT, 'docker-compose.yml');
  const engine = composeProgram();
  if (engine !== undefined) {
    execFileSync(engine[0], [...engine.slice(1), '-f', file, 'config', '--quiet'], { stdio: 'pipe' });
    console.log('docker compose finds no fault in docker-compose.yml.');
  }
  try {
    const { parse } = await import('yaml');
    return parse(read('docker-compose.yml'));
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.log('SKIPPED: docker-compose.yml was not looked into, for the package "yaml" is not installed.');
    return undefined;
  }
}

function composeProgram() {
  const candidates = [['docker', 'compose'], ['docker-compose']];
  return candidates.find(([program, ...args]) => {
    try {
      execFileSync(program, [...args, 'version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

const stages = readDockerfile(read('Dockerfile'));
const compose = await readCompose();
const mistakes = [
  ...mistakesInDockerfile(stages),
  ...mistakesInUser(),
  ...(compose === undefined ? [] : mistakesInCompose(compose, stages.at(-1))),
];
for (const mistake of mistakes) console.error(mistake);
if (mistakes.length > 0) process.exitCode = 1;
else console.log('The Dockerfile and the compose file fit the sources.');

if (process.argv.includes('--replay') && mistakes.length === 0) {
  const { replay } = await import('./container-replay.mjs');
  await replay(stages, healthCommand(stages.at(-1))).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
