import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './root.mjs';
import { digestOf, readStamp, removeStamp, writeStamp } from './stamps.mjs';
import { runTool } from './tool.mjs';

const stampFile = 'node_modules/.installed-from';

/** The packages of package-lock.json, those for development included: without them nothing can be built. */
export const packages = {
  title: 'Installing packages',
  failure: 'The packages could not be installed; npm says why above. The package registry must be reachable.',

  isDue() {
    const stamp = stampOfLock();
    if (readStamp(stampFile) === stamp) return false;
    if (!isInstalled()) return true;
    keepStamp(stamp);
    return false;
  },

  async run() {
    removeStamp(stampFile);
    const flags = ['--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
    // Not `npm ci`: npm 11 refuses a lock that lacks another system's optional packages (npm/cli#9846). This
    // installs just what the lock says, too, and leaves the lock as it is.
    await runTool(...npm('install', '--no-save', ...flags));
    writeStamp(stampFile, stampOfLock());
  },
};

/** A node_modules of another system, copied along, is not ours. */
function stampOfLock() {
  return digestOf(['package-lock.json'], process.platform, process.arch);
}

/** Whether somebody else (npm by hand, an image, CI) has installed just what the lock asks for. */
function isInstalled() {
  const wanted = packagesIn('package-lock.json');
  const found = packagesIn('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const there = found[path];
    return there
      ? there.version === entry.version && there.integrity === entry.integrity
      : mayBeAbsent(entry);
  });
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** Optional packages are one per system, and only this system's is installed; on Linux one per C library too. */
function mayBeAbsent({ optional, os, cpu, libc }) {
  if (!optional) return false;
  const isForHere = os?.includes(process.platform) && cpu?.includes(process.arch) && !libc;
  return !isForHere;
}

/** Only spares the comparison next time: a node_modules that cannot be written to does without. */
function keepStamp(stamp) {
  try {
    writeStamp(stampFile, stamp);
  } catch {
    // Compared again at the next start.
  }
}

/** The npm that started us, where one did, for it is the one that works here; else the one in the PATH. */
function npm(...args) {
  const script = process.env.npm_execpath ?? '';
  if (basename(script) === 'npm-cli.js') return [process.execPath, [script, ...args]];
  return ['npm', args];
}
