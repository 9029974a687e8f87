import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { filteredId } from '../platform/database/refs.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Page } from '../platform/http/answers.js';
import { Cursors, type Position } from '../platform/pagination/cursors.js';
import { listOf } from '../platform/pagination/list-query.js';
import { whereAll } from '../platform/pagination/newest-first.js';
import { exactTime, toldTime } from '../platform/pagination/time-keyset.js';
import type { AuditEventQuery, AuditEventView } from './audit-event.types.js';

interface AuditEventRow extends Omit<AuditEventView, 'occurred_at'> {
  at: string;
  position: bigint;
}

const AT = exactTime(Prisma.sql`event.occurred_at`);

/** Reads the audit trail. */
@Injectable()
export class AuditEventsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. @throws DomainError `invalid` for a record without its kind */
  async list(_caller: Caller, query: AuditEventQuery): Promise<Page<AuditEventView>> {
    if (query.record_id != null && query.record_kind == null)
      throw DomainError.invalidField('record_kind', 'is required together with record_id');
    const list = listOf('audit events', query);
    const accountId = await filteredId(query.debt_account, (where) =>
      this.prisma.debtAccount.findUnique({ where, select: { id: true } }),
    );
    if (accountId === null) return new Page<AuditEventView>([], null);
    const where = whereAll([
      accountId !== undefined && Prisma.sql`event.debt_account_id = ${accountId}::uuid`,
      ...conditions(query),
      before(this.cursors.position(list)),
    ]);
    const rows = await this.prisma.$queryRaw<AuditEventRow[]>`
      SELECT ${AT} AS at, event.position, event.id, event.actor_kind, event.actor_id, event.actor_name, event.action,
             event.record_kind, event.record_id, event.debt_account_id,
             account.external_id AS debt_account_external_id, event.reason, event.request_id, event.changes
        FROM (SELECT * FROM audit_events event WHERE ${where}
               ORDER BY event.occurred_at DESC, event.position DESC LIMIT ${list.limit + 1}) event
        LEFT JOIN debt_accounts account ON account.id = event.debt_account_id
       ORDER BY event.occurred_at DESC, event.position DESC`;
    return this.cursors.page(list, rows, ({ at, position }) => [at, String(position)], toView);
  }
}

function conditions(query: AuditEventQuery): (Prisma.Sql | false)[] {
  const { actor_id, actor_kind, action, record_kind, record_id, request_id, since, until } = query;
  return [
    actor_id != null && Prisma.sql`event.actor_id = ${actor_id}`,
    actor_kind != null && Prisma.sql`event.actor_kind = ${actor_kind}`,
    action != null && Prisma.sql`event.action = ${action}`,
    record_kind != null && Prisma.sql`event.record_kind = ${record_kind}`,
    record_id != null && Prisma.sql`event.record_id = ${record_id}::uuid`,
    request_id != null && Prisma.sql`event.request_id = ${request_id}`,
    since != null && Prisma.sql`event.occurred_at >= ${since}::timestamptz`,
    until != null && Prisma.sql`event.occurred_at < ${until}::timestamptz`,
  ];
}

function before(position: Position | null): Prisma.Sql | false {
  if (position === null) return false;
  const [at, last] = position;
  return Prisma.sql`(event.occurred_at, event.position) < (${at}::timestamptz, ${last}::bigint)`;
}

function toView({ at, position: _position, id, ...row }: AuditEventRow): AuditEventView {
  return { id, occurred_at: toldTime(at), ...row };
}
