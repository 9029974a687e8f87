import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { filteredId } from '../platform/database/refs.js';
import { Page } from '../platform/http/answers.js';
import { Cursors, type Position } from '../platform/pagination/cursors.js';
import { listOf } from '../platform/pagination/list-query.js';
import { whereAll } from '../platform/pagination/newest-first.js';
import { exactTime, toldTime } from '../platform/pagination/time-keyset.js';
import type { JitRequestQuery, JitRequestView } from './jit-requests.types.js';

interface JitRequestRow extends Omit<
  JitRequestView,
  'requested_at' | 'debt_account_version' | 'customer_version' | 'location_version' | 'told_balance'
> {
  at: string;
  debt_account_version: bigint | null;
  customer_version: bigint | null;
  location_version: bigint | null;
  told_balance: bigint | null;
}

const AT = exactTime(Prisma.sql`request.requested_at`);

/** Reads back what Tratta asked and was told. */
@Injectable()
export class JitRequestsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async list(_caller: Caller, query: JitRequestQuery): Promise<Page<JitRequestView>> {
    const list = listOf('jit requests', query);
    const accountId = await filteredId(query.debt_account, (where) =>
      this.prisma.debtAccount.findUnique({ where, select: { id: true } }),
    );
    if (accountId === null) return new Page<JitRequestView>([], null);
    const where = whereAll([
      accountId !== undefined && Prisma.sql`request.debt_account_id = ${accountId}::uuid`,
      ...conditions(query),
      before(this.cursors.position(list)),
    ]);
    const rows = await this.prisma.$queryRaw<JitRequestRow[]>`
      SELECT request.id, ${AT} AS at, request.request_id, request.outcome, request.http_status,
             request.asked_external_id, request.debt_account_id, account.external_id AS debt_account_external_id,
             request.debt_account_version, request.customer_version, request.location_version,
             request.told_balance, request.wait_ms, request.query_ms, request.total_ms,
             host(request.source_address) AS source_address
        FROM (SELECT * FROM jit_requests request WHERE ${where}
               ORDER BY request.requested_at DESC, request.id DESC LIMIT ${list.limit + 1}) request
        LEFT JOIN debt_accounts account ON account.id = request.debt_account_id
       ORDER BY request.requested_at DESC, request.id DESC`;
    return this.cursors.page(list, rows, ({ at, id }) => [at, id], toView);
  }
}

function conditions(query: JitRequestQuery): (Prisma.Sql | false)[] {
  const { outcome, http_status, asked_external_id, request_id, since, until } = query;
  return [
    outcome != null && Prisma.sql`request.outcome = ${outcome}`,
    http_status != null && Prisma.sql`request.http_status = ${http_status}::smallint`,
    asked_external_id != null && Prisma.sql`request.asked_external_id = ${asked_external_id}`,
    request_id != null && Prisma.sql`request.request_id = ${request_id}`,
    since != null && Prisma.sql`request.requested_at >= ${since}::timestamptz`,
    until != null && Prisma.sql`request.requested_at < ${until}::timestamptz`,
  ];
}

/** The first condition lets the database leave out the months that lie after the position. */
function before(position: Position | null): Prisma.Sql | false {
  if (position === null) return false;
  const [at, id] = position;
  return Prisma.sql`request.requested_at <= ${at}::timestamptz AND (request.requested_at, request.id) < (${at}::timestamptz, ${id}::uuid)`;
}

function toView({ at, ...row }: JitRequestRow): JitRequestView {
  const { id, request_id, outcome, http_status, asked_external_id } = row;
  const { debt_account_id, debt_account_external_id, wait_ms, query_ms, total_ms, source_address } = row;
  return {
    id,
    requested_at: toldTime(at),
    request_id,
    outcome,
    http_status,
    asked_external_id,
    debt_account_id,
    debt_account_external_id,
    debt_account_version: number(row.debt_account_version),
    customer_version: number(row.customer_version),
    location_version: number(row.location_version),
    told_balance: number(row.told_balance),
    wait_ms,
    query_ms,
    total_ms,
    source_address,
  };
}

function number(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
