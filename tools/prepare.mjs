// Makes the tree runnable: packages, Prisma's client, the compiled sources. Does only what is due, so that
// every command can begin with it; with nothing due it takes a fraction of a second.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { client } from './preparing/client.mjs';
import { compiled } from './preparing/compiled.mjs';
import { checkNodeVersion } from './preparing/node-version.mjs';
import { packages } from './preparing/packages.mjs';
import { root } from './preparing/root.mjs';
import { announce, PreparationError } from './preparing/step.mjs';
import { takeTurn } from './preparing/turn.mjs';

/** In this order: each builds on the one before. */
const steps = [packages, client, compiled];

/**
 * @param {{ say?: (text: string) => void }} options `say` writes what happens, in parts of lines; nothing where
 * nothing is due
 * @throws {PreparationError} whose message is one sentence; what the failing tool said has been written before it
 */
export async function prepare({ say = (text) => process.stdout.write(text) } = {}) {
  checkNodeVersion();
  if (!steps.some((step) => step.isDue())) return;
  const endTurn = await takeTurn(say).catch(explain);
  try {
    // Looked at once more: another start may just have done it.
    for (const step of steps) if (step.isDue()) await announce(step, say);
  } finally {
    endTurn();
  }
}

/** A tree that another user has prepared can be used without writing to it, until something is due. */
function explain(error) {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  const due = steps.find((step) => step.isDue()).title;
  throw new PreparationError(
    `${due} is due, and ${root} cannot be written to: run "npm run build" as the owner of that folder.`,
  );
}

/** For the programs that need a prepared tree: tells what went wrong and ends, with exit code 1. */
export async function prepareOrExit(options) {
  try {
    await prepare(options);
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await prepareOrExit();
