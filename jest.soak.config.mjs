import standard from './jest.config.mjs';

/** Tests that have a short and a long form are run in the long one. */
process.env.ARREARS_LONG_TESTS = 'on';

/**
 * The long forms of the crash and property tests: `npm run test:soak`.
 *
 * @type {import('jest').Config}
 */
export default {
  ...standard,
  testMatch: [
    '<rootDir>/test/soak/**/*.soak-spec.ts',
    '<rootDir>/src/billing/gotransverse/gotransverse.bodies.spec.ts',
    '<rootDir>/test/{billing-crashes,billing-faults,billing-run-kills,billing-run-outages,billing-run-workers,careful-writes}.e2e-spec.ts',
  ],
  testTimeout: 60 * 60_000,
  // One after another: each of them loads the machine on purpose.
  maxWorkers: 1,
};
