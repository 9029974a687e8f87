import { Prisma } from './generated/client.js';

/** PostgreSQL's codes for "another transaction was in the way": serialization_failure, deadlock_detected. */
const GIVE_WAY_CODES = ['40001', '40P01'];

/** Node's and PostgreSQL's codes for "no database there, or not now". */
const AWAY_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  '08000', // connection_exception
  '08003', // connection_does_not_exist
  '08006', // connection_failure
  '53100', // disk_full
  '53300', // too_many_connections
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57014', // query_canceled, by a timeout of ours
  '25P03', // idle_in_transaction_session_timeout
];

/** Prisma's codes for the same: can't reach, timed out, pool timeout, transaction closed or not started in time. */
const AWAY_PRISMA_CODES = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'];

/** What Prisma's adapter makes of Node's codes, which it doesn't pass on. */
const AWAY_KINDS = ['ConnectionClosed', 'DatabaseNotReachable', 'SocketTimeout'];

/** What pg and pg-pool say where they give no code. */
const AWAY_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|connection timeout|Client has encountered a connection error|Unable to start a transaction in the given time|server closed the connection/i;

/** A database error as the rest of the service sees it. */
export interface DatabaseFault {
  /** SQLSTATE, Node's error code, or Prisma's; where there is none, the kind of fault that the adapter names. */
  code: string | undefined;
  message: string;
  /** The constraint, or rule of a trigger, that refused. */
  constraint: string | undefined;
}

/** Whether the same transaction may well succeed when tried again. */
export function isRetryable(error: unknown): boolean {
  const { code } = describeFault(error);
  return code === 'P2034' || (code !== undefined && GIVE_WAY_CODES.includes(code));
}

/** Whether the database can't be reached or is too busy to answer. */
export function isAway(error: unknown): boolean {
  const { code, message } = describeFault(error);
  if (code !== undefined && [AWAY_CODES, AWAY_PRISMA_CODES, AWAY_KINDS].some((codes) => codes.includes(code)))
    return true;
  return AWAY_MESSAGES.test(message);
}

/** Looks through Prisma's wrapping to what PostgreSQL said. */
export function describeFault(error: unknown): DatabaseFault {
  const cause = causeOf(error);
  const message = text(cause, 'originalMessage') ?? text(cause, 'message') ?? String(error);
  const code =
    text(cause, 'originalCode') ?? text(cause, 'code') ?? text(cause, 'kind') ?? text(error, 'code');
  return {
    code,
    message,
    constraint: text(cause, 'constraint') ?? uniqueTarget(cause) ?? leadingRule(message),
  };
}

function causeOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0];
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const adapterError = error.meta?.['driverAdapterError'];
    return member(adapterError, 'cause') ?? error;
  }
  return member(error, 'cause') ?? error;
}

/** Our triggers begin their messages with the rule's name and a colon. */
function leadingRule(message: string): string | undefined {
  return /\b([a-z_0-9]+): /.exec(message)?.[1] ?? /constraint "([a-z_0-9]+)"/.exec(message)?.[1];
}

function uniqueTarget(cause: unknown): string | undefined {
  return text(member(cause, 'constraint'), 'index');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}
