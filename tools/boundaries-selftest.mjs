// Proves that .dependency-cruiser.cjs finds what it is for: builds a small tree that holds one violation of
// each rule (for the rooms: one of each forbidden pair) beside everything that is allowed, and fails unless
// exactly the planted violations are found.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const ROOT = dirname(import.meta.dirname);
const CONFIG = '.dependency-cruiser.cjs';

/**
 * The table of docs/architecture.md once more, written by hand, so that a slip in the rules shows.
 * `+` may know, `.` may not, `p` only the preview.
 */
const TABLE = `
                platform sync locations customers debt-accounts jit tratta billing imports activity demo cli  api-client
  platform      +        .    .         .         .             .   .      .       .       .        .    .    .
  sync          +        +    .         .         .             .   .      .       .       .        .    .    .
  locations     +        +    +         .         .             .   .      .       .       .        .    .    .
  customers     +        +    .         +         .             .   .      .       .       .        .    .    .
  debt-accounts +        +    +         +         +             .   .      .       .       .        .    .    .
  jit           +        .    +         +         +             +   .      .       .       .        .    .    .
  tratta        +        +    +         +         +             p   +      .       .       .        .    .    .
  billing       +        +    +         +         +             .   .      +       .       .        .    .    .
  imports       +        +    +         +         +             .   .      .       +       .        .    .    .
  activity      +        +    +         +         +             +   +      +       +       +        .    .    .
  demo          +        +    +         +         +             .   .      .       .       .        +    .    .
  cli           +        +    +         +         +             +   +      +       +       +        +    +    +
  api-client    .        .    .         .         .             .   .      .       .       .        .    .    +
`;

/** Collects the tree: which file imports what, and which of these imports must be found, by which rule. */
class Tree {
  files = new Map();
  expected = [];

  /** A file with the given imports, all of them allowed. */
  allowed(file, ...imports) {
    this.files.set(file, [...(this.files.get(file) ?? []), ...imports]);
    return this;
  }

  /** A file whose import of `to` breaks `rule`. */
  forbidden(rule, file, to) {
    this.expected.push(`${rule}: ${file} → ${to}`);
    return this.allowed(file, to);
  }

  /** A file that breaks `rule` by being there. */
  forbiddenFile(rule, file) {
    this.expected.push(`${rule}: ${file}`);
    return this.allowed(file);
  }

  async write(folder) {
    for (const [file, imports] of this.files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), sourceOf(file, imports));
    }
  }
}

function sourceOf(file, imports) {
  const lines = imports.map((target, at) => {
    const found = target.replace(/\.ts$/, '.js');
    const name = found === target ? target : `./${relative(dirname(file), found)}`.replace('./..', '..');
    return `import { it as it${at} } from '${name}';`;
  });
  return [...lines, 'export const it = 1;', ''].join('\n');
}

function plantRooms(tree) {
  const [header, ...rows] = TABLE.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  for (const [room, ...cells] of rows) {
    tree.allowed(`src/${room}/${room}.module.ts`, `src/${room}/${room}.service.ts`);
    cells.forEach((cell, at) => plantPair(tree, room, header[at], cell));
  }
  for (const room of header.filter((name) => name !== 'cli' && name !== 'api-client'))
    tree.allowed('src/app.module.ts', `src/${room}/${room}.module.ts`);
  tree.allowed('src/main.ts', 'src/app.module.ts', 'src/platform/any-file.ts');
  tree.allowed('src/cli/main.ts', 'src/app.module.ts');
  tree.forbidden('root-knows-no-cli', 'src/knows-cli.ts', 'src/cli/cli.module.ts');
  tree.forbidden('root-knows-no-cli', 'src/knows-the-client.ts', 'src/api-client/api-client.ts');
  tree.allowed('src/cli/knows-the-client.ts', 'src/api-client/any-file.ts');
  tree.forbidden('root-knows-only-faces', 'src/knows-the-inside.ts', 'src/jit/inside.ts');
}

