import { Prisma } from '../platform/database/generated/client.js';
import { dollars } from '../platform/money/dollars.js';
import { exactTime, toldTime } from '../platform/pagination/time-keyset.js';
import { before, type TimelineSource } from './timeline-source.js';

interface CallRow {
  at: string;
  id: string;
  outcome: string;
  http_status: number;
  told_balance: bigint | null;
  debt_account_version: bigint | null;
  total_ms: number;
  request_id: string;
}

const AT = Prisma.sql`call.requested_at`;
const ID = Prisma.sql`call.id`;
const UNTOLD: Record<string, string> = {
  unknown_account: 'was told that there is no such account',
  throttled: 'was told to wait: it had asked for too many accounts that do not exist',
  deadline: 'got no answer in time',
  unavailable: 'got no answer: the database was away',
  failed: 'got no answer: it could not be made',
};

/** Tratta's questions: those that were told the account, and those that asked for its name in vain. */
export const jitRequests: TimelineSource = {
  type: 'jit_request',
  async read(reader, account, position, limit) {
    const earlier = before('jit_request', position, AT, ID);
    const newest = Prisma.sql`${earlier} ORDER BY call.requested_at DESC, call.id DESC LIMIT ${limit}`;
    const rows = await reader.$queryRaw<CallRow[]>`
      SELECT ${exactTime(AT)} AS at, id, outcome, http_status, told_balance, debt_account_version, total_ms, request_id
        FROM ((SELECT * FROM jit_requests call WHERE call.debt_account_id = ${account.id}::uuid AND ${newest})
              UNION ALL
              (SELECT * FROM jit_requests call WHERE call.asked_external_id = ${account.externalId} AND ${newest})) call
       ORDER BY requested_at DESC, id DESC LIMIT ${limit}`;
    return rows.map(({ at, ...row }) => ({
      exactAt: at,
      item: {
        at: toldTime(at),
        type: 'jit_request',
        id: row.id,
        summary: summaryOf(row),
        outcome: row.outcome,
        http_status: row.http_status,
        told_balance: row.told_balance === null ? null : Number(row.told_balance),
        debt_account_version: row.debt_account_version === null ? null : Number(row.debt_account_version),
        total_ms: row.total_ms,
        request_id: row.request_id,
      },
    }));
  },
};

function summaryOf({ outcome, told_balance }: Omit<CallRow, 'at'>): string {
  if (told_balance !== null) return `Tratta asked and was told ${dollars(told_balance)}.`;
  return `Tratta asked and ${UNTOLD[outcome] ?? 'got no balance'}.`;
}
