import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stampOfSchema } from './client.mjs';
import { root } from './root.mjs';
import { digestOf, filesBelow, readStamp, removeStamp, writeStamp } from './stamps.mjs';
import { runTool } from './tool.mjs';

const stampFile = 'dist/.compiled-from';
const generated = 'src/platform/database/generated';

/** The sources, compiled into dist, and beside them the files that they read. */
export const compiled = {
  title: 'Compiling',
  failure: 'The sources could not be compiled; the compiler says why above.',

  isDue() {
    const sources = builtSources();
    return readStamp(stampFile) !== stampOf(sources) || sources.some(lacksOutput);
  },

  async run() {
    // What the sources are now: a change made while the compiler runs is for the next time.
    const sources = builtSources();
    const stamp = stampOf(sources);
    // From here until it is done, dist is neither what it was nor what it shall be.
    removeStamp(stampFile);
    // The compiler writes only what it believes has changed, and does not look whether the rest is there.
    if (sources.some(lacksOutput)) rmSync(join(root, 'dist/.tsbuildinfo'), { force: true });
    await runTool(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
    for (const source of sources) if (!source.endsWith('.ts')) copyToDist(source);
    removeOrphans();
    writeStamp(stampFile, stamp);
  },
};

/** The tests and the texts for people stay out, and the generated client, for which its schema stands. */
function builtSources() {
  const files = builtFolders().flatMap((folder) => filesBelow(folder, (path) => path !== generated));
  return files.filter((file) => !/\.spec\.ts$|\.md$/.test(file));
}

function builtFolders() {
  return JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8')).include;
}

function stampOf(sources) {
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  return digestOf([...settings, ...sources], stampOfSchema());
}

function lacksOutput(source) {
  if (source.endsWith('.d.ts')) return false;
  return !existsSync(join(root, 'dist', source.replace(/\.ts$/, '.js')));
}

function copyToDist(source) {
  const target = join(root, 'dist', source);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(root, source), target);
}

/** What sources left that have since been deleted: a test or a glob could still find it. */
function removeOrphans() {
  for (const folder of builtFolders()) {
    for (const output of filesBelow(`dist/${folder}`)) {
      const source = output.slice('dist/'.length).replace(/\.js(\.map)?$/, '.ts');
      const hasSource =
        existsSync(join(root, source)) || existsSync(join(root, output.slice('dist/'.length)));
      if (!hasSource) rmSync(join(root, output));
    }
  }
}
