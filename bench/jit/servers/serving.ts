import type { Server } from 'node:http';
import type { ResolvedSettings } from '../../../src/platform/config/resolved-settings.js';

/** A server under load, listening. */
export interface Serving {
  http: Server;
  close: () => Promise<void>;
}

/** Starts one way of answering JIT. */
export type StartServing = (settings: ResolvedSettings, recording: boolean) => Promise<Serving>;
