import type { AddressInfo } from 'node:net';
import { readSettings } from '../../../src/platform/config/settings.js';
import { resolveSettings } from '../../../src/platform/config/resolved-settings.js';
import { answerParent } from '../child-process.js';
import type { StartServing } from './serving.js';

export interface Usage {
  /** Of the processor since the process began, in microseconds. */
  cpuMicros: number;
  /** The most memory that it ever had, in bytes. */
  peakBytes: number;
}

/** What a server's process can be asked. */
export interface ServerQuestions extends Record<string, (argument: never) => unknown> {
  port: (nothing: null) => number;
  usage: (nothing: null) => Usage;
}

// Imported only when asked for: a process holds no other way's packages.
const WAYS: Record<string, () => Promise<StartServing>> = {
  bare: async () => (await import('./bare.js')).serveBare,
  ours: async () => (await import('./ours.js')).serveOurs,
  ordinary: async () => (await import('./ordinary.js')).serveOrdinary,
};

/** A server's process: everything is set by the service's own settings. */
export async function serve(way: string, recording: boolean): Promise<void> {
  const start = await WAYS[way]?.();
  if (start === undefined) throw new Error(`No way of answering is named "${way}"`);
  const { http, close } = await start(resolveSettings(readSettings(process.env), {}), recording);
  const questions: ServerQuestions = {
    port: () => (http.address() as AddressInfo).port,
    usage: () => {
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      return { cpuMicros: userCPUTime + systemCPUTime, peakBytes: maxRSS * 1024 };
    },
  };
  answerParent(questions, close);
}
