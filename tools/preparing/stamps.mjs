import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

// A stamp lies in the folder that it vouches for and tells what that was made from, as a digest of contents:
// times of files say nothing after a checkout or a copy.

export function readStamp(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}

/** Before the folder changes: work that is broken off must not look done. */
export function removeStamp(file) {
  rmSync(join(root, file), { force: true });
}

export function writeStamp(file, stamp) {
  writeFileSync(join(root, file), stamp);
}

/** Of names and contents; a file that is missing counts as well. Paths are relative to the root folder. */
export function digestOf(files, ...further) {
  const digest = createHash('sha256').update(JSON.stringify(further));
  for (const file of files) digest.update(`\0${file}\0`).update(contentOf(file));
  return digest.digest('hex');
}

function contentOf(file) {
  try {
    return readFileSync(join(root, file));
  } catch (error) {
    if (error.code === 'ENOENT') return '\0missing';
    throw error;
  }
}

/** All files below the folder, in a fixed order, relative to the root folder. None where there is no such folder. */
export function filesBelow(folder, enters = () => true) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return enters(path) ? filesBelow(path, enters) : [];
  });
}
