import { ToolFailure } from './tool.mjs';

export class PreparationError extends Error {}

/**
 * Runs a step and tells of it in one line: "Installing packages … done in 41 s".
 *
 * @param {{ title: string, failure: string, run: () => Promise<void> }} step
 */
export async function announce(step, say) {
  const begin = performance.now();
  say(`${step.title} … `);
  try {
    await step.run();
    say(`done in ${seconds(performance.now() - begin)}\n`);
  } catch (error) {
    say('failed\n');
    if (!(error instanceof ToolFailure)) throw error;
    process.stderr.write(`${error.message.trim()}\n\n`);
    throw new PreparationError(step.failure);
  }
}

function seconds(milliseconds) {
  const count = milliseconds / 1000;
  return `${count < 10 ? count.toFixed(1) : Math.round(count)} s`;
}
