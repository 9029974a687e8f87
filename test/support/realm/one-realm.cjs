// Where tests run: in the worker's own realm, not one per file, for packages that are loaded once (packages-once.cjs)
// know but one `Error` and one `Array`. So what a file changes of the realm is put back after it.
const { ModuleMocker } = require('jest-mock');

/** What Jest itself leaves in the realm, and takes for a later file's where it finds it. */
const OF_JEST = /jest|EVENT_HANDLERS|RETRY/i;

class OneRealmEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  // No test here stops the clock: the service's own is driven.
  fakeTimers = null;
  fakeTimersModern = null;
  putBack = remember();

  async setup() {}

  async teardown() {
    this.putBack();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return this.global;
  }
}

/** @returns what makes the realm as it is now; what packages keep in it for themselves stays */
function remember() {
  const { console } = globalThis;
  const known = new Set(Object.getOwnPropertySymbols(globalThis));
  const { env, exit } = process;
  const variables = { ...env };
  return () => {
    for (const symbol of Object.getOwnPropertySymbols(globalThis))
      if (!known.has(symbol) && OF_JEST.test(symbol.description)) delete globalThis[symbol];
    globalThis.console = console;
    process.exit = exit;
    process.env = env;
    for (const name of Object.keys(env)) if (!(name in variables)) delete env[name];
    Object.assign(env, variables);
  };
}

module.exports = OneRealmEnvironment;
