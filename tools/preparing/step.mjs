import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

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

class ToolFailure extends Error {}

/** Runs a tool in the root folder. What it says is kept back and thrown if it fails. */
export function runTool(command, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const output = [];
    const tool = spawn(command, args, { cwd: root, env: { ...process.env, ...environment } });
    tool.stdin.end();
    tool.stdout.setEncoding('utf8').on('data', (text) => output.push(text));
    tool.stderr.setEncoding('utf8').on('data', (text) => output.push(text));
    tool.on('error', (error) => reject(new ToolFailure(`${command} does not start: ${error.message}`)));
    tool.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const end = signal ? `${command} was ended by ${signal}` : `${command} ended with exit code ${code}`;
      reject(new ToolFailure(`${output.join('')}\n${end}`));
    });
  });
}

function seconds(milliseconds) {
  const count = milliseconds / 1000;
  return `${count < 10 ? count.toFixed(1) : Math.round(count)} s`;
}
