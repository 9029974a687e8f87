import type { Fault, Outcome } from './gotransverse/gotransverse.faults.js';

/** Gotransverse did not tell what it was asked. */
export class VendorSilenceError extends Error {
  override readonly name = 'VendorSilenceError';

  constructor(readonly fault: Fault) {
    super(fault.reason);
  }
}

/** @throws VendorSilenceError */
export function told<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new VendorSilenceError(outcome);
}
