import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

const TESTS = ['**/*.spec.ts', '**/*-spec.ts', 'test/**/*.ts'];
const PROGRAMS = ['bench/**/*.ts', 'sandbox/**/*.ts', 'tools/**/*.mjs', '.ci/**/*.mjs'];

const READS_ENVIRONMENT = 'Only src/platform/config reads the environment; take the setting from there.';
const IS_FOR_TESTS = 'That is a tool for tests; production code must not load it.';

/** The names that Node itself defines, for the plain JavaScript files, which no compiler checks. */
const nodeGlobals = Object.fromEntries(
  Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']),
);

/** What TypeScript's own rules are told beyond "be strict". */
const typescriptRules = {
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/prefer-readonly': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // A NestJS module is a decorated class without members.
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  // `() => stop()` reads well where nobody looks at the result; numbers print as anyone expects.
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // NestJS and its kin type their options as classes and mean shapes.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // Its cure, `!`, is what no-non-null-assertion forbids.
  '@typescript-eslint/non-nullable-type-assertion-style': 'off',
  // Bodies and views are classes for the sake of their decorators; what counts is their shape.
  '@typescript-eslint/no-misused-spread': 'off',
  // `.catch((error: NodeJS.ErrnoException) => …)` claims no more than a cast in the body would.
  '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
  // `async` without `await` keeps a promised interface and turns a throw into a rejection.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
};

const sizeRules = {
  complexity: ['error', 12],
  'max-depth': ['error', 4],
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
  'max-nested-callbacks': ['error', 4],
};

const habitRules = {
  // `== null` is the one comparison that asks for two things at once.
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-implicit-coercion': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
  'object-shorthand': 'error',
  'prefer-template': 'error',
};

const environmentRules = {
  'no-restricted-properties': ['error', { object: 'process', property: 'env', message: READS_ENVIRONMENT }],
  'no-restricted-imports': [
    'error',
    { paths: ['process', 'node:process'].map(environmentImport), patterns: forTests() },
  ],
};

function environmentImport(name) {
  return { name, importNames: ['env'], message: READS_ENVIRONMENT };
}

function forTests() {
  return ['@nestjs/testing', '@jest/*', 'jest', 'jest-*', 'fast-check', 'autocannon'].map((name) => ({
    group: [name, `${name}/*`],
    message: IS_FOR_TESTS,
  }));
}

export default defineConfig(
  globalIgnores([
    'dist/',
    'coverage/',
    '.data/',
    'src/platform/database/generated/',
    'src/api-client/generated/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },

  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: { ...typescriptRules, ...sizeRules },
  },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: nodeGlobals }, rules: sizeRules },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  { rules: habitRules },

  { files: ['src/**/*.ts'], ignores: ['src/platform/config/**', ...TESTS], rules: environmentRules },
  {
    files: ['src/platform/config/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-imports': ['error', { patterns: forTests() }] },
  },
  { files: ['src/cli/**/*.ts', 'src/main.ts', ...PROGRAMS], rules: { 'no-console': 'off' } },
  {
    files: TESTS,
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', '**.expect*', 'fc.assert'] },
      ],
      'jest/no-commented-out-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-focused-tests': 'error',
      // Property tests hand `expect` to fast-check's callback; helpers in test/support hold some of their own.
      'jest/no-standalone-expect': 'off',
      'jest/prefer-importing-jest-globals': 'error',
      'jest/valid-expect': ['error', { alwaysAwait: true, maxArgs: 2 }],
      'jest/valid-title': ['error', { disallowedWords: ['should'] }],

      // A test is a story, as long as it is; its `describe` holds many.
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'max-nested-callbacks': 'off',
      // A wrong index fails the test by itself, and `expect.any(…)` is `any` by its types.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'jest/unbound-method': 'error',
    },
  },
  prettier,
);
