import { Injectable } from '@nestjs/common';

/** The only source of time for business code, so that tests can drive it. */
@Injectable()
export class Clock {
  /** The wall clock, for what is written down. */
  now(): Date {
    return new Date();
  }

  /** Milliseconds that only grow, for measuring how long something took. */
  monotonicMs(): number {
    return performance.now();
  }
}
