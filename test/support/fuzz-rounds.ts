import type { DocumentOperation } from './document-operations.js';
import type { Fuzzing, FuzzResult } from './fuzzing.js';

/** What came of every operation. */
export interface FuzzRound {
  findings: string[];
  /** Those that took nothing at all, or refused nothing: there the test would prove little. */
  neverTaken: string[];
  neverRefused: string[];
  requests: number;
}

/** How many shares an operation gets where one did not tell. */
const MORE = 5;

/**
 * Does the work to every operation, each for its share of the time.
 * @param told what must have come about for the work to have told anything
 */
export async function fuzzEach(
  fuzzing: Fuzzing,
  seconds: number,
  told: 'taken' | 'refused',
  work: (operation: DocumentOperation, ms: number) => Promise<FuzzResult>,
): Promise<FuzzRound> {
  const round: FuzzRound = { findings: [], neverTaken: [], neverRefused: [], requests: 0 };
  const operations = fuzzing.operations();
  for (const operation of operations) {
    const { name } = operation;
    const shareMs = (seconds * 1_000) / operations.length;
    let result = await work(operation, shareMs);
    // On a busy machine a share may be over before it told anything.
    if (result.findings.length === 0 && result[told] === 0) result = await work(operation, shareMs * MORE);
    round.findings.push(...result.findings.map((found) => `${name}: ${found}`));
    round.requests += result.requests;
    if (result.taken === 0) round.neverTaken.push(name);
    if (result.refused === 0) round.neverRefused.push(name);
  }
  return round;
}
