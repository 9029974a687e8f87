// Holds docs/openapi.json against docs/openapi-released.json, the document of the last release: programs that
// were written for that one must go on working. Fails with a list of what would break them.
//
//   node tools/openapi-breaking.mjs
//
// With a release, docs/openapi.json is copied over docs/openapi-released.json; a break that is meant is so too,
// in the commit that says why.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { breakingChanges } from './openapi/breaking-changes.mjs';

const ROOT = dirname(import.meta.dirname);

async function read(name) {
  return JSON.parse(await readFile(join(ROOT, 'docs', name), 'utf8'));
}

const changes = breakingChanges(await read('openapi-released.json'), await read('openapi.json'));
for (const change of changes) console.error(change);
if (changes.length === 0) console.log('Nothing that a program could rely on has gone.');
else {
  console.error(`\n${changes.length} change(s) would break programs written for the last release.`);
  process.exitCode = 1;
}
