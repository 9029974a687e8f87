// No file of the project may tell of the machine that it was written on: no folders of somebody's home or
// checkout, no package registry but the public one, and no registry at all in the lock file, so that a
// clone installs from whichever registry its own npm is set to. And the lock file is package.json's.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = dirname(import.meta.dirname);
/** How other programs are run: what they say besides their answer is their own affair. */
const QUIETLY = {
  cwd: ROOT,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
  maxBuffer: 64 * 1024 * 1024,
};

/** Folders in which people and build machines keep their checkouts; of none of them a program should know. */
const MACHINE_PATH =
  /(?<![\w.~/:-])\/(?:home|root|Users|work|workspaces?|builds|farm)\/[\w.-]|\b[A-Z]:\\Users\\/;
const RESOLVED = /"resolved":\s*"(?:https?|git\+)/;

/** Tracked, or about to be. */
function ourFiles() {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', args, QUIETLY);
  return [...new Set(files.split('\0').filter((file) => file !== ''))];
}

/** The host of the registry that npm uses here, unless it is the public one. */
function privateRegistry() {
  const registry = execFileSync('npm', ['config', 'get', 'registry'], QUIETLY).trim();
  const host = URL.canParse(registry) ? new URL(registry).host : 'registry.npmjs.org';
  return host === 'registry.npmjs.org' ? undefined : host;
}

function* findingsIn(file, host) {
  const content = readFileSync(join(ROOT, file));
  if (content.includes(0)) return;
  const lines = content.toString('utf8').split('\n');
  for (const [at, line] of lines.entries()) {
    const place = `${file}:${at + 1}`;
    if (MACHINE_PATH.test(line)) yield `${place}: a path of one machine: ${line.trim().slice(0, 120)}`;
    if (host !== undefined && line.includes(host)) yield `${place}: the host of this machine's npm registry`;
    if (file.endsWith('package-lock.json') && RESOLVED.test(line))
      yield `${place}: a registry's address; run: npm install --package-lock-only (.npmrc leaves it out)`;
  }
}

/** The packages are installed by the lock file alone, so nobody would notice. */
function* lockFileFindings() {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const [wanted, locked] = [manifest[kind] ?? {}, packages[''][kind] ?? {}];
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)]))
      if (wanted[name] !== locked[name])
        yield `package-lock.json has ${name} ${locked[name]}, package.json ${wanted[name]}; run: npm install`;
  }
}

let files;
try {
  files = ourFiles();
} catch {
  console.log('SKIPPED: not a git checkout, so there is no telling which files are tracked.');
  process.exit(0);
}
const host = privateRegistry();
const findings = files.flatMap((file) => {
  try {
    return [...findingsIn(file, host)];
  } catch (error) {
    // Deleted, and the deletion not yet committed; or a link to a folder.
    if (['ENOENT', 'EISDIR'].includes(error.code)) return [];
    throw error;
  }
});
findings.push(...lockFileFindings());
for (const finding of findings) console.error(finding);
if (findings.length > 0) process.exitCode = 1;
else console.log(`${files.length} files, none tells of a machine; the lock file fits package.json.`);
