import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './root.mjs';
import { digestOf, readStamp, removeStamp, writeStamp } from './stamps.mjs';
import { runTool } from './tool.mjs';

const folder = 'src/platform/database/generated';
const stampFile = `${folder}/.generated-from`;

/** Prisma's client, which it generates from the schema. */
export const client = {
  title: "Generating the database's client",
  failure: 'The database client could not be generated from prisma/schema.prisma; Prisma says why above.',

  isDue: () => readStamp(stampFile) !== stampOfSchema(),

  async run() {
    removeStamp(stampFile);
    await runTool(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
      // Prisma would download this program, which generating does not use. Any other satisfies it.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    });
    writeStamp(stampFile, stampOfSchema());
  },
};

/** What the compiled sources depend on through the client. */
export function stampOfSchema() {
  return digestOf(['prisma/schema.prisma', 'prisma.config.ts'], prismaVersion());
}

function prismaVersion() {
  try {
    return createRequire(join(root, 'package.json'))('prisma/package.json').version;
  } catch {
    return undefined;
  }
}
