import type { Machine } from '../jit/result.js';
import type { FoundResult } from './found-part.js';
import type { NeighboursResult } from './neighbours-part.js';
import type { RunResult } from './runs-part.js';

/** What was measured; a part that was not asked for is absent. */
export interface BillingBenchResult {
  at: string;
  machine: Machine;
  runs?: RunResult[];
  many?: RunResult;
  found?: FoundResult;
  neighbours?: NeighboursResult;
}
