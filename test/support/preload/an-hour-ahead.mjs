// Loaded into a service before its own modules: its wall clock is an hour ahead of everybody else's.
const HOUR_MS = 3_600_000;
const { now } = Date;

globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length === 0) super(now() + HOUR_MS);
    else super(...given);
  }

  static now() {
    return now() + HOUR_MS;
  }
};