function plantPair(tree, room, other, cell) {
  if (room === other) return;
  const file = `src/${room}/knows-${other}.ts`;
  if (cell === 'p') tree.allowed(file, 'src/jit/jit.module.ts', 'src/jit/jit-preview.service.ts');
  else if (cell === '+') tree.allowed(file, `src/${other}/${other}.service.ts`);
  else tree.forbidden(`room-${room}`, file, `src/${other}/${other}.service.ts`);
}

function plantTheRest(tree) {
  tree
    .allowed('src/jit/knows-a-tool.ts', 'src/platform/any-file.ts')
    .allowed('src/jit/knows-types.ts', 'src/customers/customers.types.ts')
    .forbidden('only-a-rooms-face', 'src/jit/knows-the-inside.ts', 'src/customers/inside.ts')
    .forbidden('tratta-knows-only-jits-preview', 'src/tratta/knows-more.ts', 'src/jit/jit.service.ts')
    .forbidden('every-room-is-in-the-table', 'src/parlour/parlour.service.ts', 'src/platform/any-file.ts')
    .forbidden('room-cli', 'src/cli/knows-main.ts', 'src/main.ts')
    .forbidden('room-jit', 'src/jit/knows-the-top.ts', 'src/app.module.ts')

    // A cycle is reported once, at one of its files.
    .allowed('src/sync/hen.ts', 'src/sync/egg.ts')
    .forbidden('no-cycles', 'src/sync/egg.ts', 'src/sync/hen.ts')
    .forbiddenFile('no-orphans', 'src/sync/left-over.ts')
    .forbidden('no-junk-drawers', 'src/sync/utils/first.ts', 'src/platform/any-file.ts')
    .forbidden('no-junk-drawers', 'test/helpers.ts', 'src/platform/any-file.ts')
    .forbidden('no-junk-drawers', 'src/sync/sync.common.ts', 'src/platform/any-file.ts')
    .forbidden('no-junk-drawers-known', 'src/sync/knows-a-drawer.ts', 'src/sync/date-helper.ts')
    .allowed('src/sync/knows-commonwealth.ts', 'src/sync/commonwealth.ts')
    .allowed('src/sync/knows-node.ts', 'node:util')
    .forbidden('no-barrels', 'src/billing/index.ts', 'src/billing/billing.service.ts')
    .forbidden('no-barrels-known', 'src/imports/knows-a-barrel.ts', 'src/imports/rows/index.ts')

    .allowed('src/sync/sync.spec.ts', 'test/stand-in.ts', 'src/sync/sync.service.ts', 'in-dev-dependencies')
    .forbidden('production-knows-no-tests', 'src/sync/knows-a-test.ts', 'test/stand-in.ts')
    .forbidden('production-knows-no-tests', 'src/sync/knows-a-spec.ts', 'src/sync/sync.spec.ts')
    .forbidden('production-knows-no-tests', 'src/sync/knows-a-sandbox.ts', 'sandbox/vendor/stand-in.ts')
    .allowed('sandbox/vendor/knows-tools.ts', 'src/platform/any-file.ts')
    .allowed('sandbox/vendor/knows-xml.ts', 'src/billing/gotransverse/gotransverse.xml.ts')
    .forbidden(
      'sandboxes-know-no-client',
      'sandbox/vendor/knows-a-client.ts',
      'src/billing/gotransverse/gotransverse.client.ts',
    )
    .forbidden('production-knows-no-dev-packages', 'src/sync/knows-dev.ts', 'in-dev-dependencies')
    .allowed('src/sync/knows-a-package.ts', 'in-dependencies')
    .forbidden('packages-are-declared', 'src/sync/knows-undeclared.ts', 'undeclared')
    .forbidden('everything-is-found', 'src/sync/knows-nothing.ts', 'src/sync/not-there.ts')
    .allowed('src/billing/gotransverse/gotransverse.xml.ts', 'libxml2-wasm')
    .forbidden('one-file-knows-xml', 'src/billing/gotransverse/gotransverse.client.ts', 'libxml2-wasm')
    .forbidden('one-file-knows-xml', 'sandbox/vendor/knows-the-library.ts', 'libxml2-wasm');
  for (const file of ['src/sync/commonwealth.ts', 'src/sync/date-helper.ts', 'src/imports/rows/index.ts'])
    tree.allowed(file);
  for (const file of ['src/jit/inside.ts', 'src/customers/inside.ts', 'src/customers/customers.types.ts'])
    tree.allowed(file);
  for (const file of ['src/api-client/api-client.ts', 'src/api-client/any-file.ts']) tree.allowed(file);
  for (const file of ['src/jit/jit-preview.service.ts', 'src/platform/any-file.ts', 'test/stand-in.ts'])
    tree.allowed(file);
}

