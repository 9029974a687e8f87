import { availableParallelism, cpus, release, totalmem, type as systemName } from 'node:os';
import type { BenchDatabases } from './bench-databases.js';
import type { Machine } from './result.js';

/** What the figures depend on; nothing that tells whose machine it was. */
export async function describeMachine(databases: BenchDatabases): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${systemName()} ${release().replace(/-.*/, '')}`,
    node: process.versions.node,
    postgres: (await databases.version()).replace(/ .*/, ''),
  };
}
