import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { testServer } from './support/test-database.js';

// A suite that is green because it did not run is worse than a red one.

test('without its database the whole suite fails, and says why, without the password', async () => {
  const jest = spawn(
    process.execPath,
    ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'src/jit/jit-tokens.spec.ts'],
    {
      env: { PATH: process.env['PATH'], TEST_DATABASE_URL: 'postgresql://tests:geheim@127.0.0.1:1/postgres' },
    },
  );
  const chunks: Buffer[] = [];
  for (const stream of [jest.stdout, jest.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(jest, 'close')) as [number | null];
  const output = Buffer.concat(chunks).toString();

  expect(code).toBe(1);
  expect(output).toContain('No test ran: the server that TEST_DATABASE_URL names cannot be used');
  expect(output).toContain('ECONNREFUSED');
  expect(output).not.toContain('geheim');
  expect(output).not.toContain('passed');
});

test('a test that finds no server fails', () => {
  const server = process.env['ARREARS_TEST_SERVER'];
  delete process.env['ARREARS_TEST_SERVER'];
  try {
    expect(() => testServer()).toThrow('There is no test database');
  } finally {
    process.env['ARREARS_TEST_SERVER'] = server;
  }
});
