import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';
import { noteTool } from './turn.mjs';

export class ToolFailure extends Error {}

/** Runs a tool in the root folder. What it says is kept back and thrown if it fails. Who ends us, ends it. */
export async function runTool(command, args, environment = {}) {
  const tool = spawn(command, args, { cwd: root, env: { ...process.env, ...environment } });
  const passOn = (signal) => {
    tool.kill(signal);
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of endingSignals) process.on(signal, passOn);
  if (tool.pid !== undefined) noteTool(tool.pid);
  try {
    await endOf(tool, [command === process.execPath ? 'node' : command, ...args].join(' '));
  } finally {
    for (const signal of endingSignals) process.off(signal, passOn);
  }
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function endOf(tool, commandLine) {
  return new Promise((resolve, reject) => {
    const output = [];
    tool.stdin.end();
    tool.stdout.setEncoding('utf8').on('data', (text) => output.push(text));
    tool.stderr.setEncoding('utf8').on('data', (text) => output.push(text));
    tool.on('error', (error) => reject(new ToolFailure(`${commandLine} does not start: ${error.message}`)));
    tool.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const end = signal
        ? `${commandLine} was ended by ${signal}`
        : `${commandLine} ended with exit code ${code}`;
      reject(new ToolFailure(`${output.join('')}\n${end}`));
    });
  });
}
