import { describe, expect, test } from '@jest/globals';
import { describeFault, isAway, isRetryable } from './database-faults.js';
import { Prisma } from './generated/client.js';

// The shapes are those that pg, Node and Prisma really throw.

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

/** What Prisma makes of an error of its adapter. */
function known(code: string, cause?: object) {
  return new Prisma.PrismaClientKnownRequestError('Invalid invocation', {
    code,
    clientVersion: '7',
    ...(cause === undefined
      ? {}
      : { meta: { driverAdapterError: Object.assign(new Error('x'), { cause }) } }),
  });
}

/** The adapter's own error, as a commit throws it. */
function adapterError(cause: object) {
  return Object.assign(new Error('x'), { name: 'DriverAdapterError', cause });
}

describe('the database is away', () => {
  test.each<[string, unknown]>([
    ['nobody listens', withCode('ECONNREFUSED')],
    ['nobody listens at any of the addresses', new AggregateError([withCode('ECONNREFUSED')])],
    ['the connection broke', withCode('ECONNRESET')],
    ['the name is not known now', withCode('EAI_AGAIN')],
    ['it shuts down', withCode('57P01')],
    ['it starts', withCode('57P03')],
    ['it has too many connections', withCode('53300')],
    ['a statement took too long', withCode('57014')],
    ['pg says so in words', new Error('Connection terminated unexpectedly')],
    ["pg's pool says so", new Error('timeout exceeded when trying to connect')],
    ['Prisma: cannot reach', known('P1001')],
    ['Prisma: no transaction in time', known('P2028')],
    ['Prisma: raw query, connection broken', known('P2010', { kind: 'ConnectionClosed' })],
    ['Prisma: raw query, not reachable', known('P2010', { kind: 'DatabaseNotReachable' })],
    ['Prisma: raw query, timed out', known('P2010', { kind: 'SocketTimeout' })],
    [
      'Prisma: raw query, shut down',
      known('P2010', { kind: 'postgres', originalCode: '57P01', code: '57P01' }),
    ],
    ['Prisma: commit, connection broken', adapterError({ kind: 'ConnectionClosed' })],
    ['Prisma: commit, shut down', adapterError({ kind: 'postgres', originalCode: '57P01' })],
  ])('%s', (_what, error) => {
    expect(isAway(error)).toBe(true);
    expect(isRetryable(error)).toBe(false);
  });

  test.each<[string, unknown]>([
    ['a rule was broken', withCode('23505')],
    ['a statement was wrong', withCode('42601')],
    ['the password is wrong', withCode('28P01')],
    ['Prisma: not found', known('P2025')],
    [
      'Prisma: a rule was broken',
      known('P2010', { kind: 'UniqueConstraintViolation', originalCode: '23505' }),
    ],
    ['ours', new TypeError('x is not a function')],
    ['no error at all', undefined],
    ['a text', 'away'],
  ])('not where %s', (_what, error) => {
    expect(isAway(error)).toBe(false);
  });
});

describe('a transaction may be tried again', () => {
  test.each<[string, unknown, boolean]>([
    ['deadlock', withCode('40P01'), true],
    ['serialization', withCode('40001'), true],
    ["Prisma's word for both", known('P2034'), true],
    [
      'a deadlock in a raw query',
      known('P2010', { kind: 'TransactionWriteConflict', originalCode: '40P01' }),
      true,
    ],
    [
      'a deadlock at the commit',
      adapterError({ kind: 'TransactionWriteConflict', originalCode: '40P01' }),
      true,
    ],
    ['a broken rule', withCode('23514'), false],
    ['no error', null, false],
  ])('%s', (_what, error, expected) => {
    expect(isRetryable(error)).toBe(expected);
  });
});

describe('what PostgreSQL said', () => {
  test('is told by pg itself', () => {
    expect(describeFault(Object.assign(withCode('23505', 'duplicate key'), { constraint: 'a_key' }))).toEqual(
      {
        code: '23505',
        message: 'duplicate key',
        constraint: 'a_key',
      },
    );
  });

  test.each<[string, unknown, string | undefined]>([
    [
      "the index that Prisma's adapter names",
      known('P2002', { originalCode: '23505', originalMessage: 'x', constraint: { index: 'a_key' } }),
      'a_key',
    ],
    [
      'the message, where it quotes the constraint',
      known('P2010', {
        originalCode: '23514',
        originalMessage: 'new row violates check constraint "a_check"',
      }),
      'a_check',
    ],
    [
      'the message of our triggers, which begins with the rule',
      known('P2010', { originalCode: '23514', originalMessage: 'debt_accounts_books: must be the sum' }),
      'debt_accounts_books',
    ],
    ['nothing, where nothing says it', withCode('08006', 'gone'), undefined],
  ])('by %s', (_what, error, constraint) => {
    expect(describeFault(error).constraint).toBe(constraint);
  });

  test('is described whatever was thrown', () => {
    for (const thrown of [undefined, null, 'text', 7, {}, [], new AggregateError([])])
      expect(describeFault(thrown)).toMatchObject({ message: expect.any(String) });
  });
});
