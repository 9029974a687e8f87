import type { ContenderName } from './contenders.js';
import type { Turn } from './turns.js';

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  node: string;
  postgres: string;
}

/** All ways of answering under one number of concurrent callers: each one's turns by round. */
export interface LevelResult {
  connections: number;
  turns: Record<ContenderName, Turn[]>;
}

/** The service on databases of several sizes, by number of accounts. */
export interface SizeResult {
  connections: number;
  turns: Record<string, Turn[]>;
}

/** Everything that was measured; `--json` writes it as it is. */
export interface JitBenchResult {
  at: string;
  quick: boolean;
  machine: Machine;
  /** In the database that the ways of answering were compared on. */
  accounts: number;
  rounds: number;
  seconds: number;
  /** Accounts for which all ways were found to answer the same. */
  comparedAnswers: number;
  levels: LevelResult[];
  peakBytes: Record<ContenderName, number>;
  sizes: SizeResult[];
  startUpSeconds: number;
}
