/**
 * Unit tests beside the code, end-to-end tests in test/. Run through `npm test`, which starts the database
 * and sets the NODE_OPTIONS that ES modules need under Jest.
 *
 * @type {import('jest').Config}
 */
export default {
  // Packages are loaded once per worker, not once per file: they say why.
  testEnvironment: '<rootDir>/test/support/realm/one-realm.cjs',
  runtime: '<rootDir>/test/support/realm/packages-once.cjs',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.e2e-spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  extensionsToTreatAsEsm: ['.ts'],
  // NodeNext sources name the file that they become; Jest looks for the one that they are.
  // Our imports name the files that the compiler makes. A package's `data.json.js` is what it says it is.
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          // What the compiler does with the same sources: NestJS injects by the metadata of constructors.
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: './test/support/global-setup.ts',
  globalTeardown: './test/support/global-teardown.ts',
  // A test may start a server, apply the migrations and wait for a lease to run out.
  testTimeout: 60_000,
  maxWorkers: 2,
  restoreMocks: true,
};