/** Every file that somebody imports is there, but for the one whose absence is the point. */
function completeFiles(tree) {
  for (const imports of [...tree.files.values()])
    for (const file of imports)
      if (file.endsWith('.ts') && file !== 'src/sync/not-there.ts') tree.allowed(file);
}

async function writePackages(folder) {
  const installed = ['in-dependencies', 'in-dev-dependencies', 'undeclared', 'libxml2-wasm'];
  for (const name of installed) {
    await mkdir(join(folder, 'node_modules', name), { recursive: true });
    const manifest = { name, version: '1.0.0', main: 'main.js' };
    await writeFile(join(folder, 'node_modules', name, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'node_modules', name, 'main.js'), 'exports.it = 1;\n');
  }
  const manifest = {
    name: 'planted',
    type: 'module',
    dependencies: { 'in-dependencies': '1.0.0', 'libxml2-wasm': '1.0.0' },
    devDependencies: { 'in-dev-dependencies': '1.0.0' },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

/** @returns {Promise<string[]>} the violations found, in the words of {@link Tree} */
async function findViolations(folder) {
  const cruiser = join(ROOT, 'node_modules', '.bin', 'depcruise');
  const args = ['src', 'test', 'sandbox', '--config', CONFIG, '--output-type', 'json'];
  const output = await new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    execFile(cruiser, args, options, (error, stdout, stderr) => {
      // The number of violations is its exit code; only without JSON has it failed.
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(error ?? new Error(stderr));
    });
  });
  const { violations } = JSON.parse(output).summary;
  return violations.map(({ rule, from, to }) =>
    from === to ? `${rule.name}: ${from}` : `${rule.name}: ${from} → ${asWritten(to)}`,
  );
}

function asWritten(to) {
  const inPackages = /^node_modules\/([^/]+)\//.exec(to);
  if (inPackages) return inPackages[1];
  return to.startsWith('.') ? join('src/sync', to).replace(/\.js$/, '.ts') : to;
}

function judge(expected, found) {
  const require = createRequire(import.meta.url);
  const rules = require(join(ROOT, CONFIG)).forbidden.map(({ name }) => name);
  const planted = new Set(expected.map((line) => line.split(': ')[0]));
  return [
    ...rules.filter((name) => !planted.has(name)).map((name) => `no violation of ${name} is planted here`),
    ...expected.filter((line) => !found.includes(line)).map((line) => `not found    ${line}`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `wrongly found ${line}`),
  ];
}

const folder = await mkdtemp(join(tmpdir(), 'arrears-boundaries-'));
try {
  const tree = new Tree();
  plantRooms(tree);
  plantTheRest(tree);
  completeFiles(tree);
  await tree.write(folder);
  await writePackages(folder);
  for (const file of [CONFIG, 'tsconfig.json']) await cp(join(ROOT, file), join(folder, file));
  const mistakes = judge(tree.expected, await findViolations(folder));
  for (const mistake of mistakes) console.error(mistake);
  if (mistakes.length > 0) process.exitCode = 1;
  else console.log(`${tree.expected.length} planted violations found, and nothing else.`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
