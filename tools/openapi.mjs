// The API's document and the types made from it: docs/openapi.json and src/api-client/generated/schema.ts.
//
//   npm run openapi              writes both, as the code says now
//   npm run openapi -- --check   fails where the committed ones are not that
//
// The application is built without listening and without a database: only its decorators are read.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { prepareOrExit } from './prepare.mjs';
import { root } from './preparing/root.mjs';

const DOCUMENT = 'docs/openapi.json';
const TYPES = 'src/api-client/generated/schema.ts';

/** Nothing of it is used, but the settings are read whole. */
const SETTINGS = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
  ENCRYPTION_KEYS: `none:${Buffer.alloc(32).toString('base64')}`,
};

/** What the code says now, by the file that it belongs into. */
async function made() {
  const { createApp } = await import('../dist/src/app.js');
  const { documentOf } = await import('../dist/src/api-document.js');
  const { readSettings } = await import('../dist/src/platform/config/settings.js');
  const { resolveSettings } = await import('../dist/src/platform/config/resolved-settings.js');
  const { configureLogger } = await import('../dist/src/platform/logging/logger.js');
  const settings = resolveSettings(readSettings(SETTINGS), {});
  configureLogger(settings, false);
  const app = await createApp(settings);
  const document = documentOf(app);
  await app.close();
  const types = astToString(await openapiTS(JSON.parse(JSON.stringify(document))));
  const options = await resolveConfig(join(root, DOCUMENT));
  return {
    [DOCUMENT]: await format(JSON.stringify(document), { ...options, parser: 'json' }),
    [TYPES]: `// Generated from ${DOCUMENT} by "npm run openapi". Do not edit.\n${types}`,
  };
}

async function differing(files) {
  const compared = await Promise.all(
    Object.entries(files).map(async ([file, text]) => {
      const there = await readFile(join(root, file), 'utf8').catch(() => '');
      return there === text ? [] : [file];
    }),
  );
  return compared.flat();
}

await prepareOrExit({ say: (text) => process.stderr.write(text) });
const files = await made();
const stale = await differing(files);
if (process.argv.includes('--check')) {
  for (const file of stale) console.error(`${file} is not what the code says. Renew it: npm run openapi`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const file of stale) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), files[file]);
  }
  console.log(stale.length === 0 ? 'All is as the code says.' : `Written: ${stale.join(', ')}`);
}
